/* Lists that are sorted by length, caller, agent and queue: on the screen and by the command, of a whole history and of a
 * part of one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"
#include "tests/e2e/tapedeck.h"

enum { TITLE_ROW = 1, HEADER_ROW = 2, FIRST_ROW = 3, TEXT_SIZE = 400 };

/* The texts of a column ascend, or descend, from the top of the list on. */
struct order {
    const char *header;
    int direction;
};

/* What stands in a row from a column of the screen on. */
static void read_cell(struct terminal *terminal, int row, int column, char text[TEXT_SIZE])
{
    enum { LETTERS = 8 };
    size_t used = 0;
    for (int i = 0; i < LETTERS; i++)
        used += (size_t)snprintf(text + used, TEXT_SIZE - used, "%s",
                                 screen_cell(terminal_screen(terminal), row, column + i).text);
}

static bool is_ordered(struct terminal *terminal, void *context)
{
    enum { ROWS = 8 };
    const struct order *order = context;
    struct position at;
    char before[TEXT_SIZE], text[TEXT_SIZE];
    if (!screen_find_in_row(terminal_screen(terminal), HEADER_ROW, order->header, &at))
        return false;
    read_cell(terminal, FIRST_ROW, at.column, before);
    for (int row = 1; row < ROWS; row++) {
        read_cell(terminal, FIRST_ROW + row, at.column, text);
        int step = strcmp(before, text);
        if (order->direction > 0 ? step > 0 : step < 0)
            return false;
        memcpy(before, text, sizeof before);
    }
    return true;
}

static void expect_order(struct terminal *terminal, const char *header, int direction)
{
    struct order order = {header, direction};
    expect_until(terminal, is_ordered, &order);
}

static bool stands_in_row(struct terminal *terminal, void *row)
{
    return screen_cursor(terminal_screen(terminal)).row == *(int *)row;
}

