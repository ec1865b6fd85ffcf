#include "model/archive/writer_coverage.h"

#include "model/archive/database.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/coverage/coverage.h"
#include "model/coverage/seen.h"
#include "net/base/failure.h"

/* Replaces *seen by the ranges that whole answers have proved or, without `whole`, cut ones. */
static bool read_seen(struct writer *writer, int64_t agent, bool whole, struct seen *seen,
                      struct failure *failure)
{
    seen->count = 0;
    sqlite3_stmt *statement = writer_bound(writer, WRITER_READ_COVERAGE, DATABASE_NUMBERS(agent, whole));
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        seen_add(seen, sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                 sqlite3_column_int64(statement, 2));
    return database_done(writer->database, statement, code, failure);
}

static bool write_seen(struct writer *writer, int64_t agent, bool whole, const struct seen *seen,
                       struct failure *failure)
{
    bool written = writer_run(writer, WRITER_CLEAR_COVERAGE, DATABASE_NUMBERS(agent, whole), failure);
    for (size_t i = 0; written && i < seen->count; i++) {
        const struct seen_range *range = &seen->ranges[i];
        written = writer_run(writer, WRITER_ADD_COVERAGE,
                             DATABASE_NUMBERS(agent, whole, range->lo, range->hi, range->at), failure);
    }
    return written;
}

bool writer_cover(struct writer *writer, int64_t agent, bool whole, const struct seen_range *range,
                  struct failure *failure)
{
    struct seen seen = {0};
    bool done = read_seen(writer, agent, whole, &seen, failure);
    if (done && range->hi > range->lo) {
        seen_add(&seen, range->lo, range->hi, range->at);
        done = write_seen(writer, agent, whole, &seen, failure);
    }
    seen_clear(&seen);
    return done;
}

bool writer_uncover(struct writer *writer, int64_t agent, int64_t lo, int64_t hi, struct failure *failure)
{
    struct seen seen = {0};
    bool done = true;
    for (int whole = 0; done && whole <= 1; whole++) {
        done = read_seen(writer, agent, whole != 0, &seen, failure);
        seen_remove(&seen, lo, hi);
        done = done && write_seen(writer, agent, whole != 0, &seen, failure);
    }
    seen_clear(&seen);
    return done;
}

bool writer_read_all_seen(struct writer *writer, int64_t agent, struct seen *seen, struct failure *failure)
{
    struct seen cut = {0};
    bool read =
        read_seen(writer, agent, true, seen, failure) && read_seen(writer, agent, false, &cut, failure);
    if (read)
        seen_add_all(seen, &cut);
    seen_clear(&cut);
    return read;
}

bool writer_is_covered(struct writer *writer, int64_t agent, int64_t id, bool *is_covered,
                       struct failure *failure)
{
    struct seen seen = {0};
    struct coverage coverage = {0};
    bool read = writer_read_all_seen(writer, agent, &seen, failure);
    seen_cover(&seen, &coverage);
    *is_covered = read && coverage_contains(&coverage, id);
    coverage_clear(&coverage);
    seen_clear(&seen);
    return read;
}
