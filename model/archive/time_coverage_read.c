#include "model/archive/time_coverage_read.h"

#include "model/archive/database.h"
#include "model/archive/id_jump_read.h"
#include "model/coverage/coverage.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

/* Half of the STARTS recordings at an end of a range, at least three, are witnesses of its time. Fewer than half of the
 * witnesses may be wrong; wrong starts come together, from an hour in which the server's clock was wrong. */
enum { STARTS = 14, WITNESSES = 3 };

#define LINE 4 /* times the spread of the witnesses, within which the first start is in line with them */

/* The starts of the recordings nearest to an end of a range, the nearest first. */
struct starts {
    int64_t times[STARTS]; /* ticks */
    size_t count;
};

/* What is known of the agent as a whole. */
struct known {
    int64_t head_from;
    int64_t as_of;     /* ticks, TIMESTAMP_NONE if its end was never asked for */
    int64_t purged;    /* ticks: what started before was purged; TIMESTAMP_NONE if nothing was */
    int64_t purged_to; /* the id up to which it was */
};

static bool read_known(struct statements *statements, int64_t agent, struct known *known,
                       struct failure *failure)
{
    sqlite3_stmt *statement = statements_bound(
        statements,
        "SELECT tail, as_of, before, call FROM agents LEFT JOIN purges USING(agent) WHERE agent = ?1",
        DATABASE_NUMBERS(agent), failure);
    *known = (struct known){0, TIMESTAMP_NONE, TIMESTAMP_NONE, 0};
    if (!statement)
        return false;
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        *known = (struct known){
            sqlite3_column_int64(statement, 0), database_column_integer(statement, 1, TIMESTAMP_NONE),
            database_column_integer(statement, 2, TIMESTAMP_NONE), sqlite3_column_int64(statement, 3)};
    return database_done(statements->database, statement, code, failure);
}

static bool read_coverage(struct statements *statements, int64_t agent, struct coverage *coverage,
                          struct failure *failure)
{
    sqlite3_stmt *statement = statements_bound(statements, "SELECT lo, hi FROM coverage WHERE agent = ?1",
                                               DATABASE_NUMBERS(agent), failure);
    int code;
    if (!statement)
        return false;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        coverage_add(coverage, sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1));
    return database_done(statements->database, statement, code, failure);
}

