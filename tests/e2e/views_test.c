/* What is opened on top of the list, and the way back: in any order, in any window, whatever happens below. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"

enum { TITLE_ROW = 1, TOP_ROW, PROMPT_ROW = 23 };

static void each_goes_back_to_the_one_below(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 80);
    expect_selected(terminal, "2026-05-03");
    terminal_keys(terminal, "c");
    expect_in_row(terminal, TITLE_ROW, "Calls of");
    terminal_keys(terminal, "? PgDn");
    expect_in_row(terminal, TITLE_ROW, "21–");
    terminal_keys(terminal, "L");
    expect_in_row(terminal, TITLE_ROW, "Messages");
    terminal_keys(terminal, "q"); /* where one was in it */
    expect_in_row(terminal, TITLE_ROW, "21–");
    terminal_keys(terminal, "L ?"); /* the help again: both are closed */
    expect_in_row(terminal, TITLE_ROW, "Calls of");
    terminal_keys(terminal, "q");
    expect_in_row(terminal, TITLE_ROW, "▸ All agents");
    terminal_keys(terminal, "? L Esc Esc Esc Esc Esc Esc Esc");
    expect_in_row(terminal, TITLE_ROW, "▸ Agents");
    terminal_keys(terminal, "q");
    expect_exit(terminal, 0);
}

/* As "81–100 of 101" in the title: one line is left below. */
static bool is_one_line_up(struct terminal *terminal, void *context)
{
    (void)context;
    const char *dash = strstr(screen_row(terminal_screen(terminal), TITLE_ROW), "–");
    char *end = NULL;
    unsigned long last = dash == NULL ? 0 : strtoul(dash + strlen("–"), &end, 10);
    return last > 0 && strncmp(end, " of ", 4) == 0 && strtoul(end + 4, NULL, 10) == last + 1;
}

/* Before it has been drawn a first time, or at its end. */
static void a_sheet_is_scrolled_in_haste(void **state)
{
    struct terminal *terminal = synced_open(*state, 10, 40);
    terminal_keys(terminal, "? G k");
    expect_until(terminal, is_one_line_up, NULL);
    terminal_keys(terminal, "G j k k j");
    expect_until(terminal, is_one_line_up, NULL);
}

static void expect_found(struct terminal *terminal, const char *text)
{
    expect_in_row(terminal, TOP_ROW, text);
    expect_that(terminal, screen_cell(terminal_screen(terminal), TOP_ROW, 2).reverse);
}

/* In its own word for that, from where one is, around; whatever the case and the marks of what is typed. */
static void a_line_of_the_help_is_found(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 80);
    terminal_keys(terminal, "?");
    expect_in_row(terminal, PROMPT_ROW, "/ find");
    terminal_keys(terminal, "n");
    expect_in_row(terminal, PROMPT_ROW, "no text has been looked for here yet");
    terminal_keys(terminal, "/");
    expect_in_row(terminal, PROMPT_ROW, "a text that a line here has");
    terminal_keys(terminal, "SILENCE Enter");
    expect_found(terminal, "to the next sound, after a silence");
    terminal_keys(terminal, "n");
    expect_found(terminal, "skip silences, or not");
    terminal_keys(terminal, "N");
    expect_found(terminal, "to the next sound, after a silence");
    terminal_keys(terminal, "N");
    expect_in_row(terminal, PROMPT_ROW, "no line further up has “SILENCE”; this is the last one");
    expect_found(terminal, "skip silences, or not");
    terminal_keys(terminal, "n");
    expect_in_row(terminal, PROMPT_ROW, "no line further down has “SILENCE”; this is the first one");
    expect_found(terminal, "to the next sound, after a silence");
    terminal_keys(terminal, "g / osc Enter n");
    expect_in_row(terminal, PROMPT_ROW, "no other line has “osc”");
    terminal_keys(terminal, "/ xyz Enter");
    expect_in_row(terminal, PROMPT_ROW, "/xyz  no line has “xyz”");
    terminal_keys(terminal, "C-u debut Enter");
    expect_found(terminal, "Home End              Pos1 and Ende on German keyboards, Début and");
    terminal_keys(terminal, "q ? n");
    expect_in_row(terminal, PROMPT_ROW, "no text has been looked for here yet");
}

/* Before it has been drawn, in a line that has no room in one, and near the end, where it is not at the top. */
static void a_line_is_found_in_haste_and_in_a_small_window(void **state)
{
    struct terminal *terminal = synced_open(*state, 10, 40);
    terminal_keys(terminal, "L / messages Enter ? / clipboard Enter");
    expect_in_row(terminal, TOP_ROW, "send the");
    expect_that(terminal, screen_cell(terminal_screen(terminal), TOP_ROW + 1, 2).reverse);
    terminal_keys(terminal, "G / so Space many Enter");
    expect_in_row(terminal, TOP_ROW + 1, "at least so");
    terminal_keys(terminal, "q");
    expect_found(terminal, "No messages so far.");
}

