/* The archive in the hands of others: two programs at once, a newer version, damage, a full disk. */
#include <fcntl.h>
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define HISTORY "--agents 3 --recordings 3400 --agent-recordings 103=3000 --seed 7 --until 2024-05-17"
#define ARCHIVE "home/archive.db"
#define WAITING "waiting for another program that writes the archive"

enum { BEHIND_MARK = 72, WIDE = 200, RECORDINGS = 3000, REFUSED = 2, FAILED = 4 };

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

/* Takes the lock that writing needs, as a program that writes. */
static sqlite3 *take_lock(struct fixture *fixture, const char *how)
{
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(workspace_path(fixture->workspace, ARCHIVE), &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, how, NULL, NULL, NULL), SQLITE_OK);
    return database;
}

static void another_program_is_waited_for(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    server_tell(fixture->server, "add?agent=103&count=5");
    sqlite3 *other = take_lock(fixture, "BEGIN IMMEDIATE");
    struct command *sync = fixture_start(fixture, "sync", "--agent", "103", "--archive", "archive.db");
    assert_true(command_wait_for_errors(sync, WAITING, COMMAND_LIMIT));
    sqlite3_close(other);
    assert_true(command_finish(sync, COMMAND_LIMIT));
    assert_int_equal(command_status(sync), 0);
    expect_listed(fixture, RECORDINGS + 5);
}

