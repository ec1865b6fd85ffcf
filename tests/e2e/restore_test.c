/* The terminal is given back as it was, however the program ends. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

/* The screen is open, in the modes that have to be undone: otherwise nothing would be tested. */
static struct terminal *open_screen(struct fixture *fixture)
{
    if (!fixture->server)
        fixture_serve(fixture, "--sample");
    struct terminal *terminal = fixture_open(fixture, 24, 80);
    expect_text(terminal, "Claus Clausen");
    expect_that(terminal, screen_is_alternate(terminal_screen(terminal)));
    expect_that(terminal, screen_has_paste(terminal_screen(terminal)));
    expect_that(terminal, screen_has_mouse(terminal_screen(terminal)));
    expect_that(terminal, !terminal_echoes(terminal) && !terminal_is_canonical(terminal));
    return terminal;
}

/* The line settings of a pseudo-terminal in which nothing has been changed. */
static struct termios untouched_settings(struct fixture *fixture)
{
    static const char *const arguments[] = {"true", NULL};
    const struct terminal_options options = {
        .arguments = arguments, .environment = environment_list(workspace_environment(fixture->workspace))};
    struct terminal *terminal = terminal_start(&options);
    expect_exit(terminal, 0);
    struct termios settings = terminal_settings(terminal);
    terminal_free(&terminal);
    return settings;
}

static void expect_given_back(struct fixture *fixture)
{
    struct terminal *terminal = fixture->terminal;
    struct screen *screen = terminal_screen(terminal);
    struct termios before = untouched_settings(fixture), after = terminal_settings(terminal);
    expect_that(terminal, !screen_is_alternate(screen));
    expect_that(terminal, screen_cursor_visible(screen));
    expect_that(terminal, !screen_has_mouse(screen));
    expect_that(terminal, !screen_has_paste(screen));
    expect_that(terminal, before.c_iflag == after.c_iflag && before.c_oflag == after.c_oflag);
    expect_that(terminal, before.c_cflag == after.c_cflag && before.c_lflag == after.c_lflag);
    expect_that(terminal, memcmp(before.c_cc, after.c_cc, sizeof before.c_cc) == 0);
    /* What is written now has no colour, and arrow keys send what a shell expects. */
    screen_feed(screen, "\r\nplain", strlen("\r\nplain"));
    struct position at;
    expect_that(terminal, screen_find(screen, "plain", &at));
    struct cell cell = screen_cell(screen, at.row, at.column);
    expect_that(terminal, cell.foreground.kind == COLOUR_DEFAULT && !cell.bold && !cell.reverse);
}

static void after_keys_that_quit(void **state)
{
    static const struct {
        const char *keys;
        int status;
    } ends[] = {{"Q", 0}, {"q", 0}, {"j Enter q q", 0}, {"C-c", 0}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        struct terminal *terminal = open_screen(*state);
        terminal_keys(terminal, ends[i].keys);
        expect_exit(terminal, ends[i].status);
        expect_given_back(*state);
    }
}

static void after_signals(void **state)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct terminal *terminal = open_screen(*state);
        terminal_signal(terminal, signals[i]);
        expect_exit(terminal, 128 + signals[i]);
        expect_given_back(*state);
    }
}

/* A sanitizer may report the crash and end the program with a status of its own. A wrapper that interprets
 * the program takes the signals of a wrong instruction for its own mistakes: there only an abort is tried. */
static void after_a_crash(void **state)
{
    static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS,  SIGFPE,  SIGILL,  SIGQUIT,
                                  SIGXCPU, SIGSYS,  SIGTRAP, SIGALRM, SIGPROF, SIGUSR1};
    size_t count = getenv("TAPEDECK_WRAPPER") ? 1 : sizeof signals / sizeof *signals;
    for (size_t i = 0; i < count; i++) {
        struct terminal *terminal = open_screen(*state);
        int status = 0;
        terminal_signal(terminal, signals[i]);
        expect_that(terminal, terminal_wait_exit(terminal, &status, TERMINAL_LIMIT));
        assert_int_not_equal(status, 0);
        expect_given_back(*state);
    }
}

/* While a filter is typed, help is open, or an answer does not end. */
static void in_the_middle_of_something(void **state)
{
    static const char *const keys[] = {"j Enter / 83", "?", "L", "R"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample --fault kind=stall&after=10&match=/recordings");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct terminal *terminal = open_screen(fixture);
        terminal_keys(terminal, keys[i]);
        expect_stable(terminal, 50, NULL, NULL);
        terminal_signal(terminal, SIGTERM);
        expect_exit(terminal, 128 + SIGTERM);
        expect_given_back(fixture);
    }
}

static bool is_canonical(struct terminal *terminal, void *context)
{
    (void)context;
    return terminal_is_canonical(terminal);
}

static void while_it_is_suspended(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = fixture_open_in_shell(fixture, 24, 80, "$TAPEDECK\r");
    expect_text(terminal, "Claus Clausen");
    terminal_keys(terminal, "C-z");
    expect_text(terminal, "Stopped");
    expect_given_back(fixture);
    terminal_type(terminal, "fg\r");
    expect_text(terminal, "Claus Clausen");
    expect_that(terminal, screen_is_alternate(terminal_screen(terminal)));
    expect_that(terminal, screen_has_paste(terminal_screen(terminal)));
    expect_that(terminal, screen_has_mouse(terminal_screen(terminal)));
    terminal_keys(terminal, "Q");
    expect_gone(terminal, "Claus Clausen");
    expect_until(terminal, is_canonical, NULL);
    terminal_type(terminal, "exit 5\r");
    expect_exit(terminal, 5);
    expect_given_back(fixture);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(after_keys_that_quit),       TEST(after_signals),         TEST(after_a_crash),
        TEST(in_the_middle_of_something), TEST(while_it_is_suspended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
