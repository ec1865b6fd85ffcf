/* What cannot be read of an answer: kept as text where it is a value, left out where it is no recording, told
 * in both cases, and never taken for what is absent. */
#include "model/account/scope.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_transaction.h"
#include "model/filter/filter.h"
#include "model/filter/filter_parse.h"
#include "tests/unit/model/archive/filed.h"

#include <string.h>

#define UNREAD_START                                                                                         \
    "[{\"QueueCallId\":7,\"RecordingFileName\":\"a\",\"ConversationStartedUtc\":\"2024-05-01T10:00:00Z\"},"  \
    "{\"QueueCallId\":8,\"RecordingFileName\":\"b\",\"ConversationStartedUtc\":\"1st of \\u001bMay\"},"      \
    "{\"QueueCallId\":9,\"RecordingFileName\":\"c\",\"ConversationEndedUtc\":1603362593}]"

static void a_start_that_cannot_be_read_is_kept_as_text(void **state)
{
    struct filed *filed = *state;
    struct writer_unread unread = filed_unread(filed, filed->agent, 0, UNREAD_START);
    assert_int_equal(unread.starts, 1);
    assert_string_equal(unread.start, "1st of \\x1bMay");
    assert_int_equal(unread.ends, 1);
    assert_string_equal(unread.end, "1603362593");
    assert_int_equal(unread.elements, 0);
    struct page *page = filed_list(filed, PAGE_ALL_AGENTS, "");
    assert_int_equal(page->count, 3);
    assert_string_equal(page->rows[0].recording.unread_end, "1603362593");
    assert_true(page->rows[1].recording.started == TIMESTAMP_NONE);
    assert_string_equal(page->rows[1].recording.unread_start, "1st of \x1bMay");
    assert_null(page->rows[2].recording.unread_start);
    page_free(&page);
}

static void it_is_renewed_when_it_can_be_read(void **state)
{
    struct filed *filed = *state;
    filed_answer(filed, filed->agent, 0, UNREAD_START);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings WHERE typeof(started) = 'blob'"),
                     1);
    filed_answer(filed, filed->agent, 0,
                 "[{\"QueueCallId\":8,\"RecordingFileName\":\"b\",\"ConversationStartedUtc\":"
                 "\"2024-05-01T11:00:00Z\"}]");
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings WHERE typeof(started) = 'blob'"),
                     0);
}

static enum agent_completeness completeness(struct filed *filed, const char *filter, int64_t since)
{
    struct archive_agent agent;
    struct scope scope;
    struct list_query query = {0};
    filter_parse(&query.filter, filter, FILED_ASKED_AT, true, NULL);
    if (since)
        filter_take_period(&query.filter, since, INT64_MAX);
    scope_of(&scope, &query);
    filed_agent(filed, filed->agent, &agent);
    const struct agent_summary summary = {
        .completeness = AGENT_COMPLETE, .times = &agent.times, .unread_times = agent.unread_times};
    enum agent_completeness found = scope_completeness(&scope, &summary);
    archive_agent_clear(&agent);
    return found;
}

/* A complete history is not complete for a question about times. */
static void no_list_by_time_is_complete_with_it(void **state)
{
    struct filed *filed = *state;
    filed_history(filed, filed->agent, UNREAD_START);
    assert_int_equal(completeness(filed, "", 0), AGENT_COMPLETE);
    assert_int_equal(completeness(filed, "caller:none", 0), AGENT_COMPLETE);
    assert_int_equal(completeness(filed, "", FILED_ASKED_AT - TIMESTAMP_SECOND), AGENT_PARTIAL);
    assert_int_equal(completeness(filed, "on:2024-05-01", 0), AGENT_PARTIAL);
    assert_int_equal(completeness(filed, "longer:10s", 0), AGENT_PARTIAL);
}

/* Without such a time it is. */
static void every_list_is_complete_without(void **state)
{
    struct filed *filed = *state;
    filed_history(filed, filed->agent,
                  "[{\"QueueCallId\":7,\"ConversationStartedUtc\":\"2024-05-01T10:00:00Z\"},"
                  "{\"QueueCallId\":8,\"ConversationStartedUtc\":\"0001-01-01T00:00:00\"}]");
    assert_int_equal(completeness(filed, "on:2024-05-01", 0), AGENT_COMPLETE);
}

static void a_caller_of_another_type_is_no_absent_caller(void **state)
{
    struct filed *filed = *state;
    filed_history(filed, filed->agent,
                  "[{\"QueueCallId\":7,\"Caller\":4583123456},{\"QueueCallId\":8,\"Caller\":{\"a\":[1]}},"
                  "{\"QueueCallId\":9,\"Caller\":null}]");
    struct page *page = filed_list(filed, PAGE_ALL_AGENTS, "caller:none");
    assert_int_equal(page->count, 1);
    assert_int_equal(page->rows[0].recording.queue_call_id, 9);
    page_free(&page);
    page = filed_list(filed, PAGE_ALL_AGENTS, "83123456");
    assert_int_equal(page->count, 1);
    assert_string_equal(page->rows[0].recording.caller, "4583123456");
    page_free(&page);
}

static void field_names_ignore_case(void **state)
{
    struct filed *filed = *state;
    struct writer_unread unread =
        filed_unread(filed, filed->agent, 0,
                     "[{\"queueCallId\":47001,\"conversationStartedUtc\":\"2024-05-01T10:00:00Z\","
                     "\"CALLER\":\"+4583000001\"}]");
    assert_int_equal(unread.elements, 0);
    struct page *page = filed_list(filed, PAGE_ALL_AGENTS, "");
    assert_int_equal(page->count, 1);
    assert_int_equal(page->rows[0].recording.queue_call_id, 47001);
    assert_int_equal(page->rows[0].recording.started, INT64_C(1714557600) * TIMESTAMP_SECOND);
    assert_string_equal(page->rows[0].recording.caller, "+4583000001");
    page_free(&page);
}

