#include "model/query/reader_index.h"

#include "model/query/row_columns.h"
#include "net/base/memory.h"

#include <stdlib.h>

#define STEP_ROWS 8192 /* rows read in one step, which takes a few milliseconds */
#define TRIES 8        /* attempts to pin the index while other threads update it */

static const char agents_sql[] = "SELECT agent FROM agents";
static const char callers_sql[] = "SELECT caller, number FROM callers WHERE caller > ?1 ORDER BY caller";
static const char rows_sql[] =
    "SELECT " ROW_STORED ROW_OF_AGENT " AND call >= ?2 AND call <= ?3 ORDER BY call DESC, file DESC";

/* Passes each row of a query to `take`. */
static bool each_row(struct reader_index *index, const char *sql, int64_t bound,
                     void (*take)(struct search_index *index, sqlite3_stmt *row), struct failure *failure)
{
    sqlite3_stmt *statement = reader_connection_statement(index->connection, sql, failure);
    int code;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, bound);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        take(index->index, statement);
    return reader_connection_done(index->connection, statement, code, failure);
}

static void take_change(void *index, const struct change *change)
{
    if (change->agent)
        search_index_note(index, change);
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

/* Passes to the index what has changed since the state that it shows; everything, if the change log does not reach
 * back to that. */
static bool tell_changes(struct reader_index *index, int64_t shown, struct failure *failure)
{
    bool missed;
    if (!reader_connection_changes(index->connection, shown, &missed, take_change, index->index, failure))
        return false;
    if (missed)
        search_index_forget_callers(index->index);
    return (!missed || each_row(index, agents_sql, 0, take_agent, failure)) &&
           each_row(index, callers_sql, search_index_last_caller(index->index), take_caller, failure);
}

static bool follow(struct reader_index *index, int64_t state, struct failure *failure)
{
    int64_t shown = search_index_begin_following(index->index);
    bool is_ahead = shown >= state; /* another thread has updated it meanwhile */
    bool reported = is_ahead || tell_changes(index, shown, failure);
    search_index_end_following(index->index, is_ahead || !reported ? shown : state);
    return reported;
}

bool reader_index_pin(struct reader_index *index, struct failure *failure)
{
    for (int i = 0; index->index && i < TRIES; i++) {
        int64_t state, shown;
        if (!reader_connection_state(index->connection, &state, failure))
            return false;
        if (search_index_pin(index->index, state, &shown)) {
            index->pinned = index->index;
            return true;
        }
        if (shown < state && !follow(index, state, failure))
            return false;
        if (shown > state && !reader_connection_begin(index->connection, failure))
            return false;
    }
    return true;
}

void reader_index_unpin(struct reader_index *index)
{
    if (index->pinned)
        search_index_unpin(index->pinned);
    index->pinned = NULL;
}

/* Reads about STEP_ROWS rows from the end of a range into the index; all rows of an id are read in the same step. */
static bool fill_range(struct reader_index *index, const struct change *range, struct failure *failure)
{
    sqlite3_stmt *statement = reader_connection_statement(index->connection, rows_sql, failure);
    size_t count = 0, capacity = STEP_ROWS + 1;
    struct search_row *rows;
    int code;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, range->agent);
    sqlite3_bind_int64(statement, 2, range->first);
    sqlite3_bind_int64(statement, 3, range->last);
    rows = memory_resize(NULL, capacity, sizeof *rows);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct search_row row = row_columns_read(statement);
        if (count >= STEP_ROWS && row.call != rows[count - 1].call)
            break;
        rows = memory_grow(rows, &capacity, count + 1, sizeof *rows);
        rows[count++] = row;
    }
    int64_t first = code == SQLITE_ROW ? rows[count - 1].call : range->first;
    bool read = reader_connection_done(index->connection, statement, code, failure);
    if (read)
        search_index_fill(index->pinned, range->agent, first, range->last, rows, count);
    free(rows);
    return read;
}

bool reader_index_step(struct reader_index *index, bool *more, struct failure *failure)
{
    struct change range;
    *more = false;
    if (!index->fills || !index->pinned)
        return true;
    search_index_hold_filling(index->pinned);
    *more = search_index_gap(index->pinned, &range);
    bool filled = !*more || fill_range(index, &range, failure);
    search_index_release_filling(index->pinned);
    return filled;
}

bool reader_index_fill(struct reader_index *index, struct failure *failure)
{
    bool more = true;
    while (more) {
        if (!reader_index_step(index, &more, failure))
            return false;
    }
    return true;
}
