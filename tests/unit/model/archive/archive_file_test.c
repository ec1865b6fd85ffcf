/* What is not an archive of ours is refused and stays as it is; what is ours and damaged is set aside, with
 * all that belongs to it; what others could read is closed to them. */
#include "model/archive/archive_file.h"

#include "model/archive/archive.h"
#include "model/archive/database.h"
#include "net/base/folders.h"
#include "net/base/memory.h"

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define BASE "http://127.0.0.1/mot/test"

enum { SECOND_PAGE = 8192, AT_MARK = 68, AT_PAGE_SIZE = 16, AT_SCHEMA = 100, NAMES = 512 };

struct world {
    char folder[200];
    char *path;
    char *log;
    char aside[512];
    struct failure failure;
};

static int world_open(void **state)
{
    struct world *world = memory_new(sizeof *world);
    const char *temporary = getenv("TMPDIR");
    snprintf(world->folder, sizeof world->folder, "%s/archive_file.XXXXXX", temporary ? temporary : "/tmp");
    if (!mkdtemp(world->folder))
        return -1;
    world->path = memory_format("%s/archive.db", world->folder);
    world->log = memory_format("%s-wal", world->path);
    *state = world;
    return 0;
}

static int world_close(void **state)
{
    struct world *world = *state;
    bool is_removed = folders_remove(world->folder);
    free(world->path);
    free(world->log);
    free(world);
    return is_removed ? 0 : -1;
}

static void write_at(const char *path, off_t at, const void *bytes, size_t length)
{
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    assert_int_equal(pwrite(file, bytes, length, at), length);
    close(file);
}

static size_t read_all(const char *path, char **bytes)
{
    int file = open(path, O_RDONLY | O_CLOEXEC);
    struct stat status;
    assert_true(file >= 0);
    assert_int_equal(fstat(file, &status), 0);
    *bytes = memory_new((size_t)status.st_size + 1);
    assert_int_equal(read(file, *bytes, (size_t)status.st_size), status.st_size);
    close(file);
    return (size_t)status.st_size;
}

static void copy_file(const char *from, const char *to)
{
    char *bytes;
    size_t length = read_all(from, &bytes);
    write_at(to, 0, bytes, length);
    free(bytes);
}

