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

/* Milliseconds between two keys, in each of which the line takes a byte: of a burst, of a key that is held, of a hand. A
 * large page is more than three seconds of such a line, since its cells are: there the row of the cursor, and then most of
 * the others, are early. ON_ITS_WAY is what may be when the window changes. */
enum { BURST = 25, HELD = 33, TYPING = 300 };
enum { KEYS = 200, PAUSE = 25 /* ms */, MOST_BYTES = 3000, MOST_OVER_NEED = 102, QUIET = 400 };
enum { ON_ITS_WAY = 700, LINES_DOWN = 3, BYTES_TO_CURSOR = 250, STEPS = 1000 };

/* What was shown after so many bytes. */
struct step {
    size_t bytes;
    char *text;
};

static size_t bytes_sent(struct terminal *terminal)
{
    size_t length = 0;
    screen_raw(terminal_screen(terminal), &length);
    return length;
}

static size_t take_slowly(struct terminal *terminal, int pause)
{
    poll(NULL, 0, pause);
    return terminal_take(terminal, (size_t)pause);
}

static void type_faster_than_the_line(struct terminal *terminal, const char *keys, int times, int pause)
{
    for (int i = 0; i < times; i++) {
        terminal_keys(terminal, keys);
        take_slowly(terminal, pause);
    }
}

/* Until nothing more comes: the steps to there, of which the last one is what is shown then. Returns how many. */
static int settle_slowly(struct terminal *terminal, struct step steps[STEPS])
{
    size_t start = bytes_sent(terminal);
    int count = 0;
    for (int quiet = 0; quiet < QUIET; quiet += PAUSE)
        if (take_slowly(terminal, PAUSE) > 0) {
            expect_that(terminal, count < STEPS);
            steps[count++] = (struct step){bytes_sent(terminal) - start,
                                           copy_text(screen_text(terminal_screen(terminal)))};
            quiet = 0;
        }
    expect_that(terminal, count > 0);
    return count;
}

static void free_steps(struct step *steps, int count)
{
    for (int i = 0; i < count; i++)
        free(steps[i].text);
}

static const char *next_row(const char *text)
{
    const char *end = strchr(text, '\n');
    return end == NULL ? text + strlen(text) : end + 1;
}

static bool is_row_same(const char *text, const char *other)
{
    size_t length = strcspn(text, "\n");
    return strcspn(other, "\n") == length && memcmp(text, other, length) == 0;
}

/* The bytes after which so many rows were as they are in the end, the row `needed` (-1: any) among them. */
static size_t bytes_to(const struct step *steps, int count, int rows, int needed)
{
    for (int i = 0; i < count; i++) {
        const char *now = steps[i].text, *last = steps[count - 1].text;
        int same = 0;
        bool has_needed = needed < 0;
        for (int row = 0; *last != '\0'; row++, now = next_row(now), last = next_row(last)) {
            bool is_same = is_row_same(now, last);
            same += is_same;
            has_needed = has_needed || (is_same && row == needed);
        }
        if (same >= rows && has_needed)
            return steps[i].bytes;
    }
    return SIZE_MAX;
}

/* What is on the screen is what drawing everything anew shows. Returns the bytes of that. */
static size_t expect_up_to_date(struct terminal *terminal)
{
    char *shown = copy_text(screen_text(terminal_screen(terminal)));
    screen_forget_raw(terminal_screen(terminal));
    terminal_keys(terminal, "C-l");
    expect_stable(terminal, QUIET, NULL, NULL);
    expect_that(terminal, bytes_sent(terminal) > 0);
    expect_that(terminal, strcmp(shown, screen_text(terminal_screen(terminal))) == 0);
    free(shown);
    return bytes_sent(terminal);
}

/* The bytes that come after the last key: what is left of what was under way, and the last frame. The row of the
 * cursor comes in time, and most rows do within `most` bytes. */
static size_t settle_in_time(struct terminal *terminal, size_t most)
{
    static struct step steps[STEPS];
    struct screen *screen = terminal_screen(terminal);
    int count = settle_slowly(terminal, steps), rows = screen_rows(screen);
    size_t all = steps[count - 1].bytes, to_most = bytes_to(steps, count, rows * 3 / 5, -1),
           to_cursor = bytes_to(steps, count, 0, screen_cursor(screen).row);
    free_steps(steps, count);
    print_message("# %d x %d: %zu bytes after the last key, %zu to the row of the cursor, %zu to most\n",
                  screen_columns(screen), rows, all, to_cursor, to_most);
    expect_that(terminal, to_cursor <= BYTES_TO_CURSOR);
    expect_that(terminal, to_most <= most);
    return all;
}

