/* What is on hold stays, with its notes and its audio, whatever the server and the retention say; released it goes, and
 * nothing of it is left in any file. */
#include <glob.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/held.h"

enum { COMMAND_SIZE = 400 };

static void it_outlives_what_the_server_deletes(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_expect_there(fixture, &held);
    held_delete(fixture, &held);
    held_expect_says(fixture_run(fixture, "sync", "--verify"), 0,
                     "on hold, and kept although the server no longer has it: 1 recording");
    held_expect_there(fixture, &held);
    held_expect_says(fixture_run(fixture, "release", held.call), 0, "released 1 recording");
    held_expect_nowhere(fixture, &held);
    held_expect_says(fixture_run(fixture, "release", held.call), 1, "is not on hold");
    held_expect_says(fixture_run(fixture, "held"), 1, "nothing is on hold");
    free(held.audio);
}

static void it_outlives_losses_that_are_accepted(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    assert_true(server_tell(fixture->server, "delete?agent=101&all=1"));
    fixture_run(fixture, "sync", "--agent", "101", "--accept-losses");
    const struct command *sync = fixture_run(fixture, "sync", "--agent", "101", "--accept-losses");
    held_expect_says(sync, 0, "although the server no longer has it: 1 recording");
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--agent", "101", "--format", "jsonl");
    const char *first = strchr(command_output(list, NULL), '\n');
    assert_true(first && first[1] == '\0');
    held_expect_there(fixture, &held);
    held_expect_says(fixture_run(fixture, "release", held.call), 0, "released 1 recording");
    held_expect_nowhere(fixture, &held);
    free(held.audio);
}

static void it_outlives_the_retention(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01", "--dry-run"), 0,
                     "on hold, and kept: 1 recording");
    held_expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 0, "purged 80 recordings");
    held_expect_there(fixture, &held);
    held_expect_says(fixture_run(fixture, "wipe", "--yes"), 2, "1 recording on hold");
    held_expect_there(fixture, &held);
    held_expect_says(fixture_run(fixture, "release", held.call), 0, "released 1 recording");
    held_expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 0, "purged 1 recording");
    held_expect_nowhere(fixture, &held);
    free(held.audio);
}

static void a_purge_fails_where_something_stays_unread(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_prepare(fixture);
    held_in_archives(fixture, "touch $f.held");
    held_expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 4,
                     "what is on hold cannot be read");
    held_in_archives(fixture, "rm $f.held $f.notes* && mkdir $f.notes");
    held_expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 4,
                     "not a file of marks and notes");
    held_in_archives(fixture, "rmdir $f.notes");
    held_expect_says(fixture_run(fixture, "purge", "--before", "2098-01-01"), 0, "purged 0 recordings");
    free(held.audio);
}

static void its_last_day_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_prepare(fixture);
    held_expect_says(
        fixture_run(fixture, "hold", held.call, "--reason", HELD_REASON, "--until", "2098-01-31"), 0,
        "1 recording on hold");
    const char *table = command_output(fixture_run(fixture, "held"), NULL);
    assert_non_null(strstr(table, " 2098-01-31 "));
    assert_null(strstr(table, "2098-02-01"));
    free(held.audio);
}

/* A server that fails is asked again by the next command. */
static void audio_that_failed_is_fetched_later(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_prepare(fixture);
    assert_true(server_tell(fixture->server, "fault?kind=status&status=500&match=recordings/"));
    held_expect_says(fixture_run(fixture, "hold", held.call, "--reason", HELD_REASON, "--retries", "0"), 5,
                     "is on hold, but without its audio");
    assert_int_equal(held_files_with(fixture, held.audio, held.size), 0);
    assert_true(server_tell(fixture->server, "clear-faults"));
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    held_expect_there(fixture, &held);
    free(held.audio);
}

/* At one byte: found by a save, which the next sync mends, or by another hold. */
static void a_flipped_byte_is_mended(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    for (int i = 0; i < 2; i++) {
        held_in_archives(fixture, HELD_FLIP);
        assert_int_equal(held_files_with(fixture, held.audio, held.size), 0);
        if (i == 0) {
            held_expect_says(fixture_run(fixture, "save", held.call), 0, "saved from the server");
            assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
        } else {
            held_expect_says(fixture_run(fixture, "hold", held.call, "--reason", HELD_REASON), 0,
                             "1 recording on hold");
        }
        held_expect_there(fixture, &held);
    }
    free(held.audio);
}

