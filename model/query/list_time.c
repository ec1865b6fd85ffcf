#include "model/query/list_time.h"

#include "model/coverage/chronology.h"
#include "model/query/row_columns.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>

enum {
    PROBE = 5,    /* times of which the middle one tells where a probe stands */
    CLOSE = 16,   /* ids: the place is found */
    AROUND = 32,  /* times that are looked at on each side of it */
    OLDER = 9,    /* times just before one that it is compared with */
    NEAR = 256,   /* ids: so near to each other agents are mostly found */
    LOOKED = 200, /* rows in which times are sought */
};

#define CONTRADICTION (86400 * TIMESTAMP_SECOND) /* a day: no wait is as long */

static const char up_sql[] = "SELECT call, started" ROW_OF_AGENT " AND call >= ?2 ORDER BY call, file";
static const char down_sql[] =
    "SELECT call, started" ROW_OF_AGENT " AND call <= ?2 ORDER BY call DESC, file DESC";

/* The time that is sought in the rows of an agent. */
struct seek {
    struct reader_connection *connection;
    int64_t agent;
    int64_t time;
    struct failure *failure;
};

struct times {
    struct moment at[AROUND + AROUND + OLDER];
    size_t count;
};

/* Adds up to `wanted` times from an id on in either direction. */
static bool read_times(const struct seek *seek, int64_t from, bool down, size_t wanted, struct times *times)
{
    sqlite3_stmt *statement =
        reader_connection_statement(seek->connection, down ? down_sql : up_sql, seek->failure);
    size_t most = times->count + wanted;
    int code = SQLITE_DONE;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, seek->agent);
    sqlite3_bind_int64(statement, 2, from);
    for (int i = 0; i < LOOKED && times->count < most && (code = sqlite3_step(statement)) == SQLITE_ROW;
         i++) {
        if (sqlite3_column_type(statement, 1) == SQLITE_INTEGER)
            times->at[times->count++] =
                (struct moment){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    }
    return reader_connection_done(seek->connection, statement, code, seek->failure);
}

static int compare_times(const void *left, const void *right)
{
    int64_t a = ((const struct moment *)left)->time, b = ((const struct moment *)right)->time;
    return a < b ? -1 : a > b;
}

static int64_t middle_time(const struct moment *times, size_t count)
{
    struct moment sorted[PROBE] = {{0}};
    for (size_t i = 0; i < count; i++)
        sorted[i] = times[i];
    qsort(sorted, count, sizeof sorted[0], compare_times);
    return sorted[count / 2].time;
}

/* Where a time lies among the recordings of an agent: above the id `low`, and not above `high`. */
struct bracket {
    int64_t low, high;
};

/* Asks at an id within the bracket on which side of it the time is. */
static bool probe(const struct seek *seek, int64_t id, struct bracket *bracket)
{
    struct times times = {.count = 0};
    if (!read_times(seek, id, false, PROBE, &times))
        return false;
    if (times.count && times.at[0].id < bracket->high && middle_time(times.at, times.count) <= seek->time)
        bracket->low = id;
    else
        bracket->high = id;
    return true;
}

/* Bisects to an id near which the agent's recordings pass the time. `near` is where those of another agent
 * do, 0 if that is not known: ids are shared, so it will not be far. */
static bool bisect(const struct seek *seek, int64_t near, int64_t *place)
{
    struct times newest = {.count = 0};
    struct bracket bracket = {0};
    if (!read_times(seek, INT64_MAX, true, 1, &newest))
        return false;
    bracket.high = newest.count && newest.at[0].id > 0 ? newest.at[0].id : 0;
    const int64_t guesses[] = {near - NEAR, near < INT64_MAX - NEAR ? near + NEAR : near};
    for (size_t i = 0; near > 0 && i < 2; i++) {
        if (guesses[i] > bracket.low && guesses[i] < bracket.high && !probe(seek, guesses[i], &bracket))
            return false;
    }
    while (bracket.high - bracket.low > CLOSE) {
        int64_t middle = bracket.low + (bracket.high - bracket.low) / 2;
        if (!probe(seek, middle, &bracket))
            return false;
    }
    *place = bracket.low;
    return true;
}

