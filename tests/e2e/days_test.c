/* To the day before and the day after that have recordings in the list, and what is fetched on the way. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"
#include "tests/e2e/truth.h"

static void goes_through_the_days(struct terminal *terminal)
{
    static const char *const days[] = {"2026-05-01 14:02", "2026-04-30 16:23", "2026-04-29 16:09",
                                       "2026-04-28 18:52"};
    expect_selected(terminal, "2026-05-03 12:54");
    for (size_t i = 0; i < 4; i++) {
        terminal_keys(terminal, "[");
        expect_selected(terminal, days[i]);
    }
    terminal_keys(terminal, "j j"); /* from the middle of it */
    for (size_t i = 3; i-- > 0;) {
        terminal_keys(terminal, "]");
        expect_selected(terminal, days[i]);
    }
    terminal_keys(terminal, "] ]");
    expect_selected(terminal, "2026-05-03 12:54");
    expect_text(terminal, "no later day");
    terminal_keys(terminal, "G ]");
    expect_selected(terminal, "2021-05-");
    terminal_keys(terminal, "G [");
    expect_text(terminal, "no earlier day");
    terminal_keys(terminal, "g [ [ [ [ ] ]"); /* in haste */
    expect_selected(terminal, days[1]);
}

static void days_follow_each_other(void **state)
{
    goes_through_the_days(synced_open(*state, 50, 200));
}

static void they_do_in_small_windows(void **state)
{
    goes_through_the_days(synced_open(*state, 10, 40));
}

static void days_are_those_that_are_shown(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 80);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "76318521");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "9 hits");
    terminal_keys(terminal, "o g [");
    expect_text(terminal, "no earlier day");
    terminal_keys(terminal, "]");
    expect_selected(terminal, "2024-02-13");
    terminal_keys(terminal, "] ] ] ]");
    expect_selected(terminal, "2026-02-02 11:15"); /* the first of two */
    terminal_keys(terminal, "u ] [");
    expect_selected(terminal, "2026-02-02 10:15");
}

/* Of a long history only the newest page is there; the days before come as they are asked for. */
static void what_is_missing_is_fetched(void **state)
{
    struct fixture *fixture = *state;
    static const char *const open_103[] = {"--agent", "103", NULL};
    fixture_serve(fixture, "--agents 3 --agent-recordings 103=4000 --seed 5 --until 2026-05-04");
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    struct terminal *terminal = fixture_open_with(fixture, 24, 80, open_103);
    expect_text(terminal, "complete from");
    expect_gone(terminal, "↻");
    long sent = truth_sent(fixture->server, 0);
    for (int days = 0; truth_sent(fixture->server, 0) < sent + 1000; days++) {
        assert_true(days < 1500);
        terminal_keys(terminal, "[");
        expect_stable(terminal, 20, NULL, NULL);
        expect_absent(terminal, "no earlier day");
    }
    expect_absent(terminal, "complete as of");
}

/* What was gone to last is not in the way, and one key away. */
static void a_time_is_typed_anew(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 80);
    terminal_keys(terminal, "t");
    terminal_type(terminal, "3/2/2026");
    terminal_keys(terminal, "Enter");
    expect_selected(terminal, "2026-02-03");
    terminal_keys(terminal, "t");
    expect_in_row(terminal, 23, "@ a date or time");
    terminal_type(terminal, "30/4/2026");
    terminal_keys(terminal, "Enter");
    expect_selected(terminal, "2026-04-30");
    terminal_keys(terminal, "G t Up");
    expect_in_row(terminal, 23, "@30/4/2026");
    terminal_keys(terminal, "Down");
    expect_in_row(terminal, 23, "@ a date or time");
    terminal_keys(terminal, "Up Enter");
    expect_selected(terminal, "2026-04-30");
}

#define test(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(days_follow_each_other),        test(they_do_in_small_windows),   test(a_time_is_typed_anew),
        test(days_are_those_that_are_shown), test(what_is_missing_is_fetched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
