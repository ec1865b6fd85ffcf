/* Coming back: what is new since the last visit, what has not been heard yet, and the list as it was left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 2 --recordings 60 --seed 5 --until 2024-05-17"

enum { TITLE_ROW = 1, NO_MATCH = 1, MOST_TRIES = 20 };

static size_t count_listed(struct fixture *fixture, const char *filter)
{
    struct command *command =
        fixture_run(fixture, "list", "--offline", "--filter", filter, "--format", "jsonl");
    size_t count = 0;
    for (const char *at = command_output(command, NULL); (at = strchr(at, '\n')); at++)
        count++;
    assert_int_equal(command_status(command), count ? 0 : NO_MATCH);
    return count;
}

static void end(struct terminal *terminal)
{
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* The server has answered: from then on it is a visit. */
static struct terminal *visit(struct fixture *fixture)
{
    struct terminal *terminal = fixture_open(fixture, 30, 100);
    expect_text(terminal, "● live");
    expect_text(terminal, "2 of 2 agents complete");
    return terminal;
}

static void add_calls(struct fixture *fixture, int count)
{
    char *lines = calls_add(fixture->server, 101, count, 60);
    free(lines);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
}

static void what_came_since_the_last_visit_is_new(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_int_equal(count_listed(fixture, "is:new"), 60); /* nobody has been there */
    end(visit(fixture));
    assert_int_equal(workspace_mode(fixture->workspace, "state/tapedeck/visits"), 0600);
    assert_int_equal(count_listed(fixture, "is:new"), 0);
    add_calls(fixture, 3);
    assert_int_equal(count_listed(fixture, "is:new"), 3); /* and commands are no visits */
    assert_int_equal(count_listed(fixture, "-is:new"), 60);
    struct terminal *terminal = fixture_open_with(fixture, 24, 100, (const char *const[]){"--offline", NULL});
    expect_text(terminal, "63 recordings");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "is:n");
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, TITLE_ROW, "/is:new");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, TITLE_ROW, "3 hits");
    end(terminal);
    assert_int_equal(count_listed(fixture, "is:new"), 3); /* offline nothing that is new can be seen */
}

/* A session sees what was new when it began; the one that saw the latest counts afterwards. */
static void of_two_sessions_the_later_counts(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    end(visit(fixture));
    add_calls(fixture, 2);
    struct terminal *first = visit(fixture);
    terminal_keys(first, "/");
    terminal_type(first, "is:new");
    expect_in_row(first, TITLE_ROW, "2 hits");
    fixture->terminal = NULL; /* a second one beside it */
    for (int tries = 0; tries < MOST_TRIES && count_listed(fixture, "is:new") > 0; tries++)
        end(visit(fixture)); /* in the second in which a call ended it is still new afterwards */
    assert_int_equal(count_listed(fixture, "is:new"), 0);
    terminal_keys(first, "C-u");
    terminal_type(first, "is:new");
    expect_in_row(first, TITLE_ROW, "2 hits");
    workspace_write(fixture->workspace, "state/tapedeck/visits", "2126-01-01T00:00:00Z other@host\n", 0600);
    terminal_keys(first, "Enter");
    end(first);
    terminal_free(&first);
    char *visits = workspace_read(fixture->workspace, "state/tapedeck/visits");
    assert_non_null(strstr(visits, "2126-01-01T00:00:00Z other@host\n"));
    assert_non_null(strstr(visits, " greenbox@127.0.0.1"));
    free(visits);
}

static void what_was_played_is_heard(void **state)
{
    struct fixture *fixture = *state;
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TONES);
    hearing_add(fixture, 61, 7);
    hearing_add(fixture, 60, 7);
    struct terminal *terminal = hearing_open(fixture, 24, 100, "0:01:00");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "is:unheard");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, TITLE_ROW, "2 hits");
    expect_selected(terminal, "0:01:00");
    terminal_keys(terminal, "p");
    hearing_expect_position(terminal, 1);
    terminal_keys(terminal, "j p"); /* the other one: nothing of it is heard yet, but of this one */
    expect_in_row(terminal, TITLE_ROW, "1 hit");
    terminal_keys(terminal, "P");
    end(terminal);
    assert_int_equal(count_listed(fixture, "is:heard -call:0"), 2 - count_listed(fixture, "is:unheard"));
    assert_true(count_listed(fixture, "is:heard") >= 1);
}

static void the_selection_comes_back(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    struct terminal *terminal = visit(fixture);
    terminal_keys(terminal, "l /8 Enter");
    expect_text(terminal, "hits");
    terminal_keys(terminal, "o j j j j j j j");
    struct screen *screen = terminal_screen(terminal);
    expect_stable(terminal, 300, NULL, NULL);
    char *selected = copy_text(screen_row(screen, screen_cursor(screen).row));
    end(terminal);
    terminal_free(&fixture->terminal);
    add_calls(fixture, 3);
    terminal = fixture_open(fixture, 30, 100);
    expect_in_row(terminal, TITLE_ROW, "/8");
    expect_selected(terminal, selected);
    end(terminal);
    terminal = fixture_open_with(fixture, 30, 100, (const char *const[]){"--fresh", NULL});
    expect_in_row(terminal, TITLE_ROW, "63 recordings");
    expect_absent(terminal, "/8");
    free(selected);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(what_came_since_the_last_visit_is_new),
        WITH_FIXTURE(of_two_sessions_the_later_counts),
        WITH_FIXTURE(what_was_played_is_heard),
        WITH_FIXTURE(the_selection_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
