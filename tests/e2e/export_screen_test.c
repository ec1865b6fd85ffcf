/* Writing the list that is on the screen: all of it, as the commands print it, and in nobody's place. */
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
#include "tests/unit/model/recording/workbook.h"

/* Types another name in the place of the one that is offered. */
static void export_as(struct terminal *terminal, const char *name)
{
    terminal_keys(terminal, "e C-u");
    expect_text(terminal, "a file: .xlsx or .csv for");
    terminal_type(terminal, name);
    terminal_keys(terminal, "Enter");
}

/* The file in the home of the user holds what the command prints. */
static void expect_file(struct fixture *fixture, const char *name, const char *const *arguments)
{
    char path[200];
    snprintf(path, sizeof path, "home/%s", name);
    char *text = workspace_read(fixture->workspace, path);
    assert_non_null(text);
    struct command *command = fixture_run_list(fixture, arguments);
    if (strcmp(text, command_output(command, NULL)) != 0)
        fail_msg("%s (%zu bytes) is not what list prints (%zu bytes)", name, strlen(text),
                 strlen(command_output(command, NULL)));
    free(text);
    assert_int_equal(workspace_mode(fixture->workspace, path), 0600);
}

static void all_of_the_list_is_written(void **state)
{
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "LC_ALL", "da_DK.UTF-8");
    environment_set(workspace_environment(fixture->workspace), "LANGUAGE", "en");
    struct terminal *terminal = synced_open(fixture, 24, 80);
    terminal_keys(terminal, "e");
    expect_text(terminal, "~/calls-20");
    expect_text(terminal, "a workbook; says how complete it is");
    terminal_type(terminal, ".csv");
    expect_text(terminal, "for spreadsheets; ';' between the values");
    expect_absent(terminal, ".xlsx");
    terminal_keys(terminal, "Esc");
    export_as(terminal, "~/all.jsonl");
    expect_text(terminal, "wrote 3,000 recordings as ~/all.jsonl");
    expect_absent(terminal, "that is not all");
    expect_file(fixture, "all.jsonl", (const char *const[]){"list", "--offline", "--format", "jsonl", NULL});
    export_as(terminal, "~/all.CSV");
    expect_text(terminal, "wrote 3,000 recordings as ~/all.CSV");
    expect_file(fixture, "all.CSV", (const char *const[]){"list", "--offline", "--csv=excel", NULL});
}

/* Its second sheet has the filter. */
static void a_workbook_says_what_it_is(void **state)
{
    struct fixture *fixture = *state;
    char kind;
    struct terminal *terminal = synced_open(fixture, 24, 80);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "jobcenter");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "hits");
    terminal_keys(terminal, "e C-u");
    terminal_type(terminal, "~/some.xlsx");
    expect_text(terminal, "a workbook; says how complete it is");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "recordings as ~/some.xlsx");
    struct workbook *workbook = workbook_open(workspace_path(fixture->workspace, "home/some.xlsx"));
    char *filter = workbook_cell(workbook, 2, "B2", &kind),
         *complete = workbook_cell(workbook, 2, "B4", &kind);
    char *as_of = workbook_cell(workbook, 2, "B6", &kind);
    assert_memory_equal(as_of, "20", 2); /* with its date, unlike on the screen */
    assert_int_equal(strlen(as_of), strlen("2024-05-03 14:02:11 (+02:00)"));
    free(as_of);
    assert_string_equal(filter, "jobcenter");
    assert_string_equal(complete, "yes");
    assert_true(workbook_rows(workbook, 1) > 10);
    workbook_free(&workbook);
    free(filter);
    free(complete);
}

static void a_filter_and_the_order_count(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = synced_open(fixture, 24, 80);
    terminal_keys(terminal, "o /");
    terminal_type(terminal, "jobcenter");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "hits");
    export_as(terminal, "~/some.json");
    expect_text(terminal, "recordings as ~/some.json");
    expect_file(fixture, "some.json",
                (const char *const[]){"list", "--offline", "--filter", "jobcenter", "--oldest-first",
                                      "--format", "json", NULL});
}

static void nothing_is_overwritten(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "home/mine.csv", "mine", 0644);
    struct terminal *terminal = synced_open(fixture, 24, 80);
    export_as(terminal, "~/mine.csv");
    expect_text(terminal, "as ~/mine (2).csv");
    char *text = workspace_read(fixture->workspace, "home/mine.csv");
    assert_string_equal(text, "mine");
    free(text);
}

/* Of five years one day has been fetched. */
static void what_is_not_all_is_said(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --agent-recordings 103=6000 --seed 7 --until 2026-05-04");
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 120, (const char *const[]){"--agent", "103", NULL});
    expect_text(terminal, "complete from");
    expect_gone(terminal, "\xe2\x86\xbb");
    export_as(terminal, "~/some.csv");
    expect_text(terminal, "as ~/some.csv; that is not all: some had not been fetched");
}

/* Only where it is typed behind the other: what is typed in the midst of a name stays. */
static void an_ending_takes_the_place_of_another(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = synced_open(fixture, 24, 80);
    terminal_keys(terminal, "e C-u");
    terminal_type(terminal, "~/some.csv.json.jsonl");
    expect_text(terminal, ">~/some.jsonl");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "~/v1.2.xlsx");
    expect_text(terminal, ">~/v1.2.xlsx");
    terminal_keys(terminal, "Left Left Left Left Left");
    terminal_type(terminal, ".csv");
    expect_text(terminal, ">~/v1.2.csv.xlsx");
}

static void what_cannot_be_written_is_said(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "home/file", "", 0644);
    struct terminal *terminal = synced_open(fixture, 24, 80);
    export_as(terminal, "~/list.xls");
    expect_text(terminal, "ends in .xlsx, .csv, .json or .jsonl");
    terminal_keys(terminal, "Esc");
    export_as(terminal, "~/file/list.csv");
    expect_text(terminal, "Not a directory");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(all_of_the_list_is_written),
        WITH_FIXTURE(a_filter_and_the_order_count),
        WITH_FIXTURE(a_workbook_says_what_it_is),
        WITH_FIXTURE(nothing_is_overwritten),
        WITH_FIXTURE(what_is_not_all_is_said),
        WITH_FIXTURE(what_cannot_be_written_is_said),
        WITH_FIXTURE(an_ending_takes_the_place_of_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
