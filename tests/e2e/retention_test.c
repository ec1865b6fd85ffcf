/* What leaves the archive: recordings that the server no longer has, and those that the user does not keep.
 */
#include <ctype.h>
#include <fcntl.h>
#include <glob.h>
#include <inttypes.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
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

struct trace {
    struct fixture *fixture;
    const char *text;
};

static bool is_wiped(struct terminal *terminal, void *context)
{
    (void)terminal;
    const struct trace *trace = context;
    return files_with(trace->fixture, trace->text) == 0;
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
    expect_until(terminal, is_wiped, (&(struct trace){fixture, number}));
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(files_with(fixture, number), 0);
}

/* The server's recordings since a time, as a sorted part of its list would be counted. */
static size_t count_since(struct fixture *fixture, const char *since)
{
    char *list = server_control(fixture->server, "list?agent=103");
    size_t count = 0;
    assert_non_null(list);
    char *rest = NULL;
    for (char *line = strtok_r(list, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        count += strcmp(strrchr(line, ' ') + 1, since) >= 0;
    free(list);
    return count;
}

static size_t count_listed(struct fixture *fixture)
{
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--agent", "103", "--format", "jsonl");
    size_t count = 0;
    for (const char *at = command_output(list, NULL); (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

static void expect_said(const struct command *command, const char *text)
{
    if (!strstr(command_errors(command, NULL), text))
        print_error("not said: %s\nbut: %s\n", text, command_errors(command, NULL));
    assert_non_null(strstr(command_errors(command, NULL), text));
}

#define FIXED HISTORY " --until 2024-05-17"

static void purge_deletes_on_request(void **state)
{
    struct fixture *fixture = *state;
    char text[NUMBER_SIZE];
    fixture_serve(fixture, FIXED);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    size_t kept = count_since(fixture, "2023-01-01");
    assert_true(kept > 0 && kept < 2000);
    const struct command *purge =
        fixture_run(fixture, "purge", "--before", "2023-01-01T00:00Z", "--agent", "103", "--dry-run");
    assert_int_equal(command_status(purge), 0);
    snprintf(text, sizeof text, "would purge %zu,%03zu recordings of 1 agent ", (2000 - kept) / 1000,
             (2000 - kept) % 1000);
    expect_said(purge, text);
    assert_int_equal(count_listed(fixture), 2000);
    purge = fixture_run(fixture, "purge", "--before", "2023-01-01T00:00Z", "--agent", "103");
    assert_int_equal(command_status(purge), 0);
    expect_said(purge, text + strlen("would purge"));
    assert_int_equal(count_listed(fixture), kept);
    expect_said(fixture->command, "complete only from 2023-01-01 ");
    purge = fixture_run(fixture, "purge", "--before", "2023-01-01T00:00Z");
    assert_int_equal(command_status(purge), 0);
    expect_said(purge, "of 2 agents");
    /* It is not fetched again. */
    long last = truth_last_request(fixture->server);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_true(truth_sent(fixture->server, last) < 20);
    assert_int_equal(count_listed(fixture), kept);
}

/* A sync in another program has read what is purged meanwhile: it is not complete before it has it again. */
static void a_purge_beside_a_sync_is_noticed(void **state)
{
    enum { SOME = 25, MOST = 38, LOOK = 1 }; /* requests of some forty, milliseconds */
    struct fixture *fixture = *state;
    fixture_serve(fixture, FIXED " --cap 50 --fault kind=delay&ms=20&match=/recordings");
    struct command *sync = fixture_start(fixture, "sync", "--agent", "103");
    fixture->command = NULL;
    while (truth_requests(fixture->server, 0) < SOME && command_status(sync) < 0)
        command_wait_for_errors(sync, "complete as of", LOOK);
    server_tell(fixture->server, "fault?kind=delay&ms=2000&match=/recordings");
    const struct command *purge = fixture_run(fixture, "purge", "--before", "2023-01-01T00:00Z");
    assert_int_equal(command_status(purge), 0);
    assert_true(truth_requests(fixture->server, 0) < MOST);
    server_tell(fixture->server, "clear-faults");
    assert_true(command_finish(sync, COMMAND_LIMIT));
    assert_int_equal(command_status(sync), 0);
    command_free(&sync);
    assert_int_equal(truth_expect_same(fixture, "103"), 2000);
}

/* What has not settled is purged like all else. */
static void a_purge_of_all_that_is_new_is_known(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --recordings 40 --agent-recordings 103=0 --until 2024-05-17");
    server_tell(fixture->server, "add?agent=103&count=13");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(
        command_status(fixture_run(fixture, "purge", "--before", "2100-01-01", "--agent", "103")), 0);
    expect_said(fixture->command, "purged 13 recordings");
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--agent", "103", "--filter", "after:-2d");
    assert_int_equal(command_status(list), 5);
}

static void purge_wants_to_know_how_old(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, FIXED);
    const struct command *purge = fixture_run(fixture, "purge");
    assert_int_equal(command_status(purge), 2);
    expect_said(purge, "--before WHEN, or set retention");
    assert_int_equal(command_status(fixture_run(fixture, "purge", "--before", "the day of days")), 2);
}

/* A span from now back to that time. */
static void configure_retention(struct fixture *fixture, time_t since)
{
    char text[NUMBER_SIZE];
    snprintf(text, sizeof text, "[archive]\nretention = %lldh\n", (long long)(time(NULL) - since) / 3600);
    workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
}

/* Nobody knows how old a recording is whose start cannot be read: it stays, and that is said. */
static void a_purge_says_what_it_could_not_judge(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, FIXED " --fault kind=odd");
    fixture_run(fixture, "sync", "--agent", "103");
    assert_int_equal(
        command_status(fixture_run(fixture, "purge", "--before", "2100-01-01", "--agent", "103")), 5);
    expect_said(fixture->command, " could not be judged, since the start cannot be read: kept");
    configure_retention(fixture, 1672531200);
    fixture_run(fixture, "sync", "--agent", "103");
    expect_said(fixture->command, "their start cannot be read, so they are kept");
}

static void retention_is_kept_by_every_start(void **state)
{
    struct fixture *fixture = *state;
    static const char *const arguments[] = {"--agent", "103", NULL};
    char shown[NUMBER_SIZE];
    fixture_serve(fixture, FIXED);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    configure_retention(fixture, 1672531200); /* 2023-01-01 */
    size_t kept = count_since(fixture, "2023-01-01T00");
    long last = truth_last_request(fixture->server);
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, arguments);
    snprintf(shown, sizeof shown, "%zu recordings", kept);
    expect_text(terminal, "older than the retention"); /* else it comes in the place of an answer */
    expect_text(terminal, shown);
    expect_text(terminal, "complete from");
    expect_gone(terminal, "↻");
    terminal_keys(terminal, "r / 4 5 Enter");
    expect_text(terminal, "only back to 2023-01-02");
    expect_text(terminal, "before 2023-01-01 nothing is kept");
    expect_absent(terminal, "fetches the rest");
    terminal_keys(terminal, "f");
    expect_in_row(terminal, 23, "only back to 2023-01-02"); /* its answer */
    expect_absent(terminal, "asked for what is missing");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_true(truth_sent(fixture->server, last) < 20);
    assert_int_equal(count_listed(fixture), kept);
    assert_int_equal(command_status(fixture_run(fixture, "purge")), 0);
    expect_said(fixture->command, "purged 0 recordings");
}

/* A cold archive is filled back to the retention and hardly further, and what came too much goes. */
static void retention_limits_what_is_fetched(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, FIXED " --cap 50");
    configure_retention(fixture, 1709251200); /* 2024-03-01 */
    size_t kept = count_since(fixture, "2024-03-01T00");
    assert_true(kept > 10 && kept < 300);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_true(truth_sent(fixture->server, 0) < 1000);
    assert_int_equal(count_listed(fixture), kept);
    long last = truth_last_request(fixture->server);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_true(truth_sent(fixture->server, last) < 20);
    assert_int_equal(count_listed(fixture), kept);
    expect_said(fixture->command, "complete only from 2024-03-01");
    assert_int_equal(
        command_status(fixture_run(fixture, "list", "--agent", "103", "--filter", "99999999999")), 5);
    expect_said(fixture->command, "; before 2024-03-01");
    expect_said(fixture->command, "nothing is kept");
}

/* The rows of the archive's file that started before a time, and all. */
static int64_t count_filed(struct fixture *fixture, time_t before)
{
    glob_t found;
    char sql[NUMBER_SIZE * 2];
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(
        glob(workspace_path(fixture->workspace, "data/tapedeck/*.db"), GLOB_NOSORT, NULL, &found), 0);
    assert_int_equal(sqlite3_open(found.gl_pathv[0], &database), SQLITE_OK);
    sqlite3_busy_timeout(database, SOON * 1000);
    snprintf(sql, sizeof sql, "SELECT count(*) FROM recordings WHERE started < %lld * 10000000",
             (long long)before);
    assert_int_equal(sqlite3_prepare_v2(database, sql, -1, &statement, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    globfree(&found);
    return count;
}

/* Nothing too old is filed for a moment, neither at first nor when it comes late. */
static void what_is_not_kept_is_never_filed(void **state)
{
    enum { DAYS = 86400, LOOK = 1 };
    struct fixture *fixture = *state;
    time_t kept = time(NULL) - (time_t)20 * DAYS;
    fixture_serve(fixture,
                  HISTORY " --fault kind=ignore-cursor --fault kind=drip&rate=2000000&match=/recordings");
    configure_retention(fixture, kept);
    struct command *sync = fixture_start(fixture, "sync", "--agent", "103");
    fixture->command = NULL;
    while (truth_requests(fixture->server, 0) < 1)
        command_wait_for_errors(sync, "complete", LOOK);
    for (int64_t begun = clock_now(); clock_now() - begun < SOON * INT64_C(1000000000);) {
        assert_int_equal(count_filed(fixture, kept - 3600), 0);
        if (command_wait_for_errors(sync, "complete only from", LOOK))
            break;
    }
    assert_true(command_finish(sync, COMMAND_LIMIT));
    assert_int_equal(command_status(sync), 0);
    command_free(&sync);
    server_tell(fixture->server, "clear-faults");
    int64_t filed = count_filed(fixture, time(NULL) + DAYS);
    server_tell(fixture->server, "clock?offset=-2592000"); /* thirty days */
    server_tell(fixture->server, "add?agent=103&count=12");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(count_filed(fixture, time(NULL) + DAYS), filed);
}

/* Nor is it, over and over, of a period that goes further back than what is kept: wherever between two
 * recordings the fetching of it ends. */
static void retention_limits_what_is_fetched_of_a_period(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture,
                  "--agents 3 --recordings 24000 --agent-recordings 103=20000 --joined 103=2023-11-15"
                  " --seed 11 --until 2024-05-17");
    for (time_t hours = 84; hours <= 132; hours += 16) { /* in the middle of a stretch of its history */
        configure_retention(fixture, 1709251200 + hours * 3600);
        char name[4096], request[NUMBER_SIZE];
        snprintf(name, sizeof name, "%s/%lld.db", workspace_path(fixture->workspace, "."), (long long)hours);
        long last = truth_last_request(fixture->server);
        fixture_run(fixture, "list", "--agent", "103", "--since", "2024-01-01", "--limit", "1", "--archive",
                    name);
        if (command_status(fixture->command) != 5)
            print_error("%s", command_errors(fixture->command, NULL));
        assert_int_equal(command_status(fixture->command), 5);
        expect_said(fixture->command, "complete only from 2024-03-0");
        /* How much of an answer is on its way when it is cut depends on the line: only one asks for all. */
        snprintf(request, sizeof request, "requests?after=%ld", last);
        assert_int_equal(server_count(fixture->server, request, "fromQueueCallId=0 "), 1);
    }
}

/* How many recordings the screen says there are; 0: it does not. */
static unsigned long shown_recordings(struct terminal *terminal)
{
    const char *at = strstr(screen_row(terminal_screen(terminal), 1), " recordings");
    while (at && isdigit((unsigned char)at[-1]))
        at--;
    return at ? strtoul(at, NULL, 10) : 0;
}

static bool shows_fewer(struct terminal *terminal, void *context)
{
    unsigned long now = shown_recordings(terminal);
    return now > 0 && now < *(unsigned long *)context;
}

/* Of some hundred calls of an hour ago or less one or the other gets too old while the screen is looked at. */
static void what_expires_meanwhile_goes(void **state)
{
    struct fixture *fixture = *state;
    unsigned long most = ULONG_MAX;
    fixture_serve(fixture, "--agents 3 --recordings 30 --seed 5");
    server_tell(fixture->server, "clock?offset=-3400");
    server_tell(fixture->server, "add?agent=103&count=300");
    server_tell(fixture->server, "clock?offset=0");
    workspace_write(fixture->workspace, "config/tapedeck/config",
                    "[archive]\nretention = 1h\n[screen]\nrefresh = 0\n", 0600);
    struct terminal *terminal =
        fixture_open_with(fixture, 24, WIDE, (const char *const[]){"--agent", "103", NULL});
    expect_until(terminal, shows_fewer, &most);
    expect_text(terminal, "complete");
    expect_gone(terminal, "↻");
    for (int i = 0; i < 2; i++) {
        most = shown_recordings(terminal);
        expect_until(terminal, shows_fewer, &most);
    }
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_deleted_caller_goes_with_the_next_sync),
        TEST(a_deleted_caller_goes_with_the_next_refresh),
        TEST(purge_deletes_on_request),
        TEST(a_purge_beside_a_sync_is_noticed),
        TEST(a_purge_of_all_that_is_new_is_known),
        TEST(a_purge_says_what_it_could_not_judge),
        TEST(purge_wants_to_know_how_old),
        TEST(what_expires_meanwhile_goes),
        TEST(retention_is_kept_by_every_start),
        TEST(retention_limits_what_is_fetched),
        TEST(what_is_not_kept_is_never_filed),
        TEST(retention_limits_what_is_fetched_of_a_period),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
