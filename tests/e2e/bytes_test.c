/* What the screen costs in bytes, on lines on which these count. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/need.h"
#include "tests/e2e/synced.h"

/* How often the selection moves, and what that may cost; what the keys of a filter may cost over what the
 * cells need that they change. */
enum { MOVES = 21, MOST_FOR_MOVE = 200, MOST_OVER_NEED = 150 /* in a hundred */, QUIET = 400 };

static int compare(const void *left, const void *right)
{
    const size_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* The bytes of the first frame, with the question that is behind it; 0 if it has not ended. */
static size_t frame_of(struct terminal *terminal)
{
    static const char question[] = "\033[5n";
    size_t length;
    const char *raw = screen_raw(terminal_screen(terminal), &length);
    const char *end = memmem(raw, length, question, sizeof question - 1);
    return end == NULL ? 0 : (size_t)(end - raw) + sizeof question - 1;
}

static bool is_frame_over(struct terminal *terminal, void *context)
{
    (void)context;
    return frame_of(terminal) > 0;
}

/* Within a page, down and up, as fast as it is shown. */
static void expect_moving_to_be_cheap(struct fixture *fixture, int rows, int columns)
{
    struct terminal *terminal = synced_open(fixture, rows, columns);
    size_t bytes[MOVES];
    expect_stable(terminal, QUIET, NULL, NULL);
    for (int i = 0; i < MOVES; i++) {
        screen_forget_raw(terminal_screen(terminal));
        terminal_type(terminal, i % 10 < 5 ? "j" : "k");
        expect_until(terminal, is_frame_over, NULL);
        bytes[i] = frame_of(terminal);
    }
    qsort(bytes, MOVES, sizeof *bytes, compare);
    print_message("# %d x %d: %zu bytes for a line down\n", columns, rows, bytes[MOVES / 2]);
    expect_that(terminal, bytes[MOVES / 2] <= MOST_FOR_MOVE);
}

static void moving_is_cheap(void **state)
{
    expect_moving_to_be_cheap(*state, 24, 80);
}

static void moving_in_a_large_window_is_cheap(void **state)
{
    expect_moving_to_be_cheap(*state, 50, 200);
}

/* Until nothing more comes of a key. Returns what was sent, in a hundredth of what was needed. */
static size_t type_digit(struct terminal *terminal, const char *key)
{
    size_t sent;
    struct screen *screen = terminal_screen(terminal);
    struct cell *before = cells_of(screen);
    screen_forget_raw(screen);
    terminal_type(terminal, key);
    expect_stable(terminal, QUIET, NULL, NULL);
    screen_raw(screen, &sent);
    size_t needed = bytes_needed(screen, before);
    free(before);
    print_message("#   %s: %zu bytes, needed are %zu\n", key, sent, needed);
    return sent * 100 / (needed > 0 ? needed : 1);
}

static void expect_filtering_to_be_cheap(struct fixture *fixture, int rows, int columns)
{
    static const char *const digits[] = {"7", "6", "3", "1", "8"};
    enum { DIGITS = sizeof digits / sizeof *digits };
    struct terminal *terminal = synced_open(fixture, rows, columns);
    size_t shares[DIGITS];
    terminal_type(terminal, "/");
    expect_stable(terminal, QUIET, NULL, NULL);
    for (int i = 0; i < DIGITS; i++)
        shares[i] = type_digit(terminal, digits[i]);
    qsort(shares, DIGITS, sizeof *shares, compare);
    print_message("# %d x %d: %zu %% of what a digit needs\n", columns, rows, shares[DIGITS / 2]);
    expect_that(terminal, shares[DIGITS / 2] <= MOST_OVER_NEED);
}

static void filtering_is_cheap(void **state)
{
    expect_filtering_to_be_cheap(*state, 24, 80);
}

static void filtering_in_a_large_window_is_cheap(void **state)
{
    expect_filtering_to_be_cheap(*state, 50, 200);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(moving_is_cheap),
        TEST(moving_in_a_large_window_is_cheap),
        TEST(filtering_is_cheap),
        TEST(filtering_in_a_large_window_is_cheap),
    };
    return cmocka_run_group_tests_name("bytes", tests, NULL, NULL);
}
