/* Marks, tags and notes: on the screen, after the archive has gone, on another machine, and gone with what the
 * server deletes. */
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/calls.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/noted.h"
#include "tests/e2e/tapedeck.h"

static void what_is_noted_stays(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, NOTED_HISTORY);
    noted_all(noted_open(fixture));
    noted_close(fixture->terminal);
    assert_int_equal(workspace_mode(fixture->workspace, "a.db.notes"), 0600);
    assert_int_equal(unlink(noted_archive(fixture, "")), 0); /* the archive goes, and is made anew */
    struct terminal *terminal = noted_open(fixture);
    expect_text(terminal, "Note     gr\xc3\xa6"
                          "der; ring op");
    expect_selected(terminal, "*");
    terminal_keys(terminal, "m");
    expect_gone(terminal, "Mark     marked");
    expect_selected(terminal, "#");
    terminal_keys(terminal, "T C-u Enter");
    expect_gone(terminal, "Tags     case-12");
    expect_selected(terminal, "\"");
    terminal_keys(terminal, "a C-u Enter");
    expect_gone(terminal, "Note     gr");
    noted_close(terminal);
}

static size_t count_listed(struct fixture *fixture, const char *archive_path, const char *filter)
{
    struct command *command = fixture_run(fixture, "list", "--offline", "--archive", archive_path, "--filter",
                                          filter, "--format", "jsonl");
    size_t count = 0;
    for (const char *at = command_output(command, NULL); (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

static void filters_ask_for_what_is_noted(void **state)
{
    struct fixture *fixture = *state;
    char path[300];
    fixture_serve(fixture, NOTED_HISTORY);
    snprintf(path, sizeof path, "%s", noted_archive(fixture, ""));
    struct terminal *terminal = noted_open(fixture);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "mark:yes");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "0 hits");
    terminal_keys(terminal, "Esc");
    expect_text(terminal, "40 recordings");
    noted_all(terminal);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "mark:yes");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "1 hit");
    static const struct {
        const char *filter;
        size_t count;
    } filters[] = {{"mark:yes", 1},
                   {"mark:no", 39},
                   {"-mark:yes", 39},
                   {"tag:COACH", 1},
                   {"tag:nobody,case-1", 1},
                   {"-tag:coaching", 39},
                   {"tag:coaching -tag:case", 0},
                   {"note:\"ring op\"", 1},
                   {"note:GR\xc3\x86", 1},
                   {"note:nothing", 0},
                   {"mark:yes longer:9h", 0}};
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++)
        if (count_listed(fixture, path, filters[i].filter) != filters[i].count)
            fail_msg("%s does not find %zu", filters[i].filter, filters[i].count);
    terminal_keys(terminal, "m"); /* it leaves the list that it was in for its mark */
    expect_text(terminal, "0 hits");
    noted_close(terminal);
}

/* Tags that were given before, in their own prompt and in the filter. */
static void tags_are_completed(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, NOTED_HISTORY);
    struct terminal *terminal = noted_open(fixture);
    noted_all(terminal);
    terminal_keys(terminal, "j T");
    terminal_type(terminal, "new c");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, "#new case-12");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, "#new coaching");
    terminal_keys(terminal, "S-Tab");
    expect_text(terminal, "#new case-12");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Tags     case-12 new");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "tag:coaching,n");
    expect_text(terminal, "/tag:coaching,n");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, "/tag:coaching,new");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "2 hits");
    noted_close(terminal);
}

static sqlite3 *open_beside(struct fixture *fixture, const char *sql)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(noted_archive(fixture, ".notes"), &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 60000);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    return database;
}

/* Nobody else can write to it; or not even read it. */
static sqlite3 *lock(struct fixture *fixture)
{
    return open_beside(fixture, "BEGIN IMMEDIATE");
}

static sqlite3 *lock_alone(struct fixture *fixture)
{
    return open_beside(fixture, "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE");
}

/* A screen on which one is marked, whose file of notes another program has. */
static sqlite3 *mark_and_lock(struct fixture *fixture)
{
    fixture_serve(fixture, NOTED_HISTORY);
    struct terminal *terminal = noted_open(fixture);
    terminal_keys(terminal, "m");
    expect_text(terminal, "marked");
    return lock(fixture);
}

