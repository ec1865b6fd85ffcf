/* Two recordings of one call stay two, whatever they have for a file name, and one stays one. */
#include "model/archive/writer_agents.h"
#include "model/query/reader.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>
#include <string.h>

#define START(minute) "\"ConversationStartedUtc\":\"2024-05-01T10:" #minute ":00Z\""
#define CALL(rest) "{\"QueueCallId\":7," rest "}"

static size_t rows(struct filed *filed)
{
    struct page *page = filed_list(filed, filed->agent, "");
    size_t count = page->count;
    page_free(&page);
    struct archive_agent agent;
    filed_agent(filed, filed->agent, &agent);
    assert_int_equal(agent.recordings, count);
    archive_agent_clear(&agent);
    return count;
}

static void recordings_without_a_name_are_not_one(void **state)
{
    struct filed *filed = *state;
    static const char *const names[] = {"\"RecordingFileName\":null,", "", "\"RecordingFileName\":\"\","};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char body[400];
        snprintf(body, sizeof body,
                 "[{\"QueueCallId\":%zu,%s" START(01) "},{\"QueueCallId\":%zu,%s" START(02) "}]", i + 1,
                 names[i], i + 1, names[i]);
        filed_answer(filed, filed->agent, 0, body);
        assert_int_equal(rows(filed), 2 * (i + 1));
        filed_answer(filed, filed->agent, 0, body); /* nor are they four when they come again */
        assert_int_equal(rows(filed), 2 * (i + 1));
    }
}

static void only_equals_are_one(void **state)
{
    struct filed *filed = *state;
    static const char *const others[] = {"\"Caller\":\"1\"",
                                         "\"QueueId\":3",
                                         "\"QueueName\":\"x\"",
                                         "\"AgentId\":4",
                                         "\"AgentName\":\"y\"",
                                         "\"Culture\":\"da\"",
                                         "\"QueueCallType\":\"z\"",
                                         "\"ConversationEndedUtc\":\"2024-05-01T11:00:00Z\"",
                                         "\"ConversationEndedUtc\":\"soon\"",
                                         "\"ConversationEndedUtc\":\"later\""};
    char body[2000] = "[" CALL(START(01)) "," CALL(START(01));
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        snprintf(body + strlen(body), sizeof body - strlen(body), "," CALL(START(01) ",%s"), others[i]);
    snprintf(body + strlen(body), sizeof body - strlen(body), "]");
    filed_answer(filed, filed->agent, 0, body);
    assert_int_equal(rows(filed), 1 + sizeof others / sizeof *others);
}

/* In whatever order they come. */
static void recordings_of_one_name_are_not_one_either(void **state)
{
    struct filed *filed = *state;
    static const char *const names[] = {"\"RecordingFileName\":\"a.mp3\"",
                                        "\"RecordingFileName\":\"fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3\""};
    for (size_t i = 0; i < 2; i++) {
        char body[600];
        for (int order = 0; order < 4; order++) {
            snprintf(body, sizeof body, "[{\"QueueCallId\":%zu,%s,%s},{\"QueueCallId\":%zu,%s,%s}]", i + 1,
                     names[i], order % 2 ? START(01) : START(02), i + 1, names[i],
                     order % 2 ? START(02) : START(01));
            filed_answer(filed, filed->agent, 0, body);
            assert_int_equal(rows(filed), 2 * (i + 1));
        }
    }
    struct page *page = filed_list(filed, filed->agent, "");
    for (size_t i = 0; i < 4; i++) /* by start, then by call */
        assert_string_equal(page->rows[i].recording.file_name,
                            i % 2 ? "a.mp3" : "fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3");
    page_free(&page);
}

static void a_change_of_one_with_a_name_is_a_change(void **state)
{
    struct filed *filed = *state;
    filed_answer(filed, filed->agent, 0, "[" CALL("\"RecordingFileName\":\"a\"," START(01)) "]");
    filed_answer(filed, filed->agent, 0, "[" CALL("\"RecordingFileName\":\"a\"," START(02)) "]");
    assert_int_equal(rows(filed), 1);
}