/* What the start could not mend, the key does, which else releases. */
static void the_key_mends_what_is_damaged(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_in_archives(fixture, "truncate -s 100 $f.held/*.mp3");
    assert_true(server_tell(fixture->server, "fault?kind=html&match=calls/recordings/"));
    struct terminal *terminal = fixture_open(fixture, 40, 130);
    expect_text(terminal, "is on hold, but without its audio: ");
    assert_true(server_tell(fixture->server, "clear-faults"));
    terminal_keys(terminal, "Tab");
    expect_text(terminal, "with audio that is damaged");
    terminal_keys(terminal, "H");
    expect_in_row(terminal, 39,
                  "The copy of its audio is damaged:  m mends it from the server  r releases it");
    terminal_keys(terminal, "x");
    expect_gone(terminal, "m mends it");
    terminal_keys(terminal, "H m");
    expect_text(terminal, "is on hold, with its audio (");
    expect_gone(terminal, "with audio that is damaged");
    terminal_keys(terminal, "H");
    expect_in_row(terminal, 39, "Release it? ");
    terminal_keys(terminal, "n Q");
    expect_exit(terminal, 0);
    held_expect_there(fixture, &held);
    free(held.audio);
}

struct mended {
    struct fixture *fixture;
    struct held held;
};

static bool is_mended(struct terminal *terminal, void *context)
{
    const struct mended *mended = context;
    (void)terminal;
    return held_files_with(mended->fixture, mended->held.audio, mended->held.size) == 1;
}

/* While the screen is open: `H` knows nothing of it yet, saving finds it and takes the server's. Then it is mended. */
static void a_byte_flipped_meanwhile_is_found(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config",
                    "[audio]\nsave = ~/{call}.mp3\n[screen]\nrefresh = 0\n", 0600);
    struct mended mended = {fixture, held_make(fixture)};
    struct terminal *terminal = fixture_open(fixture, 40, 130);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, "until 2099-01-31, with its audio");
    held_in_archives(fixture, HELD_FLIP);
    terminal_keys(terminal, "H");
    expect_in_row(terminal, 39, "Release it? ");
    terminal_keys(terminal, "n s");
    expect_until(terminal, is_mended, &mended);
    expect_text(terminal, "it is from the server, as the copy that is on hold is damaged");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    held_expect_there(fixture, &mended.held);
    free(mended.held.audio);
}

/* From a backup, say. */
static void what_is_restored_is_not_damaged(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_in_archives(fixture, "cp $f.held/*.mp3 good");
    held_in_archives(fixture, HELD_FLIP);
    held_expect_says(fixture_run(fixture, "save", held.call, "--offline"), 4, "on hold is damaged");
    assert_non_null(strstr(command_output(fixture_run(fixture, "held"), NULL), "damaged"));
    held_in_archives(fixture, "mv good $f.held/*.mp3");
    assert_int_equal(command_status(fixture_run(fixture, "save", held.call, "--offline")), 0);
    assert_null(strstr(command_output(fixture_run(fixture, "held"), NULL), "damaged"));
    free(held.audio);
}

/* Once it is known what came of it. */
static void the_access_log_has_reason_and_result(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_prepare(fixture);
    held_in_archives(fixture, "touch $f.held");
    assert_int_equal(command_status(fixture_run(fixture, "hold", held.call, "--reason", "in vain")), 4);
    held_in_archives(fixture, "rm $f.held");
    held_expect_says(fixture_run(fixture, "hold", held.call, "--reason", HELD_REASON), 0, "on hold");
    const char *log = command_output(fixture_run(fixture, "log", "--format", "jsonl"), NULL);
    assert_non_null(strstr(log, "\"result\":\"failed\",\"purpose\":\"in vain\""));
    assert_non_null(strstr(log, "\"result\":\"done\",\"purpose\":\"" HELD_REASON "\""));
    assert_null(strstr(strstr(strstr(log, "\"hold\"") + 1, "\"hold\"") + 1, "\"hold\""));
    free(held.audio);
}

