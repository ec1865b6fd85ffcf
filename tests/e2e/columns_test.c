/* The columns of the list as somebody chooses them: in the configuration, and by a key. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 3 --recordings 300 --seed 5 --until 2026-05-04"

enum { HEADER = 2 };

/* Whether the words stand in the row of the headers in this order, and `absent` does not. */
static void expect_headers(struct terminal *terminal, const char *const words[3], const char *absent)
{
    struct position at = {0}, before = {.column = -1};
    for (size_t i = 0; i < 3 && words[i] != NULL; i++, before = at) {
        expect_in_row(terminal, HEADER, words[i]);
        expect_that(terminal, screen_find_in_row(terminal_screen(terminal), HEADER, words[i], &at));
        expect_that(terminal, at.column > before.column);
    }
    expect_that(terminal, !screen_find_in_row(terminal_screen(terminal), HEADER, absent, &at));
}

static void the_configuration_chooses_them(void **state)
{
    static const char *const words[] = {"Queue", "Caller", "Start"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "config/tapedeck/config",
                    "[screen]\ncolumns = queue, caller, start\n", 0600);
    struct terminal *terminal = fixture_open(fixture, 30, 120);
    expect_text(terminal, "3 of 3 agents complete");
    expect_headers(terminal, words, "Length");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void a_key_chooses_them(void **state)
{
    static const char *const words[] = {"Caller", "Length", NULL}, *const usual[] = {"Start", "Length",
                                                                                     "Caller"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, 30, 120);
    expect_text(terminal, "3 of 3 agents complete");
    expect_headers(terminal, usual, "Gap");
    terminal_keys(terminal, "C");
    expect_text(terminal, "start, length, caller, agent, queue, type");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "cal");
    terminal_keys(terminal, "Tab");
    terminal_type(terminal, " what");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "give some of start, length");
    terminal_keys(terminal, "C-w");
    terminal_type(terminal, "l");
    terminal_keys(terminal, "Tab Enter");
    expect_text(terminal, "columns = caller, length");
    expect_headers(terminal, words, "Start");
    terminal_keys(terminal, "j C C-u Enter"); /* back to those of the configuration */
    expect_text(terminal, "columns = start, length, caller, agent, queue, type");
    expect_headers(terminal, usual, "Gap");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void a_column_that_is_none_is_told_with_its_line(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\ncolumns = start, caler\n", 0600);
    const struct command *command = fixture_run(fixture, "agents");
    assert_int_equal(command_status(command), 2);
    assert_non_null(strstr(command_errors(command, NULL), ":2"));
    assert_non_null(strstr(command_errors(command, NULL), "columns is some of start, length"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_configuration_chooses_them, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_key_chooses_them, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_column_that_is_none_is_told_with_its_line, fixture_setup,
                                        fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