/* And meanwhile keys are obeyed. */
static void another_program_is_waited_for_on_the_screen(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    server_tell(fixture->server, "add?agent=103&count=5");
    sqlite3 *other = take_lock(fixture, "BEGIN IMMEDIATE");
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_text(terminal, WAITING);
    terminal_keys(terminal, "?");
    expect_text(terminal, "Moving");
    sqlite3_close(other);
    terminal_keys(terminal, "Esc");
    expect_text(terminal, "3,005 recordings");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* One that lets nobody even look into it. */
static void another_program_is_waited_for_in_opening(void **state)
{
    static const char lock[] = "PRAGMA journal_mode=DELETE; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    sqlite3 *other = take_lock(fixture, lock);
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_text(terminal, WAITING);
    terminal_keys(terminal, "x Q");
    expect_exit(terminal, 0);
    terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_text(terminal, WAITING);
    struct command *list = fixture_start(fixture, "list", "--offline", "--archive", "archive.db");
    assert_true(command_wait_for_errors(list, WAITING, COMMAND_LIMIT));
    sqlite3_close(other);
    expect_text(terminal, "3,000 recordings");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_true(command_finish(list, COMMAND_LIMIT));
}

/* Then it need not be looked through by the next program. */
static void expect_sealed(struct fixture *fixture)
{
    struct stat archive;
    char seal[200] = "", expected[200];
    FILE *file = fopen(workspace_path(fixture->workspace, ARCHIVE "-seal"), "re");
    assert_non_null(file);
    assert_non_null(fgets(seal, sizeof seal, file));
    assert_int_equal(fclose(file), 0);
    assert_int_equal(stat(workspace_path(fixture->workspace, ARCHIVE), &archive), 0);
    snprintf(expected, sizeof expected, "%llu %lld %lld %ld ", (unsigned long long)archive.st_ino,
             (long long)archive.st_size, (long long)archive.st_mtim.tv_sec, archive.st_mtim.tv_nsec);
    assert_memory_equal(seal, expected, strlen(expected));
}

static void it_is_sealed_from_the_first_time_on(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    expect_sealed(fixture);
    assert_int_equal(unlink(workspace_path(fixture->workspace, ARCHIVE)), 0);
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_text(terminal, "3,000 recordings");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_sealed(fixture);
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

/* Overwrites bytes of the archive with rubbish. */
static void damage(struct fixture *fixture, off_t from, size_t length)
{
    int file = open(workspace_path(fixture->workspace, ARCHIVE), O_WRONLY | O_CLOEXEC);
    assert_true(file >= 0);
    char *rubbish = allocate(length, 1);
    memset(rubbish, 0xa5, length);
    assert_int_equal(pwrite(file, rubbish, length, from), (ssize_t)length);
    free(rubbish);
    close(file);
}

/* The one file that was set aside has the bytes that were damaged. */
static void expect_set_aside(struct fixture *fixture, off_t from)
{
    glob_t found;
    unsigned char byte = 0;
    assert_int_equal(
        glob(workspace_path(fixture->workspace, ARCHIVE ".damaged-*[0-9]"), GLOB_NOSORT, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, 1);
    int file = open(found.gl_pathv[0], O_RDONLY | O_CLOEXEC);
    assert_int_equal(pread(file, &byte, 1, from), 1);
    assert_int_equal(byte, 0xa5);
    close(file);
    globfree(&found);
}

/* Nothing of it can be read, but it has our mark: it is put aside, said so, and everything is fetched again.
 */
static void a_damaged_one_is_set_aside(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    damage(fixture, BEHIND_MARK, 100);
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_text(terminal, "3,000 recordings");
    expect_text(terminal, "The archive was damaged and is kept as");
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_set_aside(fixture, BEHIND_MARK);
    expect_listed(fixture, RECORDINGS);
}

/* What opening does not notice is said when it is met, and the next start acts on it. */
static void damage_within_is_set_aside_at_the_next_start(void **state)
{
    struct fixture *fixture = *state;
    enum { PAGE = 8192, FROM = 15 * PAGE, LENGTH = 20 * PAGE };
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    damage(fixture, FROM, LENGTH);
    const struct command *list = fixture_run(fixture, "list", "--offline", "--agent", "103", "--archive",
                                             "archive.db", "--format", "jsonl");
    assert_int_equal(command_status(list), lines_of(list) > 0 ? 5 : FAILED);
    assert_non_null(strstr(command_errors(list, NULL), "start again to have it set aside"));
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_text(terminal, "3,000 recordings");
    expect_text(terminal, "The archive was damaged and is kept as");
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_set_aside(fixture, FROM);
    expect_listed(fixture, RECORDINGS);
    /* That was that: nothing is checked or said any more. */
    sync_archive(fixture);
    assert_null(strstr(command_errors(fixture->command, NULL), "damaged"));
}

/* By no command and by no screen, offline or not. */
static void a_foreign_file_is_not_touched(void **state)
{
    static const char text[] = "Milk, bread\n";
    static const char *const arguments[] = {"--archive", "notes.txt", NULL};
    static const char *const log[] = {"--log", "notes.txt", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "home/notes.txt", text, 0644);
    const struct command *command = fixture_run(fixture, "sync", "--archive", "notes.txt");
    assert_int_equal(command_status(command), REFUSED);
    assert_non_null(strstr(command_errors(command, NULL), "not an archive of tapedeck"));
    command = fixture_run(fixture, "list", "--offline", "--archive", "notes.txt");
    assert_int_equal(command_status(command), REFUSED);
    command = fixture_run(fixture, "list", "--offline", "--log", "notes.txt");
    assert_int_equal(command_status(command), REFUSED);
    assert_non_null(strstr(command_errors(command, NULL), "not a log of tapedeck"));
    struct terminal *terminal = fixture_open_with(fixture, 24, 80, arguments);
    expect_exit(terminal, REFUSED);
    expect_text(terminal, "not an archive of tapedeck");
    terminal = fixture_open_with(fixture, 24, 80, log);
    expect_exit(terminal, REFUSED);
    char *left = workspace_read(fixture->workspace, "home/notes.txt");
    assert_string_equal(left, text);
    free(left);
    assert_int_equal(workspace_mode(fixture->workspace, "home/notes.txt"), 0644);
    assert_false(workspace_exists(fixture->workspace, "home/notes.txt-wal"));
}

static void make_open(struct fixture *fixture, const char *archive, const char *folder)
{
    assert_int_equal(chmod(archive, 0644), 0);
    assert_int_equal(chmod(folder, 0755), 0);
    assert_int_equal(chmod(workspace_path(fixture->workspace, "home/log"), 0644), 0);
}

static void expect_private(struct fixture *fixture, const char *archive, const char *folder)
{
    struct stat status;
    assert_int_equal(stat(archive, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0600);
    assert_int_equal(stat(folder, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    assert_int_equal(workspace_mode(fixture->workspace, "home/log"), 0600);
}

/* The archive, its folder and the log, each of which somebody has opened to others. */
static void what_others_could_read_is_closed(void **state)
{
    glob_t found;
    struct fixture *fixture = *state;
    static const char *const arguments[] = {"--agent", "103", "--log", "log", NULL};
    const char *folder = workspace_path(fixture->workspace, "data/tapedeck");
    fixture_serve(fixture, HISTORY);
    fixture_run(fixture, "sync", "--agent", "103", "--log", "log");
    assert_null(strstr(command_errors(fixture->command, NULL), "open to others"));
    assert_int_equal(
        glob(workspace_path(fixture->workspace, "data/tapedeck/*.db"), GLOB_NOSORT, NULL, &found), 0);
    make_open(fixture, found.gl_pathv[0], folder);
    const struct command *command =
        fixture_run(fixture, "list", "--agent", "103", "--offline", "--log", "log");
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_errors(command, NULL), "The archive was open to others (mode 644)"));
    assert_non_null(strstr(command_errors(command, NULL), "folder was open to others (mode 755)"));
    assert_non_null(strstr(command_errors(command, NULL), "the log was open to others (mode 644)"));
    expect_private(fixture, found.gl_pathv[0], folder);
    make_open(fixture, found.gl_pathv[0], folder);
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, arguments);
    expect_text(terminal, "The archive was open to others (mode 644); now it is only yours");
    expect_private(fixture, found.gl_pathv[0], folder);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    globfree(&found);
}

static void limit_files(struct terminal *terminal, rlim_t size)
{
    struct rlimit limit;
    assert_int_equal(prlimit(terminal_process(terminal), RLIMIT_FSIZE, NULL, &limit), 0);
    limit.rlim_cur = size;
    assert_int_equal(prlimit(terminal_process(terminal), RLIMIT_FSIZE, &limit, NULL), 0);
}

/* Files cannot grow, as on a full disk. That is said, the program goes on, and with room again the rest
 * comes. */
static void a_full_disk_is_said(void **state)
{
    enum { ROOM = 96 * 1024 };
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 1 --agent-recordings 101=3000 --seed 7 --until 2024-05-17");
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nstart = nothing\n", 0600);
    struct terminal *terminal = fixture_open(fixture, 24, 80);
    expect_text(terminal, "Choose an agent");
    expect_text(terminal, "○");
    limit_files(terminal, ROOM);
    terminal_keys(terminal, "j Enter");
    expect_in_row(terminal, 23, "the disk is full: make room and refresh");
    expect_in_row(terminal, 0, "× disk full");
    expect_gone(terminal, "↻");
    terminal_keys(terminal, "?");
    expect_text(terminal, "one line up");
    terminal_keys(terminal, "?");
    expect_gone(terminal, "one line up");
    limit_files(terminal, RLIM_INFINITY);
    terminal_keys(terminal, "r");
    expect_text(terminal, "3,000 recordings");
    expect_text(terminal, "complete as of");
    expect_in_row(terminal, 0, "● live");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(truth_expect_same(fixture, "101"), 3000);
}

/* What had been filed before the disk was full is there, and nobody says otherwise. */
static void what_was_filed_before_is_told(void **state)
{
    enum { ROOM = 2 * 1024 * 1024 };
    struct fixture *fixture = *state;
    struct rlimit limit, before;
    fixture_serve(fixture, "--agents 1 --agent-recordings 101=40000 --seed 7 --until 2024-05-17");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    limit = before;
    limit.rlim_cur = ROOM;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    const struct command *command = fixture_run(fixture, "sync", "--archive", "archive.db");
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_not_equal(command_status(command), 0);
    const char *errors = command_errors(command, NULL), *output = command_output(command, NULL);
    assert_non_null(strstr(errors, "the disk is full"));
    assert_null(strstr(errors, " 0 recordings"));
    assert_null(strstr(output, " 0 recordings"));
    assert_null(strstr(errors, "never fetched"));
    command = fixture_run(fixture, "list", "--offline", "--archive", "archive.db", "--format", "jsonl");
    assert_true(lines_of(command) > 0);
}

/* Nothing of a damaged archive is called complete: neither while it is read nor after all of it was. */
static void a_damaged_one_is_never_complete(void **state)
{
    static const char *const offline[] = {"--offline", "--agent", "103", "--archive", "archive.db", NULL};
    struct fixture *fixture = *state;
    enum { PAGE = 8192, FROM = 15 * PAGE, LENGTH = PAGE };
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    struct terminal *terminal = fixture_open_with(fixture, 24, 100, offline);
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    damage(fixture, FROM, LENGTH);
    terminal = fixture_open_with(fixture, 24, 100, offline);
    expect_in_row(terminal, 0, "× archive damaged");
    expect_text(terminal, "some may be missing");
    expect_absent(terminal, "complete as of");
    expect_in_row(terminal, 23, "the archive is damaged");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    sync_archive(fixture); /* it is set aside, and everything is there again */
    expect_listed(fixture, RECORDINGS);
}

/* Two pages of the same table change places: those in the middle of the leaves of tables without rowid, which
 * are mostly recordings. */
static void swap_leaves(const char *path)
{
    enum { PAGE = 8192, PAGES = 1000, LEAF = 10 };
    char first[PAGE], second[PAGE];
    off_t leaves[PAGES] = {0};
    size_t count = 0;
    int file = open(path, O_RDWR | O_CLOEXEC);
    for (off_t at = PAGE; count < PAGES && pread(file, first, PAGE, at) == PAGE; at += PAGE)
        if (first[0] == LEAF)
            leaves[count++] = at;
    assert_true(count > 4);
    off_t one = leaves[count / 2 - 1], other = leaves[count / 2 + 1];
    assert_int_equal(pread(file, first, PAGE, one), PAGE);
    assert_int_equal(pread(file, second, PAGE, other), PAGE);
    assert_int_equal(pwrite(file, second, PAGE, one), PAGE);
    assert_int_equal(pwrite(file, first, PAGE, other), PAGE);
    close(file);
}

/* No reading notices that. */
static void swapped_pages_are_noticed(void **state)
{
    enum { PARTIAL = 5 };
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    sync_archive(fixture);
    swap_leaves(workspace_path(fixture->workspace, ARCHIVE));
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--agent", "103", "--archive", "archive.db");
    assert_int_equal(command_status(list), PARTIAL);
    assert_non_null(strstr(command_errors(list, NULL), "the archive is damaged"));
    assert_null(strstr(command_errors(list, NULL), "complete as of"));
    sync_archive(fixture);
    expect_listed(fixture, RECORDINGS);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(several_programs_share_it),
        TEST(it_is_sealed_from_the_first_time_on),
        TEST(another_program_is_waited_for),
        TEST(another_program_is_waited_for_on_the_screen),
        TEST(another_program_is_waited_for_in_opening),
        TEST(a_newer_version_is_refused),
        TEST(a_damaged_one_is_set_aside),
        TEST(damage_within_is_set_aside_at_the_next_start),
        TEST(a_foreign_file_is_not_touched),
        TEST(what_others_could_read_is_closed),
        TEST(a_full_disk_is_said),
        TEST(what_was_filed_before_is_told),
        TEST(a_damaged_one_is_never_complete),
        TEST(swapped_pages_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