/* It is kept as soon as it can be, and told at the end if it cannot. */
static void what_is_written_waits_for_a_lock(void **state)
{
    struct fixture *fixture = *state;
    sqlite3 *database = mark_and_lock(fixture);
    struct terminal *terminal = fixture->terminal;
    terminal_keys(terminal, "a");
    terminal_type(terminal, "first words");
    terminal_keys(terminal, "Enter");
    expect_text(terminal,
                "another program has the file of marks and notes locked: it is tried again until they");
    terminal_keys(terminal, "a"); /* with what was typed, as if it was there */
    expect_text(terminal, "\"first words");
    terminal_type(terminal, " and more");
    terminal_keys(terminal, "Enter");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    expect_text(terminal, "Note     first words and more");
    database = lock(fixture);
    terminal_keys(terminal, "a C-u");
    terminal_type(terminal, "other words");
    terminal_keys(terminal, "Enter j a C-u");
    terminal_type(terminal, "more words");
    terminal_keys(terminal, "Enter Q");
    expect_text(terminal, "could not be kept: other words");
    expect_text(terminal, "could not be kept: more words");
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
}

static bool has_left_the_screen(struct terminal *terminal, void *context)
{
    (void)context;
    return !screen_is_alternate(terminal_screen(terminal));
}

/* Whoever quits has told the program to end: a signal that comes then does not end it before that is kept. */
static void a_signal_while_it_quits_loses_nothing(void **state)
{
    struct fixture *fixture = *state;
    sqlite3 *database = mark_and_lock(fixture);
    struct terminal *terminal = fixture->terminal;
    terminal_keys(terminal, "j m Q");
    expect_stable(terminal, 300, has_left_the_screen, NULL); /* its loop is being closed */
    terminal_signal(terminal, SIGTERM);
    terminal_signal(terminal, SIGHUP);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    expect_exit(terminal, 0);
    assert_int_equal(count_listed(fixture, noted_archive(fixture, ""), "mark:yes"), 2);
}

/* What is there is not known as long as it is locked: a key for it waits, and begins with it. */
static void a_key_typed_early_does_not_write_over_it(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, NOTED_HISTORY);
    struct terminal *terminal = noted_open(fixture);
    terminal_keys(terminal, "a");
    terminal_type(terminal, "first words");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Note     first words");
    terminal_keys(terminal, "T");
    terminal_type(terminal, "coaching");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Tags     coaching");
    noted_close(terminal);
    for (int i = 0; i < 2; i++) {
        sqlite3 *database = lock_alone(fixture);
        terminal = noted_open_again(fixture);
        terminal_keys(terminal, i == 0 ? "a" : "T");
        terminal_type(terminal, " more");
        terminal_resize(terminal, 29, 100);
        expect_gone(terminal, "Call id");
        assert_int_equal(sqlite3_close(database), SQLITE_OK);
        expect_text(terminal, i == 0 ? "first words more" : "#coaching more");
        terminal_keys(terminal, "Enter");
        expect_text(terminal, i == 0 ? "Note     first words more" : "Tags     coaching more");
        noted_close(terminal);
    }
}

static void write_beside(struct fixture *fixture, const char *sql)
{
    assert_int_equal(sqlite3_close(open_beside(fixture, sql)), SQLITE_OK);
}

/* What comes from another screen is shown, and none of both goes for what is typed over what was there before. */
static void two_screens_lose_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, NOTED_HISTORY);
    struct terminal *terminal = noted_open(fixture);
    noted_all(terminal);
    terminal_keys(terminal, "a C-u");
    terminal_type(terminal, "typed here");
    expect_text(terminal, "\"typed here");
    write_beside(fixture, "UPDATE notes SET text = 'from there'");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Note     from there");
    expect_text(terminal, "typed here");
    terminal_keys(terminal, "T");
    expect_text(terminal, "#case-12 coaching");
    write_beside(fixture, "INSERT INTO tags SELECT agent, call, file, 'theirs' FROM notes");
    expect_text(terminal, "Mark     marked \xc2\xb7 case-12 coaching theirs"); /* while it is being typed */
    terminal_type(terminal, " ours");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Mark     marked \xc2\xb7 case-12 coaching ours theirs");
    write_beside(fixture, "UPDATE notes SET marked = 0");
    expect_gone(terminal, "Mark     marked");
    noted_close(terminal);
}

