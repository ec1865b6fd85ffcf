/* The mouse: what a click and the wheel do in each pane, that it can be left to the terminal, and that it costs
 * nothing to move it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/synced.h"

enum {
    ROWS = 30,
    COLUMNS = 120,
    LEFT = 1,
    WHEEL_UP = 4,
    WHEEL_DOWN = 5,
    LINES = 3,
    QUIET = 200,
    DATED = 19 /* bytes of a row with the day, which the selected one has */,
    FIRST = 2,
    NAME = 3 /* of the agents */
};

/* Presses and lets go where a text begins. */
static void click(struct terminal *terminal, const char *text)
{
    struct position at = {0, 0};
    expect_text(terminal, text);
    screen_find(terminal_screen(terminal), text, &at);
    terminal_click(terminal, at.row, at.column, LEFT);
}

static bool is_cursor_in(struct terminal *terminal, void *context)
{
    const int *row = context;
    return screen_cursor(terminal_screen(terminal)).row == *row;
}

static void expect_cursor_in(struct terminal *terminal, int row)
{
    expect_until(terminal, is_cursor_in, &row);
}

/* The row of the first recording below the header. */
static int first_row(struct terminal *terminal)
{
    struct position at = {0, 0};
    expect_text(terminal, "Caller");
    screen_find(terminal_screen(terminal), "Caller", &at);
    return at.row + 1;
}

static int list_column(struct terminal *terminal)
{
    struct position at = {0, 0};
    screen_find(terminal_screen(terminal), "Caller", &at);
    return at.column;
}

/* What a row shows in the columns of the list, to be freed. */
static char *row_text(struct terminal *terminal, int row)
{
    const char *text = screen_row(terminal_screen(terminal), row), *list = strstr(text, "│");
    return strdup(list == NULL ? text : list);
}

static void a_click_selects_what_is_under_it(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    int first = first_row(terminal), column = list_column(terminal);
    for (int line = 5; line >= 0; line -= 5) {
        char *text = row_text(terminal, first + line);
        terminal_click(terminal, first + line, column, LEFT);
        expect_cursor_in(terminal, first + line);
        char *same = row_text(terminal, first + line);
        assert_string_equal(same + DATED, text + DATED);
        free(text);
        free(same);
    }
    click(terminal, "─ Agents");
    expect_text(terminal, "▸ Agents");
    expect_cursor_in(terminal, FIRST);
    terminal_click(terminal, FIRST + 2, NAME, LEFT);
    expect_cursor_in(terminal, FIRST + 2);
    expect_text(terminal, "─ Freja Gram ─");
    click(terminal, "Fetched");
    expect_text(terminal, "▸ Details");
    terminal_click(terminal, first + 1, column, LEFT);
    expect_gone(terminal, "▸ Details");
    expect_cursor_in(terminal, first + 1);
}

static void a_double_click_opens(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    int first = first_row(terminal), column = list_column(terminal);
    terminal_click(terminal, first + 2, column, LEFT);
    terminal_click(terminal, first + 2, column, LEFT);
    expect_text(terminal, "▸ Details");
    terminal_click(terminal, FIRST + 1, NAME, LEFT);
    terminal_click(terminal, FIRST + 1, NAME + 1, LEFT);
    expect_text(terminal, "▸ Bodil Bæk ─");
    expect_cursor_in(terminal, first);
}

/* Where one pane is shown at a time. */
static void it_opens_in_a_small_window(void **state)
{
    struct terminal *terminal = synced_open(*state, 10, 40);
    int first = first_row(terminal);
    terminal_click(terminal, first + 1, 5, LEFT);
    expect_cursor_in(terminal, first + 1);
    terminal_click(terminal, first + 1, 5, LEFT);
    terminal_click(terminal, first + 1, 5, LEFT);
    expect_text(terminal, "▸ Details");
    expect_absent(terminal, "Call id");
    for (int i = 0; i < 10; i++)
        terminal_click(terminal, 5, 5, WHEEL_DOWN);
    expect_text(terminal, "File");
    for (int i = 0; i < 10; i++)
        terminal_click(terminal, 5, 5, WHEEL_UP);
    expect_gone(terminal, "File");
    terminal_keys(terminal, "Esc");
    expect_cursor_in(terminal, first + 1);
}

static bool is_at(struct terminal *terminal, int row, const char *text)
{
    char *there = row_text(terminal, row);
    bool same = strcmp(there, text) == 0;
    free(there);
    return same;
}

struct moved {
    int row;
    const char *text;
};

static bool has_moved(struct terminal *terminal, void *context)
{
    const struct moved *moved = context;
    return is_at(terminal, moved->row, moved->text);
}

