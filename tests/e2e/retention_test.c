/* What leaves the archive: recordings that the server no longer has, and those that the user does not keep.
 */
#include <fcntl.h>
#include <glob.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define HISTORY "--agents 3 --recordings 2400 --agent-recordings 103=2000 --seed 11"

enum { WIDE = 200, NUMBER_SIZE = 64, SOON = 10 /* seconds */ };

/* How many files of the archive (it and what SQLite keeps beside it) hold the text. */
static size_t files_with(struct fixture *fixture, const char *text)
{
    glob_t found;
    size_t count = 0;
    assert_int_equal(glob(workspace_path(fixture->workspace, "data/tapedeck/*"), GLOB_NOSORT, NULL, &found),
                     0);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char block[65536];
        struct buffer bytes = {0};
        int file = open(found.gl_pathv[i], O_RDONLY | O_CLOEXEC);
        for (ssize_t length = 1; file >= 0 && length > 0;) {
            length = read(file, block, sizeof block);
            if (length > 0)
                buffer_append(&bytes, block, (size_t)length);
        }
        count += bytes.data && memmem(bytes.data, bytes.length, text, strlen(text)) != NULL;
        buffer_clear(&bytes);
        if (file >= 0)
            close(file);
    }
    globfree(&found);
    return count;
}

static void await_no_file_with(struct fixture *fixture, const char *text)
{
    int64_t begun = clock_now();
    while (files_with(fixture, text) > 0 && clock_now() - begun < SOON * INT64_C(1000000000))
        usleep(20000);
    assert_int_equal(files_with(fixture, text), 0);
}

/* The caller of a call that nobody else has made; its id is that of the newest such call. */
static void find_lone_caller(struct fixture *fixture, char number[NUMBER_SIZE], int64_t *id)
{
    glob_t found;
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(
        glob(workspace_path(fixture->workspace, "data/tapedeck/*.db"), GLOB_NOSORT, NULL, &found), 0);
    assert_int_equal(sqlite3_open(found.gl_pathv[0], &database), SQLITE_OK);
    static const char sql[] =
        "SELECT number, max(call) FROM recordings JOIN callers USING(caller) WHERE number"
        " LIKE '+%' GROUP BY caller HAVING count(*) = 1 ORDER BY 2 DESC LIMIT 1";
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    snprintf(number, NUMBER_SIZE, "%s", (const char *)sqlite3_column_text(statement, 0));
    *id = sqlite3_column_int64(statement, 1);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    globfree(&found);
}

static void delete_call(struct fixture *fixture, int64_t id)
{
    char request[NUMBER_SIZE];
    snprintf(request, sizeof request, "delete?agent=103&id=%" PRId64, id);
    assert_true(server_tell(fixture->server, request));
}

static void a_deleted_caller_goes_with_the_next_sync(void **state)
{
    struct fixture *fixture = *state;
    char number[NUMBER_SIZE];
    int64_t id;
    fixture_serve(fixture, HISTORY);
    server_tell(fixture->server, "add?agent=103&count=20");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    find_lone_caller(fixture, number, &id);
    assert_int_equal(files_with(fixture, number), 1);
    delete_call(fixture, id);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(files_with(fixture, number), 0);
    truth_expect_same(fixture, "103");
}

/* While the screen is open and reads, in what it keeps beside the archive, too. */
static void a_deleted_caller_goes_with_the_next_refresh(void **state)
{
    struct fixture *fixture = *state;
    static const char *const arguments[] = {"--agent", "103", NULL};
    char number[NUMBER_SIZE];
    int64_t id;
    fixture_serve(fixture, HISTORY);
    server_tell(fixture->server, "add?agent=103&count=20");
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, arguments);
    expect_text(terminal, "2,020 recordings");
    expect_text(terminal, "complete as of");
    expect_gone(terminal, "↻");
    find_lone_caller(fixture, number, &id);
    assert_true(files_with(fixture, number) > 0);
    delete_call(fixture, id);
    terminal_keys(terminal, "r");
    expect_text(terminal, "2,019 recordings");
    await_no_file_with(fixture, number);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(files_with(fixture, number), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_deleted_caller_goes_with_the_next_sync),
        TEST(a_deleted_caller_goes_with_the_next_refresh),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