/* Whoever does not know the key of an action asks for it by its name, or the beginning of it. */
static void actions_go_by_name(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 100);
    expect_selected(terminal, "2026-05-03");
    terminal_keys(terminal, ":");
    expect_in_row(terminal, PROMPT_ROW, "an action by its name");
    terminal_type(terminal, "re");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, PROMPT_ROW, "several begin so, as ");
    terminal_type(terminal, "f");
    expect_in_row(terminal, PROMPT_ROW, "= fetch what is new or missing");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "day");
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, PROMPT_ROW, ":day-before");
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, PROMPT_ROW, ":day-after");
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, PROMPT_ROW, ":day-before");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "fly");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, PROMPT_ROW, "there is no such action; ? shows them all");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "calelr");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, PROMPT_ROW, "there is no such action; did you mean caller?");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "caller");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, TITLE_ROW, "Calls of");
    terminal_keys(terminal, ":");
    terminal_type(terminal, "order");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, TITLE_ROW, "oldest first");
    terminal_keys(terminal, ": Esc :");
    terminal_type(terminal, "quit");
    terminal_keys(terminal, "Enter");
    expect_exit(terminal, 0);
}

/* A timeline that is seen nearer is so when the list is back. */
static void the_timeline_below_stays_as_it_was(void **state)
{
    struct terminal *terminal = synced_open(*state, 40, 80);
    expect_selected(terminal, "2026-05-03");
    expect_text(terminal, "quarters");
    terminal_keys(terminal, "+");
    expect_text(terminal, "months ");
    terminal_keys(terminal, "c");
    expect_in_row(terminal, TITLE_ROW, "Calls of");
    expect_gone(terminal, "months ");
    terminal_keys(terminal, "q");
    expect_in_row(terminal, TITLE_ROW, "▸ All agents");
    expect_text(terminal, "months ");
    terminal_keys(terminal, "/ 7"); /* that of another list is whole */
    expect_gone(terminal, "months ");
}

/* Where there is no place for them beside the list the details cover it, as long as there is none. */
static void details_go_with_the_window(void **state)
{
    struct terminal *terminal = synced_open(*state, 10, 40);
    expect_selected(terminal, "2026-05-03");
    terminal_keys(terminal, "G Enter");
    expect_in_row(terminal, TITLE_ROW, "▸ Details");
    expect_absent(terminal, "3,000 recordings");
    terminal_resize(terminal, 24, 80);
    expect_text(terminal, "3,000 recordings");
    expect_text(terminal, "▸ Details");
    terminal_resize(terminal, 12, 60);
    expect_in_row(terminal, TITLE_ROW, "▸ Details");
    terminal_resize(terminal, 5, 20);
    expect_text(terminal, "too small");
    expect_text(terminal, "20×5: make it 40×10");
    terminal_resize(terminal, 12, 60);
    terminal_keys(terminal, "c ?");
    expect_in_row(terminal, TITLE_ROW, "Help");
    terminal_resize(terminal, 50, 200);
    terminal_keys(terminal, "Esc");
    expect_in_row(terminal, TITLE_ROW, "Calls of");
    terminal_keys(terminal, "Esc");
    expect_in_row(terminal, TITLE_ROW, "▸ Details");
    terminal_keys(terminal, "Esc");
    expect_in_row(terminal, TITLE_ROW, "▸ All agents");
    terminal_resize(terminal, 12, 60);
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, TITLE_ROW, "▸ Details");
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, TITLE_ROW, "▸ Agents");
}

