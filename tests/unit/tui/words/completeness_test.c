/* The words for what a list rests on: "none" never looks like "not fetched". */
#include "model/time/timestamp.h"
#include "tests/unit/use_utf8.h"
#include "tui/words/completeness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const int64_t may = (int64_t)1714737731 * TIMESTAMP_SECOND; /* 2024-05-03 12:02:11 UTC */

static struct agent_summary agent_in(enum agent_completeness completeness)
{
    return (struct agent_summary){.agent = 1,
                                  .name = "Ida Holm",
                                  .completeness = completeness,
                                  .fetched_from = TIMESTAMP_NONE,
                                  .complete_from = TIMESTAMP_NONE,
                                  .complete_until = TIMESTAMP_NONE,
                                  .as_of = TIMESTAMP_NONE};
}

static void assert_completeness(const struct agent_summary *agent, const char *expected)
{
    char buffer[COMPLETENESS_SIZE];
    assert_string_equal(completeness_agent(buffer, agent, true), expected);
}

static void an_agent_is_complete_in_part_or_not(void **state)
{
    (void)state;
    struct agent_summary agent = agent_in(AGENT_UNFETCHED);
    assert_completeness(&agent, "not fetched yet");
    agent = agent_in(AGENT_COMPLETE);
    agent.as_of = may;
    assert_completeness(&agent, "complete as of 2024-05-03 12:02");
    agent = agent_in(AGENT_PARTIAL);
    assert_completeness(&agent, "fetched in parts, with gaps");
    agent.complete_until = may;
    assert_completeness(&agent, "complete up to 2024-05-02, the newest part is missing");
    agent.fetched_from = may;
    agent.as_of = may;
    assert_completeness(&agent, "fetched back to 2024-05-03, as of 2024-05-03 12:02");
    agent.complete_from = may;
    assert_completeness(&agent, "complete from 2024-05-04, as of 2024-05-03 12:02");
}

static void what_happens_now_is_said(void **state)
{
    (void)state;
    struct agent_summary agent = agent_in(AGENT_UNFETCHED);
    agent.fetching = true;
    assert_completeness(&agent, "fetching…");
    assert_string_equal(completeness_sign(&agent), "↻");
    agent.completeness = AGENT_COMPLETE;
    assert_completeness(&agent, "fetching… · complete");
    agent.fetching = false;
    agent.waiting = true;
    assert_completeness(&agent, "complete, waits for its turn");
    failure_set(&agent.failure, FAILURE_NETWORK, "", "the line broke");
    assert_completeness(&agent, "complete; last fetch failed: the line broke");
    assert_string_equal(completeness_sign(&agent), "!");
    agent.failure.kind = FAILURE_CANCELLED;
    assert_string_equal(completeness_sign(&agent), "…");
}

static void all_agents_are_counted(void **state)
{
    (void)state;
    char buffer[COMPLETENESS_SIZE];
    struct completeness_totals totals = {.oldest_as_of = TIMESTAMP_NONE};
    assert_string_equal(completeness_all(buffer, &totals, true), "no agents known yet");
    totals.agents = 40;
    assert_string_equal(completeness_all(buffer, &totals, true), "0 of 40 agents complete");
    totals.complete = 12;
    totals.partial = 3;
    totals.oldest_as_of = may;
    assert_string_equal(completeness_all(buffer, &totals, true),
                        "12 of 40 agents complete, 3 in part, as of 2024-05-03 12:02");
}

static void agents_that_are_not_known_are_not_complete(void **state)
{
    (void)state;
    char buffer[COMPLETENESS_SIZE];
    struct completeness_totals totals = {.oldest_as_of = TIMESTAMP_NONE};
    assert_false(completeness_is_complete(&totals));
    totals.agents = totals.complete = 2;
    assert_true(completeness_is_complete(&totals));
    totals.has_others = true;
    assert_false(completeness_is_complete(&totals));
    assert_string_equal(completeness_all(buffer, &totals, true),
                        "2 of 2 agents complete · others are not known yet");
    assert_string_equal(completeness_caller(buffer, &totals, "f", true),
                        "2 of 2 agents complete; others may have more calls");
}

static struct completeness_reason reason_for(const struct agent_summary *agent,
                                             const struct completeness_totals *totals, const char *filter,
                                             enum connection_state connection)
{
    struct account_status status = {.connection = connection};
    struct completeness_reason reason;
    bool is_searched = agent != NULL && agent->completeness == AGENT_COMPLETE;
    struct completeness_question question = {agent,       totals,  &status, filter, "0 of 40 agents complete",
                                             is_searched, "Enter", "r",     "Esc",  true,
                                             false,       false};
    failure_set(&status.failure, FAILURE_REFUSED, "check the secret", "the server refuses the secret");
    completeness_empty(&reason, &question);
    return reason;
}

static void a_caller_may_have_called_others(void **state)
{
    (void)state;
    char buffer[COMPLETENESS_SIZE];
    struct completeness_totals totals = {.agents = 40, .complete = 39, .oldest_as_of = TIMESTAMP_NONE};
    assert_string_equal(completeness_caller(buffer, &totals, NULL, true),
                        "39 of 40 agents complete; others may have more calls");
    assert_string_equal(completeness_caller(buffer, &totals, "f", true),
                        "39 of 40 agents complete; others may have more calls · f fetches them");
    totals.complete = 40;
    assert_string_equal(completeness_caller(buffer, &totals, "f", true), "40 of 40 agents complete");
}

