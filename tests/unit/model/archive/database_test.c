/* What SQLite cannot do, said so that the user can act: a full disk, damage that is remembered for the next
 * start. */
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
#include <unistd.h>

#include <cmocka.h>

#define FILL                                                                                                 \
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 500)"              \
    " INSERT INTO rows SELECT randomblob(1000) FROM numbers"

struct world {
    char folder[256];
    char *path;
    char *suspicion;
};

static int world_open(void **state)
{
    struct world *world = memory_new(sizeof *world);
    const char *temporary = getenv("TMPDIR");
    snprintf(world->folder, sizeof world->folder, "%s/tapedeck-database-XXXXXX",
             temporary ? temporary : "/tmp");
    if (!mkdtemp(world->folder))
        return -1;
    world->path = memory_format("%s/archive.db", world->folder);
    world->suspicion = database_suspicion_name(world->path);
    *state = world;
    return 0;
}

static int world_close(void **state)
{
    struct world *world = *state;
    static const char *const suffixes[] = {"", "-wal", "-shm", "-suspect"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *name = memory_format("%s%s", world->path, suffixes[i]);
        unlink(name);
        free(name);
    }
    int removed = rmdir(world->folder);
    free(world->suspicion);
    free(world->path);
    free(world);
    return removed;
}

static sqlite3 *open_filled(const struct world *world)
{
    struct failure failure;
    sqlite3 *database = database_open(world->path, DATABASE_WRITE, &failure);
    assert_non_null(database);
    assert_true(database_execute(database, "CREATE TABLE rows(bytes)", &failure));
    assert_true(database_execute(database, FILL, &failure));
    return database;
}

static void a_full_disk_is_told_from_other_failures(void **state)
{
    const struct world *world = *state;
    struct failure failure;
    sqlite3 *database = open_filled(world);
    assert_true(database_execute(database, "PRAGMA max_page_count=1", &failure)); /* no more than there are */
    assert_false(database_execute(database, FILL, &failure));
    assert_int_equal(failure.kind, FAILURE_FULL);
    assert_string_equal(failure.what, "the disk is full"); /* the reason first, the path last */
    assert_non_null(strstr(failure.advice, "make room"));
    assert_non_null(strstr(strstr(failure.advice, "make room"), world->path));
    assert_int_equal(database_integer(database, "SELECT count(*) FROM rows", -1), 500);
    assert_int_not_equal(access(world->suspicion, F_OK), 0);
    database_close(&database);
}

static void damage_is_remembered(void **state)
{
    const struct world *world = *state;
    struct failure failure;
    char rubbish[65536];
    sqlite3 *database = open_filled(world);
    database_close(&database);
    int file = open(world->path, O_WRONLY | O_CLOEXEC);
    memset(rubbish, 0xa5, sizeof rubbish);
    assert_int_equal(pwrite(file, rubbish, sizeof rubbish, 8192), sizeof rubbish);
    close(file);
    database = database_open(world->path, DATABASE_WRITE, &failure);
    assert_non_null(database); /* the damage is not where it is opened */
    assert_int_not_equal(access(world->suspicion, F_OK), 0);
    assert_false(database_execute(database, "SELECT sum(length(bytes)) FROM rows", &failure));
    assert_int_equal(failure.kind, FAILURE_DAMAGED);
    assert_non_null(strstr(failure.advice, "start again to have it set aside"));
    assert_int_equal(access(world->suspicion, F_OK), 0);
    database_close(&database);
}

/* A table that lacks is a file that is not ours, not a mistake to end for. */
static void a_file_without_our_tables_is_told(void **state)
{
    const struct world *world = *state;
    struct failure failure;
    sqlite3 *database = open_filled(world);
    assert_null(database_prepare(database, "SELECT id FROM agent", &failure));
    assert_int_equal(failure.kind, FAILURE_DISK);
    assert_non_null(strstr(failure.what, "no such table"));
    database_close(&database);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_full_disk_is_told_from_other_failures, world_open, world_close),
        cmocka_unit_test_setup_teardown(damage_is_remembered, world_open, world_close),
        cmocka_unit_test_setup_teardown(a_file_without_our_tables_is_told, world_open, world_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
