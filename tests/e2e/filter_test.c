/* The filter on the screen and on the command line: terms, what is wrong told in place, matched digits
 * marked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

enum { PROMPT_ROW = 23 };

static struct terminal *open_agent(struct fixture *fixture)
{
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = fixture_open(fixture, 24, 110);
    expect_text(terminal, "1 of 1 agent complete");
    terminal_keys(terminal, "j Enter");
    expect_text(terminal, "2 recordings");
    terminal_keys(terminal, "/");
    return terminal;
}

static void replace_filter(struct terminal *terminal, const char *text)
{
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, text);
}

static void terms_narrow_the_list(void **state)
{
    struct terminal *terminal = open_agent(*state);
    static const struct {
        const char *text, *hits;
    } cases[] = {
        {"longer:5", "1 hit"},
        {"longer:2", "2 hits"},
        {"on:2020-10-23", "1 hit"},
        {"on:23-10-2020", "1 hit"},
        {"on:uge 43 2020", "2 hits"},
        {"longer:5 sec", "1 hit"},
        {"before:2020-10-22", "0 hits"},
        {"after:2020-10-22 before:2021", "2 hits"},
        {"type:callback", "0 hits"},
        {"-type:callback", "2 hits"},
        {"agent:1", "2 hits"},
        {"agent:2", "0 hits"},
        {"agent:\"claus cl", "2 hits"},
        {"caller:none", "0 hits"},
        {"agent:7,1", "2 hits"},
        {"agent:\"cl\xc3\xa5us\",CLAUS", "2 hits"},
        {"call:47610", "1 hit"},
        {"call:47610, 47611", "2 hits"},
        {"-call:47610 call:47611", "1 hit"},
        {"file:.mp3", "2 hits"},
        {"file:.wav", "0 hits"},
        {"weekday:torsdag", "1 hit"},
        {"weekday:mon-fri hour:0-24", "2 hits"},
        {"weekday:weekend", "0 hits"},
        {"0045-83123456", "2 hits"},
        {"-83123456", "0 hits"},
        {"83\xc2\xa0"
         "12\xe2\x80\xaf"
         "34\xe2\x80\x89"
         "56",
         "2 hits"},
        {"83\xe2\x80\x91"
         "12",
         "2 hits"},
        {"Tlf. 83 12 34 56", "2 hits"},
        {"tel:+4583123456", "2 hits"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        replace_filter(terminal, cases[i].text);
        expect_in_row(terminal, PROMPT_ROW, cases[i].text);
        expect_text(terminal, cases[i].hits);
    }
    terminal_keys(terminal, "Esc");
    expect_gone(terminal, "hits");
}

static void what_is_wrong_is_told_in_place(void **state)
{
    struct terminal *terminal = open_agent(*state);
    terminal_type(terminal, "8312 foo:x");
    expect_in_row(terminal, PROMPT_ROW, "8312 foo:x  foo: is no term");
    expect_text(terminal, "0:00:07"); /* the rest filters on */
    struct position at;
    expect_that(terminal, screen_find_in_row(terminal_screen(terminal), PROMPT_ROW, "foo:x", &at));
    expect_that(terminal, screen_cell(terminal_screen(terminal), PROMPT_ROW, at.column).underline);
    terminal_keys(terminal, "Enter"); /* stays */
    terminal_type(terminal, "y");
    expect_in_row(terminal, PROMPT_ROW, "8312 foo:xy  foo: is no term");
    replace_filter(terminal, "after:2020-13-45");
    expect_in_row(terminal, PROMPT_ROW, "there is no month 13");
    replace_filter(terminal, "after:2021 before:2020");
    expect_in_row(terminal, PROMPT_ROW, "leaves nothing");
    replace_filter(terminal, "on:3.m\xc3\xa5j");
    expect_in_row(terminal, PROMPT_ROW, "\"3.m\xc3\xa5j\": not a date");
    replace_filter(terminal, "longer:x");
    expect_in_row(terminal, PROMPT_ROW, "longer: not a length");
    expect_text(terminal, "0:00:07");
}

