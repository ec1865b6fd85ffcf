/* The numbers of the list (#): groups whose calls open as a list with as many, the way back, and what is said where calls
 * are missing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"

enum {
    TITLE_ROW = 1,
    FIRST_GROUP = 4,
    CALLS_SIZE = 16,
    GROUPINGS = 5,
    UTC_HOURS = 18,
    ROWS = 24,
    COLUMNS = 80
};

/* The calls of the selected group: the first number that stands alone behind its name. */
static void selected_calls(struct terminal *terminal, char calls[CALLS_SIZE])
{
    struct screen *screen = terminal_screen(terminal);
    int row = screen_cursor(screen).row, column = 1, blanks = 0;
    size_t length = 0;
    struct cell cell;
    for (; blanks < 2 || screen_cell(screen, row, column).text[0] == ' ' ||
           screen_cell(screen, row, column).text[0] == '\0';
         column++) {
        cell = screen_cell(screen, row, column);
        blanks = cell.text[0] == ' ' || cell.text[0] == '\0' ? blanks + 1 : 0;
        expect_that(terminal, column < COLUMNS);
    }
    for (; strchr("0123456789,", (cell = screen_cell(screen, row, column)).text[0]) && cell.text[0]; column++)
        calls[length++] = cell.text[0];
    calls[length] = '\0';
    expect_that(terminal, length > 0);
}

static bool is_in_row(struct terminal *terminal, void *context)
{
    const int *row = context;
    return screen_cursor(terminal_screen(terminal)).row == *row;
}

/* The group under the cursor opens a list of as many; then back. */
static void expect_same_list(struct terminal *terminal, const char *numbers)
{
    char calls[CALLS_SIZE], wanted[CALLS_SIZE + 8];
    selected_calls(terminal, calls);
    terminal_keys(terminal, "Enter");
    expect_gone(terminal, "Numbers by");
    snprintf(wanted, sizeof wanted, " %s hit", calls); /* "hits" or "hit" */
    if (strstr(numbers, "agent"))
        snprintf(wanted, sizeof wanted, " %s rec", calls);
    expect_in_row(terminal, TITLE_ROW, wanted);
    terminal_keys(terminal, "q");
    expect_in_row(terminal, TITLE_ROW, numbers);
}

static void groups_open_their_calls(void **state)
{
    static const char *const numbers[GROUPINGS] = {"▸ agent", "▸ queue", "▸ day", "▸ hour", "▸ weekday"};
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "#");
    for (size_t i = 0; i < GROUPINGS; i++) {
        expect_in_row(terminal, TITLE_ROW, numbers[i]);
        expect_in_row(terminal, TITLE_ROW, "3,000 calls ─");
        expect_text(terminal, "0:02:"); /* medians are there */
        expect_absent(terminal, "+");
        expect_text(terminal, "5 of 5 agents complete");
        for (size_t down = 0; down < 2; down++) {
            expect_same_list(terminal, numbers[i]);
            terminal_keys(terminal, "j");
            int row = FIRST_GROUP + (int)down + 1;
            expect_until(terminal, is_in_row, &row);
        }
        terminal_keys(terminal, "Tab");
    }
    expect_in_row(terminal, TITLE_ROW, numbers[0]);
    terminal_keys(terminal, "S-Tab");
    expect_in_row(terminal, TITLE_ROW, numbers[GROUPINGS - 1]);
    terminal_keys(terminal, "q");
    expect_gone(terminal, "Numbers by");
    expect_text(terminal, "3,000 recordings");
}

/* In haste, before anything was counted. */
static void keys_typed_ahead_act_on_what_comes(void **state)
{
    struct terminal *terminal = synced_open(*state, 50, 200);
    terminal_keys(terminal, "# Tab Tab Tab Tab j Enter");
    expect_in_row(terminal, TITLE_ROW, "/weekday:tue");
    terminal_keys(terminal, "# Tab Enter");
    expect_in_row(terminal, TITLE_ROW, "/queue:");
    expect_in_row(terminal, TITLE_ROW, "\" we");
    terminal_keys(terminal, "q q q q");
    expect_text(terminal, "3,000 recordings");
}

