#include "tests/e2e/aging.h"

#include <glob.h>
#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <sqlite3.h>

#define TICKS_PER_MINUTE INT64_C(600000000)

enum { BUSY_MS = 10000 };

void archive_age(struct fixture *fixture, unsigned minutes)
{
    glob_t found;
    char sql[300];
    sqlite3 *database = NULL;
    int64_t ticks = minutes * TICKS_PER_MINUTE;
    snprintf(sql, sizeof sql,
             "UPDATE coverage SET seen = seen - %" PRId64 " WHERE seen > 0;"
             "UPDATE agents SET as_of = as_of - %" PRId64 ";"
             "UPDATE account SET value = value - %" PRId64 " WHERE name = 'spent'",
             ticks, ticks, ticks);
    if (glob(workspace_path(fixture->workspace, "data/tapedeck/*.db"), 0, NULL, &found) == 0) {
        assert_int_equal(sqlite3_open(found.gl_pathv[0], &database), SQLITE_OK);
        sqlite3_busy_timeout(database, BUSY_MS);
        int code = sqlite3_exec(database, sql, NULL, NULL, NULL);
        assert_true(code == SQLITE_OK || code == SQLITE_ERROR); /* it has no tables yet */
        sqlite3_close(database);
    }
    globfree(&found);
}
