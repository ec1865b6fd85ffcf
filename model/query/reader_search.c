/* The search in memory as a reader uses it: made to show the same state of the archive, filled step by step,
 * asked where matches can be. */
#include "model/archive/database.h"
#include "model/query/reader_state.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>

#define STEP_ROWS 8192 /* read in one go: a few milliseconds */
#define TRIES 8        /* to meet a state that others move on */

enum load_column {
    LOAD_CALL,
    LOAD_CALLER,
    LOAD_PERSON,
    LOAD_QUEUE,
    LOAD_KIND,
    LOAD_STARTED,
    LOAD_ENDED,
};

void reader_use_index(struct reader *reader, struct search_index *index, bool fills)
{
    reader->index = index;
    reader->fills_index = fills;
}

/* Reads numbers, one of each row; what is made of them is up to `take`. */
static bool each_row(struct reader *reader, enum reader_lookup which, int64_t bound,
                     void (*take)(struct search_index *index, sqlite3_stmt *row), struct failure *failure)
{
    sqlite3_stmt *statement = reader_lookup(reader, which, failure);
    int code;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, bound);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        take(reader->index, statement);
    bool done = code == SQLITE_DONE || reader_failed(reader, failure);
    sqlite3_reset(statement);
    return done;
}

static void take_change(struct search_index *index, sqlite3_stmt *row)
{
    const struct change change = {sqlite3_column_int64(row, 0), sqlite3_column_int64(row, 1),
                                  sqlite3_column_int64(row, 2)};
    if (change.agent)
        search_index_note(index, &change);
    else
        search_index_forget_callers(index);
}

static void take_agent(struct search_index *index, sqlite3_stmt *row)
{
    const struct change everything = {sqlite3_column_int64(row, 0), INT64_MIN, INT64_MAX};
    search_index_note(index, &everything);
}

static void take_caller(struct search_index *index, sqlite3_stmt *row)
{
    search_index_add_caller(index, sqlite3_column_int64(row, 0), (const char *)sqlite3_column_text(row, 1));
}

/* The number of the first or the last entry of the log in the state that is read. */
static bool read_entry(struct reader *reader, enum reader_lookup which, int64_t *number,
                       struct failure *failure)
{
    sqlite3_stmt *statement = reader_lookup(reader, which, failure);
    if (!statement)
        return false;
    bool read = sqlite3_step(statement) == SQLITE_ROW || reader_failed(reader, failure);
    *number = read ? sqlite3_column_int64(statement, 0) : 0;
    sqlite3_reset(statement);
    return read;
}

/* Tells the index what has changed since the state that it shows. */
static bool tell_changes(struct reader *reader, int64_t shown, struct failure *failure)
{
    int64_t first;
    if (!read_entry(reader, LOOKUP_FIRST_CHANGE, &first, failure))
        return false;
    bool missed = shown == SEARCH_INDEX_NO_STATE || first > shown + 1;
    if (missed)
        search_index_forget_callers(reader->index);
    return (missed ? each_row(reader, LOOKUP_AGENTS, 0, take_agent, failure)
                   : each_row(reader, LOOKUP_CHANGES, shown, take_change, failure)) &&
           each_row(reader, LOOKUP_CALLERS, search_index_last_caller(reader->index), take_caller, failure);
}

static bool follow(struct reader *reader, int64_t state, struct failure *failure)
{
    int64_t shown = search_index_begin_following(reader->index);
    bool is_ahead = shown >= state; /* others have been faster */
    bool reported = is_ahead || tell_changes(reader, shown, failure);
    search_index_end_following(reader->index, is_ahead || !reported ? shown : state);
    return reported;
}

bool reader_pin_index(struct reader *reader, struct failure *failure)
{
    reader->pinned = false;
    for (int i = 0; reader->index && !reader->pinned && i < TRIES; i++) {
        int64_t state, shown;
        if (!read_entry(reader, LOOKUP_LAST_CHANGE, &state, failure))
            return false;
        reader->pinned = search_index_pin(reader->index, state, &shown);
        if (reader->pinned)
            break;
        if (shown < state && !follow(reader, state, failure))
            return false;
        if (shown > state && !reader_begin_transaction(reader, failure))
            return false;
    }
    return true;
}

void reader_unpin_index(struct reader *reader)
{
    if (reader->pinned)
        search_index_unpin(reader->index);
    reader->pinned = false;
}

static struct search_row load_row(sqlite3_stmt *row)
{
    return (struct search_row){
        .call = sqlite3_column_int64(row, LOAD_CALL),
        .caller = sqlite3_column_int64(row, LOAD_CALLER),
        .person = sqlite3_column_int64(row, LOAD_PERSON),
        .queue = sqlite3_column_int64(row, LOAD_QUEUE),
        .kind = sqlite3_column_int64(row, LOAD_KIND),
        .started = database_column_integer(row, LOAD_STARTED, TIMESTAMP_NONE),
        .ended = database_column_integer(row, LOAD_ENDED, TIMESTAMP_NONE),
    };
}

/* Fills the end of a range, all recordings of each id or none. */
static bool fill_step(struct reader *reader, const struct change *range, struct failure *failure)
{
    sqlite3_stmt *statement = reader_lookup(reader, LOOKUP_LOAD, failure);
    struct search_row *rows = NULL;
    size_t count = 0, capacity = 0;
    int code;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, range->agent);
    sqlite3_bind_int64(statement, 2, range->first);
    sqlite3_bind_int64(statement, 3, range->last);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct search_row row = load_row(statement);
        if (count >= STEP_ROWS && row.call != rows[count - 1].call)
            break;
        rows = memory_grow(rows, &capacity, count + 1, sizeof *rows);
        rows[count++] = row;
    }
    bool read = ((code == SQLITE_ROW || code == SQLITE_DONE) && !reader->interrupted) ||
                reader_failed(reader, failure);
    int64_t first = code == SQLITE_ROW ? rows[count - 1].call : range->first;
    if (read)
        search_index_fill(reader->index, range->agent, first, range->last, rows, count);
    sqlite3_reset(statement);
    free(rows);
    return read;
}

bool reader_fill_index(struct reader *reader, struct failure *failure)
{
    struct change range;
    while (reader->pinned && search_index_gap(reader->index, &range)) {
        if (!fill_step(reader, &range, failure))
            return false;
    }
    return true;
}

bool reader_keep_index(struct reader *reader, bool *more, struct failure *failure)
{
    struct change range;
    *more = false;
    if (!reader_begin_transaction(reader, failure))
        return false;
    bool kept = reader_pin_index(reader, failure);
    if (kept && reader->pinned && search_index_gap(reader->index, &range)) {
        *more = true;
        kept = fill_step(reader, &range, failure);
    }
    reader_unpin_index(reader);
    reader_end_transaction(reader);
    return kept;
}

bool reader_next_match(struct reader *reader, int64_t agent, int64_t call, bool down,
                       struct search_hint *hint)
{
    return search_index_next(reader->index, &reader->filter.question, agent, call, down, hint);
}
