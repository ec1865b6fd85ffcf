/* What started before what is kept: that it is never filed, and what is claimed of the rest. */
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/coverage/time_coverage.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>

#define DAY (INT64_C(86400) * TIMESTAMP_SECOND)
#define KEPT_SINCE (FILED_ASKED_AT - 20 * DAY)

enum { BODY_SIZE = 8192, TEXT_SIZE = 40 };

/* An answer with a recording of so many days before the question each, with ids that go up from `first` by
 * ten. */
static const char *answer_of(char body[BODY_SIZE], int64_t first, const int days[], size_t count)
{
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        char started[TEXT_SIZE];
        timestamp_utc_text(started, FILED_ASKED_AT - days[i] * DAY);
        used += (size_t)snprintf(
            body + used, BODY_SIZE - used,
            "%s{\"QueueCallId\":%lld,\"RecordingFileName\":\"r%lld\",\"ConversationStartedUtc\":\"%s\","
            "\"Caller\":\"+45%08d\",\"AgentName\":\"Ida Holm\"}",
            i ? "," : "[", (long long)first + 10 * (long long)i, (long long)first + 10 * (long long)i,
            started, days[i]);
    }
    snprintf(body + used, BODY_SIZE - used, "]");
    return body;
}

#define ANSWER(body, first, days) answer_of(body, first, days, sizeof(days) / sizeof *(days))

static int64_t rows(struct filed *filed)
{
    return filed_integer(filed, "SELECT count(*) FROM recordings");
}

/* Since when everything is there: KEPT_SINCE or so; and nothing is claimed of the time before. */
static void expect_kept(struct filed *filed, bool is_there)
{
    struct archive_agent agent;
    filed_agent(filed, filed->agent, &agent);
    assert_int_equal(time_coverage_since(&agent.times, KEPT_SINCE), is_there);
    assert_false(time_coverage_since(&agent.times, KEPT_SINCE - TIMESTAMP_SECOND));
    assert_false(time_coverage_contains(&agent.times, KEPT_SINCE - 9 * DAY, KEPT_SINCE - 8 * DAY));
    assert_false(time_coverage_contains(&agent.times, INT64_MIN, KEPT_SINCE));
    if (is_there)
        assert_true(agent.purged == KEPT_SINCE);
    archive_agent_clear(&agent);
}

static void what_is_not_kept_is_never_filed(void **state)
{
    struct filed *filed = *state;
    char body[BODY_SIZE];
    static const int days[] = {90, 80, 70, 60, 50, 45, 40, 30, 21, 19, 15, 21, 10, 5, 4, 3};
    filed->kept_since = KEPT_SINCE;
    filed_history(filed, filed->agent, ANSWER(body, 1000, days));
    assert_int_equal(rows(filed), 6);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM callers"), 6);
    struct page *page = filed_list(filed, PAGE_ALL_AGENTS, "");
    assert_int_equal(page->count, 6);
    page_free(&page);
    expect_kept(filed, true);
    filed_history(filed, filed->agent, body);
    assert_int_equal(rows(filed), 6);
    expect_kept(filed, true);
}

/* A whole history of which everything is kept is claimed as ever. */
static void what_is_kept_is_complete(void **state)
{
    struct filed *filed = *state;
    struct archive_agent agent;
    char body[BODY_SIZE];
    static const int days[] = {19, 15, 10, 5};
    filed->kept_since = KEPT_SINCE;
    filed_history(filed, filed->agent, ANSWER(body, 1000, days));
    assert_int_equal(rows(filed), 4);
    filed_agent(filed, filed->agent, &agent);
    assert_true(time_coverage_since(&agent.times, INT64_MIN));
    assert_true(agent.purged == TIMESTAMP_NONE);
    archive_agent_clear(&agent);
}

/* That what is kept begins above is known only where so much of before came that who waited then is there. */
static void the_end_of_what_is_kept_is_proved(void **state)
{
    static const int shallow[] = {21, 21, 21, 21, 21, 21, 21, 21, 19, 15, 10, 5, 4, 3};
    static const int deep[] = {30, 29, 28, 28, 27, 27, 26, 21, 19, 15, 10, 5, 4, 3};
    struct filed *filed = *state;
    char body[BODY_SIZE];
    struct writer_question question = {.first = true,
                                       .agent = filed->agent,
                                       .from = 900,
                                       .asked_at = FILED_ASKED_AT,
                                       .kept_since = KEPT_SINCE};
    for (int is_deep = 0; is_deep <= 1; is_deep++) {
        const int *days = is_deep ? deep : shallow;
        answer_of(body, 1000, days, sizeof deep / sizeof *deep);
        question.first = true;
        question.from = 900;
        filed_ask(filed, &question, body);
        question.first = false;
        question.from = 1129;
        filed_ask(filed, &question, body);
        question.from = 1130;
        filed_ask(filed, &question, body);
        assert_int_equal(rows(filed), 6);
        expect_kept(filed, is_deep != 0);
    }
}

/* What was filed before that is there until it is purged, and is not taken for what the server has lost. */
static void what_is_there_already_stays_in_step(void **state)
{
    struct filed *filed = *state;
    struct archive_agent agent;
    char body[BODY_SIZE];
    static const int days[] = {90, 80, 70, 60, 50, 45, 40, 30, 21, 19, 15, 10, 5, 4, 3};
    filed_history(filed, filed->agent, ANSWER(body, 1000, days));
    assert_int_equal(rows(filed), 15);
    filed->kept_since = KEPT_SINCE;
    filed_history(filed, filed->agent, body);
    assert_int_equal(rows(filed), 15);
    filed_agent(filed, filed->agent, &agent);
    assert_int_equal(agent.lost, 0);
    archive_agent_clear(&agent);
}

/* One that comes late with a start of long ago is not filed, and with it the history is not whole any more.
 */
static void one_that_comes_late_is_not_filed(void **state)
{
    struct filed *filed = *state;
    char body[BODY_SIZE];
    static const int days[] = {19, 15, 10, 5, 4, 3};
    static const int later[] = {19, 15, 10, 5, 4, 3, 40, 2};
    filed->kept_since = KEPT_SINCE;
    filed_history(filed, filed->agent, ANSWER(body, 1000, days));
    filed_history(filed, filed->agent, ANSWER(body, 1000, later));
    assert_int_equal(rows(filed), 7);
    expect_kept(filed, true);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, filed_set_up, filed_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(what_is_not_kept_is_never_filed),   TEST(what_is_kept_is_complete),
        TEST(the_end_of_what_is_kept_is_proved), TEST(what_is_there_already_stays_in_step),
        TEST(one_that_comes_late_is_not_filed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