/* What a date is read as stands beside it while it is typed. */
static void dates_are_told_as_they_are_read(void **state)
{
    struct terminal *terminal = open_agent(*state);
    terminal_type(terminal, "8312 on:03-05-2020");
    expect_in_row(terminal, PROMPT_ROW, "= Sun 3 May 2020");
    replace_filter(terminal, "on:2020-w18");
    expect_in_row(terminal, PROMPT_ROW, "= 27 Apr 2020 to 3 May 2020");
    replace_filter(terminal, "on:1. til 3. maj 2020");
    expect_in_row(terminal, PROMPT_ROW, "= 1 May 2020 to 3 May 2020");
    replace_filter(terminal, "weekday:mon-fri hour:8-10");
    expect_in_row(terminal, PROMPT_ROW, "= Mon–Fri, 08:00–10:00");
    replace_filter(terminal, "on:10.12");
    expect_in_row(terminal, PROMPT_ROW, "write 10/12 for the day 10 December, 10:12 for the time");
    terminal_keys(terminal, "Esc t");
    terminal_type(terminal, "3-5-2020 14:00");
    expect_in_row(terminal, PROMPT_ROW, "= Sun 3 May 2020 14:00");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "-5m");
    expect_in_row(terminal, PROMPT_ROW, "; m is months, min minutes");
    terminal_type(terminal, "in");
    expect_gone(terminal, "; m is months");
    expect_in_row(terminal, PROMPT_ROW, "= ");
}

static void an_unfinished_term_empties_nothing(void **state)
{
    struct terminal *terminal = open_agent(*state);
    terminal_type(terminal, "8312 after:");
    expect_in_row(terminal, PROMPT_ROW, "after: a date or time");
    expect_text(terminal, "2 hits");
    terminal_type(terminal, "2020-10-");
    expect_in_row(terminal, PROMPT_ROW, "after: a date or time");
    expect_text(terminal, "0:00:07");
    terminal_keys(terminal, "Enter"); /* not yet */
    terminal_type(terminal, "23");
    expect_text(terminal, "1 hit");
    expect_gone(terminal, "a date or time");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "/8312 after:2020-10-23");
    expect_gone(terminal, "2 hits");
    expect_text(terminal, "─ 1 hit ─");
}

static bool is_marked(struct terminal *terminal, const char *digits)
{
    struct position at;
    if (!screen_find(terminal_screen(terminal), "+45 83 12 34 56", &at))
        return false;
    const char *offset = strstr("+45 83 12 34 56", digits);
    for (int column = 0; column < 15; column++) {
        struct cell cell = screen_cell(terminal_screen(terminal), at.row, at.column + column);
        int begin = (int)(offset - "+45 83 12 34 56");
        bool within = column >= begin && column < begin + (int)strlen(digits);
        if (cell.underline != within || (within && !cell.bold))
            return false;
    }
    return true;
}

static bool marks_group(struct terminal *terminal, void *context)
{
    return is_marked(terminal, context);
}

static void matched_digits_are_marked(void **state)
{
    struct terminal *terminal = open_agent(*state);
    terminal_type(terminal, "8312");
    expect_until(terminal, marks_group, (char[]){"83 12"});
    replace_filter(terminal, "0045 83");
    expect_until(terminal, marks_group, (char[]){"45 83"});
    replace_filter(terminal, "claus 3456");
    expect_until(terminal, marks_group, (char[]){"34 56"});
}

static void dates_follow_the_zone(void **state)
{
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "TZ", "XYZ-14");
    struct terminal *terminal = open_agent(fixture);
    terminal_type(terminal, "on:2020-10-23");
    expect_text(terminal, "2 hits"); /* one started at 00:29 there */
    terminal_keys(terminal, "Enter u");
    expect_text(terminal, "1 hit");
}

