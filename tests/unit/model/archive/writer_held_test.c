/* What is on hold stays where the writer would delete it, and goes when it is released. */
#include "model/archive/writer_gone.h"
#include "model/archive/writer_held.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_transaction.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>
#include <string.h>

#define GUID "fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3"

/* What is held, and what was told. */
static int64_t held_call;
static const char *held_file;
static char told[400];

static bool has(void *context, int64_t call, const char *file)
{
    (void)context;
    return call == held_call && strcmp(file, held_file) == 0;
}

static void tell(const char *what, int64_t call, const char *file)
{
    size_t length = strlen(told);
    snprintf(told + length, sizeof told - length, "%s %d %s;", what, (int)call, file);
}

static void kept(void *context, int64_t call, const char *file)
{
    (void)context;
    tell("kept", call, file);
}

static void ask(void *context, const struct writer_gone *all, size_t count, bool *is_kept)
{
    (void)context;
    (void)all;
    for (size_t i = 0; i < count; i++)
        is_kept[i] = true;
}

static int64_t going(void *context, const struct writer_gone *all, size_t count)
{
    (void)context;
    (void)all;
    (void)count;
    return 1;
}

static void gone(void *context, const struct writer_gone *all, size_t count)
{
    (void)context;
    for (size_t i = 0; i < count; i++)
        tell("gone", all[i].call, all[i].file);
}

static void expect_told(const char *expected)
{
    assert_string_equal(told, expected);
    told[0] = '\0';
}

static void hold(struct filed *filed, int64_t call, const char *file)
{
    held_call = call;
    held_file = file;
    told[0] = '\0';
    writer_on_gone(filed->writer, &(struct writer_gone_events){.ask = ask, .going = going, .gone = gone});
    writer_on_held(filed->writer, &(struct writer_holder){has, kept, NULL, NULL});
}

/* Calls 10 to 39, one a minute, and 41 with and without a name. */
static void answer(struct filed *filed, bool has_named, bool has_nameless)
{
    static const char named[] = "{\"QueueCallId\":41,\"RecordingFileName\":\"" GUID
                                "\",\"ConversationStartedUtc\":\"2024-05-01T10:41:00Z\"},",
                      nameless[] =
                          "{\"QueueCallId\":42,\"ConversationStartedUtc\":\"2024-05-01T10:42:00Z\"},",
                      last[] = "{\"QueueCallId\":50,\"ConversationStartedUtc\":\"2024-05-01T10:50:00Z\"}]";
    char body[5000] = "[";
    for (int i = 10; i < 40; i++)
        snprintf(body + strlen(body), sizeof body - strlen(body),
                 "{\"QueueCallId\":%d,\"RecordingFileName\":\"%d.mp3\",\"ConversationStartedUtc\":"
                 "\"2024-05-01T10:%d:00Z\"},",
                 i, i, i);
    snprintf(body + strlen(body), sizeof body - strlen(body), "%s%s%s", has_named ? named : "",
             has_nameless ? nameless : "", last);
    filed_answer(filed, filed->agent, 0, body);
}

static int64_t count(struct filed *filed, const char *which)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM recordings WHERE %s", which);
    assert_int_equal(filed_integer(filed, "SELECT sum(recordings) FROM agents"),
                     filed_integer(filed, "SELECT count(*) FROM recordings"));
    return filed_integer(filed, sql);
}

static void what_is_held_outlives_the_server(void **state)
{
    struct filed *filed = *state;
    hold(filed, 41, GUID);
    answer(filed, true, true);
    expect_told("");
    answer(filed, false, true);
    expect_told("kept 41 " GUID ";");
    assert_int_equal(count(filed, "call = 41"), 1);
    answer(filed, false, false); /* the other one is not held */
    expect_told("gone 42 ;kept 41 " GUID ";");
    assert_int_equal(count(filed, "call = 41"), 1);
    assert_int_equal(count(filed, "1"), 32);
}

static void what_has_no_name_is_held_by_its_call(void **state)
{
    struct filed *filed = *state;
    hold(filed, 42, "");
    answer(filed, true, true);
    answer(filed, true, false);
    expect_told("kept 42 ;");
    assert_int_equal(count(filed, "call = 42"), 1);
}

/* That it stays is no loss: others may go as if it were not there. */
static void what_is_held_is_no_loss(void **state)
{
    struct filed *filed = *state;
    struct archive_agent agent;
    hold(filed, 41, GUID);
    answer(filed, true, true);
    for (int round = 0; round < 12; round++)
        answer(filed, false, true);
    filed_agent(filed, filed->agent, &agent);
    assert_int_equal(agent.lost, 0);
    archive_agent_clear(&agent);
}

static struct writer_purge purge(struct filed *filed, struct writer_purge order)
{
    struct failure failure;
    while (!order.done)
        must(writer_purge(filed->writer, &order, &failure), &failure);
    must(writer_commit(filed->writer, &failure), &failure);
    return order;
}

static void what_is_held_is_not_purged(void **state)
{
    struct filed *filed = *state;
    hold(filed, 41, GUID);
    answer(filed, true, true);
    struct writer_purge order = {.agent = filed->agent, .before = FILED_ASKED_AT, .dry_run = true};
    assert_int_equal(purge(filed, order).held, 1);
    order.dry_run = false;
    order = purge(filed, order);
    assert_int_equal(order.held, 1);
    assert_int_equal(order.expired, 32);
    assert_int_equal(count(filed, "1"), 1);
    assert_int_equal(count(filed, "call = 41"), 1);
    held_call = 0;
    order = purge(filed, (struct writer_purge){.agent = filed->agent, .before = FILED_ASKED_AT});
    assert_int_equal(order.expired, 1);
    assert_int_equal(count(filed, "1"), 0);
}

/* It goes, with what is covered of it: the server may have it after all. */
static void what_is_released_goes(void **state)
{
    struct filed *filed = *state;
    const struct writer_purge order = {.call = 41, .file = writer_purge_file(GUID)};
    hold(filed, 41, GUID);
    answer(filed, true, true);
    answer(filed, false, true);
    expect_told("kept 41 " GUID ";");
    assert_int_equal(purge(filed, order).expired, 0); /* it is held again */
    held_call = 0;
    assert_int_equal(purge(filed, (struct writer_purge){.call = 41, .file = writer_purge_file("x")}).expired,
                     0);
    assert_int_equal(purge(filed, order).expired, 1);
    expect_told("gone 41 " GUID ";");
    assert_int_equal(count(filed, "call = 41"), 0);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM coverage WHERE lo < 41 AND hi >= 41"), 0);
    assert_true(filed_integer(filed, "SELECT count(*) FROM coverage WHERE lo < 40 AND hi >= 40") > 0);
}

#define FILED(test) cmocka_unit_test_setup_teardown(test, filed_set_up, filed_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILED(what_is_held_outlives_the_server),
        FILED(what_has_no_name_is_held_by_its_call),
        FILED(what_is_held_is_no_loss),
        FILED(what_is_held_is_not_purged),
        FILED(what_is_released_goes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