/* Also of what was not tried, as it would fail, too. */
static void each_without_its_audio_is_named(void **state)
{
    struct fixture *fixture = *state;
    char calls[5][HELD_CALL_SIZE], line[COMMAND_SIZE];
    struct held held = held_prepare(fixture);
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--limit", "5", "--format", "jsonl");
    const char *at = command_output(list, NULL);
    for (int i = 0; i < 5; i++) {
        at = strstr(at, "\"QueueCallId\":");
        assert_non_null(at);
        at += strlen("\"QueueCallId\":");
        snprintf(calls[i], sizeof calls[i], "%.*s", (int)strcspn(at, ",}"), at);
    }
    assert_true(server_tell(fixture->server, "fault?kind=status&status=403&match=recordings/"));
    const struct command *hold = fixture_run(fixture, "hold", calls[0], calls[1], calls[2], calls[3],
                                             calls[4], "--reason", HELD_REASON);
    held_expect_says(hold, 5, "5 recordings on hold");
    for (int i = 0; i < 5; i++) {
        snprintf(line, sizeof line, "call %s is on hold, but without its audio", calls[i]);
        assert_non_null(strstr(command_errors(hold, NULL), line));
    }
    free(held.audio);
}

/* Its end is in the file, as if time had passed. */
static void let_it_end(struct fixture *fixture)
{
    held_in_archives(fixture, "sed -i s/2099-/2020-/ $f.held/*.json");
}

/* Nobody has been there since its end to delete it. */
static void wiped_nothing_of_it_is_left(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    let_it_end(fixture);
    held_expect_says(fixture_run(fixture, "wipe", "--yes"), 0, "of a recording on hold");
    assert_int_equal(held_files_with(fixture, held.audio, held.size), 0);
    assert_int_equal(held_files_with_reason(fixture), 0);
    free(held.audio);
}

static void its_end_is_an_end(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_delete(fixture, &held);
    fixture_run(fixture, "sync", "--verify");
    held_expect_there(fixture, &held);
    let_it_end(fixture);
    held_expect_says(fixture_run(fixture, "sync"), 0, "was on hold until now");
    held_expect_nowhere(fixture, &held);
    free(held.audio);
}

static void what_is_wrong_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_prepare(fixture);
    held_expect_says(fixture_run(fixture, "hold", held.call), 2, "nothing says why");
    held_expect_says(fixture_run(fixture, "hold", "x", "--reason", HELD_REASON), 2, "'x' is no CALLID");
    held_expect_says(fixture_run(fixture, "hold", "--reason", HELD_REASON), 2, "needs a CALLID");
    held_expect_says(
        fixture_run(fixture, "hold", held.call, "--reason", HELD_REASON, "--until", "2020-01-01"), 2,
        "lies before now");
    held_expect_says(fixture_run(fixture, "hold", "1", "--reason", HELD_REASON), 1,
                     "call 1 is not in the archive");
    held_expect_says(fixture_run(fixture, "hold", held.call, "--no-archive", "--reason", HELD_REASON), 2,
                     "nothing can be held");
    held_expect_says(fixture_run(fixture, "held"), 1, "nothing is on hold");
    held_expect_says(fixture_run(fixture, "release", "1"), 1, "call 1 is not on hold");
    free(held.audio);
}

/* A day without its year, that many days and years from now, is read as the next one. */
static void expect_next(struct terminal *terminal, int days, int years)
{
    char written[40], shown[80];
    time_t now = time(NULL) + (time_t)days * 86400;
    struct tm date;
    gmtime_r(&now, &date);
    date.tm_year += years;
    mktime(&date); /* finds the weekday */
    strftime(written, sizeof written, "%d %B", &date);
    strftime(shown, sizeof shown, "= until %a %d %b %Y", &date);
    char *zero = strstr(shown, " 0");
    if (zero)
        memmove(zero + 1, zero + 2, strlen(zero + 1));
    terminal_type(terminal, written);
    expect_text(terminal, shown);
    terminal_keys(terminal, "C-u");
}