static void tab_completes(void **state)
{
    struct terminal *terminal = open_agent(*state);
    terminal_type(terminal, "ag");
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, PROMPT_ROW, "/agent:  1 of 1 · agent: takes the name or number of an agent");
    terminal_type(terminal, "cl");
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, PROMPT_ROW, "/agent:\"Claus Clausen\"");
    expect_text(terminal, "2 hits");
    terminal_keys(terminal, "Tab"); /* what was typed */
    expect_in_row(terminal, PROMPT_ROW, "/agent:cl ");
    replace_filter(terminal, "type:");
    terminal_keys(terminal, "S-Tab");
    expect_in_row(terminal, PROMPT_ROW, "/type:callback  2 of 2");
    terminal_keys(terminal, "S-Tab");
    expect_in_row(terminal, PROMPT_ROW, "/type:queue  1 of 2");
}

static void tab_completes_queues(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --recordings 30 --seed 7 --until 2026-05-04");
    struct terminal *terminal = fixture_open(fixture, 24, 110);
    expect_text(terminal, "of 3 agents complete");
    terminal_keys(terminal, "j j Enter");
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "queue:");
    terminal_keys(terminal, "Tab");
    expect_in_row(terminal, PROMPT_ROW, "1 of");
    expect_gone(terminal, "name or number of a queue");
    expect_in_row(terminal, PROMPT_ROW, "2 hits");
}

/* Who types a call's number or a date without its term is told of the term; the help has them all. */
static void what_was_meant_is_told(void **state)
{
    struct terminal *terminal = open_agent(*state);
    terminal_type(terminal, "4761");
    expect_text(terminal, "call:4761 finds the call with that id.");
    replace_filter(terminal, "yesterday");
    expect_text(terminal, "on:yesterday finds the calls of that time.");
    replace_filter(terminal, "nobody");
    expect_text(terminal, "No recording here matches “nobody”.");
    expect_gone(terminal, "finds the calls");
}

static void the_way_to_all_agents_is_told(void **state)
{
    struct terminal *terminal = open_agent(*state);
    terminal_type(terminal, "nobody");
    expect_text(terminal, "alone: Enter h g takes the filter to all agents.");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "alone: h g takes the filter to all agents.");
    terminal_keys(terminal, "h");
    expect_text(terminal, "alone: g takes the filter to all agents.");
    terminal_keys(terminal, "g");
    expect_text(terminal, "─ All agents · /nobody ");
    expect_gone(terminal, "takes the filter");
}

static void a_kept_filter_says_how_it_is_cleared(void **state)
{
    struct terminal *terminal = open_agent(*state);
    terminal_type(terminal, "8312");
    terminal_keys(terminal, "Enter /");
    expect_in_row(terminal, PROMPT_ROW, "/8312  Ctrl-U clears it");
    terminal_type(terminal, "4");
    expect_gone(terminal, "clears it");
    replace_filter(terminal, "on:2026");
    terminal_keys(terminal, "Enter /");
    expect_in_row(terminal, PROMPT_ROW, "31 Dec 2026 · Ctrl-U clears it");
}

static void the_help_has_the_terms(void **state)
{
    enum { ALL_OF_IT = 250 };
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = fixture_open(fixture, ALL_OF_IT, 110);
    expect_text(terminal, "1 of 1 agent complete");
    terminal_keys(terminal, "?");
    expect_text(terminal, "Dates and times, in English or Danish");
    expect_text(terminal, "after:");
    expect_text(terminal, "weekday:");
}