static bool has_moved_on(struct terminal *terminal, void *context)
{
    return !has_moved(terminal, context);
}

/* Until a screen of recordings is followed by others there is nothing to be scrolled: the wheel is turned until
 * that is so, and back. */
static struct terminal *open_scrollable(struct fixture *fixture)
{
    struct terminal *terminal = synced_open(fixture, ROWS, COLUMNS);
    int row = first_row(terminal) + 3, column = list_column(terminal);
    char *text = row_text(terminal, row);
    struct moved top = {row, text};
    bool moves = false;
    for (int tries = 0; tries < 100 && !moves; tries++) {
        terminal_click(terminal, row, column, WHEEL_DOWN);
        moves = terminal_wait_until(terminal, has_moved_on, &top, QUIET);
    }
    expect_that(terminal, moves);
    for (int i = 0; i < 200; i++)
        terminal_click(terminal, row, column, WHEEL_UP);
    expect_until(terminal, has_moved, &top);
    free(text);
    return terminal;
}

/* The selection stays on its recording until that would leave the screen. */
static void the_wheel_scrolls_the_list(void **state)
{
    struct terminal *terminal = open_scrollable(*state);
    int first = first_row(terminal), column = list_column(terminal);
    terminal_click(terminal, first + 6, column, LEFT);
    expect_cursor_in(terminal, first + 6);
    char *text = row_text(terminal, first + 2 * LINES + 2);
    struct moved down = {first + LINES + 2, text}, further = {first + 2, text};
    terminal_click(terminal, first + 1, column, WHEEL_DOWN);
    expect_until(terminal, has_moved, &down);
    expect_cursor_in(terminal, first + 6 - LINES);
    terminal_click(terminal, first + 1, column, WHEEL_DOWN);
    expect_until(terminal, has_moved, &further);
    expect_cursor_in(terminal, first);
    terminal_click(terminal, first + 1, column, WHEEL_DOWN); /* it is at the edge */
    terminal_click(terminal, first + 1, column, WHEEL_UP);
    expect_until(terminal, has_moved, &further);
    expect_cursor_in(terminal, first + LINES);
    free(text);
}

/* That is where the pointer is, whatever has the focus; and it goes as far as the list does. */
static void the_wheel_goes_by_the_pointer(void **state)
{
    struct terminal *terminal = open_scrollable(*state);
    int first = first_row(terminal), column = list_column(terminal);
    click(terminal, "─ Agents");
    expect_text(terminal, "▸ Agents");
    char *text = row_text(terminal, first + LINES + 1);
    struct moved moved = {first + 1, text};
    terminal_click(terminal, first + 1, column, WHEEL_DOWN);
    expect_until(terminal, has_moved, &moved);
    expect_text(terminal, "▸ Agents");
    free(text);
    for (int i = 0; i < 5; i++)
        terminal_click(terminal, first + 1, column, WHEEL_UP);
    expect_stable(terminal, QUIET, NULL, NULL);
    screen_forget_raw(terminal_screen(terminal));
    terminal_click(terminal, first + 1, column, WHEEL_UP);
    terminal_click(terminal, first, 2, WHEEL_UP);
    terminal_type(terminal, "\033[<35;50;10M\033[<0;50;10m");
    terminal_keys(terminal, "L"); /* the keys behind it are obeyed */
    expect_text(terminal, "▸ Messages");
}

static bool is_scrolled(struct terminal *terminal, void *context)
{
    (void)context;
    return !screen_find_in_row(terminal_screen(terminal), FIRST, "  All agents", NULL);
}

static void more_agents_than_rows_are_scrolled(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 40 --recordings 40 --seed 7 --until 2026-05-04");
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "40 of 40 agents complete");
    terminal_keys(terminal, "h");
    expect_text(terminal, "▸ Agents");
    for (int i = 0; i < 20; i++)
        terminal_click(terminal, FIRST + 2, NAME, WHEEL_DOWN);
    expect_until(terminal, is_scrolled, NULL);
    expect_in_row(terminal, 1, "─ All agents ─"); /* they are still the ones that are chosen */
    terminal_click(terminal, FIRST + 2, NAME, LEFT);
    expect_cursor_in(terminal, FIRST + 2);
    terminal_keys(terminal, "g");
    expect_cursor_in(terminal, FIRST);
    expect_in_row(terminal, FIRST, "  All agents");
}

static bool is_marked(struct terminal *terminal, void *context)
{
    const struct position *at = context;
    struct position found;
    return screen_find_in_row(terminal_screen(terminal), at->row, "▴", &found) && found.column == at->column;
}