/* A line that is known to be slow: a page has been turned on it. The first key goes to the end of the page. */
static void turn_slowly(struct terminal *terminal)
{
    static struct step steps[STEPS];
    terminal_keys(terminal, "PgDn PgDn");
    free_steps(steps, settle_slowly(terminal, steps));
}

static void old_frames_are_not_sent(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 80);
    expect_stable(terminal, QUIET, NULL, NULL);
    turn_slowly(terminal);
    type_faster_than_the_line(terminal, "j", KEYS, BURST);
    expect_that(terminal, settle_in_time(terminal, MOST_BYTES) <= MOST_BYTES);
    type_faster_than_the_line(terminal, "j", KEYS, HELD);
    expect_that(terminal, settle_in_time(terminal, MOST_BYTES) <= MOST_BYTES);
    expect_up_to_date(terminal);
}

static void one_large_frame_is_the_most(void **state)
{
    static const struct {
        const char *key;
        int times, pause;
    } held[] = {{"j", KEYS, BURST}, {"PgDn", KEYS / 4, BURST}, {"j", KEYS * 7 / 8, HELD}};
    struct terminal *terminal = synced_open(*state, 50, 200);
    expect_stable(terminal, QUIET, NULL, NULL);
    turn_slowly(terminal);
    for (size_t i = 0; i < sizeof held / sizeof *held; i++) {
        type_faster_than_the_line(terminal, held[i].key, held[i].times, held[i].pause);
        struct cell *before = cells_of(terminal_screen(terminal));
        size_t all = settle_in_time(terminal, MOST_BYTES);
        size_t needed = bytes_needed(terminal_screen(terminal), before);
        free(before);
        print_message("#   needed are %zu\n", needed);
        expect_that(terminal, all <= needed * MOST_OVER_NEED / 100);
    }
    expect_up_to_date(terminal);
}

/* A line down at the end of a page moves all of the list by a row, most of which is in the window alone. */
static void what_only_moves_up_is_not_sent_again(void **state)
{
    struct terminal *terminal = synced_open(*state, 50, 200);
    expect_stable(terminal, QUIET, NULL, NULL);
    turn_slowly(terminal);
    for (int i = 0; i < LINES_DOWN; i++) {
        struct cell *before = cells_of(terminal_screen(terminal));
        terminal_keys(terminal, "j");
        size_t all = settle_in_time(terminal, MOST_BYTES);
        size_t needed = bytes_needed(terminal_screen(terminal), before);
        free(before);
        print_message("#   without moving them %zu were needed\n", needed);
        expect_that(terminal, all <= needed / 2);
    }
    expect_up_to_date(terminal);
}

/* All of the list changes with each of them. */
static void what_is_typed_is_seen_early(void **state)
{
    static const char *const keys[] = {"/", "7", "6", "3"};
    struct terminal *terminal = synced_open(*state, 50, 200);
    expect_stable(terminal, QUIET, NULL, NULL);
    turn_slowly(terminal);
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        terminal_keys(terminal, keys[i]);
        for (int time = 0; time < TYPING; time += PAUSE)
            take_slowly(terminal, PAUSE);
    }
    settle_in_time(terminal, MOST_BYTES);
    expect_in_row(terminal, 49, "763");
}

/* Not once for its margins and once more; and its cursor first. */
static void a_window_that_changes_is_drawn_once(void **state)
{
    struct terminal *terminal = synced_open(*state, 50, 200);
    expect_stable(terminal, QUIET, NULL, NULL);
    turn_slowly(terminal);
    terminal_resize(terminal, 48, 192);
    size_t all = settle_in_time(terminal, SIZE_MAX);
    expect_that(terminal, all <= expect_up_to_date(terminal) * MOST_OVER_NEED / 100 + ON_ITS_WAY);
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
        TEST(one_large_frame_is_the_most),
        TEST(what_only_moves_up_is_not_sent_again),
        TEST(what_is_typed_is_seen_early),
        TEST(a_window_that_changes_is_drawn_once),
        TEST(nothing_new_sends_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
