/* The summary of a list: the timeline of calls over time with its axis, going through it, and the totals of what
 * is listed. "None" never looks like "not fetched". */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"

/* The axis has as many quarters as the history, so that it must not end now. */
#define ONE_AGENT "--agents 3 --agent-recordings 103=6000 --seed 7 --until 2026-05-04"

enum {
    ROWS = 40,
    COLUMNS = 100,
    ROW_SIZE = 400,
    REST = 250 /* ms: more than what is asked about waits */,
    MOVES = 200
};

static const char marker[] = "▴", open_marker[] = "▵", times[] = "━", missing[] = "┄", unknown[] = "░";

static struct position find(struct terminal *terminal, const char *text)
{
    struct position at = {-1, -1};
    expect_that(terminal, screen_find(terminal_screen(terminal), text, &at));
    return at;
}

/* Where the bars begin and end: behind the label at the left and before the one at the right. */
struct bars {
    int row; /* of the axis */
    int begin, end;
    int marker; /* column */
};

static bool is_axis(const struct cell *cell)
{
    return strcmp(cell->text, times) == 0 || strcmp(cell->text, missing) == 0 ||
           strcmp(cell->text, marker) == 0 || strcmp(cell->text, open_marker) == 0;
}

static struct bars find_bars(struct terminal *terminal, const char *sign)
{
    struct screen *screen = terminal_screen(terminal);
    const struct position at = find(terminal, sign);
    struct bars bars = {at.row, at.column, at.column, at.column};
    struct cell cell;
    while (cell = screen_cell(screen, at.row, bars.begin - 1), is_axis(&cell))
        bars.begin--;
    while (cell = screen_cell(screen, at.row, bars.end), is_axis(&cell))
        bars.end++;
    return bars;
}

/* Every column of a timeline is what it is to be: nothing but calls or emptiness above what is there, and never
 * emptiness above what is not. */
static void expect_honest(struct terminal *terminal, const struct bars *bars)
{
    struct screen *screen = terminal_screen(terminal);
    for (int column = bars->begin; column < bars->end; column++) {
        const struct cell bar = screen_cell(screen, bars->row - 1, column);
        const struct cell axis = screen_cell(screen, bars->row, column);
        bool is_covered = strcmp(axis.text, times) == 0 || strcmp(axis.text, marker) == 0;
        bool is_empty = bar.text[0] == '\0' || strcmp(bar.text, " ") == 0;
        expect_that(terminal, is_covered || !is_empty);
        expect_that(terminal, !is_covered || strcmp(bar.text, unknown) != 0);
    }
}

static void a_history_is_seen_at_once(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    expect_text(terminal, "quarters");
    expect_text(terminal, "2021 Q2");
    expect_text(terminal, "2026 Q2");
    expect_text(terminal, "max 176");
    const struct bars bars = find_bars(terminal, marker);
    assert_int_equal(bars.end - bars.begin, 21);
    assert_int_equal(bars.marker, bars.end - 1);
    expect_honest(terminal, &bars);
    expect_absent(terminal, missing); /* everything is there */
    expect_in_row(terminal, bars.row + 1, "5 of 5 agents complete");
    terminal_keys(terminal, "G");
    expect_stable(terminal, REST, NULL, NULL);
    assert_int_equal(find_bars(terminal, marker).marker, bars.begin);
    terminal_resize(terminal, 50, 200); /* now months fit */
    expect_text(terminal, "months");
    expect_text(terminal, "2021-05");
    expect_stable(terminal, REST, NULL, NULL);
    const struct bars wide = find_bars(terminal, marker);
    assert_int_equal(wide.end - wide.begin, 61);
    expect_honest(terminal, &wide);
}

