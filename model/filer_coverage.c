/* The coverage of agents as the archive keeps it. */
#include "model/database.h"
#include "model/filer_state.h"

bool filer_read_coverage(struct filer *filer, int64_t agent, bool whole, struct coverage *coverage,
                         struct failure *failure)
{
    coverage->count = 0;
    sqlite3_stmt *statement = filer->statements[FILER_READ_COVERAGE];
    sqlite3_bind_int64(statement, 1, agent);
    sqlite3_bind_int(statement, 2, whole);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        coverage_add(coverage, sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1));
    sqlite3_reset(statement);
    return code == SQLITE_DONE || database_failed(filer->database, "read", failure);
}

bool filer_write_coverage(struct filer *filer, int64_t agent, bool whole, const struct coverage *coverage,
                          struct failure *failure)
{
    sqlite3_stmt *clear = filer->statements[FILER_CLEAR_COVERAGE];
    sqlite3_bind_int64(clear, 1, agent);
    sqlite3_bind_int(clear, 2, whole);
    bool written = database_run(filer->database, clear, "write to", failure);
    sqlite3_stmt *add = filer->statements[FILER_ADD_COVERAGE];
    for (size_t i = 0; written && i < coverage->count; i++) {
        sqlite3_bind_int64(add, 1, agent);
        sqlite3_bind_int(add, 2, whole);
        sqlite3_bind_int64(add, 3, coverage->ranges[i].lo);
        sqlite3_bind_int64(add, 4, coverage->ranges[i].hi);
        written = database_run(filer->database, add, "write to", failure);
    }
    return written;
}

bool filer_cover(struct filer *filer, int64_t agent, bool whole, int64_t lo, int64_t hi,
                 struct failure *failure)
{
    struct coverage coverage = {0};
    bool done = filer_read_coverage(filer, agent, whole, &coverage, failure);
    if (done && hi > lo) {
        coverage_add(&coverage, lo, hi);
        done = filer_write_coverage(filer, agent, whole, &coverage, failure);
    }
    coverage_clear(&coverage);
    return done;
}

bool filer_uncover(struct filer *filer, int64_t agent, int64_t lo, int64_t hi, struct failure *failure)
{
    struct coverage coverage = {0};
    bool done = true;
    for (int whole = 0; done && whole <= 1; whole++) {
        done = filer_read_coverage(filer, agent, whole != 0, &coverage, failure);
        coverage_remove(&coverage, lo, hi);
        done = done && filer_write_coverage(filer, agent, whole != 0, &coverage, failure);
    }
    coverage_clear(&coverage);
    return done;
}

bool filer_is_covered(struct filer *filer, int64_t agent, int64_t id, bool *is_covered,
                      struct failure *failure)
{
    struct coverage coverage = {0};
    bool read = true;
    *is_covered = false;
    for (int whole = 0; read && !*is_covered && whole <= 1; whole++) {
        read = filer_read_coverage(filer, agent, whole != 0, &coverage, failure);
        *is_covered = coverage_contains(&coverage, id);
    }
    coverage_clear(&coverage);
    return read;
}