static void each_goes_by_itself(void **state)
{
    struct filed *filed = *state;
    char others[2000] = "", body[3000];
    for (int id = 8; id < 20; id++) /* so many that one of them may go */
        snprintf(others + strlen(others), sizeof others - strlen(others),
                 ",{\"QueueCallId\":%d," START(30) "}", id);
    snprintf(body, sizeof body, "[" CALL(START(01)) "," CALL(START(02)) "%s]", others);
    filed_history(filed, filed->agent, body);
    assert_int_equal(rows(filed), 14);
    snprintf(body, sizeof body, "[" CALL(START(02)) "%s]", others);
    filed_answer(filed, filed->agent, 0, body);
    assert_int_equal(rows(filed), 13);
    struct page *page = filed_list(filed, filed->agent, "");
    assert_int_equal(page->rows[12].recording.started, INT64_C(1714557720) * TIMESTAMP_SECOND);
    page_free(&page);
}

/* An agent that is called otherwise now has lost nothing. */
static void a_new_name_of_the_agent_is_no_loss(void **state)
{
    struct filed *filed = *state;
    for (int round = 0; round < 2; round++) {
        char body[8000] = "[";
        for (int i = 1; i <= 50; i++)
            snprintf(body + strlen(body), sizeof body - strlen(body),
                     "%s{\"QueueCallId\":%d," START(01) ",\"AgentName\":\"%s\"}", i > 1 ? "," : "", i,
                     round ? "Ida Dahl" : "Ida Holm");
        snprintf(body + strlen(body), sizeof body - strlen(body), "]");
        filed_history(filed, filed->agent, body);
    }
    struct archive_agent agent;
    filed_agent(filed, filed->agent, &agent);
    assert_int_equal(agent.lost, 0);
    assert_int_equal(agent.recordings, 50);
    archive_agent_clear(&agent);
}

/* Page by page, by the key of the last row. */
static void pages_go_through_all_of_them(void **state)
{
    struct failure failure;
    struct filed *filed = *state;
    filed_answer(
        filed, filed->agent, 0,
        "[" CALL(START(01)) "," CALL(START(02)) "," CALL("\"RecordingFileName\":\"\"," START(03)) "," CALL(
            "\"RecordingFileName\":\"a\"," START(04)) "," CALL("\"RecordingFileName\":\"a\"," START(05)) "]");
    struct reader *reader = reader_open(filed->path, &failure);
    must(reader != NULL, &failure);
    for (int oldest_first = 0; oldest_first < 2; oldest_first++) {
        struct page_request request = {
            .query = {.oldest_first = oldest_first}, .anchor = PAGE_FIRST, .after = 2};
        unsigned minutes = 0, steps = 0;
        for (bool more = true; more; steps++) {
            struct page *page = reader_page(reader, &request, &failure);
            must(page != NULL, &failure);
            if (!page)
                break;
            more = page->more_below;
            const struct listed_recording *last = &page->rows[page->count - 1];
            minutes |= 1U << (last->recording.started / TIMESTAMP_SECOND / 60 % 60);
            recording_key_set(&request.key, last);
            request.anchor = PAGE_AT;
            page_free(&page);
        }
        recording_key_clear(&request.key);
        assert_int_equal(steps, 4);
        minutes = (unsigned)__builtin_popcount(minutes);
        assert_int_equal(minutes, 4); /* and the first one above the first key */
    }
    reader_close(&reader);
}

/* Up to version 4 those without a name had a key that said nothing. */
static void an_older_archive_is_brought_up_to_date(void **state)
{
    struct filed *filed = *state;
    static const char body[] =
        "[" CALL(START(01) ",\"Caller\":\"+4583000001\"") ",{\"QueueCallId\":8,\"RecordingFileName\":\"\"}]";
    filed_answer(filed, filed->agent, 0, body);
    filed_rewrite(
        filed, "UPDATE recordings SET file = CASE call WHEN 7 THEN x'' ELSE '' END; PRAGMA user_version=3");
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings WHERE file = x'' OR file = ''"),
                     0);
    filed_answer(filed, filed->agent, 0, body);
    assert_int_equal(rows(filed), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, filed_set_up, filed_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(recordings_without_a_name_are_not_one),
        TEST(only_equals_are_one),
        TEST(recordings_of_one_name_are_not_one_either),
        TEST(a_change_of_one_with_a_name_is_a_change),
        TEST(each_goes_by_itself),
        TEST(a_new_name_of_the_agent_is_no_loss),
        TEST(pages_go_through_all_of_them),
        TEST(an_older_archive_is_brought_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