static void periods_are_gone_through(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    expect_text(terminal, "quarters");
    const struct bars bars = find_bars(terminal, marker);
    terminal_keys(terminal, "{");
    expect_selected(terminal, "2026-03-31");
    assert_int_equal(find_bars(terminal, marker).marker, bars.end - 2);
    terminal_keys(terminal, "{ {"); /* in haste */
    expect_selected(terminal, "2025-09-30");
    assert_int_equal(find_bars(terminal, marker).marker, bars.end - 4);
    terminal_keys(terminal, "j j j }");
    expect_selected(terminal, "2025-12-3");
    terminal_keys(terminal, "} } }");
    expect_text(terminal, "no later calls");
    expect_selected(terminal, "2026-05-03");
    terminal_keys(terminal, "G {");
    expect_text(terminal, "no earlier calls");
    terminal_keys(terminal, "o g }"); /* the oldest first: to the beginning of a period */
    expect_selected(terminal, "2021-07-01");
}

static void one_can_come_nearer(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    expect_text(terminal, "quarters");
    terminal_keys(terminal, "-");
    expect_text(terminal, "these are all calls");
    terminal_keys(terminal, "{ {");
    expect_selected(terminal, "2025-12-3");
    terminal_keys(terminal, "+");
    expect_text(terminal, "months");
    terminal_keys(terminal, "+");
    expect_text(terminal, "weeks");
    terminal_keys(terminal, "+");
    expect_text(terminal, "days");
    const struct bars bars = find_bars(terminal, marker);
    expect_honest(terminal, &bars);
    expect_that(terminal, screen_find_in_row(terminal_screen(terminal), bars.row, "←", NULL));
    expect_that(terminal, screen_find_in_row(terminal_screen(terminal), bars.row, "→", NULL));
    terminal_keys(terminal, "{");
    expect_stable(terminal, REST, NULL, NULL);
    expect_that(terminal, find_bars(terminal, marker).marker < bars.marker);
    assert_int_equal(find_bars(terminal, marker).begin, bars.begin);
    terminal_keys(terminal, "+ +");
    expect_text(terminal, "hours are the shortest");
    terminal_keys(terminal, "- - - -");
    expect_text(terminal, "2021 Q2");
    expect_absent(terminal, "←");
}

/* From hour to hour back to the beginning of a short history: every call is met, none twice. */
static void short_periods_lead_through_all_calls(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "76318521");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "max 5");
    terminal_keys(terminal, "+ + + + +");
    expect_text(terminal, "hours");
    int moves = 0;
    for (; moves < MOVES && !screen_find(terminal_screen(terminal), "no earlier calls", NULL); moves++) {
        terminal_keys(terminal, "{");
        expect_stable(terminal, REST, NULL, NULL);
    }
    expect_selected(terminal, "2021-08-19");
    assert_int_equal(moves, 8); /* two of the nine are of one hour; and once more to be told */
}

/* Whether the timeline has come to a place that was gone to, with what is not known of it. */
static bool is_there(struct terminal *terminal, void *context)
{
    (void)context;
    struct position at;
    struct screen *screen = terminal_screen(terminal);
    return (screen_find(screen, marker, &at) || screen_find(screen, open_marker, &at)) &&
           screen_find_in_row(screen, at.row, "…", NULL) &&
           screen_find_in_row(screen, at.row, missing, NULL) &&
           screen_find_in_row(screen, at.row - 1, unknown, NULL);
}

/* Only the newest page has been fetched, and then one of years ago. */
static void what_is_not_fetched_is_not_empty(void **state)
{
    static const char *const open_103[] = {"--agent", "103", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, ONE_AGENT);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete from");
    expect_gone(terminal, "↻");
    expect_text(terminal, "…┄"); /* nothing is known of what came before */
    terminal_keys(terminal, "t");
    terminal_type(terminal, "2022-11-28");
    terminal_keys(terminal, "Enter");
    expect_gone(terminal, "↻");
    expect_stable(terminal, REST, is_there, NULL);
    const char *sign = screen_find(terminal_screen(terminal), marker, NULL) ? marker : open_marker;
    const struct bars bars = find_bars(terminal, sign);
    expect_honest(terminal, &bars);
    terminal_keys(terminal, "-"); /* and the words and the totals say so */
    expect_text(terminal, "these are all calls of this list so far");
    expect_text(terminal, "recordings so far");
    terminal_keys(terminal, "h");
    expect_text(terminal, "so far, median");
}