/* Whether a time is possible after those of the recordings before it: `older` are these, downwards. */
static bool is_believed(int64_t time, const struct moment *older, size_t count)
{
    size_t later = 0;
    for (size_t i = 0; i < count; i++)
        later += older[i].time / 2 - time / 2 > CONTRADICTION / 2; /* halves: no sum of theirs overflows */
    return 2 * later <= count;
}

/* The greatest id of the agent whose recording had started by the time; INT64_MIN if none had. */
static bool find_limit(const struct seek *seek, int64_t near, int64_t *limit)
{
    struct times above = {.count = 0}, times;
    int64_t place;
    *limit = INT64_MIN;
    if (!bisect(seek, near, &place) || !read_times(seek, place + 1, false, AROUND, &above))
        return false;
    times.count = above.count;
    for (size_t i = 0; i < above.count; i++)
        times.at[i] = above.at[above.count - 1 - i];
    if (!read_times(seek, place, true, AROUND + OLDER, &times))
        return false;
    for (size_t i = 0; i < times.count && *limit == INT64_MIN; i++) {
        const struct moment *at = &times.at[i];
        size_t older = times.count - i - 1 < OLDER ? times.count - i - 1 : OLDER;
        if (at->time <= seek->time && is_believed(at->time, at + 1, older))
            *limit = at->id;
    }
    return true;
}

/* The row that reading down has come to, if it is the one that is sought. */
static bool take_row(const struct row_filter *filter, const struct row_cursor *cursor, int64_t time,
                     int64_t limit, struct recording_key *key)
{
    char buffer[FILE_KEY_NAME_SIZE];
    sqlite3_stmt *row = cursor->statement;
    int64_t call = sqlite3_column_int64(row, ROW_CALL);
    if (call > limit || sqlite3_column_type(row, ROW_STARTED) != SQLITE_INTEGER ||
        sqlite3_column_int64(row, ROW_STARTED) > time || !row_filter_matches(filter, cursor->agent, row))
        return false;
    const struct listed_recording found = {.agent = cursor->agent,
                                           .recording = {.queue_call_id = call,
                                                         .started = sqlite3_column_int64(row, ROW_STARTED),
                                                         .file_name = file_key_column(row, ROW_FILE, buffer),
                                                         .distinction = file_key_distinction(row, ROW_FILE)}};
    recording_key_set(key, &found);
    return true;
}

/* Walks down from the greatest of the agents' limits. */
static bool fetch_down(struct row_merge *merge, int64_t time, const int64_t *limits,
                       struct recording_key *key, bool *found, struct failure *failure)
{
    const struct reader_connection *connection = merge->filter->connection;
    int64_t greatest = INT64_MIN;
    for (size_t i = 0; i < connection->agent_count; i++)
        greatest = limits[i] > greatest ? limits[i] : greatest;
    const struct recording_key from = {.agent = INT64_MAX, .queue_call_id = greatest, .started = INT64_MAX};
    const struct row_place place = row_place_make(&from, true, false);
    const struct row_cursor *cursor;
    if (greatest == INT64_MIN)
        return true;
    if (!row_merge_begin(merge, &place, failure))
        return false;
    while (!*found && (cursor = row_merge_row(merge))) {
        int64_t limit = limits[reader_connection_agent(connection, cursor->agent)];
        *found = take_row(merge->filter, cursor, time, limit, key);
        row_merge_advance(merge);
    }
    return row_merge_end(merge, failure);
}

bool list_time_find(struct row_merge *merge, int64_t time, struct recording_key *key, bool *found,
                    struct failure *failure)
{
    struct reader_connection *connection = merge->filter->connection;
    int64_t *limits = memory_array(connection->agent_count, sizeof *limits);
    bool done = true;
    int64_t near = 0; /* the last limit that was found */
    *found = false;
    for (size_t i = 0; done && i < connection->agent_count; i++) {
        const struct seek seek = {connection, connection->agents[i], time, failure};
        done = find_limit(&seek, near, &limits[i]);
        near = limits[i] > 0 ? limits[i] : near;
    }
    done = done && fetch_down(merge, time, limits, key, found, failure);
    free(limits);
    return done;
}