static void filters_are_recalled(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_agent(fixture);
    terminal_type(terminal, "8312");
    terminal_keys(terminal, "Enter Esc");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "longer:5");
    terminal_keys(terminal, "Enter Esc");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "cla");
    terminal_keys(terminal, "Up Up");
    expect_in_row(terminal, PROMPT_ROW, "/8312");
    expect_text(terminal, "2 hits");
    terminal_keys(terminal, "Down");
    expect_in_row(terminal, PROMPT_ROW, "/longer:5");
    expect_text(terminal, "1 hit");
    terminal_keys(terminal, "Down");
    expect_in_row(terminal, PROMPT_ROW, "/cla");
    terminal_keys(terminal, "Esc Q");
    expect_exit(terminal, 0);
    char *text = workspace_read(fixture->workspace, "state/tapedeck/filters");
    assert_string_equal(text, "8312\nlonger:5\n");
    free(text);
    assert_int_equal(workspace_mode(fixture->workspace, "state/tapedeck/filters"), 0600);
    assert_int_equal(workspace_mode(fixture->workspace, "state/tapedeck"), 0700);
    terminal = fixture_open(fixture, 24, 110); /* another run */
    expect_text(terminal, "recordings");
    terminal_keys(terminal, "/ Up");
    expect_in_row(terminal, PROMPT_ROW, "/longer:5");
}

static void without_an_archive_nothing_is_kept(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 110, (const char *const[]){"--no-archive", NULL});
    expect_text(terminal, "1 of 1 agent complete");
    terminal_keys(terminal, "j Enter");
    expect_text(terminal, "2 recordings");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "8312");
    terminal_keys(terminal, "Enter Esc / Up"); /* within the run it is */
    expect_in_row(terminal, PROMPT_ROW, "/8312");
    terminal_keys(terminal, "Esc Q");
    expect_exit(terminal, 0);
    assert_false(workspace_exists(fixture->workspace, "state/tapedeck"));
}

/* A term that says nothing finds nothing, too. */
static void what_is_refused_has_no_hits(void **state)
{
    struct terminal *terminal = open_agent(*state);
    replace_filter(terminal, "is:marked");
    expect_text(terminal, "is: takes new, heard or unheard");
    expect_text(terminal, "/is:marked");
    expect_absent(terminal, "hits");
    replace_filter(terminal, "longer:2 is:marked");
    expect_text(terminal, "2 hits");
    terminal_keys(terminal, "Enter");
    expect_gone(terminal, "2 hits");
    terminal_keys(terminal, "BSpace");
    expect_text(terminal, "2 hits");
}

static void a_command_refuses_a_wrong_filter(void **state)
{
    struct fixture *fixture = *state;
    static const char *const wrong[][2] = {{"foo:x", "foo: is no term"},
                                           {"8312 after:xyz", "at character 6"},
                                           {"after:", "a date or time"},
                                           {"longer:x", "not a length"},
                                           {"12345678901234x", "not read as a number"},
                                           {"on:3.måj", "\"3.måj\": not a date"}};
    fixture_serve(fixture, "--sample");
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const struct command *command = fixture_run(fixture, "list", "--agent", "1", "--filter", wrong[i][0]);
        assert_int_equal(command_status(command), 2);
        assert_non_null(strstr(command_errors(command, NULL), wrong[i][1]));
        assert_string_equal(command_output(command, NULL), "");
    }
    const struct command *command = fixture_run(fixture, "list", "--agent", "1", "--format", "csv",
                                                "--filter", "longer:0:05 -type:queue");
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "47610"));
    assert_null(strstr(command_output(command, NULL), "47611"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(terms_narrow_the_list, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_wrong_is_told_in_place, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(dates_are_told_as_they_are_read, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(an_unfinished_term_empties_nothing, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(matched_digits_are_marked, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(dates_follow_the_zone, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(tab_completes, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(tab_completes_queues, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_was_meant_is_told, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_way_to_all_agents_is_told, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_kept_filter_says_how_it_is_cleared, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(the_help_has_the_terms, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(filters_are_recalled, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(without_an_archive_nothing_is_kept, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_refused_has_no_hits, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_command_refuses_a_wrong_filter, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