static void a_menu_sorts_the_list(void **state)
{
    struct terminal *terminal = synced_open(*state, 30, 120);
    terminal_keys(terminal, "O");
    expect_text(terminal,
                "Sort:  s start  l length  c caller  a agent  q queue  (again: the other way round)");
    terminal_keys(terminal, "l");
    expect_in_row(terminal, TITLE_ROW, "All agents · longest first");
    expect_in_row(terminal, HEADER_ROW, "Length↓");
    expect_order(terminal, "Length↓", -1);
    terminal_keys(terminal, "O l");
    expect_in_row(terminal, TITLE_ROW, "shortest first");
    expect_in_row(terminal, HEADER_ROW, "Length↑");
    expect_order(terminal, "Length↑", 1);
    terminal_keys(terminal, "O c");
    expect_in_row(terminal, TITLE_ROW, "by caller");
    expect_in_row(terminal, HEADER_ROW, "Caller↑");
    expect_absent(terminal, "Length↑");
    terminal_keys(terminal, "O q o"); /* o turns it round, too */
    expect_in_row(terminal, TITLE_ROW, "by queue, Z to A");
    expect_order(terminal, "Queue↓", -1);
    terminal_keys(terminal, "O s");
    expect_gone(terminal, "by queue");
    expect_absent(terminal, "first ─");
    terminal_keys(terminal, "O x"); /* none of them */
    expect_gone(terminal, "Sort:");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* The last one comes right before those without a value. */
static void the_list_is_gone_through_and_narrowed(void **state)
{
    struct terminal *terminal = synced_open(*state, 30, 120);
    terminal_keys(terminal, "O l G");
    expect_in_row(terminal, TITLE_ROW, "longest first");
    expect_order(terminal, "Length↓", -1);
    terminal_keys(terminal, "g C-f C-f C-f C-b j j");
    expect_order(terminal, "Length↓", -1);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "76318521");
    expect_in_row(terminal, TITLE_ROW, "9 hits");
    expect_order(terminal, "Length↓", -1);
    terminal_keys(terminal, "Enter Esc");
    expect_in_row(terminal, TITLE_ROW, "3,000 recordings");
    expect_in_row(terminal, TITLE_ROW, "longest first");
    terminal_keys(terminal, "g");
    expect_selected(terminal, "1:00:01"); /* the longest of all */
    terminal_keys(terminal, "n");         /* the next one of that caller in this order */
    expect_selected(terminal, "76 31 85 21");
    terminal_keys(terminal, "c");
    expect_text(terminal, "Calls of +45 76 31 85 21"); /* they go by start */
    expect_absent(terminal, "longest first");
    terminal_keys(terminal, "O l");
    expect_in_row(terminal, TITLE_ROW, "longest first");
    expect_absent(terminal, " later");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void what_is_selected_stays_so(void **state)
{
    char selected[TEXT_SIZE], start[] = "2026-05-03 20:00";
    int row = FIRST_ROW + 3;
    struct terminal *terminal = synced_open(*state, 30, 120);
    terminal_keys(terminal, "j j j");
    expect_until(terminal, stands_in_row, &row);
    struct screen *screen = terminal_screen(terminal);
    snprintf(selected, sizeof selected, "%s", screen_row(screen, screen_cursor(screen).row));
    const char *date = strstr(selected, "20");
    expect_that(terminal, date != NULL);
    snprintf(start, sizeof start, "%.16s", date);
    terminal_keys(terminal, "O c");
    expect_in_row(terminal, TITLE_ROW, "by caller");
    expect_selected(terminal, start);
    terminal_keys(terminal, "O a O a");
    expect_in_row(terminal, TITLE_ROW, "by agent, Z to A");
    expect_selected(terminal, start);
    terminal_keys(terminal, "O s");
    expect_gone(terminal, "by agent");
    expect_selected(terminal, start);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* Times are not gone to in a list that does not go by them. */
static void times_are_refused(void **state)
{
    static const char *const keys[] = {"t", "d", "}"};
    struct terminal *terminal = synced_open(*state, 30, 120);
    terminal_keys(terminal, "O l");
    expect_in_row(terminal, TITLE_ROW, "longest first");
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        terminal_keys(terminal, keys[i]);
        expect_text(terminal, "the list is sorted longest first; times are found in a list by start (O s)");
        terminal_keys(terminal, "u u");
    }
    terminal_keys(terminal, "O s d");
    expect_gone(terminal, "Length↓");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* Of five years one day has been fetched, of one agent. */
static void a_part_is_not_taken_for_all(void **state)
{
    static const char *const offline[] = {"--offline", NULL};
    static const struct {
        int rows, columns;
    } sizes[] = {{24, 120}, {24, 80}, {10, 40}};
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    fixture_run(fixture, "list", "--agent", "103", "--since", "2026-05-01", "--limit", "1");
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct terminal *terminal = fixture_open_with(fixture, sizes[i].rows, sizes[i].columns, offline);
        expect_text(terminal, "725");
        terminal_keys(terminal, "O");
        expect_text(terminal, "Sort:");
        terminal_keys(terminal, "l");
        expect_text(terminal, "sorted: what is here so far");
        expect_text(terminal, "Length↓");
        terminal_keys(terminal, "O s");
        expect_gone(terminal, "sorted: what is here");
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
    struct command *command = fixture_run(fixture, "list", "--offline", "--sort", "-length");
    assert_int_equal(command_status(command), 5);
    assert_non_null(strstr(command_errors(command, NULL), "; sorted is what is here so far"));
}

/* What comes in stands in its place; nothing is called new. */
static void what_comes_in_takes_its_place(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --recordings 300 --seed 5 --until 2026-05-04");
    struct terminal *terminal = fixture_open(fixture, 30, 120);
    expect_text(terminal, "3 of 3 agents complete");
    terminal_keys(terminal, "O l");
    expect_in_row(terminal, TITLE_ROW, "longest first");
    server_tell(fixture->server, "add?agent=103&count=1&seconds=35000"); /* longer than is usual */
    terminal_keys(terminal, "r");
    expect_in_row(terminal, FIRST_ROW, "9:43:20");
    terminal_keys(terminal, "l j j"); /* it is not followed any more */
    server_tell(fixture->server, "add?agent=102&count=1&seconds=34000");
    terminal_keys(terminal, "r");
    expect_in_row(terminal, FIRST_ROW, "9:26:40"); /* above what is selected, which does not move */
    expect_absent(terminal, " new ·");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static bool has_copied(struct terminal *terminal, void *text)
{
    const char *copied = screen_copied(terminal_screen(terminal));
    return copied && strstr(copied, text);
}

static void searches_and_the_last_view_keep_it(void **state)
{
    static const char *const view[] = {"--offline", "--view", "long", NULL}, *const none[] = {"--offline",
                                                                                              NULL};
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nstart = last\n", 0600);
    struct terminal *terminal = synced_open(fixture, 30, 120);
    terminal_keys(terminal, "O l / 8 3 C-s");
    terminal_type(terminal, "long");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "saved; v lists the searches: long");
    terminal_keys(terminal, "Y c");
    expect_until(terminal, has_copied, (char[]){"--filter '83' --sort=-length"});
    terminal_keys(terminal, "v");
    expect_text(terminal, "83 (longest first)");
    terminal_keys(terminal, "q Esc Q");
    expect_exit(terminal, 0);
    terminal = fixture_open_with(fixture, 30, 120, none);
    expect_in_row(terminal, TITLE_ROW, "All agents · longest first");
    terminal_keys(terminal, "O s");
    expect_gone(terminal, "longest first");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    terminal = fixture_open_with(fixture, 30, 120, view);
    expect_in_row(terminal, TITLE_ROW, "/83 · longest first");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static bool is_cursor_in(struct terminal *terminal, void *text)
{
    int row = screen_cursor(terminal_screen(terminal)).row;
    return strstr(screen_row(terminal_screen(terminal), row), text) != NULL;
}

/* Its place is that of its length, which is kept with it. */
static void the_place_of_what_has_gone_is_found(void **state)
{
    static const char *const arguments[] = {"--offline", NULL};
    struct fixture *fixture = *state;
    char place[64];
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nstart = last\n", 0600);
    struct terminal *terminal = synced_open(fixture, 30, 120);
    terminal_keys(terminal, "O l");
    expect_in_row(terminal, HEADER_ROW, "Length↓");
    expect_order(terminal, "Length↓", -1);
    terminal_keys(terminal, "j j j j j j j j j j");
    expect_until(terminal, stands_in_row, &(int){FIRST_ROW + 10});
    struct position at;
    assert_true(screen_find_in_row(terminal_screen(terminal), HEADER_ROW, "Start", &at));
    for (int i = 0; i < 16; i++)
        snprintf(place + i, sizeof place - (size_t)i, "%s",
                 screen_cell(terminal_screen(terminal), FIRST_ROW + 10, at.column + 4 + i).text);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    char *view = workspace_read(fixture->workspace, "state/tapedeck/view");
    strstr(view, "selected ")[strlen("selected ")] = '9'; /* no call has this number */
    workspace_write(fixture->workspace, "state/tapedeck/view", view, 0600);
    free(view);
    terminal = fixture_open_with(fixture, 30, 120, arguments);
    expect_in_row(terminal, TITLE_ROW, "longest first");
    expect_until(terminal, is_cursor_in, place);
}

static void a_narrow_title_begins_with_the_order(void **state)
{
    struct terminal *terminal = synced_open(*state, 12, 40);
    terminal_keys(terminal, "O q");
    expect_in_row(terminal, TITLE_ROW, "▸ queue↑ · All");
    terminal_resize(terminal, 12, 80);
    expect_in_row(terminal, TITLE_ROW, "All agents · by queue, A to Z");
}

/* The length in the next line behind that of the headers, "" for none, behind date and time; false at the end. */
static bool next_length(const char **at, char length[8])
{
    const char *line = strchr(*at, '\n');
    if (!line || !line[1])
        return false;
    *at = line + 1;
    const char *time = *at + strcspn(*at, " ") + 1, *word = time + strcspn(time, " ");
    word += strspn(word, " ");
    bool is_one = strspn(word, "0123456789:") == strlen("0:00:00");
    snprintf(length, 8, "%s", is_one ? word : "");
    return true;
}

static void the_command_sorts_too(void **state)
{
    struct fixture *fixture = *state;
    char length[8], before[8] = "9";
    size_t count = 0;
    fixture_serve(fixture, SYNCED_HISTORY);
    fixture_run(fixture, "sync");
    struct command *command = fixture_run(fixture, "list", "--offline", "--sort", "-length");
    assert_int_equal(command_status(command), 0);
    assert_null(strstr(command_errors(command, NULL), "so far"));
    for (const char *at = command_output(command, NULL); next_length(&at, length); count++) {
        assert_true(strcmp(length, before) <= 0);
        memcpy(before, length, sizeof before);
    }
    assert_int_equal(count, 3000);
    command =
        fixture_run(fixture, "list", "--offline", "--sort", "queue", "--limit", "3", "--format", "jsonl");
    assert_int_equal(command_status(command), 0);
    command = fixture_run(fixture, "list", "--offline", "--sort", "start", "--limit", "1");
    assert_non_null(strstr(command_output(command, NULL), "2021-"));
    command = fixture_run(fixture, "list", "--offline", "--sort", "colour");
    assert_int_equal(command_status(command), 2);
    assert_non_null(strstr(command_errors(command, NULL), "use start, length, caller, agent or queue"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_menu_sorts_the_list, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_list_is_gone_through_and_narrowed, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_selected_stays_so, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(times_are_refused, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_part_is_not_taken_for_all, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_comes_in_takes_its_place, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(searches_and_the_last_view_keep_it, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_place_of_what_has_gone_is_found, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_narrow_title_begins_with_the_order, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(the_command_sorts_too, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
