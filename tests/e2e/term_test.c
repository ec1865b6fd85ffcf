/* A type of terminal that terminfo does not know is shown as one that most resemble, and quoted; one that
 * cannot show a screen is refused by its name. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define KEEP "\033[22;2t"
#define GIVE_BACK "\033[23;2t"

enum { USAGE = 2, ROWS = 24, COLUMNS = 100 };

static struct terminal *open_with(struct fixture *fixture, const char *type)
{
    environment_set(workspace_environment(fixture->workspace), "TERM", type);
    return fixture_open(fixture, ROWS, COLUMNS);
}

static void an_unknown_type_is_quoted(void **state)
{
    static const char *const types[] = {"xterm-of-tomorrow", ""};
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct terminal *terminal = open_with(fixture, types[i]);
        expect_text(terminal, "Claus Clausen");
        terminal_keys(terminal, "L");
        expect_text(terminal, *types[i] ? "TERM is 'xterm-of-tomorrow'" : "TERM is ''");
        expect_text(terminal, "the screen is that of xterm-256color");
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
}

static void one_that_shows_no_screen_is_refused(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = open_with(fixture, "dumb");
    expect_text(terminal, "'dumb', cannot show a screen");
    expect_exit(terminal, USAGE);
}

static bool has_title(struct terminal *terminal, void *context)
{
    return strcmp(screen_title(terminal_screen(terminal)), context) == 0;
}

static void expect_title(struct terminal *terminal, const char *title)
{
    char *copy = strdup(title);
    bool named = terminal_wait_until(terminal, has_title, copy, TERMINAL_LIMIT);
    free(copy);
    expect_that(terminal, named);
}

/* What was there is kept by the terminal and asked back once. */
static void the_window_is_named(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = open_with(fixture, "xterm-256color");
    expect_title(terminal, "tapedeck · All agents");
    expect_text(terminal, "● Claus Clausen");
    terminal_keys(terminal, "h j Enter");
    expect_title(terminal, "tapedeck · Claus Clausen");
    terminal_keys(terminal, "/83");
    expect_text(terminal, "2 hits");
    expect_title(terminal, "tapedeck · Claus Clausen");
    terminal_keys(terminal, "12 Enter");
    expect_title(terminal, "tapedeck · Claus Clausen · /8312");
    expect_that(terminal, screen_raw_contains(terminal_screen(terminal), KEEP, strlen(KEEP)));
    expect_never_sent(terminal, GIVE_BACK);
    screen_forget_raw(terminal_screen(terminal));
    terminal_signal(terminal, SIGSEGV);
    int status = 0;
    expect_that(terminal, terminal_wait_exit(terminal, &status, TERMINAL_LIMIT));
    expect_that(terminal, screen_raw_contains(terminal_screen(terminal), GIVE_BACK, strlen(GIVE_BACK)));
    terminal = open_with(fixture, "xterm-256color");
    expect_title(terminal, "tapedeck · All agents");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_that(terminal, screen_raw_contains(terminal_screen(terminal), GIVE_BACK, strlen(GIVE_BACK)));
}

/* Bytes of UTF-8 are controls to a terminal that does not expect it. */
static void the_name_fits_the_terminal(void **state)
{
    static const char *const plain[] = {"vt100", "linux"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        struct terminal *terminal = open_with(fixture, plain[i]);
        expect_text(terminal, "Claus Clausen");
        expect_never_sent(terminal, "\033]2;");
        expect_never_sent(terminal, KEEP);
    }
    environment_set(workspace_environment(fixture->workspace), "LC_ALL", "C");
    struct terminal *terminal = open_with(fixture, "xterm-256color");
    expect_title(terminal, "tapedeck - All agents");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_type_is_quoted),
        TEST(the_window_is_named),
        TEST(the_name_fits_the_terminal),
        TEST(one_that_shows_no_screen_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
