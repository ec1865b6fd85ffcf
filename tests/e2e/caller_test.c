/* All calls of one caller over all agents: what they are to each other, back to where one came from, and what
 * is said where calls may be missing or cannot be told apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"

#define CALLER "+45 76 31 85 21"

enum { REST = 50 /* ms */ };

/* Filters and waits for what is found. */
static void filter(struct terminal *terminal, const char *text, const char *hits)
{
    terminal_keys(terminal, "/ C-u");
    terminal_type(terminal, text);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, hits);
}

static bool says_both(struct terminal *terminal, void *context)
{
    const char *const *texts = context;
    struct position at;
    return screen_find(terminal_screen(terminal), texts[0], &at) &&
           screen_find_in_row(terminal_screen(terminal), at.row, texts[1], NULL);
}

/* Both in one row. */
static void expect_both(struct terminal *terminal, const char *one, const char *other)
{
    const char *texts[] = {one, other};
    expect_until(terminal, says_both, texts);
}

static void a_caller_is_followed_over_all_agents(void **state)
{
    struct terminal *terminal = synced_open(*state, 50, 200);
    filter(terminal, "76318521 freja", "1 hit");
    terminal_keys(terminal, "c");
    expect_text(terminal, "Calls of " CALLER);
    expect_text(terminal, "9 recordings");
    expect_both(terminal, "2026-04-28 08:50:38", "48 d later");
    expect_both(terminal, "2026-02-02 11:17:38", "1 min later, transfer");
    expect_both(terminal, "2026-02-02 11:17:38", "Karen Kowalska");
    expect_both(terminal, "2026-02-02 11:17:38", "Borgerservice");
    expect_both(terminal, "2021-08-19", "first known");
    expect_text(terminal, "5 of 5 agents complete");
    struct position at;
    int row = screen_cursor(terminal_screen(terminal)).row; /* still on Freja's part of it */
    expect_that(terminal, screen_find_in_row(terminal_screen(terminal), row, "Freja Gram", &at));
    terminal_keys(terminal, "k");
    expect_text(terminal, "likely a transfer");
    terminal_keys(terminal, "c");
    expect_text(terminal, "the calls of this caller already");
}

static void the_way_back_leads_to_the_same_place(void **state)
{
    static const char *const ways[] = {"q", "Esc", "Enter q q", "o j q", "/ 9 Esc q", "u u Esc"};
    struct terminal *terminal = synced_open(*state, 50, 200);
    filter(terminal, "7631", "10 hits");
    terminal_keys(terminal, "j j j");
    expect_text(terminal, "8 other calls");
    expect_text(terminal, "max 2"); /* of the timeline, which follows the list */
    expect_stable(terminal, REST, NULL, NULL);
    char *before = strdup(screen_text(terminal_screen(terminal)));
    struct position cursor = screen_cursor(terminal_screen(terminal));
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        terminal_keys(terminal, "c");
        expect_text(terminal, "Calls of");
        expect_text(terminal, "recordings");
        terminal_keys(terminal, ways[i]);
        expect_gone(terminal, "Calls of");
        expect_text(terminal, "/7631");
        expect_text(terminal, "8 other calls");
        expect_text(terminal, "max 2");
        expect_stable(terminal, 4 * REST, NULL, NULL);
        struct position now = screen_cursor(terminal_screen(terminal));
        expect_that(terminal, now.row == cursor.row && now.column == cursor.column);
        assert_string_equal(screen_text(terminal_screen(terminal)), before);
    }
    free(before);
}

/* In a window for one pane at a time, too: from the details back to them. */
static void small_windows_tell_it_with_letters(void **state)
{
    struct terminal *terminal = synced_open(*state, 10, 40);
    filter(terminal, "76318521", "9 hits");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Details");
    terminal_keys(terminal, "c");
    expect_text(terminal, "Calls of +45 76");
    expect_both(terminal, "2026-02-02", "T 1 min later");
    expect_both(terminal, "T 1 min later", "Karen");
    terminal_keys(terminal, "j j Enter");
    expect_text(terminal, "Details");
    terminal_keys(terminal, "G");
    expect_text(terminal, "transfer");
    terminal_keys(terminal, "q");
    expect_text(terminal, "Calls of");
    terminal_keys(terminal, "q");
    expect_text(terminal, "Details");
    terminal_resize(terminal, 24, 80);
    expect_text(terminal, "/76318521");
}

static void middling_windows_show_agents_and_queues(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 80);
    filter(terminal, "76318521", "9 hits");
    terminal_keys(terminal, "c");
    expect_both(terminal, "T 1 min later", "Karen");
    expect_both(terminal, "T 1 min later", "Borger");
    terminal_keys(terminal, "c");
    expect_text(terminal, "already");
}

static void a_filter_narrows_it(void **state)
{
    struct terminal *terminal = synced_open(*state, 50, 200);
    filter(terminal, "76318521", "9 hits");
    terminal_keys(terminal, "c");
    expect_text(terminal, "9 recordings");
    filter(terminal, "niels", "3 hits");
    expect_text(terminal, "Calls of " CALLER);
    expect_both(terminal, "2026-01-02", "21 d later");
    terminal_keys(terminal, "Esc");
    expect_text(terminal, "9 recordings");
    terminal_keys(terminal, "Esc");
    expect_text(terminal, "9 hits");
}

static void another_agent_ends_it(void **state)
{
    struct terminal *terminal = synced_open(*state, 50, 200);
    filter(terminal, "76318521", "9 hits");
    terminal_keys(terminal, "c");
    expect_text(terminal, "Calls of");
    terminal_keys(terminal, "h j");
    expect_gone(terminal, "Calls of");
    expect_text(terminal, "1 hit");
    expect_both(terminal, "Bodil Bæk", "/76318521");
    terminal_keys(terminal, "k l c");
    expect_text(terminal, "9 recordings");
    terminal_keys(terminal, "h Enter");
    expect_text(terminal, "9 hits");
}

static void callers_without_a_number_have_no_story(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 110);
    filter(terminal, "caller:anonymous", "139 hits");
    terminal_keys(terminal, "c");
    expect_text(terminal, "gives no number: such calls cannot be told apart");
    filter(terminal, "caller:none -caller:a", "43 hits");
    terminal_keys(terminal, "c");
    expect_text(terminal, "no caller: such calls cannot be told apart");
    expect_absent(terminal, "Calls of");
    filter(terminal, "nobody-is-called-so", "0 hits");
    terminal_keys(terminal, "c");
    expect_text(terminal, "no recording is selected");
}

static void agents_that_are_not_fetched_are_told_of(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    const char *const arguments[] = {"--agent", "103", NULL};
    struct terminal *terminal = fixture_open_with(fixture, 50, 200, arguments);
    expect_text(terminal, "725 recordings");
    filter(terminal, "76318521", "3 hits");
    terminal_keys(terminal, "c");
    expect_text(terminal, "3 recordings");
    expect_text(terminal, "1 of 5 agents complete");
    expect_text(terminal, "others may have more calls");
    terminal_keys(terminal, "q");
    expect_both(terminal, "Niels Poulsen", "/76318521");
    expect_gone(terminal, "of 5 agents");
}

#define test(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_caller_is_followed_over_all_agents),
        test(the_way_back_leads_to_the_same_place),
        test(small_windows_tell_it_with_letters),
        test(middling_windows_show_agents_and_queues),
        test(a_filter_narrows_it),
        test(another_agent_ends_it),
        test(callers_without_a_number_have_no_story),
        test(agents_that_are_not_fetched_are_told_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
