/* Where a screen reader looks: the cursor is seen, and stands where the keys act, in every view. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/synced.h"

static const struct size {
    int rows, columns;
} sizes[] = {{24, 80}, {10, 40}, {40, 160}};

enum { SIZES = sizeof sizes / sizeof *sizes, SHEET = 2 /* its first row */ };

/* On the selected line, which is the only reversed one. */
static bool is_selected(struct terminal *terminal, void *context)
{
    (void)context;
    struct screen *screen = terminal_screen(terminal);
    return screen_cursor_visible(screen) && screen_reversed_row(screen, 0) == screen_cursor(screen).row;
}

static bool is_in_row(struct terminal *terminal, void *context)
{
    const int *row = context;
    struct screen *screen = terminal_screen(terminal);
    return screen_cursor_visible(screen) && screen_cursor(screen).row == *row;
}

static void expect_in(struct terminal *terminal, int row)
{
    expect_until(terminal, is_in_row, &row);
}

/* Right behind a text of the last row. */
static void expect_behind(struct terminal *terminal, int row, const char *text)
{
    struct position at = {0, 0};
    expect_in_row(terminal, row, text);
    expect_in(terminal, row);
    screen_find_in_row(terminal_screen(terminal), row, text, &at);
    expect_that(terminal, screen_cursor(terminal_screen(terminal)).column == at.column + (int)strlen(text));
}

static void it_stands_where_the_keys_act(void **state)
{
    for (int i = 0; i < SIZES; i++) {
        struct terminal *terminal = synced_open(*state, sizes[i].rows, sizes[i].columns);
        int last = sizes[i].rows - 1;
        expect_until(terminal, is_selected, NULL);
        terminal_keys(terminal, "j j");
        expect_until(terminal, is_selected, NULL);
        terminal_keys(terminal, "h");
        expect_text(terminal, "▸ Agents");
        expect_until(terminal, is_selected, NULL);
        terminal_keys(terminal, "j");
        expect_until(terminal, is_selected, NULL);
        terminal_keys(terminal, "k l ?");
        expect_text(terminal, "▸ Help");
        expect_in(terminal, SHEET);
        terminal_keys(terminal, "q /4576");
        expect_behind(terminal, last, "/4576");
        terminal_keys(terminal, "Left Left 0");
        expect_in_row(terminal, last, "/45076");
        terminal_keys(terminal, "Esc");
        expect_until(terminal, is_selected, NULL);
        terminal_keys(terminal, "c");
        expect_text(terminal, "Calls of");
        expect_until(terminal, is_selected, NULL);
        terminal_keys(terminal, "q Q");
        expect_exit(terminal, 0);
    }
}

static void it_stands_in_the_details(void **state)
{
    struct position title = {0, 0};
    struct terminal *terminal = synced_open(*state, 40, 100);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "▸ Details");
    screen_find(terminal_screen(terminal), "▸ Details", &title);
    expect_in(terminal, title.row + 1);
    terminal = synced_open(*state, 10, 40);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "▸ Details");
    expect_in(terminal, SHEET);
}

/* A question, and the deck, in which the cursor marks the position. */
static void it_stands_at_what_is_asked_and_played(void **state)
{
    struct fixture *fixture = *state;
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TONES);
    hearing_add(fixture, 60, 7);
    struct terminal *terminal = hearing_open(fixture, 24, 80, "0:01:00");
    terminal_keys(terminal, "h j R");
    expect_in_row(terminal, 23, "y/n");
    expect_in(terminal, 23);
    terminal_keys(terminal, "n l p Space");
    expect_in_row(terminal, 22, "▆");
    terminal_keys(terminal, "S-Tab");
    expect_text(terminal, "▸ Agents");
    terminal_keys(terminal, "S-Tab");
    expect_text(terminal, "▸ paused");
    expect_in(terminal, 22);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(it_stands_where_the_keys_act),
        TEST(it_stands_in_the_details),
        TEST(it_stands_at_what_is_asked_and_played),
    };
    return cmocka_run_group_tests_name("cursor", tests, NULL, NULL);
}
