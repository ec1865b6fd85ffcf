/* The screen as a supervisor meets it: first view, paging, search, details, sizes, suspension. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 5 --recordings 6000 --agent-recordings 103=2000 --seed 7 --until 2026-05-04"

static struct terminal *open_agent(struct fixture *fixture, int rows, int columns)
{
    struct terminal *terminal = fixture_open(fixture, rows, columns);
    expect_text(terminal, "1 of 1 agent complete");
    terminal_keys(terminal, "j Enter");
    expect_text(terminal, "complete as of");
    return terminal;
}

static void shows_the_sample(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = open_agent(fixture, 30, 120);
    expect_text(terminal, "2 recordings");
    expect_text(terminal, "0:00:03");
    expect_text(terminal, "0:00:07");
    expect_text(terminal, "+4583123456");
    expect_text(terminal, "+02:00");
}

static void pages_and_quits(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, 24, 80);
    expect_text(terminal, "of 5 agents complete");
    terminal_keys(terminal, "j j Enter");
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "PgDn PgDn G");
    expect_stable(terminal, 50, NULL, NULL);
    terminal_keys(terminal, "g");
    expect_stable(terminal, 50, NULL, NULL);
    terminal_keys(terminal, "q q q");
    expect_exit(terminal, 0);
    assert_true(terminal_echoes(terminal));
    assert_true(terminal_is_canonical(terminal));
}

static void finds_a_caller(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = open_agent(fixture, 24, 80);
    terminal_keys(terminal, "/ 8312");
    expect_text(terminal, "2 hits");
    terminal_keys(terminal, "9");
    expect_text(terminal, "0 hits");
    terminal_keys(terminal, "Esc");
    expect_text(terminal, "2 recordings");
}

static void flows_again_when_resized(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = open_agent(fixture, 24, 80);
    terminal_resize(terminal, 10, 40);
    expect_text(terminal, "0:00:03");
    terminal_resize(terminal, 5, 20);
    expect_text(terminal, "small");
    terminal_resize(terminal, 50, 200);
    expect_text(terminal, "27a4f95f");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* The bottom margin that was set last; 0 if none was. */
static int bottom_margin(struct terminal *terminal)
{
    size_t length;
    static const char begin[] = "\033[1;";
    int margin = 0;
    const char *raw = screen_raw(terminal_screen(terminal), &length);
    for (const char *at = raw;
         (at = memmem(at, (size_t)(raw + length - at), begin, strlen(begin))) != NULL;) {
        char *end;
        at += strlen(begin);
        long bottom = strtol(at, &end, 10);
        if (end > at && *end == 'r')
            margin = (int)bottom;
    }
    return margin;
}

static bool has_margin(struct terminal *terminal, void *context)
{
    return bottom_margin(terminal) == *(int *)context;
}

/* Many terminals delete characters between the margins only. */
static void margins_are_those_of_the_window(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = fixture_open_in_shell(fixture, 40, 100, "$TAPEDECK\r");
    expect_text(terminal, "1 of 1 agent complete");
    expect_until(terminal, has_margin, &(int){40});
    terminal_resize(terminal, 30, 100);
    expect_until(terminal, has_margin, &(int){30});
    expect_text(terminal, "1 of 1 agent complete");
    terminal_keys(terminal, "C-z");
    expect_text(terminal, "Stopped");
    terminal_type(terminal, "fg\r");
    expect_text(terminal, "1 of 1 agent complete");
    expect_until(terminal, has_margin, &(int){30});
}

/* A script that has started it stops with it: else nothing would give the terminal back to the shell. */
static void suspends_and_resumes(void **state)
{
    static const char *const lines[] = {"$TAPEDECK\r", "sh -c '$TAPEDECK; echo ended'\r"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct terminal *terminal = fixture_open_in_shell(fixture, 24, 80, lines[i]);
        expect_text(terminal, "Claus Clausen");
        terminal_keys(terminal, "j Enter");
        expect_text(terminal, "0:00:03");
        terminal_keys(terminal, "C-z");
        expect_text(terminal, "Stopped");
        assert_true(terminal_echoes(terminal));
        terminal_type(terminal, "fg\r");
        expect_text(terminal, "0:00:03");
        assert_false(terminal_echoes(terminal));
    }
}

/* Where nobody could wake it, it stays: the terminal would be lost. */
static void is_never_stopped_for_ever(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = open_agent(fixture, 24, 80);
    terminal_keys(terminal, "C-z");
    expect_text(terminal, "not suspended");
    terminal_signal(terminal, SIGTSTP);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "▸ Details");
    terminal = fixture_open_in_shell(fixture, 24, 100, "exec $TAPEDECK\r");
    expect_text(terminal, "Claus Clausen");
    terminal_keys(terminal, "C-z");
    expect_text(terminal, "not suspended");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shows_the_sample, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(pages_and_quits, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(finds_a_caller, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(flows_again_when_resized, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(margins_are_those_of_the_window, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(suspends_and_resumes, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(is_never_stopped_for_ever, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
