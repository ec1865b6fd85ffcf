#include "tests/unit/model/archive/archive_fixture.h"

#include "model/archive/archive.h"
#include "model/archive/database.h"
#include "net/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

unsigned archive_fixture_pick(struct archive_fixture *fixture, unsigned below)
{
    fixture->random = fixture->random * 1664525U + 1013904223U;
    return (fixture->random >> 8) % below;
}

void archive_fixture_run(struct archive_fixture *fixture, const char *sql)
{
    struct failure failure;
    must(database_execute(fixture->writer, sql, &failure), &failure);
}

void archive_fixture_file(struct archive_fixture *fixture, const char *sql, const int64_t *values, int count)
{
    struct failure failure;
    sqlite3_stmt *statement = database_prepare(fixture->writer, sql, &failure);
    must(statement != NULL, &failure);
    for (int i = 0; i < count; i++)
        sqlite3_bind_int64(statement, i + 1, values[i]);
    must(database_run(fixture->writer, statement, "fill", &failure), &failure);
    sqlite3_finalize(statement);
}

void archive_fixture_seeds(unsigned usual, unsigned *first, unsigned *last)
{
    const char *only = getenv("TEST_SEED"), *many = getenv("TEST_SEEDS");
    *first = only ? (unsigned)strtoul(only, NULL, 10) : 1;
    *last = only ? *first : many ? (unsigned)strtoul(many, NULL, 10) : usual;
}

void archive_fixture_open(struct archive_fixture *fixture, unsigned seed)
{
    struct failure failure;
    char aside[512];
    const char *temporary = getenv("TMPDIR");
    memset(fixture, 0, sizeof *fixture);
    fixture->random = seed;
    snprintf(fixture->folder, sizeof fixture->folder, "%s/archive.XXXXXX", temporary ? temporary : "/tmp");
    assert_non_null(mkdtemp(fixture->folder));
    fixture->path = memory_format("%s/archive.db", fixture->folder);
    fixture->writer =
        archive_open(fixture->path, "http://127.0.0.1/mot/test", NULL, aside, sizeof aside, &failure);
    must(fixture->writer != NULL, &failure);
    fixture->reader = reader_open(fixture->path, &failure);
    must(fixture->reader != NULL, &failure);
}

void archive_fixture_close(struct archive_fixture *fixture)
{
    reader_close(&fixture->reader);
    database_close(&fixture->writer);
    assert_int_equal(unlink(fixture->path), 0);
    assert_int_equal(rmdir(fixture->folder), 0); /* the last connection has taken the log away */
    free(fixture->path);
}
