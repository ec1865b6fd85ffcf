/* Recordings as servers send them, complete, sparse and odd. */
#include "model/recording/recording.h"
#include "model/recording/recording_decode.h"
#include "model/recording/recording_plain.h"
#include "model/time/timestamp.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct recording_decoder *decoder;

static const char documented[] =
    "{\"QueueCallId\":47610,\"ConversationStartedUtc\":\"2020-10-22T10:29:53.1696606Z\","
    "\"ConversationEndedUtc\":\"2020-10-22T10:30:00.2458428Z\",\"AgentName\":\"Claus Clausen\",\"AgentId\":1,"
    "\"RecordingFileName\":\"fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3\",\"Caller\":\"+4583123456\"}";

static struct recording decode(const char *text)
{
    struct recording recording;
    if (!recording_decode(decoder, text, strlen(text), &recording))
        fail_msg("%s was not decoded", text);
    return recording;
}

static void the_documented_sample_is_decoded(void **state)
{
    (void)state;
    struct recording recording = decode(documented);
    assert_true(recording.queue_call_id == 47610);
    assert_true(recording.agent_id == 1);
    assert_true(recording.queue_id == RECORDING_NO_NUMBER);
    assert_true(recording.started == INT64_C(16033625931696606));
    assert_true(recording.ended == INT64_C(16033626002458428));
    assert_string_equal(recording.agent_name, "Claus Clausen");
    assert_string_equal(recording.file_name, "fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3");
    assert_string_equal(recording.caller, "+4583123456");
    assert_null(recording.queue_name);
    assert_null(recording.type);
    assert_null(recording.culture);
    assert_true(recording_duration(&recording) == 70761822);
}

static bool is_plain(const char *text)
{
    struct recording recording;
    char copy[512];
    size_t length = strlen(text);
    assert_true(length < sizeof copy);
    memcpy(copy, text, length + 1);
    return recording_read_plain(copy, length, &recording);
}

static void the_usual_form_is_read_the_fast_way(void **state)
{
    (void)state;
    assert_true(is_plain(documented));
    assert_true(is_plain("{ \"AgentName\" : \"S\xc3\xb8rine\", \"Caller\":null,\"QueueId\":0 }\r\n"));
    assert_false(is_plain("{\"AgentName\":\"S\\u00f8rine\"}"));
    assert_false(is_plain("{\"AgentName\":\"S\xf8rine\"}"));
    assert_false(is_plain("{\"QueueCallId\":\"5\"}"));
    assert_false(is_plain("{\"QueueCallId\":1234567890123456}"));
    assert_false(is_plain("{\"Caller\":\"1\",\"Caller\":\"2\"}"));
    assert_false(is_plain("{\"Other\":1}"));
}

static void all_fields_come_in_any_order(void **state)
{
    (void)state;
    struct recording recording = decode(
        "{\"Caller\":\"anonymous\",\"Culture\":\"da-DK\",\"Unknown\":{\"Caller\":\"x\",\"QueueId\":[1]},"
        "\"QueueCallType\":"
        "\"CallbackCall\",\"QueueName\":\"Support\",\"QueueId\":301,\"AgentId\":103,\"QueueCallId\":5}");
    assert_string_equal(recording.caller, "anonymous");
    assert_string_equal(recording.culture, "da-DK");
    assert_string_equal(recording.type, "CallbackCall");
    assert_string_equal(recording.queue_name, "Support");
    assert_true(recording.queue_id == 301);
    assert_true(recording.agent_id == 103);
    assert_true(recording.queue_call_id == 5);
}

static void what_is_absent_null_or_of_another_type_is_not_there(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{}",
        "{\"QueueCallId\":null,\"QueueId\":null,\"AgentId\":null,\"Caller\":null,\"AgentName\":null,"
        "\"ConversationStartedUtc\":null}",
        "{\"QueueCallId\":true,\"QueueId\":[1],\"AgentId\":{},\"ConversationStartedUtc\":20201022}",
        "{\"QueueCallId\":1.5,\"QueueId\":\"a\",\"AgentId\":\"\",\"Callers\":\"a\",\"Agent\":\"b\","
        "\"ConversationStartedUtc\":\"0001-01-01T00:00:00\"}",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct recording recording = decode(texts[i]);
        assert_true(recording.queue_call_id == RECORDING_NO_NUMBER);
        assert_true(recording.queue_id == RECORDING_NO_NUMBER);
        assert_true(recording.agent_id == RECORDING_NO_NUMBER);
        assert_true(recording.started == TIMESTAMP_NONE);
        assert_true(recording.ended == TIMESTAMP_NONE);
        assert_null(recording.caller);
        assert_null(recording.agent_name);
        assert_true(recording_duration(&recording) == TIMESTAMP_NONE);
    }
}

