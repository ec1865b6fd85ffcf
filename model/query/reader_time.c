/* Where a time is in a list that is kept by id. Ids ascend with time but for what a wait in a queue shifts:
 * the place is bisected by the ids of each agent and then looked at closely. A recording can lack its time,
 * or have one that cannot be. */
#include "model/coverage/chronology.h"
#include "model/query/reader_state.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    PROBE = 5,    /* times of which the middle one tells where a probe stands */
    CLOSE = 16,   /* ids: the place is found */
    AROUND = 32,  /* times that are looked at on each side of it */
    OLDER = 9,    /* times just before one that it is compared with */
    NEAR = 256,   /* ids: so near to each other agents are mostly found */
    LOOKED = 200, /* rows in which times are sought */
};

#define CONTRADICTION (86400 * TIMESTAMP_SECOND) /* a day: no wait is as long */

/* Reads up to `wanted` times from an id on in either direction; *count may be less. */
static bool read_times(struct reader *reader, int64_t agent, int64_t from, bool down, size_t wanted,
                       struct moment *times, size_t *count, struct failure *failure)
{
    sqlite3_stmt *statement = reader_lookup(reader, down ? LOOKUP_TIMES_DOWN : LOOKUP_TIMES_UP, failure);
    int code = SQLITE_DONE;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, agent);
    sqlite3_bind_int64(statement, 2, from);
    *count = 0;
    for (int i = 0; i < LOOKED && *count < wanted && (code = sqlite3_step(statement)) == SQLITE_ROW; i++) {
        if (sqlite3_column_type(statement, 1) == SQLITE_INTEGER)
            times[(*count)++] =
                (struct moment){sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1)};
    }
    bool failed = (code != SQLITE_ROW && code != SQLITE_DONE) || reader->interrupted;
    bool done = !failed || reader_failed(reader, failure);
    sqlite3_reset(statement);
    return done;
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
static bool probe(struct reader *reader, int64_t agent, int64_t time, int64_t id, struct bracket *bracket,
                  struct failure *failure)
{
    struct moment times[PROBE];
    size_t count;
    if (!read_times(reader, agent, id, false, PROBE, times, &count, failure))
        return false;
    if (count && times[0].id < bracket->high && middle_time(times, count) <= time)
        bracket->low = id;
    else
        bracket->high = id;
    return true;
}

/* Bisects to an id near which the agent's recordings pass the time. `near` is where those of another agent
 * do, 0 if that is not known: ids are shared, so it will not be far. */
static bool bisect(struct reader *reader, int64_t agent, int64_t time, int64_t near, int64_t *place,
                   struct failure *failure)
{
    struct moment newest = {0};
    struct bracket bracket = {0};
    size_t count;
    if (!read_times(reader, agent, INT64_MAX, true, 1, &newest, &count, failure))
        return false;
    bracket.high = newest.id > 0 ? newest.id : 0;
    const int64_t guesses[] = {near - NEAR, near < INT64_MAX - NEAR ? near + NEAR : near};
    for (size_t i = 0; near > 0 && i < 2; i++) {
        if (guesses[i] > bracket.low && guesses[i] < bracket.high &&
            !probe(reader, agent, time, guesses[i], &bracket, failure))
            return false;
    }
    while (bracket.high - bracket.low > CLOSE) {
        int64_t middle = bracket.low + (bracket.high - bracket.low) / 2;
        if (!probe(reader, agent, time, middle, &bracket, failure))
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
static bool find_limit(struct reader *reader, int64_t agent, int64_t time, int64_t near, int64_t *limit,
                       struct failure *failure)
{
    struct moment above[AROUND], times[AROUND + AROUND + OLDER];
    size_t above_count, count;
    int64_t place;
    *limit = INT64_MIN;
    if (!bisect(reader, agent, time, near, &place, failure) ||
        !read_times(reader, agent, place + 1, false, AROUND, above, &above_count, failure))
        return false;
    for (size_t i = 0; i < above_count; i++)
        times[i] = above[above_count - 1 - i];
    if (!read_times(reader, agent, place, true, AROUND + OLDER, times + above_count, &count, failure))
        return false;
    count += above_count;
    for (size_t i = 0; i < count && *limit == INT64_MIN; i++) {
        size_t older = count - i - 1 < OLDER ? count - i - 1 : OLDER;
        if (times[i].time <= time && is_believed(times[i].time, times + i + 1, older))
            *limit = times[i].id;
    }
    return true;
}

static int64_t limit_of(const struct reader *reader, const int64_t *limits, int64_t agent)
{
    size_t low = 0, high = reader->agent_count; /* they are sorted */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (reader->agents[middle] <= agent)
            low = middle;
        else
            high = middle;
    }
    return limits[low];
}

/* The row that reading down has come to, if it is the one that is sought. */
static bool take_row(const struct reader *reader, const struct source *source, int64_t time, int64_t limit,
                     struct recording_key *key)
{
    char buffer[FILE_KEY_NAME_SIZE];
    sqlite3_stmt *row = source->statement;
    int64_t call = sqlite3_column_int64(row, ROW_CALL);
    if (call > limit || sqlite3_column_type(row, ROW_STARTED) != SQLITE_INTEGER ||
        sqlite3_column_int64(row, ROW_STARTED) > time || !reader_row_matches(reader, source->agent, row))
        return false;
    key->agent = source->agent;
    key->queue_call_id = call;
    key->file_name = memory_text(file_key_column(row, ROW_FILE, buffer));
    const unsigned char *distinction = file_key_distinction(row, ROW_FILE);
    key->is_distinguished = distinction != NULL;
    if (distinction)
        memcpy(key->distinction, distinction, sizeof key->distinction);
    key->started = sqlite3_column_int64(row, ROW_STARTED);
    return true;
}

/* Walks down from the greatest of the agents' limits. */
static bool fetch_down(struct reader *reader, int64_t time, const int64_t *limits, struct recording_key *key,
                       bool *found, struct failure *failure)
{
    int64_t greatest = INT64_MIN;
    for (size_t i = 0; i < reader->agent_count; i++)
        greatest = limits[i] > greatest ? limits[i] : greatest;
    const struct recording_key from = {.agent = INT64_MAX, .queue_call_id = greatest, .started = INT64_MAX};
    const struct source *source;
    if (greatest == INT64_MIN)
        return true;
    bool begun = merge_begin(reader, &from, true, false, failure);
    while (begun && !*found && (source = merge_row(reader))) {
        *found = take_row(reader, source, time, limit_of(reader, limits, source->agent), key);
        merge_advance(reader);
    }
    bool failed = begun && (reader->merge.failed || reader->interrupted);
    bool done = begun && (!failed || reader_failed(reader, failure));
    merge_end(reader);
    return done;
}

bool reader_find_time(struct reader *reader, int64_t time, struct recording_key *key, bool *found,
                      struct failure *failure)
{
    int64_t *limits = memory_array(reader->agent_count, sizeof *limits);
    bool done = true;
    int64_t near = 0; /* the last limit that was found */
    *found = false;
    for (size_t i = 0; done && i < reader->agent_count; i++) {
        done = find_limit(reader, reader->agents[i], time, near, &limits[i], failure);
        near = limits[i] > 0 ? limits[i] : near;
    }
    done = done && fetch_down(reader, time, limits, key, found, failure);
    free(limits);
    return done;
}
