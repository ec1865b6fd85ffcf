/* The archive in the hands of others: two programs at once and a newer version. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define HISTORY "--agents 3 --recordings 3400 --agent-recordings 103=3000 --seed 7 --until 2024-05-17"
#define ARCHIVE "home/archive.db"

enum { WIDE = 200, RECORDINGS = 3000, REFUSED = 2 };

static const char *const open_103[] = {"--agent", "103", "--archive", "archive.db", NULL};

static void sync_archive(struct fixture *fixture)
{
    fixture_run(fixture, "sync", "--agent", "103", "--archive", "archive.db");
    assert_int_equal(command_status(fixture->command), 0);
}

static int lines_of(const struct command *command)
{
    int lines = 0;
    for (const char *at = command_output(command, NULL); (at = strchr(at, '\n')); at++)
        lines++;
    return lines;
}

static void expect_listed(struct fixture *fixture, int count)
{
    const struct command *list = fixture_run(fixture, "list", "--offline", "--agent", "103", "--archive",
                                             "archive.db", "--format", "jsonl");
    assert_int_equal(command_status(list), 0);
    assert_int_equal(lines_of(list), count);
}

/* Two screens and a sync fetch the same at the same time into one archive. */
static void several_programs_share_it(void **state)
{
    struct fixture *fixture = *state;
    static const char *const arguments[] = {"--agent", "103", NULL};
    fixture_serve(fixture, HISTORY " --cap 200");
    struct terminal *first = fixture_open_with(fixture, 24, WIDE, arguments);
    fixture->terminal = NULL;
    struct terminal *second = fixture_open_with(fixture, 24, WIDE, arguments);
    struct command *sync = fixture_start(fixture, "sync");
    expect_text_within(first, "3,000 recordings", 20000);
    expect_text_within(second, "3,000 recordings", 20000);
    assert_true(command_finish(sync, COMMAND_LIMIT));
    if (command_status(sync) != 0)
        print_error("%s\n", command_errors(sync, NULL));
    assert_int_equal(command_status(sync), 0);
    expect_gone(first, "↻");
    expect_gone(second, "↻");
    expect_text(first, "complete as of");
    expect_text(second, "complete as of");
    expect_absent(first, "archive");
    expect_absent(second, "archive");
    /* What one of them fetches the other has when it asks. */
    server_tell(fixture->server, "add?agent=103&count=5");
    terminal_keys(first, "r");
    expect_text(first, "3,005 recordings");
    terminal_keys(second, "r");
    expect_text(second, "3,005 recordings");
    terminal_keys(first, "Q");
    expect_exit(first, 0);
    terminal_free(&first);
    terminal_keys(second, "Q");
    expect_exit(second, 0);
    assert_int_equal(truth_expect_same(fixture, "103"), RECORDINGS + 5);
}

static void set_version(struct fixture *fixture, int version)
{
    sqlite3 *database = NULL;
    char sql[64];
    snprintf(sql, sizeof sql, "PRAGMA user_version=%d", version);
    assert_int_equal(sqlite3_open(workspace_path(fixture->workspace, ARCHIVE), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

/* It is left as it is, so that the newer program finds everything. */
static void a_newer_version_is_refused(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    set_version(fixture, 99);
    const struct command *command = fixture_run(fixture, "sync", "--agent", "103", "--archive", "archive.db");
    assert_int_equal(command_status(command), REFUSED);
    assert_non_null(strstr(command_errors(command, NULL), "newer tapedeck"));
    assert_non_null(strstr(command_errors(command, NULL), "update tapedeck"));
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_exit(terminal, REFUSED);
    expect_text(terminal, "newer tapedeck");
    expect_that(terminal, !screen_is_alternate(terminal_screen(terminal)));
    set_version(fixture, 1);
    expect_listed(fixture, RECORDINGS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(several_programs_share_it),
        TEST(a_newer_version_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