static void an_empty_text_stays_empty(void **state)
{
    (void)state;
    struct recording recording = decode("{\"Caller\":\"\",\"Culture\":\"\"}");
    assert_string_equal(recording.caller, "");
    assert_string_equal(recording.culture, "");
}

static void the_first_of_two_members_counts(void **state)
{
    (void)state;
    struct recording recording =
        decode("{\"QueueCallId\":9007199254740993,\"QueueCallId\":2,\"Caller\":null,\"Caller\":\"late\"}");
    assert_true(recording.queue_call_id == INT64_C(9007199254740993));
    assert_null(recording.caller);
}

static void ids_are_exact(void **state)
{
    (void)state;
    struct recording recording =
        decode("{\"Caller\":\"\\\"QueueId\\\":1\",\"Queue\\u0049d\":9223372036854775807,"
               "\"AgentId\":\"9007199254740993\",\"QueueCallId\" :\t-9007199254740995 }");
    assert_true(recording.queue_id == INT64_MAX);
    assert_true(recording.agent_id == INT64_C(9007199254740993));
    assert_true(recording.queue_call_id == INT64_C(-9007199254740995));
    assert_true(decode("{\"QueueCallId\":1e3}").queue_call_id == 1000);
    assert_true(decode("{\"QueueCallId\":9223372036854775808}").queue_call_id == RECORDING_NO_NUMBER);
}

static void what_is_no_object_is_refused(void **state)
{
    (void)state;
    struct recording recording;
    assert_false(recording_decode(decoder, "[]", 2, &recording));
    assert_false(recording_decode(decoder, "null", 4, &recording));
    assert_false(recording_decode(decoder, "", 0, &recording));
    assert_false(recording_decode(decoder, documented, strlen(documented) - 1, &recording));
    assert_true(recording.queue_call_id == RECORDING_NO_NUMBER);
    assert_null(recording.caller);
}

/* The element stands in a larger buffer and at its very end. */
static void nothing_beyond_the_element_is_read(void **state)
{
    (void)state;
    const size_t length = sizeof documented - 1;
    char *exact = malloc(length);
    assert_non_null(exact);
    memcpy(exact, documented, length);
    struct recording recording;
    assert_true(recording_decode(decoder, exact, length, &recording));
    memset(exact, 'x', length);
    assert_string_equal(recording.caller, "+4583123456");
    free(exact);
}

static void an_end_before_the_start_gives_no_length(void **state)
{
    (void)state;
    struct recording recording = {.started = 20, .ended = 10};
    assert_true(recording_duration(&recording) == TIMESTAMP_NONE);
    recording.ended = 20;
    assert_true(recording_duration(&recording) == 0);
    recording.ended = TIMESTAMP_NONE;
    assert_true(recording_duration(&recording) == TIMESTAMP_NONE);
    recording = (struct recording){.started = -5, .ended = INT64_MAX};
    assert_true(recording_duration(&recording) == TIMESTAMP_NONE);
}

static int open_decoder(void **state)
{
    (void)state;
    decoder = recording_decoder_new();
    return 0;
}

static int close_decoder(void **state)
{
    (void)state;
    recording_decoder_free(&decoder);
    recording_decoder_free(&decoder);
    return decoder ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_documented_sample_is_decoded),
        cmocka_unit_test(the_usual_form_is_read_the_fast_way),
        cmocka_unit_test(all_fields_come_in_any_order),
        cmocka_unit_test(what_is_absent_null_or_of_another_type_is_not_there),
        cmocka_unit_test(an_empty_text_stays_empty),
        cmocka_unit_test(the_first_of_two_members_counts),
        cmocka_unit_test(ids_are_exact),
        cmocka_unit_test(what_is_no_object_is_refused),
        cmocka_unit_test(nothing_beyond_the_element_is_read),
        cmocka_unit_test(an_end_before_the_start_gives_no_length),
    };
    return cmocka_run_group_tests_name("recording", tests, open_decoder, close_decoder);
}
