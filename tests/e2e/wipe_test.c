/* `tapedeck wipe`: all that is stored of an account goes, after it was told and agreed to, and nothing else. */
#include <fcntl.h>
#include <glob.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 4 --recordings 40 --seed 3 --until 2026-05-04"

enum { DONE = 0, USAGE = 2, FAILED = 4, GIVEN_UP = 130 };

/* How many files and folders of the workspace have a name like that. */
static size_t count(struct fixture *fixture, const char *pattern)
{
    glob_t found;
    size_t number = 0;
    if (glob(workspace_path(fixture->workspace, pattern), GLOB_NOSORT, NULL, &found) == 0)
        number = found.gl_pathc;
    globfree(&found);
    return number;
}

static void expect_told(struct fixture *fixture, const char *text)
{
    if (!strstr(command_errors(fixture->command, NULL), text))
        fail_msg("nothing of \"%s\" in\n%s", text, command_errors(fixture->command, NULL));
}

/* The access log is of all accounts, and stays. */
static void expect_only_the_log(struct fixture *fixture)
{
    assert_int_equal(count(fixture, "data/*"), 1);
    assert_int_equal(count(fixture, "data/tapedeck/*"), 1);
    assert_true(workspace_exists(fixture->workspace, "data/tapedeck/log"));
}

/* An archive, filters and a view, as a day's work leaves them; the configuration. */
static void leave_traces(struct fixture *fixture)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nstart = last\n", 0600);
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), DONE);
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "4 of 4 agents complete");
    terminal_keys(terminal, "/8 Enter");
    expect_text(terminal, "hits");
    terminal_keys(terminal, "l m");
    expect_text(terminal, "marked");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, DONE);
    terminal_free(&fixture->terminal);
    assert_true(count(fixture, "data/tapedeck/*.db") == 1);
    assert_true(workspace_exists(fixture->workspace, "state/tapedeck/filters"));
    assert_true(workspace_exists(fixture->workspace, "state/tapedeck/view"));
}

static void nothing_is_left(void **state)
{
    struct fixture *fixture = *state;
    leave_traces(fixture);
    workspace_write(fixture->workspace, "state/tapedeck/filters.x1Y2z3", "8312\n", 0600);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), DONE);
    expect_told(fixture, "stored of greenbox@127.0.0.1:");
    expect_told(fixture, "  the archive: ");
    expect_told(fixture, "  marks, tags and notes: ");
    expect_told(fixture, "/state/tapedeck/filters (");
    expect_told(fixture, "/state/tapedeck/filters.x1Y2z3 (5 bytes)");
    expect_told(fixture, "  the last view: ");
    expect_told(fixture, "  Marks, tags and notes go with it; tapedeck notes export");
    expect_told(fixture, "The configuration stays: ");
    expect_told(fixture, "The access log stays: ");
    expect_only_the_log(fixture);
    assert_int_equal(count(fixture, "state/*"), 0);
    assert_int_equal(count(fixture, "cache/*"), 0);
    assert_true(workspace_exists(fixture->workspace, "config/tapedeck/config"));
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), DONE);
    expect_told(fixture, "nothing is stored of greenbox@127.0.0.1:");
}

/* What is not the account's, and what is not ours, stays where it is. */
static void everything_else_stays(void **state)
{
    static const char *const others[] = {
        "data/tapedeck/other@host.db", "data/tapedeck/other@host.db-wal", "data/tapedeck/notes.txt",
        "state/tapedeck/view.old",     "state/tapedeck/filters.backup",   "data/other",
    };
    struct fixture *fixture = *state;
    leave_traces(fixture);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        workspace_write(fixture->workspace, others[i], "mine\n", 0600);
    workspace_write(fixture->workspace, "state/tapedeck/view", "account other@host\norder oldest\n", 0600);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), DONE);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_true(workspace_exists(fixture->workspace, others[i]));
    assert_true(workspace_exists(fixture->workspace, "state/tapedeck/view"));
    assert_int_equal(count(fixture, "data/tapedeck/greenbox*"), 0);
    assert_false(workspace_exists(fixture->workspace, "state/tapedeck/filters"));
}

static void it_is_asked_in_a_terminal(void **state)
{
    static const char *const arguments[] = {"wipe", NULL};
    struct fixture *fixture = *state;
    leave_traces(fixture);
    struct terminal *terminal = fixture_open_with(fixture, 24, 120, arguments);
    expect_text(terminal, "Delete all of it for good? [y/N]");
    terminal_type(terminal, "n\r");
    expect_exit(terminal, GIVEN_UP);
    expect_text(terminal, "nothing was deleted");
    assert_int_equal(count(fixture, "data/tapedeck/*.db"), 1);
    terminal = fixture_open_with(fixture, 24, 120, arguments);
    expect_text(terminal, "Delete all of it for good? [y/N]");
    terminal_type(terminal, "y\r");
    expect_exit(terminal, DONE);
    expect_text(terminal, "all of it is deleted");
    expect_only_the_log(fixture);
}

