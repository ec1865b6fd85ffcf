/* An archive in which nothing was filed is removed, but never from under a program that has begun to open it.
 */
#include "model/archive/archive_wipe.h"

#include "model/archive/archive.h"
#include "model/archive/database.h"
#include "net/base/memory.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define BASE "http://127.0.0.1/mot/test"

enum { DESCRIPTORS = 64, PAGE_SIZE = 8192 };

struct world {
    char folder[64];
    char *path;
};

static sqlite3 *open_archive(const struct world *world)
{
    char aside[512];
    struct failure failure;
    sqlite3 *database = archive_open(world->path, BASE, NULL, aside, sizeof aside, &failure);
    if (!database)
        print_error("%s (%s)\n", failure.what, failure.advice);
    return database;
}

static int set_up(void **state)
{
    struct world *world = memory_new(sizeof *world);
    snprintf(world->folder, sizeof world->folder, "/tmp/tapedeck-unused-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    world->path = memory_format("%s/archive.db", world->folder);
    sqlite3 *database = open_archive(world);
    assert_non_null(database);
    database_close(&database);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    unlink(world->path);
    rmdir(world->folder);
    free(world->path);
    free(world);
    return 0;
}

static void one_that_is_unused_is_removed(void **state)
{
    const struct world *world = *state;
    archive_remove_unused(world->path);
    assert_int_not_equal(access(world->path, F_OK), 0);
    archive_remove_unused(world->path);
    assert_int_not_equal(access(world->path, F_OK), 0);
}

/* Not a byte of it changes, nor when it was written last. */
static void one_that_is_used_is_left_alone(void **state)
{
    const struct world *world = *state;
    struct failure failure;
    struct stat before, after;
    sqlite3 *database = open_archive(world);
    assert_true(database && database_execute(database, "INSERT INTO account VALUES('rises', 7)", &failure));
    database_close(&database);
    assert_int_equal(stat(world->path, &before), 0);
    archive_remove_unused(world->path);
    assert_int_equal(stat(world->path, &after), 0);
    assert_int_equal(after.st_ino, before.st_ino);
    assert_int_equal(after.st_mtim.tv_sec, before.st_mtim.tv_sec);
    assert_int_equal(after.st_mtim.tv_nsec, before.st_mtim.tv_nsec);
}

static void one_that_another_has_open_stays(void **state)
{
    const struct world *world = *state;
    sqlite3 *database = open_archive(world);
    assert_non_null(database);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        archive_remove_unused(world->path);
        _exit(0);
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(access(world->path, F_OK), 0);
    database_close(&database);
}

/* Opens it and files something, in a process of its own that has none of our connections, once it is told. */
static pid_t prepare_writing(const struct world *world, int *go)
{
    int ends[2];
    char byte;
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    assert_true(child >= 0);
    *go = ends[1];
    if (child) {
        close(ends[0]);
        return child;
    }
    close(ends[1]);
    if (read(ends[0], &byte, 1) != 1)
        _exit(2);
    struct failure failure;
    sqlite3 *database = open_archive(world);
    bool filed = database && database_execute(database, "INSERT INTO account VALUES('rises', 7)", &failure);
    database_close(&database);
    _exit(filed ? 0 : 1);
}

static bool is_for_writing(pid_t process, int descriptor)
{
    char name[64], line[100];
    unsigned long flags = 0;
    snprintf(name, sizeof name, "/proc/%ld/fdinfo/%d", (long)process, descriptor);
    FILE *file = fopen(name, "r");
    while (file && fgets(line, sizeof line, file)) {
        if (strncmp(line, "flags:", 6) == 0)
            flags = strtoul(line + 6, NULL, 8);
    }
    if (file)
        fclose(file);
    return (flags & O_ACCMODE) == O_RDWR;
}

/* Whether a process has the file open, not only to look what it is. */
static bool has_open(pid_t process, const char *path)
{
    for (int i = 0; i < DESCRIPTORS; i++) {
        char name[64], target[200];
        snprintf(name, sizeof name, "/proc/%ld/fd/%d", (long)process, i);
        ssize_t length = readlink(name, target, sizeof target);
        if (length > 0 && (size_t)length == strlen(path) && memcmp(target, path, (size_t)length) == 0 &&
            is_for_writing(process, i))
            return true;
    }
    return false;
}

/* The other has opened it and waits for the lock of the one who removes it. */
static void what_is_opened_meanwhile_is_begun_anew(void **state)
{
    const struct world *world = *state;
    struct failure failure;
    sqlite3 *remover = NULL;
    int status, go;
    if (access("/proc/self/fd", F_OK) != 0)
        skip();
    pid_t other = prepare_writing(world, &go);
    assert_int_equal(sqlite3_open(world->path, &remover), SQLITE_OK);
    assert_true(database_execute(
        remover, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=DELETE; BEGIN EXCLUSIVE", &failure));
    assert_int_equal(write(go, "", 1), 1);
    close(go);
    while (!has_open(other, world->path))
        assert_int_equal(waitpid(other, &status, WNOHANG), 0);
    unlink(world->path);
    sqlite3_close(remover);
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(status, 0);
    assert_int_equal(access(world->path, F_OK), 0);
    sqlite3 *database = open_archive(world);
    assert_non_null(database);
    assert_int_equal(database_integer(database, "SELECT value FROM account WHERE name = 'rises'", -1), 7);
    assert_int_equal(database_integer(database, "PRAGMA page_size", -1), PAGE_SIZE);
    database_close(&database);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(one_that_is_unused_is_removed),
        TEST(one_that_is_used_is_left_alone),
        TEST(one_that_another_has_open_stays),
        TEST(what_is_opened_meanwhile_is_begun_anew),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