static void what_is_fetched_then_fills_it(void **state)
{
    static const char *const open_103[] = {"--agent", "103", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, ONE_AGENT);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete as of");
    expect_text(terminal, "6,000 recordings");
    expect_text(terminal, "━▴");
    expect_gone(terminal, missing);
    const struct bars bars = find_bars(terminal, marker);
    expect_honest(terminal, &bars);
    assert_int_equal(bars.end - bars.begin, 21);
    terminal_keys(terminal, "h g"); /* of the others nothing is known */
    expect_text(terminal, "1 of 3 agents complete");
    expect_text(terminal, missing);
    expect_gone(terminal, times);
    terminal_keys(terminal, "/"); /* but they cannot be in this list */
    terminal_type(terminal, "agent:103");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "━▴");
    expect_gone(terminal, missing);
}

static void small_windows_keep_their_lists(void **state)
{
    struct terminal *terminal = synced_open(*state, 10, 40);
    expect_selected(terminal, "2026-05-03 12:54");
    expect_stable(terminal, REST, NULL, NULL);
    expect_absent(terminal, times);
    terminal_keys(terminal, "{"); /* the keys know the periods all the same: years */
    expect_selected(terminal, "2025-12-31");
    terminal_keys(terminal, "+");
    expect_text(terminal, "now");
    terminal_resize(terminal, 24, 80); /* with the details below it */
    expect_text(terminal, times);
    expect_text(terminal, "Caller   ");
}

static void other_locales_have_it_in_ascii(void **state)
{
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "LC_ALL", "C");
    struct terminal *terminal = synced_open(fixture, ROWS, COLUMNS);
    expect_text(terminal, "==^ 2026 Q2");
    expect_text(terminal, "@");
    expect_text(terminal, "max 176");
}

static void the_agents_details_sum_up(void **state)
{
    struct terminal *terminal = synced_open(*state, 50, 200);
    terminal_keys(terminal, "h");
    expect_text(terminal, "in all, median");
    expect_text(terminal, "5 of 5 agents complete");
    terminal_keys(terminal, "j j");
    expect_text(terminal, "Freja Gram · id:");
    expect_text(terminal, "Recordings  559");
    expect_text(terminal, "Department");
    expect_text(terminal, "First       ");
    expect_absent(terminal, "so far");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "longer:5m");
    terminal_keys(terminal, "Enter h");
    expect_text(terminal, "of these only");
    terminal_keys(terminal, "l"); /* the recording's again */
    expect_text(terminal, "Call id");
    expect_absent(terminal, "of these only");
}

/* The row of the total length, once it claims to be that of all; keeps the first. */
static bool total_is_claimed(struct terminal *terminal, void *context)
{
    char *first = context;
    struct position at;
    struct screen *screen = terminal_screen(terminal);
    if (!screen_find(screen, "in all, median", &at))
        return false;
    const char *row = strstr(screen_row(screen, at.row), "Length");
    if (!*first)
        snprintf(first, ROW_SIZE, "%s", row);
    assert_string_equal(row, first);
    return true;
}

/* While the history comes in, what is said of all of it is never what a part of it was. */
static void a_total_of_a_part_is_not_one_of_all(void **state)
{
    char first[ROW_SIZE] = "";
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 12 --recordings 40000 --seed 7 --until 2026-05-04");
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    expect_until(terminal, total_is_claimed, first);
    expect_stable(terminal, 1200, total_is_claimed, first); /* longer than what is known of a list is kept */
}

#define test(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_total_of_a_part_is_not_one_of_all),
        test(a_history_is_seen_at_once),
        test(periods_are_gone_through),
        test(one_can_come_nearer),
        test(short_periods_lead_through_all_calls),
        test(what_is_not_fetched_is_not_empty),
        test(what_is_fetched_then_fills_it),
        test(small_windows_keep_their_lists),
        test(other_locales_have_it_in_ascii),
        test(the_agents_details_sum_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
