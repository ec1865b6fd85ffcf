/* A line that takes a thousand bytes a second: what is out of date is never sent. Counted in bytes, of which
 * three thousand are three seconds. */
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/need.h"
#include "tests/e2e/synced.h"

/* What the line takes between two keys, and how long that is, in milliseconds. */
enum { KEYS = 200, BYTES_A_KEY = 25, PAUSE = 25, MOST_BYTES = 3000, MOST_OVER_NEED = 115, QUIET = 400 };

static size_t bytes_sent(struct terminal *terminal)
{
    size_t length = 0;
    screen_raw(terminal_screen(terminal), &length);
    return length;
}

static void type_faster_than_the_line(struct terminal *terminal, const char *key)
{
    for (int i = 0; i < KEYS; i++) {
        terminal_type(terminal, key);
        poll(NULL, 0, PAUSE);
        terminal_take(terminal, BYTES_A_KEY);
    }
}

/* What is on the screen is what drawing everything anew shows. */
static void expect_up_to_date(struct terminal *terminal)
{
    char *shown = copy_text(screen_text(terminal_screen(terminal)));
    screen_forget_raw(terminal_screen(terminal));
    terminal_keys(terminal, "C-l");
    expect_stable(terminal, QUIET, NULL, NULL);
    expect_that(terminal, bytes_sent(terminal) > 0);
    expect_that(terminal, strcmp(shown, screen_text(terminal_screen(terminal))) == 0);
    free(shown);
}

/* The bytes that come after the last key: what is left of a frame that was under way, and the last one. */
static size_t type_and_settle(struct terminal *terminal)
{
    expect_stable(terminal, QUIET, NULL, NULL);
    type_faster_than_the_line(terminal, "j");
    size_t before = bytes_sent(terminal);
    expect_stable(terminal, QUIET, NULL, NULL);
    size_t late = bytes_sent(terminal) - before;
    print_message("# %d x %d: %zu bytes after the last key\n", screen_columns(terminal_screen(terminal)),
                  screen_rows(terminal_screen(terminal)), late);
    return late;
}

static void old_frames_are_not_sent(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 80);
    expect_that(terminal, type_and_settle(terminal) <= MOST_BYTES);
    expect_up_to_date(terminal);
}

/* All rows of a large list are others by then. What each needs is measured of a page that comes alone. */
static void two_frames_are_the_most(void **state)
{
    struct terminal *terminal = synced_open(*state, 50, 200);
    expect_stable(terminal, QUIET, NULL, NULL);
    struct cell *before = cells_of(terminal_screen(terminal));
    screen_forget_raw(terminal_screen(terminal));
    terminal_keys(terminal, "PgDn PgDn");
    expect_stable(terminal, QUIET, NULL, NULL);
    size_t page = bytes_needed(terminal_screen(terminal), before);
    free(before);
    print_message("# a page needs %zu bytes\n", page);
    expect_that(terminal, type_and_settle(terminal) <= 2 * page * MOST_OVER_NEED / 100);
    expect_up_to_date(terminal);
}

static void nothing_new_sends_nothing(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 80);
    expect_stable(terminal, QUIET, NULL, NULL);
    screen_forget_raw(terminal_screen(terminal));
    terminal_signal(terminal, SIGWINCH); /* of no other size */
    expect_stable(terminal, QUIET, NULL, NULL);
    expect_that(terminal, bytes_sent(terminal) == 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(old_frames_are_not_sent),
        TEST(two_frames_are_the_most),
        TEST(nothing_new_sends_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