/* The pane below the list has no room for all of them: they are opened in full, and walked from there. */
static void details_open_in_full(void **state)
{
    static const struct {
        int rows, columns;
        const char *keys;
    } sizes[] = {{24, 80, "Enter Enter"}, {10, 40, "Enter"}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct terminal *terminal = synced_open(*state, sizes[i].rows, sizes[i].columns);
        expect_selected(terminal, "2026-05-03");
        terminal_keys(terminal, sizes[i].keys);
        expect_in_row(terminal, TITLE_ROW, "▸ Details");
        expect_text(terminal, "2026-05-03");
        terminal_keys(terminal, "j");
        expect_text(terminal, "2026-05-01 14:02");
        terminal_keys(terminal, "PgDn PgDn PgDn");
        expect_text(terminal, "File");
        terminal_keys(terminal, "j");
        terminal_keys(terminal, "g");
        expect_text(terminal, "2026-05-01 09:38");
        terminal_keys(terminal, "k k");
        expect_text(terminal, "2026-05-03");
        terminal_keys(terminal, "Enter");
        expect_text(terminal, "3,000 recordings");
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
}

/* What is typed or pasted over the details narrows the list; over the help it is what is looked for there. */
static void a_filter_goes_to_the_list(void **state)
{
    struct terminal *terminal = synced_open(*state, 10, 40);
    expect_selected(terminal, "2026-05-03");
    terminal_keys(terminal, "Enter");
    terminal_paste(terminal, "76318521");
    expect_in_row(terminal, TITLE_ROW, "9 hits");
    terminal_keys(terminal, "Enter c / 2025 C-u ?");
    expect_text(terminal, "/?"); /* it is text there */
    terminal_keys(terminal, "Esc ?");
    expect_in_row(terminal, TITLE_ROW, "Help");
    terminal_paste(terminal, "7631");
    expect_in_row(terminal, 9, "/7631");
    terminal_keys(terminal, "Enter");
    expect_in_row(terminal, 9, "no line has");
    terminal_keys(terminal, "Esc q");
    expect_in_row(terminal, TITLE_ROW, "Calls of");
    terminal_keys(terminal, "q");
    expect_in_row(terminal, TITLE_ROW, "9 hits");
}

/* What is kept for the next start is the first list, whatever lies on it at the end. */
static void the_first_list_is_what_is_kept(void **state)
{
    static const char *const arguments[] = {"--offline", NULL};
    struct fixture *fixture = *state;
    struct terminal *terminal = synced_open(fixture, 24, 80);
    terminal_keys(terminal, "/76318521 Enter");
    expect_in_row(terminal, TITLE_ROW, "9 hits");
    terminal_keys(terminal, "c ?");
    expect_in_row(terminal, TITLE_ROW, "Help");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    terminal = fixture_open_with(fixture, 24, 80, arguments);
    expect_in_row(terminal, TITLE_ROW, "9 hits");
}

/* An agent known by another name only is listed while the calls of one of the callers are shown: they are the
 * same, and the way back leads to that one's list. */
static void the_agent_below_may_turn_out_to_be_another_one(void **state)
{
    char sync_id[100] = "", text[200];
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY " --fault kind=unlisted&agent=103");
    char *agents = server_control(fixture->server, "agents");
    assert_int_equal(sscanf(strstr(agents, "103 "), "%*s %*s %*s %*s %99s", sync_id), 1);
    free(agents);
    snprintf(text, sizeof text, "[agents]\nsyncId:%s = Ida\n[screen]\nrefresh = 1\n", sync_id);
    workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
    snprintf(text, sizeof text, "syncId:%s", sync_id);
    const char *const arguments[] = {"--agent", text, NULL};
    struct terminal *terminal = fixture_open_with(fixture, 24, 100, arguments);
    expect_text(terminal, "725 recordings");
    expect_in_row(terminal, TITLE_ROW, "▸ Ida");
    terminal_keys(terminal, "j c");
    expect_in_row(terminal, TITLE_ROW, "Calls of");
    server_tell(fixture->server, "clear-faults");
    terminal_keys(terminal, "r");
    expect_gone(terminal, "Ida");
    terminal_keys(terminal, "q");
    expect_in_row(terminal, TITLE_ROW, "▸ Niels Poulsen");
    expect_in_row(terminal, TITLE_ROW, "725 recordings");
}

#define test(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

/* Where there is nothing to go back to the key is said to quit, as it does. */
static void back_is_called_quit_where_it_quits(void **state)
{
    struct terminal *terminal = synced_open(*state, 24, 120);
    expect_in_row(terminal, 23, "q back");
    terminal_keys(terminal, "q");
    expect_in_row(terminal, 23, "q quit");
    terminal_keys(terminal, "L");
    expect_in_row(terminal, 23, "q back");
    terminal_keys(terminal, "q");
    expect_in_row(terminal, 23, "q quit");
    terminal_keys(terminal, "q");
    expect_exit(terminal, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(each_goes_back_to_the_one_below),
        test(a_sheet_is_scrolled_in_haste),
        test(a_line_of_the_help_is_found),
        test(a_line_is_found_in_haste_and_in_a_small_window),
        test(actions_go_by_name),
        test(the_timeline_below_stays_as_it_was),
        test(details_go_with_the_window),
        test(details_open_in_full),
        test(back_is_called_quit_where_it_quits),
        test(a_filter_goes_to_the_list),
        test(the_first_list_is_what_is_kept),
        test(the_agent_below_may_turn_out_to_be_another_one),
    };
    return cmocka_run_group_tests_name("views", tests, NULL, NULL);
}