static void a_click_in_the_timeline_goes_there(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    expect_text(terminal, "max ");
    expect_text(terminal, "▴");
    char *newest = row_text(terminal, first_row(terminal));
    struct position at = {0, 0};
    screen_find(terminal_screen(terminal), "▴", &at);
    terminal_click(terminal, at.row, at.column - 12, LEFT);
    at.column -= 12;
    expect_until(terminal, is_marked, &at);
    expect_that(terminal, !is_at(terminal, first_row(terminal), newest));
    free(newest);
}

/* Until then its length is a guess, and more stands before the shape. */
static bool is_all_there(struct terminal *terminal, void *length)
{
    struct screen *screen = terminal_screen(terminal);
    return screen_find(screen, length, NULL) && !screen_find(screen, "so far", NULL);
}

static bool is_in_the_first_half(struct terminal *terminal, void *context)
{
    (void)context;
    int position = hearing_position(terminal);
    return position > 5 && position <= 30;
}

/* In the shape of the call that plays; where one line is all there is the shape begins behind the clock. */
static void a_click_in_the_deck_goes_to_that_second(void **state)
{
    static const struct {
        int rows, seconds;
        const char *length, *shown;
    } calls[] = {{24, 60, "0:01:00", "paused · call "}, {10, 50, "0:00:50", "paused 0:00 / 0:50 │"}};
    struct fixture *fixture = *state;
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TONES);
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        int row = calls[i].rows - 2;
        hearing_add(fixture, calls[i].seconds, 7);
        struct terminal *terminal = hearing_open(fixture, calls[i].rows, 80, calls[i].length);
        terminal_keys(terminal, "p Space");
        expect_until(terminal, is_all_there, (char *)calls[i].shown);
        terminal_click(terminal, row, 40, LEFT);
        expect_until(terminal, is_in_the_first_half, NULL);
        terminal_click(terminal, row, 78, LEFT);
        expect_until(terminal, hearing_is_beyond, &(int){calls[i].seconds - 3});
        expect_text(terminal, "paused");
    }
}

static void what_is_typed_is_kept(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    int first = first_row(terminal), column = list_column(terminal);
    terminal_keys(terminal, "/76318521");
    expect_text(terminal, "9 hits");
    terminal_click(terminal, first + 3, column, LEFT);
    expect_cursor_in(terminal, first + 3);
    expect_text(terminal, "· /76318521");
    terminal_keys(terminal, "t 2024");
    expect_in_row(terminal, ROWS - 1, "2024");
    terminal_click(terminal, first + 1, column, LEFT);
    terminal_keys(terminal, "-0");
    expect_in_row(terminal, ROWS - 1, "2024-0");
}

static bool has_mouse(struct terminal *terminal, void *context)
{
    const bool *wanted = context;
    return screen_has_mouse(terminal_screen(terminal)) == *wanted;
}

static void expect_mouse(struct terminal *terminal, bool wanted)
{
    expect_until(terminal, has_mouse, &wanted);
}

static void a_key_leaves_it_to_the_terminal(void **state)
{
    struct terminal *terminal = synced_open(*state, ROWS, COLUMNS);
    expect_mouse(terminal, true);
    terminal_keys(terminal, "M");
    expect_text(terminal, "it selects text; M gives it back");
    expect_mouse(terminal, false);
    terminal_keys(terminal, "M");
    expect_text(terminal, "with Shift the terminal selects text");
    expect_mouse(terminal, true);
    expect_never_sent(terminal, "?1002");
    expect_never_sent(terminal, "?1003");
}

static void the_configuration_leaves_it_to_the_terminal(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nmouse = off\n", 0600);
    struct terminal *terminal = synced_open(fixture, ROWS, COLUMNS);
    expect_never_sent(terminal, "?1000h");
    terminal_keys(terminal, "M");
    expect_mouse(terminal, true);
}

static void a_terminal_without_one_is_not_asked(void **state)
{
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "TERM", "vt100");
    struct terminal *terminal = synced_open(fixture, ROWS, COLUMNS);
    terminal_keys(terminal, "M");
    expect_text(terminal, "not known to tell of a mouse");
    expect_never_sent(terminal, "?1000");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_click_selects_what_is_under_it),
        TEST(a_double_click_opens),
        TEST(it_opens_in_a_small_window),
        TEST(the_wheel_scrolls_the_list),
        TEST(the_wheel_goes_by_the_pointer),
        TEST(more_agents_than_rows_are_scrolled),
        TEST(a_click_in_the_timeline_goes_there),
        TEST(a_click_in_the_deck_goes_to_that_second),
        TEST(what_is_typed_is_kept),
        TEST(a_key_leaves_it_to_the_terminal),
        TEST(the_configuration_leaves_it_to_the_terminal),
        TEST(a_terminal_without_one_is_not_asked),
    };
    return cmocka_run_group_tests_name("mouse", tests, NULL, NULL);
}
