/* An archive that cannot be written to, itself or its folder: what is in it can be read offline, and nothing
 * else is done with it. A file system without locks is told from another program. */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/privilege.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 3 --agent-recordings 103=20 --seed 5 --until 2024-05-17"

enum { FAILED = 4 };

static void make_archive(struct fixture *fixture)
{
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "home/shelf/note", "", 0600);
    fixture_run(fixture, "sync", "--agent", "103", "--archive", "shelf/archive.db");
    assert_int_equal(command_status(fixture->command), 0);
}

static void set_modes(struct fixture *fixture, mode_t file, mode_t folder)
{
    assert_int_equal(chmod(workspace_path(fixture->workspace, "home/shelf/archive.db"), file), 0);
    assert_int_equal(chmod(workspace_path(fixture->workspace, "home/shelf"), folder), 0);
}

static void expect_readable_offline(struct fixture *fixture)
{
    static const char *const offline[] = {"--offline", "--agent",          "103",
                                          "--archive", "shelf/archive.db", NULL};
    const struct command *command =
        fixture_run(fixture, "list", "--offline", "--agent", "103", "--archive", "shelf/archive.db");
    if (command_status(command) != 0)
        print_error("%s\n", command_errors(command, NULL));
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_errors(command, NULL), "complete as of"));
    struct terminal *terminal = fixture_open_with(fixture, 24, 100, offline);
    expect_text(terminal, " 20 recordings");
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void expect_refused_online(struct fixture *fixture)
{
    const struct command *command =
        fixture_run(fixture, "sync", "--agent", "103", "--archive", "shelf/archive.db");
    assert_int_equal(command_status(command), FAILED);
    assert_non_null(strstr(command_errors(command, NULL), "cannot be written to"));
    assert_non_null(strstr(command_errors(command, NULL), "--offline"));
    assert_non_null(strstr(command_errors(command, NULL), "--no-archive"));
}

static void one_that_is_read_only_opens_offline(void **state)
{
    static const mode_t modes[][2] = {{0400, 0700}, {0600, 0500}, {0400, 0500}};
    struct fixture *fixture = *state;
    make_archive(fixture);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        set_modes(fixture, modes[i][0], modes[i][1]);
        expect_readable_offline(fixture);
        expect_refused_online(fixture);
        assert_false(workspace_exists(fixture->workspace, "home/shelf/archive.db-wal"));
        set_modes(fixture, 0600, 0700);
    }
    fixture_run(fixture, "sync", "--agent", "103", "--archive", "shelf/archive.db");
    assert_int_equal(command_status(fixture->command), 0);
}

/* Where nothing can be written calls can be listened to all the same. */
static void what_needs_no_archive_is_named(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(chmod(workspace_path(fixture->workspace, "data"), 0500), 0);
    const struct command *command = fixture_run(fixture, "list", "--agent", "103");
    assert_int_equal(command_status(command), FAILED);
    assert_non_null(strstr(command_errors(command, NULL), "or keep nothing with --no-archive"));
    command = fixture_run(fixture, "list", "--agent", "103", "--no-archive");
    assert_int_equal(command_status(command), 0);
    assert_int_equal(chmod(workspace_path(fixture->workspace, "data"), 0700), 0);
}

/* In the configuration, agents and a retention, both of which would be written. */
static void nothing_is_wanted_of_it(void **state)
{
    struct fixture *fixture = *state;
    make_archive(fixture);
    workspace_write(fixture->workspace, "config/tapedeck/config",
                    "[archive]\nretention = 2y\n[agents]\nid:777 = Nobody\n", 0600);
    set_modes(fixture, 0400, 0500);
    const struct command *command =
        fixture_run(fixture, "list", "--offline", "--agent", "103", "--archive", "shelf/archive.db");
    assert_null(strstr(command_errors(command, NULL), "read-only"));
    assert_int_equal(command_status(command), 0);
    set_modes(fixture, 0600, 0700);
}

/* It would have to be brought up to date. */
static void one_of_an_older_version_is_told(void **state)
{
    struct fixture *fixture = *state;
    sqlite3 *database = NULL;
    make_archive(fixture);
    assert_int_equal(sqlite3_open(workspace_path(fixture->workspace, "home/shelf/archive.db"), &database),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(database,
                                  "DROP INDEX by_place; ALTER TABLE recordings DROP COLUMN place;"
                                  "PRAGMA user_version = 7",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(database);
    set_modes(fixture, 0400, 0500);
    const struct command *command =
        fixture_run(fixture, "list", "--offline", "--agent", "103", "--archive", "shelf/archive.db");
    assert_int_equal(command_status(command), FAILED);
    assert_non_null(strstr(command_errors(command, NULL), "made by an older tapedeck (version 7"));
    assert_non_null(strstr(command_errors(command, NULL), "writable for once"));
    assert_null(strstr(command_errors(command, NULL), "read it with --offline"));
    set_modes(fixture, 0600, 0700);
    expect_readable_offline(fixture);
}

/* Every lock fails from here on as it does over NFS without its lock service; for this process and all that
 * it starts. False where that cannot be had. */
static bool take_locks_away(void)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 0, 3),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_SETLK, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOLCK),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) == 0;
}

/* The last test of the program: there is no way back. */
static void a_file_system_without_locks_is_told(void **state)
{
    struct fixture *fixture = *state;
    make_archive(fixture);
    if (!take_locks_away())
        skip();
    const struct command *command =
        fixture_run(fixture, "list", "--offline", "--agent", "103", "--archive", "shelf/archive.db");
    assert_int_equal(command_status(command), FAILED);
    assert_non_null(strstr(command_errors(command, NULL), "cannot lock the archive: No locks available"));
    assert_null(strstr(command_errors(command, NULL), "another program"));
    command = fixture_run(fixture, "sync", "--agent", "103", "--archive", "shelf/new.db");
    assert_int_equal(command_status(command), FAILED);
    assert_non_null(strstr(command_errors(command, NULL), "has no locks"));
    assert_false(workspace_exists(fixture->workspace, "home/shelf/new.db"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(one_that_is_read_only_opens_offline),
        TEST(what_needs_no_archive_is_named),
        TEST(nothing_is_wanted_of_it),
        TEST(one_of_an_older_version_is_told),
        TEST(a_file_system_without_locks_is_told),
    };
    privilege_drop();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
