/* Searches under names: saved in the filter, listed, opened, renamed, deleted, and asked for by commands. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"
#include "tests/e2e/tapedeck.h"

enum { TITLE_ROW = 1, PROMPT_ROW = 23, USAGE = 2, SEARCHES = 20 };

static void save_as(struct terminal *terminal, const char *filter, const char *name)
{
    terminal_keys(terminal, "/ C-u");
    terminal_type(terminal, filter);
    expect_in_row(terminal, TITLE_ROW, filter);
    terminal_keys(terminal, "C-s");
    expect_in_row(terminal, PROMPT_ROW, "a name for this search");
    terminal_type(terminal, name);
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, PROMPT_ROW, name);
}

static size_t count_lines(struct command *command)
{
    size_t count = 0;
    assert_int_equal(command_status(command), 0);
    for (const char *at = command_output(command, NULL); (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

static void a_search_is_saved_and_opened(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = synced_open(fixture, 24, 100);
    save_as(terminal, "76318521", "Mrs. Holm");
    expect_in_row(terminal, PROMPT_ROW, "saved; v lists the searches: Mrs. Holm");
    terminal_keys(terminal, "o");
    save_as(terminal, "longer:10m", "long calls");
    assert_int_equal(workspace_mode(fixture->workspace, "state/tapedeck/views"), 0600);
    terminal_keys(terminal, "o Esc Esc v");
    expect_in_row(terminal, TITLE_ROW, "Saved searches");
    expect_text(terminal, "longer:10m (oldest first)");
    expect_selected(terminal, "Mrs. Holm");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, TITLE_ROW, "/76318521");
    expect_in_row(terminal, TITLE_ROW, "9 hits");
    terminal_keys(terminal, "c v j Enter"); /* from any list, into the first one */
    expect_in_row(terminal, TITLE_ROW, "All agents · /longer:10m · oldest first");
    terminal_keys(terminal, "v q");
    expect_in_row(terminal, TITLE_ROW, "/longer:10m");
}

static void a_search_is_renamed_and_deleted(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = synced_open(fixture, 24, 100);
    save_as(terminal, "76318521", "first");
    save_as(terminal, "8312", "second");
    save_as(terminal, "99", "first");
    expect_in_row(terminal, PROMPT_ROW, "A search of that name is there: first");
    terminal_keys(terminal, "n v");
    expect_text(terminal, "76318521");
    terminal_keys(terminal, "E");
    expect_in_row(terminal, PROMPT_ROW, "=first");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "second");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, PROMPT_ROW, "another search is called so");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "third");
    terminal_keys(terminal, "Enter Del"); /* ahead of what the list shows */
    expect_in_row(terminal, PROMPT_ROW, "Delete the search third? No recording goes with it. y/n");
    terminal_keys(terminal, "n");
    expect_selected(terminal, "third");
    terminal_keys(terminal, "X y");
    expect_selected(terminal, "second");
    terminal_keys(terminal, "X y");
    expect_text(terminal, "none is saved: Ctrl-S in the filter");
    terminal_keys(terminal, "X Enter q E");
    expect_in_row(terminal, PROMPT_ROW, "no saved search is selected");
}

static void a_filter_that_is_wrong_is_not_saved(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = synced_open(fixture, 24, 100);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "mark:perhaps");
    terminal_keys(terminal, "C-s");
    expect_in_row(terminal, PROMPT_ROW, "yes or no");
    terminal_keys(terminal, "Esc / C-s"); /* nothing is typed: the whole list */
    expect_in_row(terminal, PROMPT_ROW, "a name for this search");
    terminal_keys(terminal, "Space Enter");
    expect_in_row(terminal, PROMPT_ROW, "at least one letter");
    terminal_keys(terminal, "Esc");
    assert_false(workspace_exists(fixture->workspace, "state/tapedeck/views"));
}

static void commands_take_a_search(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = synced_open(fixture, 24, 100);
    terminal_keys(terminal, "h j Enter"); /* one agent, the oldest of its calls first */
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "o");
    save_as(terminal, "longer:5m", "long calls");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    size_t count =
        count_lines(fixture_run(fixture, "list", "--offline", "--view", "long calls", "--format", "jsonl"));
    size_t less = count_lines(fixture_run(fixture, "list", "--offline", "--view", "long calls", "--filter",
                                          "longer:8m", "--format", "jsonl"));
    size_t more =
        count_lines(fixture_run(fixture, "list", "--offline", "--filter", "longer:5m", "--format", "jsonl"));
    assert_true(0 < less && less < count && count < more);
    assert_int_equal(count_lines(fixture_run(fixture, "stats", "--offline", "--view", "long calls", "--by",
                                             "agent", "--format", "jsonl")),
                     1);
    struct command *command = fixture_run(fixture, "list", "--offline", "--view", "long call");
    assert_int_equal(command_status(command), USAGE);
    assert_non_null(strstr(command_errors(command, NULL), "there is no saved search 'long call'"));
    assert_non_null(strstr(command_errors(command, NULL), "did you mean long calls?"));
    terminal =
        fixture_open_with(fixture, 24, 100, (const char *const[]){"--offline", "--view", "long calls", NULL});
    expect_in_row(terminal, TITLE_ROW, "/longer:5m · oldest first");
    expect_in_row(terminal, TITLE_ROW, "hits");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), 0);
    assert_non_null(strstr(command_errors(fixture->command, NULL), "saved searches, of all accounts"));
    assert_false(workspace_exists(fixture->workspace, "state/tapedeck/views"));
}

/* More searches than rows, the last one selected: when the window grows those above come back. */
static void the_screen_is_filled_when_it_grows(void **state)
{
    struct fixture *fixture = *state;
    struct buffer lines = {NULL, 0, 0};
    for (int i = 1; i <= SEARCHES; i++)
        buffer_format(&lines, "view search %02d\norder newest\n", i);
    workspace_write(fixture->workspace, "state/tapedeck/views", lines.data, 0600);
    buffer_clear(&lines);
    struct terminal *terminal = synced_open(fixture, 10, 80);
    terminal_keys(terminal, "v G");
    expect_selected(terminal, "search 20");
    expect_absent(terminal, "search 10");
    terminal_resize(terminal, 24, 80);
    expect_text(terminal, "search 01");
    expect_selected(terminal, "search 20");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_search_is_saved_and_opened),        WITH_FIXTURE(a_search_is_renamed_and_deleted),
        WITH_FIXTURE(a_filter_that_is_wrong_is_not_saved), WITH_FIXTURE(commands_take_a_search),
        WITH_FIXTURE(the_screen_is_filled_when_it_grows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
