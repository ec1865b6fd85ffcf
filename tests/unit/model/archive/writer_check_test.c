/* Answers of a server without order, each with the one from its middle: what they prove, and when nothing. */
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/coverage/coverage.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "tests/unit/model/archive/filed.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#define PURGED_BEFORE (INT64_C(1400000000) * TIMESTAMP_SECOND) /* 2014 */

/* Files an answer to `from` with so many ids; those below 13 started in 2010, the others in 2019. */
static void answer(struct filed *filed, int64_t from, bool first, const char *ids)
{
    char body[4000];
    size_t used = 0;
    char *rest = NULL;
    for (long id = strtol(ids, &rest, 10); id; id = strtol(rest, &rest, 10))
        used += (size_t)snprintf(body + used, sizeof body - used,
                                 "%c{\"QueueCallId\":%ld,\"ConversationStartedUtc\":\"%s-05-01T12:00:00Z\","
                                 "\"RecordingFileName\":\"r%ld\"}",
                                 used ? ',' : '[', id, id < 13 ? "2010" : "2019", id);
    snprintf(body + used, sizeof body - used, used ? "]" : "[]");
    const struct writer_question question = {
        .first = first, .agent = filed->agent, .from = from, .asked_at = FILED_ASKED_AT};
    filed_ask(filed, &question, body);
}

static bool covers(struct filed *filed, int64_t id)
{
    struct archive_agent agent;
    filed_agent(filed, filed->agent, &agent);
    bool is_covered = coverage_contains(&agent.coverage, id);
    archive_agent_clear(&agent);
    return is_covered;
}

static void prove_first_page(struct filed *filed)
{
    answer(filed, 0, true, "10 12 11 14 13 16");
    assert_false(covers(filed, 11));
    answer(filed, 12, false, "13 14 16");
    assert_true(covers(filed, 11));
}

static void test_a_contradiction_leaves_nothing_proved(void **state)
{
    struct filed *filed = *state;
    prove_first_page(filed);
    answer(filed, 15, false, "16 20 18 22");
    answer(filed, 18, false, "19 20 22");
    assert_false(covers(filed, 17));
    assert_false(covers(filed, 11));
    answer(filed, 21, false, "22 26 24 28"); /* neither do others of that fetch */
    answer(filed, 24, false, "26 28");
    assert_false(covers(filed, 25));
    prove_first_page(filed); /* of another one they do */
}

static int64_t head_from(struct filed *filed)
{
    struct archive_agent agent;
    filed_agent(filed, filed->agent, &agent);
    assert_true(agent.as_of != TIMESTAMP_NONE);
    int64_t from = agent.head_from;
    archive_agent_clear(&agent);
    return from;
}

/* A look that leaves the tail alone may find it. */
static void test_nor_does_a_tail_remain_above_it(void **state)
{
    struct filed *filed = *state;
    prove_first_page(filed);
    answer(filed, 15, false, "16");
    answer(filed, 16, false, "");
    assert_int_equal(head_from(filed), 0);
    struct writer_question question = {
        .first = true, .keeps_head = true, .agent = filed->agent, .from = 11, .asked_at = FILED_ASKED_AT};
    filed_ask(filed, &question,
              "[{\"QueueCallId\":12,\"RecordingFileName\":\"r12\"},{\"QueueCallId\":14,\"RecordingFileName\":"
              "\"r14\"},{\"QueueCallId\":13,\"RecordingFileName\":\"r13\"},{\"QueueCallId\":16,"
              "\"RecordingFileName\":\"r16\"}]");
    answer(filed, 13, false, "14 15 16");
    assert_true(head_from(filed) >= 16);
}

/* Another program may purge between the two what the first one has brought. */
static void test_what_was_purged_meanwhile_is_not_proved(void **state)
{
    struct filed *filed = *state;
    struct failure failure;
    struct writer_purge purge = {.agent = filed->agent, .before = PURGED_BEFORE};
    answer(filed, 0, true, "10 12 11 14 13 16");
    while (!purge.done)
        must(writer_purge(filed->writer, &purge, &failure) && writer_commit(filed->writer, &failure),
             &failure);
    assert_int_equal(purge.expired, 3);
    answer(filed, 12, false, "13 14 16");
    assert_false(covers(filed, 11));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, filed_set_up, filed_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_a_contradiction_leaves_nothing_proved),
        TEST(test_nor_does_a_tail_remain_above_it),
        TEST(test_what_was_purged_meanwhile_is_not_proved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
