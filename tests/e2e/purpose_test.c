/* A purpose that the configuration wants: whatever leaves recordings somewhere says why, and the access log has it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/access.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

/* In the log's lines of that action, of which there are so many: what is done in one moment has no line when it begins. */
static void expect_purpose(struct fixture *fixture, const char *action, const char *purpose, size_t lines)
{
    char name[64], wanted[80];
    char *log = access_read(fixture, name);
    size_t found = 0;
    snprintf(wanted, sizeof wanted, "\"purpose\":\"%s\"", purpose);
    for (char *rest = log, *line; (line = strsep(&rest, "\n"));)
        found += strstr(line, action) && strstr(line, wanted);
    free(log);
    if (found != lines)
        fail_msg("%zu lines of %s with %s", found, action, wanted);
}

static void whoever_saves_says_why(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config", "[log]\npurpose = required\n", 0600);
    fixture_serve(fixture, ACCESS_HISTORY);
    struct command *command = fixture_run(fixture, "save", "--agent", "101", "--since", "2000-01-01");
    assert_int_equal(command_status(command), 2);
    assert_non_null(strstr(command_errors(command, NULL), "give --purpose TEXT"));
    assert_int_equal(command_status(fixture_run(fixture, "list", "-o", "all.csv", "--purpose", " ")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "audio", "47610")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "bundle", "case-12", "47610")), 2);
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "s");
    expect_in_row(terminal, 23, "why, for the access log");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, 23, "wants a purpose");
    terminal_keys(terminal, "s");
    terminal_type(terminal, "case 1");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "saved as ");
    terminal_keys(terminal, "e C-u");
    terminal_type(terminal, "case 2");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, 23, ">~/calls-");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "recordings as ");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_purpose(fixture, "\"save\"", "case 1", 2);
    expect_purpose(fixture, "\"export\"", "case 2", 2);
    command = fixture_run(fixture, "list", "--offline", "-o", workspace_path(fixture->workspace, "all.csv"),
                          "--purpose", "case 3");
    assert_int_equal(command_status(command), 0);
    expect_purpose(fixture, "\"list\"", "case 3", 2);
}

static void expect_refused(const struct command *command)
{
    assert_int_equal(command_status(command), 2);
    assert_string_equal(command_output(command, NULL), "");
    assert_non_null(strstr(command_errors(command, NULL), "give --purpose TEXT"));
}

/* Into a file or a pipe; on a terminal it is looked at. */
static void whatever_writes_recordings_says_why(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config", "[log]\npurpose = required\n", 0600);
    workspace_write(fixture->workspace, "state/tapedeck/views", "view all\n", 0600);
    fixture_serve(fixture, ACCESS_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_refused(fixture_run(fixture, "list", "--offline"));
    expect_refused(fixture_run(fixture, "list", "--offline", "--format", "jsonl"));
    expect_refused(fixture_run(fixture, "list", "--view", "all"));
    expect_refused(fixture_run(fixture, "held"));
    expect_refused(fixture_run(fixture, "notes", "export"));
    expect_refused(fixture_run(fixture, "peaks", "47610"));
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline", "--purpose", "case 1")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--view", "all", "--purpose", "case 2")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "held", "--purpose", "case 3")), 1);
    assert_int_equal(command_status(fixture_run(fixture, "notes", "export", "--purpose", "case 4")), 1);
    expect_purpose(fixture, "\"list\"", "case 1", 2);
    expect_purpose(fixture, "\"list\"", "case 2", 2);
    expect_purpose(fixture, "\"list\"", "case 3", 2);
    expect_purpose(fixture, "\"export\"", "case 4", 2);
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 120, (const char *const[]){"list", "--offline", "--limit", "3", NULL});
    expect_text(terminal, "CALLER");
    expect_exit(terminal, 0);
}

#define test(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(whoever_saves_says_why),
        test(whatever_writes_recordings_says_why),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