static void an_empty_list_says_why_and_what_to_press(void **state)
{
    (void)state;
    struct completeness_totals totals = {.agents = 40};
    struct agent_summary agent = agent_in(AGENT_UNFETCHED);
    struct completeness_reason reason = reason_for(&agent, &totals, "", CONNECTION_LIVE);
    assert_string_equal(reason.why, "Not fetched yet.");
    assert_non_null(strstr(reason.advice, "Enter fetches"));
    agent.completeness = AGENT_COMPLETE;
    reason = reason_for(&agent, &totals, "", CONNECTION_LIVE);
    assert_non_null(strstr(reason.why, "the server has none of Ida Holm"));
    assert_non_null(strstr(reason.advice, "r asks again"));
    reason = reason_for(&agent, &totals, "8312", CONNECTION_LIVE);
    assert_string_equal(reason.why, "No recording here matches “8312”.");
    assert_non_null(strstr(reason.advice, "Esc drops"));
    reason = reason_for(NULL, &totals, "8312", CONNECTION_LIVE);
    assert_string_equal(reason.why, "No recording fetched so far matches “8312”.");
    assert_non_null(strstr(reason.advice, "Searched: 0 of 40 agents complete."));
    reason = reason_for(NULL, &totals, "", CONNECTION_LIVE);
    assert_non_null(strstr(reason.why, "have been fetched yet"));
    assert_non_null(strstr(reason.advice, "press Enter"));
}

static void a_caller_may_have_called_before(void **state)
{
    (void)state;
    const struct completeness_totals totals = {.agents = 2, .complete = 2};
    const struct account_status status = {.connection = CONNECTION_LIVE};
    struct completeness_reason reason;
    struct completeness_question question = {.totals = &totals,
                                             .status = &status,
                                             .filter = "2024",
                                             .searched = "all",
                                             .drop_key = "Esc",
                                             .is_of_caller = true};
    completeness_empty(&reason, &question);
    assert_string_equal(reason.why, "No call of this caller fetched so far matches “2024”.");
    question.filter = "";
    question.is_searched = true;
    completeness_empty(&reason, &question);
    assert_string_equal(reason.why, "No call of this caller here.");
    assert_string_equal(reason.advice, "Searched: all.");
}

/* The configuration can leave actions without a key. */
static void no_key_is_named_where_there_is_none(void **state)
{
    (void)state;
    char text[COMPLETENESS_SIZE];
    const struct completeness_totals totals = {.agents = 2};
    const struct account_status status = {.connection = CONNECTION_LIVE};
    struct agent_summary agent = agent_in(AGENT_UNFETCHED);
    struct completeness_reason reason;
    struct completeness_question question = {
        .totals = &totals, .status = &status, .filter = "2024", .searched = "all"};
    completeness_empty(&reason, &question);
    assert_string_equal(reason.advice, "Searched: all.");
    question.filter = "";
    completeness_empty(&reason, &question);
    assert_string_equal(reason.advice, "");
    question.agent = &agent;
    completeness_empty(&reason, &question);
    assert_string_equal(reason.advice, "");
    agent.completeness = AGENT_COMPLETE;
    completeness_empty(&reason, &question);
    assert_string_equal(reason.advice, completeness_agent(text, &agent, false));
}

static void without_agents_the_connection_is_the_reason(void **state)
{
    (void)state;
    struct completeness_totals none = {0};
    assert_string_equal(reason_for(NULL, &none, "", CONNECTION_ERROR).why, "the server refuses the secret");
    assert_string_equal(reason_for(NULL, &none, "", CONNECTION_NONE).why, "The archive has no recordings.");
    assert_string_equal(reason_for(NULL, &none, "", CONNECTION_STARTING).why,
                        "Asking the server for its agents…");
    assert_string_equal(reason_for(NULL, &none, "", CONNECTION_LIVE).why, "The server lists no agents.");
}

static void a_failure_is_the_reason_while_nothing_has_come(void **state)
{
    (void)state;
    struct completeness_totals totals = {.agents = 40, .waiting = 3};
    assert_string_equal(reason_for(NULL, &totals, "", CONNECTION_OFFLINE).why,
                        "the server refuses the secret");
    assert_string_equal(reason_for(NULL, &totals, "", CONNECTION_LIVE).why,
                        "Fetching… nothing has come yet.");
    assert_string_equal(reason_for(NULL, &totals, "", CONNECTION_NONE).why, "The archive has no recordings.");
    totals = (struct completeness_totals){.agents = 40, .complete = 40};
    assert_non_null(strstr(reason_for(NULL, &totals, "", CONNECTION_OFFLINE).why, "the server has none"));
}

static void offline_is_not_none(void **state)
{
    (void)state;
    struct completeness_totals totals = {.agents = 1};
    struct agent_summary agent = agent_in(AGENT_UNFETCHED);
    struct completeness_reason reason = reason_for(&agent, &totals, "", CONNECTION_NONE);
    assert_non_null(strstr(reason.why, "Not fetched"));
    assert_non_null(strstr(reason.advice, "--offline"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_agent_is_complete_in_part_or_not),
        cmocka_unit_test(what_happens_now_is_said),
        cmocka_unit_test(all_agents_are_counted),
        cmocka_unit_test(agents_that_are_not_known_are_not_complete),
        cmocka_unit_test(a_caller_may_have_called_others),
        cmocka_unit_test(an_empty_list_says_why_and_what_to_press),
        cmocka_unit_test(a_caller_may_have_called_before),
        cmocka_unit_test(no_key_is_named_where_there_is_none),
        cmocka_unit_test(without_agents_the_connection_is_the_reason),
        cmocka_unit_test(a_failure_is_the_reason_while_nothing_has_come),
        cmocka_unit_test(offline_is_not_none),
    };
    return cmocka_run_group_tests_name("completeness", tests, use_utf8, NULL);
}