static void the_screen_holds_and_releases(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_prepare(fixture);
    struct terminal *terminal = fixture_open(fixture, 30, 130);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, held.call);
    terminal_keys(terminal, "H Enter");
    expect_text(terminal, "nothing is held without a reason");
    terminal_keys(terminal, "H");
    expect_text(terminal, "why it is to be kept");
    terminal_type(terminal, HELD_REASON);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "until which day");
    terminal_type(terminal, "2020-01-01");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "lies before now");
    terminal_keys(terminal, "C-u");
    expect_next(terminal, 30, 0);
    expect_next(terminal, -30, 1);
    terminal_type(terminal, "2099-01-31");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "until 2099-01-31, with its audio");
    expect_selected(terminal, "!");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "held:yes");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "1 hit");
    terminal_keys(terminal, "Esc");
    held_delete(fixture, &held);
    terminal_keys(terminal, "r");
    expect_text(terminal, "the server no longer has this recording");
    held_expect_there(fixture, &held);
    terminal_keys(terminal, "H");
    expect_text(terminal, "Release it? The server no longer has it");
    terminal_keys(terminal, "y");
    expect_text(terminal, "80 recordings");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    held_expect_nowhere(fixture, &held);
    free(held.audio);
}

/* Another program that writes into the archive, and does not end. */
static sqlite3 *lock_archive(struct fixture *fixture)
{
    glob_t found;
    sqlite3 *database = NULL;
    assert_int_equal(
        glob(workspace_path(fixture->workspace, "data/tapedeck/*.db"), GLOB_NOSORT, NULL, &found), 0);
    assert_int_equal(sqlite3_open(found.gl_pathv[0], &database), SQLITE_OK);
    sqlite3_busy_timeout(database, COMMAND_LIMIT);
    assert_int_equal(sqlite3_exec(database, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
    globfree(&found);
    return database;
}

static bool has_no_hold(struct terminal *terminal, void *context)
{
    glob_t found;
    struct fixture *fixture = context;
    (void)terminal;
    int code =
        glob(workspace_path(fixture->workspace, "data/tapedeck/*.held/*.json"), GLOB_NOSORT, NULL, &found);
    globfree(&found);
    return code == GLOB_NOMATCH;
}

/* Between the files of the hold and the archive, which another program keeps it from changing. */
static void a_kill_in_the_release_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_delete(fixture, &held);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--verify")), 0);
    struct terminal *terminal = fixture_open_with(fixture, 30, 130, (const char *const[]){"--offline", NULL});
    expect_text(terminal, "archive only");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, "the server no longer has this recording");
    terminal_keys(terminal, "H");
    expect_text(terminal, "Release it? The server no longer has it");
    sqlite3 *database = lock_archive(fixture);
    terminal_keys(terminal, "y");
    expect_until(terminal, has_no_hold, fixture);
    terminal_signal(terminal, SIGKILL);
    expect_exit(terminal, 128 + SIGKILL);
    assert_int_equal(sqlite3_close(database), SQLITE_OK);
    held_expect_says(fixture_run(fixture, "held"), 1, "nothing is on hold");
    held_expect_nowhere(fixture, &held);
    free(held.audio);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(it_outlives_what_the_server_deletes),
        WITH_FIXTURE(it_outlives_losses_that_are_accepted),
        WITH_FIXTURE(it_outlives_the_retention),
        WITH_FIXTURE(a_purge_fails_where_something_stays_unread),
        WITH_FIXTURE(its_last_day_is_told),
        WITH_FIXTURE(audio_that_failed_is_fetched_later),
        WITH_FIXTURE(a_flipped_byte_is_mended),
        WITH_FIXTURE(the_key_mends_what_is_damaged),
        WITH_FIXTURE(a_byte_flipped_meanwhile_is_found),
        WITH_FIXTURE(what_is_restored_is_not_damaged),
        WITH_FIXTURE(the_access_log_has_reason_and_result),
        WITH_FIXTURE(each_without_its_audio_is_named),
        WITH_FIXTURE(its_end_is_an_end),
        WITH_FIXTURE(a_kill_in_the_release_leaves_nothing),
        WITH_FIXTURE(wiped_nothing_of_it_is_left),
        WITH_FIXTURE(what_is_wrong_is_refused),
        WITH_FIXTURE(the_screen_holds_and_releases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