static int compare_times(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Reads the starts at an end of the range; unless `jump` is NULL only of ids in line with those before. */
static bool read_starts(sqlite3_stmt *statement, const struct time_range *range, struct id_jump *jump,
                        struct starts *starts, struct failure *failure)
{
    int code = SQLITE_DONE;
    starts->count = 0;
    sqlite3_bind_int64(statement, 2, range->lo);
    sqlite3_bind_int64(statement, 3, range->hi);
    while (starts->count < STARTS && (code = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!jump || id_jump_take(jump, sqlite3_column_int64(statement, 1)))
            starts->times[starts->count++] = sqlite3_column_int64(statement, 0);
    }
    return database_done(sqlite3_db_handle(statement), statement, code, failure);
}

/* Selects the witnesses and sorts them by time. Returns their number. */
static size_t select_witnesses(const struct starts *starts, int64_t witnesses[STARTS])
{
    size_t count = starts->count / 2;
    if (count < WITNESSES)
        count = starts->count < WITNESSES ? starts->count : WITNESSES;
    memcpy(witnesses, starts->times, count * sizeof *witnesses);
    qsort(witnesses, count, sizeof *witnesses, compare_times);
    return count;
}

/* The time from which on (is_first) or up to which everything is there: that of the median witness or, if there are
 * fewer than WITNESSES, of the one that claims least. */
static int64_t certain_time(const int64_t witnesses[STARTS], size_t count, bool is_first)
{
    return count >= WITNESSES ? witnesses[count / 2] : witnesses[is_first ? count - 1 : 0];
}

/* The first start if it is in line with the witnesses, else the certain time. */
static int64_t visible_begin(const struct starts *starts, const int64_t witnesses[STARTS], size_t count)
{
    int64_t certain = certain_time(witnesses, count, true);
    int64_t spread = LINE * (witnesses[count - 1] - certain) + LONGEST_WAIT;
    bool is_in_line = count >= WITNESSES && certain - starts->times[0] <= spread;
    return is_in_line ? starts->times[0] : certain;
}

enum { FIRST, LAST, ENDS };

#define TIMES                                                                                                \
    "SELECT started, call FROM recordings WHERE agent = ?1 AND call > ?2 AND call <= ?3 AND call > 0"        \
    " AND started BETWEEN ?4 AND ?5"

static bool prepare_times(struct statements *statements, int64_t agent, sqlite3_stmt *times[ENDS],
                          struct failure *failure)
{
    times[FIRST] = statements_get(statements, TIMES " ORDER BY call, file", failure);
    times[LAST] = statements_get(statements, TIMES " ORDER BY call DESC, file DESC", failure);
    if (!times[FIRST] || !times[LAST])
        return false;
    for (int end = FIRST; end < ENDS; end++) {
        sqlite3_bind_int64(times[end], 1, agent);
        sqlite3_bind_int64(times[end], 4, TIMESTAMP_EARLIEST);
        sqlite3_bind_int64(times[end], 5, timestamp_now());
    }
    return true;
}

/* Sets from when on a range is there, and where it visibly begins. */
static bool read_begin(struct statements *statements, sqlite3_stmt *first, int64_t agent,
                       const struct known *known, struct time_range *range, struct failure *failure)
{
    struct starts starts;
    int64_t witnesses[STARTS];
    struct id_jump jump;
    if (!id_jump_read(statements, agent, range->lo, &jump, failure) ||
        !read_starts(first, range, &jump, &starts, failure))
        return false;
    size_t count = select_witnesses(&starts, witnesses);
    if (count)
        range->begin = visible_begin(&starts, witnesses, count);
    if (count && range->lo > 0)
        range->first = certain_time(witnesses, count, true);
    int64_t kept = known->purged == TIMESTAMP_NONE ? INT64_MAX : known->purged - LONGEST_WAIT;
    if (range->lo > 0 && range->lo <= known->purged_to && range->first > kept) {
        range->first = kept; /* time_coverage.c adds LONGEST_WAIT: what started since the purge is there */
        range->begin = known->purged;
    }
    return true;
}

/* Sets up to when a range is there. */
static bool read_end(sqlite3_stmt *last, const struct known *known, struct time_range *range,
                     struct failure *failure)
{
    struct starts starts;
    int64_t witnesses[STARTS];
    if (range->hi == INT64_MAX) {
        range->last = known->as_of;
        return true;
    }
    if (!read_starts(last, range, NULL, &starts, failure))
        return false;
    size_t count = select_witnesses(&starts, witnesses);
    if (count)
        range->last = certain_time(witnesses, count, false);
    return true;
}

bool time_coverage_read(struct statements *statements, int64_t agent, bool with_begin,
                        struct time_coverage *times, struct failure *failure)
{
    struct known known;
    struct coverage coverage = {0};
    sqlite3_stmt *ends[ENDS];
    times->count = 0;
    bool read = read_known(statements, agent, &known, failure) &&
                read_coverage(statements, agent, &coverage, failure) &&
                prepare_times(statements, agent, ends, failure);
    if (read && known.as_of != TIMESTAMP_NONE)
        coverage_add(&coverage, known.head_from, INT64_MAX);
    times->ranges = memory_grow(times->ranges, &times->capacity, coverage.count, sizeof *times->ranges);
    for (size_t i = 0; read && i < coverage.count; i++) {
        struct time_range *range = &times->ranges[times->count++];
        *range = (struct time_range){.lo = coverage.ranges[i].lo,
                                     .hi = coverage.ranges[i].hi,
                                     .first = coverage.ranges[i].lo <= 0 ? INT64_MIN : INT64_MAX,
                                     .last = INT64_MIN,
                                     .begin = TIMESTAMP_NONE};
        read = ((range->lo <= 0 && !with_begin) ||
                read_begin(statements, ends[FIRST], agent, &known, range, failure)) &&
               read_end(ends[LAST], &known, range, failure);
    }
    coverage_clear(&coverage);
    return read;
}
