/* Servers that are wrong once, or come to be another: what an answer then claims is asked again, or mended by
 * the next one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define HISTORY "--agents 1 --recordings 300 --seed 5 --from 2024-01-01 --until 2024-05-17"

static void sync_and_compare(struct fixture *fixture)
{
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    truth_expect_same(fixture, "101");
}

/* Version 6.5 gives everything, whatever is asked, and once nothing. */
static void nothing_is_not_believed_of_who_gives_everything(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=ignore-cursor");
    sync_and_compare(fixture);
    for (int skip = 0; skip < 3; skip++) {
        char fault[100];
        snprintf(fault, sizeof fault, "fault?kind=empty-list&times=1&skip=%d&match=/recordings", skip);
        server_tell(fixture->server, "add?agent=101&count=40");
        server_tell(fixture->server, fault);
        sync_and_compare(fixture);
        server_tell(fixture->server, "clear-faults");
        server_tell(fixture->server, "fault?kind=ignore-cursor");
    }
}

/* Of an agent of whom nothing is known it would be all there is. */
static void nothing_at_all_is_not_believed_at_once(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=empty-list&times=1&match=/recordings");
    sync_and_compare(fixture);
}

/* A cache gives the first page twice more: that is no server that ignores what is asked. */
static void a_page_from_a_cache_is_not_everything(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --cap 100");
    server_tell(fixture->server, "fault?kind=ignore-cursor&times=2&skip=1&match=/recordings");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--accept-losses")), 0);
    truth_expect_same(fixture, "101");
}

/* As from a backup that has all but the last 15 of 300 recordings. */
static void restore(struct fixture *fixture)
{
    char *list = server_control(fixture->server, "list?agent=101");
    assert_non_null(list);
    long id = 0, line = 0;
    for (const char *at = list; at && *at && line < 285; line++) {
        id = strtol(at, NULL, 10);
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    free(list);
    char request[64];
    snprintf(request, sizeof request, "restore?id=%ld", id);
    server_tell(fixture->server, request);
}

/* Other recordings have the ids of those that were known, and go on behind them. */
static void a_server_restored_from_a_backup_is_followed(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    sync_and_compare(fixture);
    restore(fixture);
    server_tell(fixture->server, "add?agent=101&count=40");
    sync_and_compare(fixture);
}

/* Nor if the answer that tells from where on it is so does not come, and it is asked anew. */
static void a_restored_server_that_fails_is_followed(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --cap 100");
    sync_and_compare(fixture);
    restore(fixture);
    server_tell(fixture->server, "add?agent=101&count=40");
    server_tell(fixture->server, "fault?kind=status&status=503&times=1&skip=2&match=/101/");
    sync_and_compare(fixture);
}

/* Nor does one that gives no order hide it, where the new ids have not come as far as the old ones. */
static void a_restored_server_without_order_is_followed(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=shuffle");
    sync_and_compare(fixture);
    restore(fixture);
    server_tell(fixture->server, "add?agent=101&count=1");
    sync_and_compare(fixture);
}

/* An answer out of order voids what cut answers have proved of all agents: a command that had read one of
 * them before reads it again, and does not call it complete while the archive does not. */
static void what_is_void_of_others_is_read_again(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture,
                  "--agents 2 --recordings 600 --seed 5 --from 2024-01-01 --until 2024-05-17 --cap 100");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "102")), 0);
    server_tell(fixture->server, "fault?kind=shuffle&mode=local&times=1&skip=1&match=/101/");
    sync_and_compare(fixture);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline")), 0);
}

/* What was final with a shorter settle time is not with a longer one. */
static void a_longer_settle_time_looks_further_back(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 1 --recordings 4000 --seed 5 --from 2025-01-01");
    sync_and_compare(fixture);
    server_tell(fixture->server, "late?agent=101&hours=72");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nsettle = 240\n", 0600);
    sync_and_compare(fixture);
}

/* A cap upon recordings in the order in which the calls ended leaves out who was called back late, below what has come. */
static void what_a_cap_leaves_out_of_order_is_not_all(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 1 --recordings 3000 --seed 5 --until 2024-05-17 --callbacks 20 --cap 50"
                           " --fault kind=shuffle&mode=ended");
    const struct command *sync = fixture_run(fixture, "sync");
    assert_int_equal(command_status(sync), 5);
    assert_non_null(
        strstr(command_errors(sync, NULL), "neither in order nor all at once: some may be missing"));
    truth_expect_same(fixture, "101"); /* all have come, which nothing tells */
    sync = fixture_run(fixture, "list", "--offline", "--filter", "99999999999");
    assert_int_equal(command_status(sync), 5);
    server_tell(fixture->server, "clear-faults");
    sync_and_compare(fixture);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_not_believed_of_who_gives_everything),
        TEST(nothing_at_all_is_not_believed_at_once),
        TEST(a_page_from_a_cache_is_not_everything),
        TEST(a_server_restored_from_a_backup_is_followed),
        TEST(a_restored_server_that_fails_is_followed),
        TEST(a_restored_server_without_order_is_followed),
        TEST(what_is_void_of_others_is_read_again),
        TEST(a_longer_settle_time_looks_further_back),
        TEST(what_a_cap_leaves_out_of_order_is_not_all),
    };
    return cmocka_run_group_tests_name("mended", tests, NULL, NULL);
}