static void the_filter_goes_along(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "longer:5m");
    terminal_keys(terminal, "Enter #");
    expect_text(terminal, "/longer:5m");
    expect_text(terminal, " in all, median 0:");
    expect_absent(terminal, "3,000");
    terminal_keys(terminal, "Enter");
    expect_gone(terminal, "Numbers by");
    expect_in_row(terminal, TITLE_ROW, "· /longer:5m");
    expect_in_row(terminal, TITLE_ROW, "hits");
    terminal_keys(terminal, "# Tab Tab Enter");
    expect_in_row(terminal, TITLE_ROW, "/on:20");
    terminal_keys(terminal, "q #"); /* the same key closes them */
    expect_gone(terminal, "Numbers by");
    expect_in_row(terminal, TITLE_ROW, "· /longer:5m");
    terminal_keys(terminal, "# /"); /* seeks in the list */
    expect_gone(terminal, "Numbers by");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "longer:9h");
    terminal_keys(terminal, "Enter #");
    expect_text(terminal, "no calls");
    expect_absent(terminal, "so far");
}

/* Of a caller, who called several agents: by the term. */
static void a_callers_agents_are_named(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "76318521");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "9 hits");
    terminal_keys(terminal, "c #");
    expect_in_row(terminal, TITLE_ROW, "9 calls");
    expect_text(terminal, "Calls of +45 76 31 85 21");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, TITLE_ROW, "/agent:\"");
    expect_in_row(terminal, TITLE_ROW, " hits");
    expect_in_row(terminal, TITLE_ROW, "Calls of +45 76");
    terminal_keys(terminal, "q q q q");
    expect_gone(terminal, "Calls of");
}

static void every_window_shows_the_names(void **state)
{
    struct terminal *terminal = synced_open(*state, 10, 40);
    terminal_keys(terminal, "# Tab Tab");
    expect_in_row(terminal, TITLE_ROW, "▸ day ");
    expect_in_row(terminal, TITLE_ROW, "3,000 calls");
    expect_text(terminal, "Sun 2026-05-03");
    expect_text(terminal, "5 of 5 agents complete");
    terminal_keys(terminal, "G");
    expect_text(terminal, "2021-0");
    terminal_resize(terminal, ROWS, COLUMNS);
    expect_in_row(terminal, TITLE_ROW, "agent   queue ▸ day   hour   weekday");
    expect_text(terminal, "2021-0");
    expect_text(terminal, "Total");
}

static void the_zone_makes_other_groups(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "# Tab Tab Tab");
    expect_text(terminal, "08:00–09:00");
    expect_text(terminal, "3,000 calls");
    char before[CALLS_SIZE], after[CALLS_SIZE];
    selected_calls(terminal, before);
    terminal_keys(terminal, "u");
    expect_text(terminal, "03:00–04:00"); /* an hour without calls in local time */
    terminal_keys(terminal, "G");
    expect_until(terminal, is_in_row, &(int){FIRST_GROUP + UTC_HOURS - 1});
    selected_calls(terminal, after);
    expect_same_list(terminal, "▸ hour");
    assert_true(strlen(before) > 0 && strlen(after) > 0);
}

/* What lacks something is told from what does not, and what comes is counted. */
static void what_is_missing_shows(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --seed 7 --until 2024-05-17 --recordings 9000");
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    expect_text(terminal, "3 in part");
    expect_gone(terminal, "↻");
    terminal_keys(terminal, "#");
    expect_in_row(terminal, TITLE_ROW, "calls so far");
    expect_text(terminal, "+ "); /* behind the number of each */
    expect_text(terminal, "0 of 3 agents complete");
    terminal_keys(terminal, "Tab Tab");
    expect_text(terminal, "2024-05-16");
    expect_in_row(terminal, TITLE_ROW, "calls so far");
    terminal_keys(terminal, "f");
    expect_text(terminal, "3 of 3 agents complete");
    expect_in_row(terminal, TITLE_ROW, " 9,000 calls ─");
    expect_gone(terminal, "+ ");
    server_tell(fixture->server, "add?agent=101&count=7");
    terminal_keys(terminal, "r");
    expect_in_row(terminal, TITLE_ROW, " 9,007 calls ─");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(groups_open_their_calls, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(keys_typed_ahead_act_on_what_comes, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_filter_goes_along, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_callers_agents_are_named, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(every_window_shows_the_names, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_zone_makes_other_groups, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_missing_shows, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