/* While it is asked. */
static void what_is_held_meanwhile_stays(void **state)
{
    static const char *const arguments[] = {"wipe", NULL};
    struct fixture *fixture = *state;
    leave_traces(fixture);
    const char *call = calls_with(fixture->server, '0');
    struct terminal *terminal = fixture_open_with(fixture, 24, 120, arguments);
    expect_text(terminal, "Delete all of it for good? [y/N]");
    assert_int_equal(command_status(fixture_run(fixture, "hold", call, "--reason", "case 12")), DONE);
    terminal_type(terminal, "y\r");
    expect_exit(terminal, USAGE);
    expect_text(terminal, "1 recording on hold");
    assert_int_equal(count(fixture, "data/tapedeck/*.notes"), 1);
    assert_int_equal(command_status(fixture_run(fixture, "audio", call, "--offline")), DONE);
}

static void without_a_terminal_it_is_not_done_unasked(void **state)
{
    struct fixture *fixture = *state;
    leave_traces(fixture);
    assert_int_equal(command_status(fixture_run(fixture, "wipe")), USAGE);
    expect_told(fixture, "give --yes");
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--dry-run")), DONE);
    expect_told(fixture, "  the archive: ");
    assert_int_equal(count(fixture, "data/tapedeck/*.db"), 1);
    assert_true(workspace_exists(fixture->workspace, "state/tapedeck/filters"));
}

/* Held by a program of ours, and by another one. */
static void what_is_in_use_stays(void **state)
{
    struct fixture *fixture = *state;
    sqlite3 *database = NULL;
    leave_traces(fixture);
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "4 of 4 agents complete");
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), FAILED);
    expect_told(fixture, "another program has the archive open; close it");
    assert_int_equal(count(fixture, "data/tapedeck/*.db"), 1);
    assert_true(workspace_exists(fixture->workspace, "state/tapedeck/filters"));
    terminal_keys(terminal, "Q");
    expect_exit(terminal, DONE);
    glob_t found;
    assert_int_equal(
        glob(workspace_path(fixture->workspace, "data/tapedeck/*.db"), GLOB_NOSORT, NULL, &found), 0);
    assert_int_equal(sqlite3_open(found.gl_pathv[0], &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "BEGIN; SELECT count(*) FROM agents", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), FAILED);
    expect_told(fixture, "another program has the archive open");
    sqlite3_close(database);
    globfree(&found);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), DONE);
    expect_only_the_log(fixture);
}

static void what_is_no_archive_of_the_account_stays(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "home/letter", "Dear Ida, this is a letter and no archive.\n", 0600);
    workspace_write(fixture->workspace, "home/empty", "", 0600);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes", "--archive", "letter")), USAGE);
    expect_told(fixture, "not an archive of tapedeck");
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes", "--archive", "empty")), USAGE);
    expect_told(fixture, "it holds nothing by which it is known as an archive");
    assert_int_equal(count(fixture, "home/*"), 2); /* and nothing was put beside them */
    fixture_run(fixture, "sync", "--archive", "own.db");
    fixture_serve(fixture, HISTORY " --account other");
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes", "--archive", "own.db")), USAGE);
    expect_told(fixture, "belongs to another account");
    assert_true(workspace_exists(fixture->workspace, "home/own.db"));
}

/* With what was set aside; other names that begin so are somebody else's. */
static void a_damaged_one_goes_too(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    fixture_run(fixture, "sync", "--archive", "own.db");
    workspace_write(fixture->workspace, "home/own.db.damaged-1717171717-042", "x", 0600);
    workspace_write(fixture->workspace, "home/own.db.damaged-1717171717-042-wal", "x", 0600);
    workspace_write(fixture->workspace, "home/own.db.damaged-by-ida", "x", 0600);
    workspace_write(fixture->workspace, "home/own.db.backup", "x", 0600);
    int file = open(workspace_path(fixture->workspace, "home/own.db"), O_WRONLY | O_CLOEXEC);
    assert_int_equal(pwrite(file, "damage damage damage damage damage", 34, 120), 34);
    close(file);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes", "--archive", "own.db")), DONE);
    expect_told(fixture, "an archive that was damaged: own.db.damaged-1717171717-042 (1 byte)");
    assert_int_equal(count(fixture, "home/*"), 2);
    assert_true(workspace_exists(fixture->workspace, "home/own.db.damaged-by-ida"));
    assert_true(workspace_exists(fixture->workspace, "home/own.db.backup"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_left),           TEST(everything_else_stays),
        TEST(it_is_asked_in_a_terminal), TEST(without_a_terminal_it_is_not_done_unasked),
        TEST(what_is_in_use_stays),      TEST(what_is_no_archive_of_the_account_stays),
        TEST(a_damaged_one_goes_too),    TEST(what_is_held_meanwhile_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
