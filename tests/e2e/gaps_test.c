/* A list in which recordings may be missing says so where they may: a history is fetched from its newest end
 * and the line breaks on the way down. */
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 3 --agent-recordings 103=6000 --seed 7 --until 2026-05-04"

enum { ROWS = 40, COLUMNS = 200, PAGES_MOST = 300, REST = 50 /* ms */ };

static const char *const open_103[] = {"--agent", "103", NULL};
static const char sign[] = "⋮", words[] = "not everything directly before";

/* Only the newest page has been fetched; nothing more comes. */
static struct terminal *open_broken(struct fixture *fixture)
{
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete from");
    expect_gone(terminal, "↻");
    server_tell(fixture->server, "fault?kind=status&status=500&match=/recordings");
    return terminal;
}

/* Where the newest row with the sign stands. */
static struct position find_sign(struct terminal *terminal)
{
    struct position at = {0};
    terminal_keys(terminal, "g");
    expect_stable(terminal, REST, NULL, NULL);
    for (int i = 0; i < PAGES_MOST && !screen_find(terminal_screen(terminal), sign, &at); i++) {
        terminal_keys(terminal, "PgDn");
        expect_stable(terminal, REST, NULL, NULL);
    }
    expect_text(terminal, sign);
    return at;
}

static void select_row(struct terminal *terminal, int row)
{
    int selected = screen_cursor(terminal_screen(terminal)).row;
    for (; selected > row; selected--)
        terminal_keys(terminal, "k");
    for (; selected < row; selected++)
        terminal_keys(terminal, "j");
    expect_stable(terminal, REST, NULL, NULL);
}

/* The next day that stands behind some text, in days since 1970. */
static int day_behind(struct terminal *terminal, const char *text)
{
    struct tm parts = {0};
    const char *at = strstr(screen_text(terminal_screen(terminal)), text);
    at = at ? strpbrk(at, "0123456789") : NULL;
    expect_that(terminal, at != NULL && strptime(at, "%Y-%m-%d", &parts) != NULL);
    return (int)(timegm(&parts) / 86400);
}

/* Callers wait, some for days: what is complete begins some days later than what has been fetched, and between what
 * started before then a call may still come. Holidays may lie there. */
static void a_gap_stands_below_what_is_complete(void **state)
{
    struct terminal *terminal = open_broken(*state);
    struct position place = find_sign(terminal);
    expect_that(terminal, screen_cell(terminal_screen(terminal), place.row, place.column + 5).underline);
    expect_that(terminal, !screen_cell(terminal_screen(terminal), place.row - 1, place.column + 5).underline);
    expect_that(terminal, !screen_cell(terminal_screen(terminal), place.row + 1, place.column + 5).underline);
    expect_in_row(terminal, place.row + 1, sign);
    select_row(terminal, place.row);
    expect_text(terminal, words);
    int days = day_behind(terminal, "complete from ") - day_behind(terminal, sign);
    expect_that(terminal, days <= 1 && days > -14);
    terminal_keys(terminal, "k");
    expect_gone(terminal, words);
    terminal_keys(terminal, "G"); /* the history has not been read down to its start */
    expect_stable(terminal, REST, NULL, NULL);
    expect_text(terminal, words);
}

/* By going to the end of what is there, again and again. */
static void fetch_all(struct terminal *terminal)
{
    for (int pages = 0; !screen_find(terminal_screen(terminal), "complete as of", NULL); pages++) {
        assert_true(pages < PAGES_MOST);
        terminal_keys(terminal, "G");
        expect_stable(terminal, REST, NULL, NULL);
    }
}

static void a_gap_is_gone_when_it_is_closed(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_broken(fixture);
    struct position place = find_sign(terminal);
    select_row(terminal, place.row);
    server_tell(fixture->server, "clear-faults");
    terminal_keys(terminal, "r");
    fetch_all(terminal);
    expect_text(terminal, "6,000 recordings");
    expect_gone(terminal, sign);
    expect_absent(terminal, words);
    terminal_keys(terminal, "G");
    expect_stable(terminal, REST, NULL, NULL);
    expect_absent(terminal, sign);
}

/* The oldest call that is there may be one without a start. */
static void fetching_goes_on_below_an_undated_call(void **state)
{
    static const char *const arguments[] = {"--agent", "103", "--archive", "archive.db", NULL};
    struct fixture *fixture = *state;
    sqlite3 *database = NULL;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    for (int visit = 0; visit < 2; visit++) {
        struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, arguments);
        expect_text(terminal, "complete from");
        expect_gone(terminal, "↻");
        if (visit == 1)
            fetch_all(terminal);
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
        assert_int_equal(sqlite3_open(workspace_path(fixture->workspace, "home/archive.db"), &database),
                         SQLITE_OK);
        assert_int_equal(sqlite3_exec(database,
                                      "UPDATE recordings SET place = started, started = NULL WHERE started ="
                                      " (SELECT min(started) FROM recordings)",
                                      NULL, NULL, NULL),
                         SQLITE_OK);
        sqlite3_close(database);
    }
}

/* Where the list has no margin the sign takes the place between date and time. */
static void a_narrow_list_has_the_sign_too(void **state)
{
    struct terminal *terminal = open_broken(*state);
    terminal_resize(terminal, 10, 40);
    terminal_keys(terminal, "G");
    expect_stable(terminal, REST, NULL, NULL);
    expect_text(terminal, sign);
    int row = screen_cursor(terminal_screen(terminal)).row;
    struct position at;
    expect_that(terminal, screen_find_in_row(terminal_screen(terminal), row, sign, &at) && at.column == 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_gap_stands_below_what_is_complete, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_gap_is_gone_when_it_is_closed, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(fetching_goes_on_below_an_undated_call, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(a_narrow_list_has_the_sign_too, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