static int is_name(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* All names in the folder, in order, with a blank behind each. */
static void list_names(const struct world *world, char names[NAMES])
{
    struct dirent **entries;
    int count = scandir(world->folder, &entries, is_name, alphasort);
    names[0] = '\0';
    for (int i = 0; i < count; i++) {
        size_t used = strlen(names);
        snprintf(names + used, NAMES - used, "%s ", entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
}

static sqlite3 *try_open(struct world *world, const char *path)
{
    memset(&world->failure, 0, sizeof world->failure);
    return archive_open(path, BASE, NULL, world->aside, sizeof world->aside, &world->failure);
}

static void must_open(struct world *world, const char *path)
{
    sqlite3 *database = try_open(world, path);
    if (!database)
        fail_msg("%s", world->failure.what);
    database_close(&database);
}

static void expect_refused_for(struct world *world, const char *path, const char *why)
{
    char before[NAMES], after[NAMES];
    list_names(world, before);
    assert_null(try_open(world, path));
    assert_int_equal(world->failure.kind, FAILURE_USAGE);
    if (!strstr(world->failure.what, why) || !strstr(world->failure.what, path))
        fail_msg("%s", world->failure.what);
    assert_non_null(strstr(world->failure.advice, "--archive"));
    assert_string_equal(world->aside, "");
    list_names(world, after);
    assert_string_equal(after, before);
}

/* And not a byte of it changes. */
static void expect_kept(struct world *world, const char *path, const char *why)
{
    char *before, *after;
    size_t length = read_all(path, &before);
    expect_refused_for(world, path, why);
    assert_int_equal(read_all(path, &after), length);
    assert_memory_equal(after, before, length);
    free(before);
    free(after);
}

static void texts_are_refused(void **state)
{
    struct world *world = *state;
    static const char *const texts[] = {"x", "shopping: milk\n", "SQLite format 3", "SQLite format 3\0tape"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        write_at(world->path, 0, texts[i], strlen(texts[i]));
        expect_kept(world, world->path, "not an archive of tapedeck");
        unlink(world->path);
    }
}

static void databases_of_others_are_refused(void **state)
{
    struct world *world = *state;
    static const char *const programs[] = {
        "CREATE TABLE notes(text)",
        "CREATE TABLE notes(text); PRAGMA application_id=7",
        "PRAGMA user_version=4",
        "PRAGMA application_id=7",
        "PRAGMA journal_mode=WAL; CREATE TABLE notes(text)",
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        sqlite3 *database = NULL;
        assert_int_equal(sqlite3_open(world->path, &database), SQLITE_OK);
        assert_int_equal(sqlite3_exec(database, programs[i], NULL, NULL, NULL), SQLITE_OK);
        expect_kept(world, world->path, "a database of another program"); /* while it is in use */
        sqlite3_close(database);
        expect_kept(world, world->path, "a database of another program");
        unlink(world->path);
    }
}

static void what_is_no_file_is_refused(void **state)
{
    struct world *world = *state;
    assert_int_equal(mkdir(world->path, 0700), 0);
    expect_refused_for(world, world->path, "a folder");
    assert_int_equal(rmdir(world->path), 0);
    assert_int_equal(mkfifo(world->path, 0600), 0);
    expect_refused_for(world, world->path, "a pipe");
    assert_int_equal(unlink(world->path), 0);
    expect_refused_for(world, "/dev/null", "a device");
}

static void links_are_followed(void **state)
{
    struct world *world = *state;
    char *link = memory_format("%s/link", world->folder);
    assert_int_equal(symlink(world->path, link), 0);
    expect_refused_for(world, link, "a link that leads nowhere");
    write_at(world->path, 0, "milk\n", strlen("milk\n"));
    char *bytes;
    assert_null(try_open(world, link));
    assert_non_null(strstr(world->failure.what, "not an archive of tapedeck"));
    assert_int_equal(read_all(world->path, &bytes), strlen("milk\n"));
    free(bytes);
    unlink(world->path);
    must_open(world, world->path);
    must_open(world, link);
    write_at(world->path, AT_SCHEMA, "\xa5\xa5\xa5\xa5\xa5\xa5\xa5\xa5", 8);
    must_open(world, link);
    assert_int_equal(strncmp(world->aside, world->path, strlen(world->path)), 0); /* not the link */
    assert_int_equal(access(world->path, F_OK), 0);
    free(link);
}

static void an_empty_file_is_used(void **state)
{
    struct world *world = *state;
    sqlite3 *database = NULL;
    write_at(world->path, 0, "", 0);
    must_open(world, world->path);
    assert_string_equal(world->aside, "");
    unlink(world->path);
    /* A program was killed before it made the tables. */
    assert_int_equal(sqlite3_open(world->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, "PRAGMA journal_mode=WAL", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    must_open(world, world->path);
    must_open(world, world->path);
}

/* As it lies there when the program that began it has been killed: the mark is only in the log. */
static void a_mark_in_the_log_counts(void **state)
{
    struct world *world = *state;
    char *copy = memory_format("%s/copy.db", world->folder), *copied_log = memory_format("%s-wal", copy);
    sqlite3 *database = try_open(world, world->path);
    assert_non_null(database);
    copy_file(world->path, copy);
    copy_file(world->log, copied_log);
    database_close(&database);
    must_open(world, copy);
    assert_string_equal(world->aside, "");
    free(copied_log);
    free(copy);
}

/* Where neither its mark nor the account's address is left it may be ours and be damaged, it may be anything: it is not
 * replaced. */
static void a_damaged_mark_is_refused(void **state)
{
    struct world *world = *state;
    must_open(world, world->path);
    write_at(world->path, SECOND_PAGE, "\xa5\xa5", 2);
    write_at(world->path, AT_MARK, "rape", 4);
    expect_kept(world, world->path, "a database of another program");
    write_at(world->path, 0, "\xa5\xa5", 2);
    expect_kept(world, world->path, "or its first page is damaged");
    assert_non_null(strstr(world->failure.advice, "move it away"));
}

static void one_of_another_account_is_refused(void **state)
{
    struct world *world = *state;
    must_open(world, world->path);
    write_at(world->path, 0, "\xa5\xa5", 2);
    assert_null(
        archive_open(world->path, BASE "2", NULL, world->aside, sizeof world->aside, &world->failure));
    assert_int_equal(world->failure.kind, FAILURE_USAGE);
    assert_string_equal(world->aside, "");
}

/* The name behind which the damaged one and its log are. */
static void expect_set_aside(const struct world *world, const char *bytes, size_t length, const char *log,
                             size_t log_length)
{
    char *kept;
    assert_int_not_equal(world->aside[0], 0);
    assert_int_equal(read_all(world->aside, &kept), length);
    assert_memory_equal(kept, bytes, length);
    free(kept);
    char *name = memory_format("%s-wal", world->aside);
    assert_int_equal(read_all(name, &kept), log_length);
    assert_memory_equal(kept, log, log_length);
    free(kept);
    free(name);
}

/* An archive with rows in its log, as a killed program leaves it, and damage at a place. */
static void set_aside_with_log(struct world *world, off_t at)
{
    static const char rubbish[] = "\xa5\xa5\xa5\xa5\xa5\xa5\xa5";
    char *copy = memory_format("%s/copy%d.db", world->folder, (int)at), *bytes, *log;
    char *copied_log = memory_format("%s-wal", copy);
    must_open(world, world->path);
    sqlite3 *database = try_open(world, world->path);
    assert_non_null(database);
    assert_true(database_execute(database, "INSERT INTO callers(number) VALUES(hex(randomblob(8)))",
                                 &world->failure));
    copy_file(world->path, copy);
    copy_file(world->log, copied_log);
    database_close(&database);
    write_at(copy, at, rubbish, at == AT_PAGE_SIZE ? 2 : sizeof rubbish);
    size_t length = read_all(copy, &bytes), log_length = read_all(copied_log, &log);
    database = try_open(world, copy);
    assert_non_null(database);
    assert_int_equal(database_integer(database, "SELECT count(*) FROM callers", -1), 0);
    database_close(&database);
    expect_set_aside(world, bytes, length, log, log_length);
    free(bytes);
    free(log);
    free(copied_log);
    free(copy);
}

static void a_damaged_one_is_set_aside_with_its_log(void **state)
{
    set_aside_with_log(*state, 0); /* the account's page tells whose it is */
    set_aside_with_log(*state, AT_MARK);
    set_aside_with_log(*state, AT_PAGE_SIZE);
    set_aside_with_log(*state, AT_SCHEMA);
}

/* SQLite would delete the log of an empty file. */
static void a_log_without_its_archive_is_kept(void **state)
{
    struct world *world = *state;
    char *copied_log = memory_format("%s/copy.db-wal", world->folder), *copy, *bytes;
    sqlite3 *database = try_open(world, world->path);
    assert_non_null(database);
    copy_file(world->log, copied_log);
    size_t length = read_all(world->log, &bytes);
    database_close(&database);
    copy = memory_text_part(copied_log, strlen(copied_log) - strlen("-wal"));
    write_at(copy, 0, "", 0);
    must_open(world, copy);
    expect_set_aside(world, "", 0, bytes, length);
    free(bytes);
    free(copy);
    free(copied_log);
}

static int mode_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (int)(status.st_mode & 0777) : -1;
}

static void what_others_could_read_is_closed(void **state)
{
    struct world *world = *state;
    char said[1000];
    sqlite3 *database = try_open(world, world->path);
    assert_non_null(database);
    char *copy = memory_format("%s/copy.db", world->folder), *copied_log = memory_format("%s-wal", copy);
    assert_true(database_execute(database, "PRAGMA wal_checkpoint", &world->failure));
    copy_file(world->path, copy);
    copy_file(world->log, copied_log);
    database_close(&database);
    assert_int_equal(chmod(copy, 0644) + chmod(copied_log, 0644) + chmod(world->folder, 0755), 0);
    archive_file_protect(copy, true, said, sizeof said);
    assert_int_equal(mode_of(copy), 0600);
    assert_int_equal(mode_of(copied_log), 0600);
    assert_int_equal(mode_of(world->folder), 0700);
    assert_non_null(strstr(said, copy));
    assert_non_null(strstr(said, "644"));
    assert_non_null(strstr(said, "755"));
    archive_file_protect(copy, true, said, sizeof said);
    assert_string_equal(said, "");
    assert_int_equal(chmod(world->folder, 0755), 0);
    archive_file_protect(copy, false, said, sizeof said); /* not our folder */
    assert_int_equal(mode_of(world->folder), 0755);
    assert_string_equal(said, "");
    free(copied_log);
    free(copy);
}

static void what_is_not_ours_is_not_closed(void **state)
{
    struct world *world = *state;
    char said[1000];
    write_at(world->path, 0, "milk\n", strlen("milk\n"));
    assert_int_equal(chmod(world->path, 0644), 0);
    archive_file_protect(world->path, false, said, sizeof said);
    assert_int_equal(mode_of(world->path), 0644);
    assert_string_equal(said, "");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, world_open, world_close)
    const struct CMUnitTest tests[] = {
        TEST(texts_are_refused),
        TEST(databases_of_others_are_refused),
        TEST(what_is_no_file_is_refused),
        TEST(links_are_followed),
        TEST(an_empty_file_is_used),
        TEST(a_mark_in_the_log_counts),
        TEST(a_damaged_mark_is_refused),
        TEST(one_of_another_account_is_refused),
        TEST(a_damaged_one_is_set_aside_with_its_log),
        TEST(a_log_without_its_archive_is_kept),
        TEST(what_others_could_read_is_closed),
        TEST(what_is_not_ours_is_not_closed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