static void leaving_the_prompt_changes_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, NOTED_HISTORY);
    struct terminal *terminal = noted_open(fixture);
    terminal_keys(terminal, "a");
    expect_text(terminal, "a note, which stays");
    terminal_type(terminal, "nothing");
    terminal_keys(terminal, "Esc");
    expect_gone(terminal, "nothing");
    noted_close(terminal);
    assert_false(workspace_exists(fixture->workspace, "a.db.notes"));
}

/* A row by row comparison of what two exports say. */
static void another_machine_has_the_same(void **state)
{
    struct fixture *fixture = *state;
    char path[300], other[300];
    fixture_serve(fixture, NOTED_HISTORY);
    snprintf(path, sizeof path, "%s", noted_archive(fixture, ""));
    snprintf(other, sizeof other, "%s", noted_archive(fixture, ".other"));
    noted_all(noted_open(fixture));
    noted_close(fixture->terminal);
    struct command *command = fixture_run(fixture, "notes", "export", "--archive", path);
    assert_int_equal(command_status(command), 0);
    char *lines = strdup(command_output(command, NULL));
    assert_non_null(strstr(lines, "\"Marked\":true,\"Tags\":\"case-12 coaching\",\"Note\":\"gr\xc3\xa6"
                                  "der; ring op\""));
    assert_int_equal(
        command_status(fixture_run_with_input(fixture, lines, "notes", "import", "--archive", other)), 0);
    command = fixture_run(fixture, "notes", "export", "--archive", other);
    assert_string_equal(command_output(command, NULL), lines);
    command = fixture_run_with_input(fixture, lines, "notes", "import", "--archive", other);
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_errors(command, NULL), "imported the notes of 0 recordings"));
    assert_non_null(strstr(command_errors(command, NULL), "1 recording: what is there is as new"));
    command = fixture_run_with_input(fixture, "no note\n", "notes", "import", "--archive", other);
    assert_int_equal(command_status(command), 5);
    assert_non_null(strstr(command_errors(command, NULL), "1 line: no note that export has written"));
    assert_int_equal(command_status(fixture_run(fixture, "notes", "both", "--archive", other)), 2);
    free(lines);
}

static void notes_go_with_what_the_server_deletes(void **state)
{
    struct fixture *fixture = *state;
    char path[300], order[80];
    fixture_serve(fixture, NOTED_HISTORY);
    snprintf(path, sizeof path, "%s", noted_archive(fixture, ""));
    noted_all(noted_open(fixture));
    noted_close(fixture->terminal);
    struct command *command = fixture_run(fixture, "notes", "export", "--archive", path);
    const char *call = strstr(command_output(command, NULL), "\"QueueCallId\":");
    assert_non_null(call);
    snprintf(order, sizeof order, "delete?agent=101&id=%ld",
             strtol(call + strlen("\"QueueCallId\":"), NULL, 10));
    assert_true(server_tell(fixture->server, order));
    fixture_run(fixture, "sync", "--verify", "--archive", path);
    command = fixture_run(fixture, "notes", "export", "--archive", path);
    assert_int_equal(command_status(command), 1);
    assert_string_equal(command_output(command, NULL), "");
    assert_non_null(strstr(command_errors(command, NULL), "nothing is marked, tagged or noted"));
}

static void without_an_archive_nothing_is_kept(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, NOTED_HISTORY);
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 100, (const char *const[]){"--agent", "101", "--no-archive", NULL});
    expect_text(terminal, "40 recordings");
    terminal_keys(terminal, "m");
    expect_text(terminal, "with --no-archive nothing is kept");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(what_is_noted_stays),
        WITH_FIXTURE(filters_ask_for_what_is_noted),
        WITH_FIXTURE(tags_are_completed),
        WITH_FIXTURE(what_is_written_waits_for_a_lock),
        WITH_FIXTURE(a_key_typed_early_does_not_write_over_it),
        WITH_FIXTURE(a_signal_while_it_quits_loses_nothing),
        WITH_FIXTURE(two_screens_lose_nothing),
        WITH_FIXTURE(leaving_the_prompt_changes_nothing),
        WITH_FIXTURE(another_machine_has_the_same),
        WITH_FIXTURE(notes_go_with_what_the_server_deletes),
        WITH_FIXTURE(without_an_archive_nothing_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
