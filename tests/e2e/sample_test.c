/* The documented sample answer: on the screen and in every format, with its lengths and its caller. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

/* The two recordings, newest first. */
static const struct sample {
    double id;
    const char *started, *ended, *file;
    double seconds;
    const char *length;
} samples[] = {
    {47611, "2020-10-23T07:06:21.0090962Z", "2020-10-23T07:06:24.4242813Z",
     "27a4f95f-cc25-432b-904b-7e4d9342e519.mp3", 3.4151851, "0:00:03"},
    {47610, "2020-10-22T10:29:53.1696606Z", "2020-10-22T10:30:00.2458428Z",
     "fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3", 7.0761822, "0:00:07"},
};

enum { SAMPLES = sizeof samples / sizeof samples[0], FIRST_ROW = 3 /* of the list on the screen */ };

#define CALLER "+4583123456"

static const char *run_list(struct fixture *fixture, const char *format)
{
    fixture_serve(fixture, "--sample");
    const struct command *command = fixture_run(fixture, "list", "--agent", "1", "--format", format);
    assert_int_equal(command_status(command), 0);
    return command_output(command, NULL);
}

static void expect_string_value(const cJSON *object, const char *name, const char *text)
{
    const char *found = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
    assert_non_null(found);
    assert_string_equal(found, text);
}

static double number_of(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    assert_true(cJSON_IsNumber(item));
    return item->valuedouble;
}

static void expect_sample(const cJSON *object, const struct sample *sample)
{
    assert_non_null(object);
    assert_true(number_of(object, "QueueCallId") == sample->id);
    assert_true(number_of(object, "AgentId") == 1);
    assert_true(number_of(object, "DurationSeconds") == sample->seconds);
    expect_string_value(object, "ConversationStartedUtc", sample->started);
    expect_string_value(object, "ConversationEndedUtc", sample->ended);
    expect_string_value(object, "AgentName", "Claus Clausen");
    expect_string_value(object, "RecordingFileName", sample->file);
    expect_string_value(object, "Caller", CALLER);
    /* What the server does not give is null, not an empty text or a zero. */
    static const char *const absent[] = {"QueueId", "QueueName", "QueueCallType", "Culture"};
    for (size_t i = 0; i < sizeof absent / sizeof *absent; i++)
        assert_true(cJSON_IsNull(cJSON_GetObjectItemCaseSensitive(object, absent[i])));
}

/* The list has each with its length and its caller, the details of each the caller as the server gave it. */
static void stands_on_the_screen(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = fixture_open(fixture, 36, 100);
    expect_text(terminal, "Claus Clausen");
    terminal_keys(terminal, "j Enter");
    expect_text(terminal, "2 recordings");
    for (int i = 0; i < SAMPLES; i++) {
        expect_text(terminal, samples[i].file);
        expect_text(terminal, "Caller   +45 83 12 34 56 · " CALLER);
        expect_in_row(terminal, FIRST_ROW + i, samples[i].length);
        expect_in_row(terminal, FIRST_ROW + i, "+45 83 12 34 56");
        terminal_keys(terminal, "j");
    }
    expect_text(terminal, "10:29:53 UTC");
}

static void is_listed_as_a_table(void **state)
{
    const char *output = run_list(*state, "table");
    const char *newest = strstr(output, samples[0].length);
    assert_non_null(newest);
    assert_non_null(strstr(newest, samples[1].length));
    assert_non_null(strstr(newest, CALLER));
    assert_null(strstr(output, "null"));
}

static void is_listed_as_json(void **state)
{
    const char *end = NULL;
    const char *output = run_list(*state, "json");
    cJSON *array = cJSON_ParseWithOpts(output, &end, false);
    assert_non_null(array);
    assert_string_equal(end, "\n");
    assert_int_equal(cJSON_GetArraySize(array), SAMPLES);
    for (int i = 0; i < SAMPLES; i++)
        expect_sample(cJSON_GetArrayItem(array, i), &samples[i]);
    cJSON_Delete(array);
}

static void is_listed_as_json_lines(void **state)
{
    const char *at = run_list(*state, "jsonl");
    for (size_t i = 0; i < SAMPLES; i++) {
        size_t length = strcspn(at, "\n");
        cJSON *object = cJSON_ParseWithLength(at, length);
        expect_sample(object, &samples[i]);
        cJSON_Delete(object);
        assert_int_equal(at[length], '\n');
        at += length + 1;
    }
    assert_string_equal(at, "");
}

static void is_listed_as_csv(void **state)
{
    assert_string_equal(
        run_list(*state, "csv"),
        "QueueId,QueueName,QueueCallId,QueueCallType,Culture,ConversationStartedUtc,ConversationEndedUtc,"
        "AgentName,AgentId,RecordingFileName,Caller,DurationSeconds\r\n"
        ",,47611,,,2020-10-23T07:06:21.0090962Z,2020-10-23T07:06:24.4242813Z,Claus Clausen,1,"
        "27a4f95f-cc25-432b-904b-7e4d9342e519.mp3,+4583123456,3.4151851\r\n"
        ",,47610,,,2020-10-22T10:29:53.1696606Z,2020-10-22T10:30:00.2458428Z,Claus Clausen,1,"
        "fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3,+4583123456,7.0761822\r\n");
}

/* As Danish spreadsheets want it, whether or not that locale is installed. */
static void is_listed_for_spreadsheets(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    environment_set(workspace_environment(fixture->workspace), "LC_ALL", "da_DK.UTF-8");
    environment_set(workspace_environment(fixture->workspace), "LANGUAGE", "en");
    const struct command *command = fixture_run(fixture, "list", "--agent", "1", "-n", "1", "--csv=excel");
    assert_string_equal(command_output(command, NULL),
                        "\xef\xbb\xbfQueueId;QueueName;QueueCallId;QueueCallType;Culture;ConversationStarted;"
                        "ConversationEnded;AgentName;AgentId;RecordingFileName;Caller;DurationSeconds\r\n"
                        ";;47611;;;2020-10-23 09:06:21;2020-10-23 09:06:24;Claus Clausen;1;"
                        "27a4f95f-cc25-432b-904b-7e4d9342e519.mp3;+4583123456;3,4151851\r\n");
    command = fixture_run(fixture, "list", "--agent", "1", "-n", "1", "--csv=plain", "--excel-safe");
    assert_non_null(strstr(command_output(command, NULL), ".mp3,'+4583123456,3.4151851\r\n"));
    command = fixture_run(fixture, "agents", "--csv=excel");
    assert_memory_equal(command_output(command, NULL),
                        "\xef\xbb\xbf"
                        "Agent;Name;",
                        14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(stands_on_the_screen, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(is_listed_as_a_table, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(is_listed_as_json, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(is_listed_as_json_lines, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(is_listed_as_csv, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(is_listed_for_spreadsheets, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
