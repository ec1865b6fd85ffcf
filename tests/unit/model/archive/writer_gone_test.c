/* Who keeps something of recordings elsewhere hears of those that are deleted for good, and of no others. */
#include "model/archive/writer_gone.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_transaction.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>
#include <string.h>

#define AT(minute) "\"ConversationStartedUtc\":\"2024-05-01T10:" #minute ":00Z\""
#define NAMED(id, name, minute) "{\"QueueCallId\":" #id ",\"RecordingFileName\":\"" name "\"," AT(minute) "}"
#define GUID "fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3"

enum { NUMBER = 77 };

static char told[400];
static bool keeps_nothing;

static void on_ask(void *context, const struct writer_gone *gone, size_t count, bool *is_kept)
{
    (void)context;
    (void)gone;
    for (size_t i = 0; i < count; i++)
        is_kept[i] = !keeps_nothing;
}

static void tell(const char *what, const struct writer_gone *gone, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(told);
        snprintf(told + length, sizeof told - length, "%s%s %d %s%s;", what, gone[i].agent, (int)gone[i].call,
                 gone[i].file, gone[i].is_last ? "" : " of more");
    }
}

static int64_t on_going(void *context, const struct writer_gone *gone, size_t count)
{
    assert_int_equal(writer_gone_number(((struct filed *)context)->writer), 0);
    tell("going ", gone, count);
    return NUMBER;
}

static void on_gone(void *context, const struct writer_gone *gone, size_t count)
{
    assert_int_equal(writer_gone_number(((struct filed *)context)->writer), NUMBER);
    tell("", gone, count);
}

static void listen(struct filed *filed)
{
    writer_on_gone(filed->writer, &(struct writer_gone_events){on_ask, on_going, on_gone, filed});
    told[0] = '\0';
    keeps_nothing = false;
}

static void expect_told(const char *expected)
{
    assert_string_equal(told, expected);
    told[0] = '\0';
}

/* So many that one of them may go; call 41 if that is there. */
static void answer_many(struct filed *filed, bool has_it)
{
    char body[4000] = "[";
    for (int i = 10; i < 40; i++)
        snprintf(body + strlen(body), sizeof body - strlen(body),
                 "{\"QueueCallId\":%d,\"RecordingFileName\":\"%d.mp3\"," AT(05) "},", i, i);
    snprintf(body + strlen(body), sizeof body - strlen(body), "%s" NAMED(50, "z.mp3", 09) "]",
             has_it ? NAMED(41, GUID, 02) "," : "");
    filed_answer(filed, filed->agent, 0, body);
}

static void what_the_server_deletes_is_told(void **state)
{
    struct filed *filed = *state;
    listen(filed);
    answer_many(filed, true);
    expect_told("");
    answer_many(filed, false);
    expect_told("going id:103 41 " GUID ";id:103 41 " GUID ";");
}

static void of_what_nobody_keeps_nothing_is_told(void **state)
{
    struct filed *filed = *state;
    listen(filed);
    keeps_nothing = true;
    answer_many(filed, true);
    answer_many(filed, false);
    expect_told("");
    assert_int_equal(writer_gone_number(filed->writer), 0);
}

/* What a person is called by has two references, and a row is in the list of each: it is gone when both are. */
static void what_another_agent_still_has_is_not_told(void **state)
{
    struct filed *filed = *state;
    listen(filed);
    int64_t other = filed_add_named(filed, "email:ida@example.com");
    filed_answer(filed, other, 0, "[" NAMED(41, GUID, 02) "," NAMED(50, "z.mp3", 09) "]");
    answer_many(filed, true);
    answer_many(filed, false);
    expect_told("");
}

static void of_a_call_others_may_be_left(void **state)
{
    struct filed *filed = *state;
    listen(filed);
    int64_t other = filed_add_named(filed, "email:ida@example.com");
    filed_answer(filed, other, 0, "[" NAMED(41, "other.mp3", 02) "," NAMED(50, "z.mp3", 09) "]");
    answer_many(filed, true);
    answer_many(filed, false);
    expect_told("going id:103 41 " GUID " of more;id:103 41 " GUID " of more;");
}

/* What has no name is told apart by all that is said of it: when that changes, it is the same to whoever has its
 * call. */
static void what_has_changed_is_not_told(void **state)
{
    struct filed *filed = *state;
    listen(filed);
    filed_answer(
        filed, filed->agent, 0,
        "[{\"QueueCallId\":1," AT(01) "},{\"QueueCallId\":2," AT(02) "},{\"QueueCallId\":3," AT(03) "}]");
    filed_answer(
        filed, filed->agent, 0,
        "[{\"QueueCallId\":1," AT(09) "},{\"QueueCallId\":2," AT(02) "},{\"QueueCallId\":3," AT(03) "}]");
    expect_told("");
}

static void purge(struct filed *filed, bool dry_run)
{
    struct failure failure;
    const char before[] = "2024-05-01T10:03:00Z";
    struct writer_purge order = {
        .agent = filed->agent, .before = timestamp_parse(before, strlen(before)), .dry_run = dry_run};
    while (!order.done)
        must(writer_purge(filed->writer, &order, &failure), &failure);
    expect_told(""); /* nothing is before it is committed */
    must(writer_commit(filed->writer, &failure), &failure);
}

static void what_is_purged_is_told(void **state)
{
    struct filed *filed = *state;
    listen(filed);
    filed_answer(filed, filed->agent, 0,
                 "[" NAMED(1, "a.mp3", 01) "," NAMED(2, GUID, 02) "," NAMED(3, "c.mp3", 03) "]");
    purge(filed, true);
    expect_told("");
    purge(filed, false);
    expect_told("going id:103 1 a.mp3;going id:103 2 " GUID ";id:103 1 a.mp3;id:103 2 " GUID ";");
}

static void what_is_taken_back_is_not_told(void **state)
{
    struct filed *filed = *state;
    struct failure failure;
    listen(filed);
    filed_answer(filed, filed->agent, 0, "[" NAMED(1, "a.mp3", 01) "," NAMED(2, "b.mp3", 04) "]");
    struct writer_purge order = {.agent = filed->agent, .before = FILED_ASKED_AT};
    must(writer_purge(filed->writer, &order, &failure), &failure);
    writer_rollback(filed->writer);
    must(writer_begin_transaction(filed->writer, &failure), &failure);
    must(writer_commit(filed->writer, &failure), &failure);
    expect_told("");
}

#define FILED(test) cmocka_unit_test_setup_teardown(test, filed_set_up, filed_tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILED(what_the_server_deletes_is_told),
        FILED(of_what_nobody_keeps_nothing_is_told),
        FILED(what_another_agent_still_has_is_not_told),
        FILED(of_a_call_others_may_be_left),
        FILED(what_has_changed_is_not_told),
        FILED(what_is_purged_is_told),
        FILED(what_is_taken_back_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