static void expect_reason(struct filed *filed, const char *body, const char *reason)
{
    struct writer_unread unread = filed_unread(filed, filed->agent, 0, body);
    assert_int_equal(unread.elements, 1);
    assert_string_equal(unread.reason, reason);
}

static void what_is_left_out_is_called_what_it_is(void **state)
{
    expect_reason(*state, "[{\"QueueCallId\":1e}]", "is broken JSON");
    expect_reason(*state, "[17]", "is no object");
    expect_reason(*state, "[{\"error\":\"x\",\"c\\u001bode\":5}]",
                  "has none of a recording's fields, but \"error\", \"c\\x1bode\"");
    expect_reason(*state, "[{}]", "has nothing in its fields");
}

static void check_left_out(struct filed *filed, int64_t number, uint64_t elements)
{
    struct archive_agent agent;
    filed_agent(filed, number, &agent);
    assert_int_equal(agent.unreadable, elements);
    archive_agent_clear(&agent);
}

#define OLD(id) "{\"QueueCallId\":" #id ",\"ConversationStartedUtc\":\"2024-05-01T10:00:00Z\"}"

/* Also over the end of the program, until it comes. */
static void what_is_left_out_is_remembered_until_it_comes(void **state)
{
    struct filed *filed = *state;
    filed_history(filed, filed->agent, "[{\"QueueCallId\":7},{\"QueueCallId\":8,},{\"QueueCallId\":9}]");
    check_left_out(filed, filed->agent, 1);
    filed_reopen(filed);
    check_left_out(filed, filed->agent, 1);
    filed_answer(filed, filed->agent, 8, "[{\"QueueCallId\":9}]");
    check_left_out(filed, filed->agent, 1);
    filed_history(filed, filed->agent, "[{\"QueueCallId\":7},{\"QueueCallId\":8},{\"QueueCallId\":9}]");
    check_left_out(filed, filed->agent, 0);
    int64_t lars = filed_add_named(filed, "id:104");
    filed_history(filed, lars, "[" OLD(7) "," OLD(8) ",{\"QueueCallId\":8,}," OLD(9) "]");
    check_left_out(filed, lars, 1);
    filed_history(filed, lars, "[" OLD(7) "," OLD(8) "," OLD(9) "]");
    check_left_out(filed, lars, 0);
}

static struct writer_unread ask_on(struct filed *filed, int64_t from, const char *body)
{
    const struct writer_question question = {.agent = filed->agent, .from = from, .asked_at = FILED_ASKED_AT};
    return filed_ask(filed, &question, body);
}

/* Answers of a fetch overlap, and a server may answer the same to whatever is asked. */
static void what_comes_again_is_counted_once(void **state)
{
    struct filed *filed = *state;
    assert_int_equal(filed_unread(filed, filed->agent, 0, UNREAD_START).starts, 1);
    assert_int_equal(ask_on(filed, 7, UNREAD_START).starts, 0);
    assert_int_equal(ask_on(filed, 0, UNREAD_START).starts, 0);
    assert_int_equal(
        ask_on(filed, 9, "[{\"QueueCallId\":10,\"ConversationStartedUtc\":\"1st of May\"}]").starts, 1);
    assert_int_equal(filed_unread(filed, filed->agent, 0, UNREAD_START).starts, 1); /* another fetch */

    assert_int_equal(filed_unread(filed, filed->agent, 0, "[null," OLD(3) ",null,null," OLD(4) "]").elements,
                     3);
    assert_int_equal(ask_on(filed, 0, "[null," OLD(3) ",null,null," OLD(4) "]").elements, 0);
    assert_int_equal(ask_on(filed, 3, "[null,null," OLD(4) ",null]").elements, 1); /* behind 4 */
    check_left_out(filed, filed->agent, 4);
    assert_int_equal(filed_unread(filed, filed->agent, 0, "[null," OLD(30) "]").elements, 1);
    assert_int_equal(ask_on(filed, 10, "[null," OLD(30) "]").elements, 0);
    assert_int_equal(ask_on(filed, 29, "[null," OLD(30) "]").elements, 0);
    check_left_out(filed, filed->agent, 1);
}

/* Nobody knows whether it is old: it stays where all others of the agent go, and is counted. */
static void a_start_that_cannot_be_read_is_not_purged(void **state)
{
    struct filed *filed = *state;
    struct failure failure;
    struct writer_purge purge = {.agent = filed->agent, .before = FILED_ASKED_AT};
    filed_history(filed, filed->agent, UNREAD_START);
    while (!purge.done)
        must(writer_purge(filed->writer, &purge, &failure) && writer_commit(filed->writer, &failure),
             &failure);
    assert_int_equal(purge.expired, 1);
    assert_int_equal(purge.unread, 1);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings"), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, filed_set_up, filed_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_start_that_cannot_be_read_is_not_purged),
        TEST(a_start_that_cannot_be_read_is_kept_as_text),
        TEST(it_is_renewed_when_it_can_be_read),
        TEST(no_list_by_time_is_complete_with_it),
        TEST(every_list_is_complete_without),
        TEST(a_caller_of_another_type_is_no_absent_caller),
        TEST(field_names_ignore_case),
        TEST(what_is_left_out_is_called_what_it_is),
        TEST(what_is_left_out_is_remembered_until_it_comes),
        TEST(what_comes_again_is_counted_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
