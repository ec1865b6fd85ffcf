#include "model/query/page_gaps.h"

#include "model/coverage/coverage.h"
#include "model/query/row_columns.h"
#include "model/query/row_cursor.h"
#include "net/base/memory.h"

#include <stdlib.h>

/* One agent while the rows of a page are looked at, the oldest first. */
struct agent_rows {
    bool known;               /* the coverage has been read */
    bool seen;                /* one of its rows has been looked at */
    int64_t before;           /* the id of the last one */
    struct coverage coverage; /* and all above the tail, if its end has been read */
};

static bool read_agent(struct reader_connection *connection, int64_t agent, struct agent_rows *rows,
                       struct failure *failure)
{
    sqlite3_stmt *ranges =
        reader_connection_statement(connection, "SELECT lo, hi FROM coverage WHERE agent = ?1", failure);
    sqlite3_stmt *tail = reader_connection_statement(
        connection, "SELECT tail FROM agents WHERE agent = ?1 AND as_of IS NOT NULL", failure);
    int code;
    if (!ranges || !tail)
        return false;
    sqlite3_bind_int64(ranges, 1, agent);
    while ((code = sqlite3_step(ranges)) == SQLITE_ROW)
        coverage_add(&rows->coverage, sqlite3_column_int64(ranges, 0), sqlite3_column_int64(ranges, 1));
    if (!reader_connection_done(connection, ranges, code, failure))
        return false;
    sqlite3_bind_int64(tail, 1, agent);
    if ((code = sqlite3_step(tail)) == SQLITE_ROW)
        coverage_add(&rows->coverage, sqlite3_column_int64(tail, 0), INT64_MAX);
    rows->known = reader_connection_done(connection, tail, code, failure);
    return rows->known;
}

/* Whether the agent has a row of the list before this one with an id at or above `least`. Behind the page
 * nothing but the archive can tell; it is read no further than to the answer. */
static bool has_row_before(struct row_filter *filter, const struct listed_recording *row, int64_t least,
                           bool *has, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    struct recording_key key = {0};
    recording_key_set(&key, row);
    const struct row_place place = row_place_make(&key, true, true);
    struct row_cursor cursor = {.agent = row->agent,
                                .statement =
                                    reader_connection_statement(connection, row_cursor_sql(&place), failure)};
    bool goes_on = true, done = false;
    int code = SQLITE_DONE;
    *has = false;
    if (cursor.statement) {
        row_cursor_bind(&cursor, &place);
        while (!*has && goes_on && !connection->interrupted &&
               (code = sqlite3_step(cursor.statement)) == SQLITE_ROW &&
               sqlite3_column_int64(cursor.statement, ROW_CALL) >= least) {
            *has = row_filter_matches(filter, cursor.agent, cursor.statement);
            goes_on = *has || row_cursor_skip(&cursor, filter, place.down);
        }
        done = reader_connection_done(connection, cursor.statement, code, failure);
    }
    recording_key_clear(&key);
    return done;
}

/* `goes_on`: the list has rows before those of the page. Ids from 1 on are asked of the server. */
static bool mark(struct row_filter *filter, struct listed_recording *row, struct agent_rows *rows,
                 bool goes_on, struct failure *failure)
{
    int64_t id = row->recording.queue_call_id;
    int64_t reached = coverage_reaches_down(&rows->coverage, id); /* all of (reached, id] is there */
    bool joined = id <= 0 || reached <= 0 || (rows->seen && rows->before >= reached);
    if (!joined && !rows->seen && goes_on && !has_row_before(filter, row, reached, &joined, failure))
        return false;
    row->gap_before = !joined;
    rows->seen = true;
    rows->before = id;
    return true;
}

bool page_gaps_mark(struct row_filter *filter, struct page *page, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    bool oldest_first = filter->query.oldest_first;
    bool goes_on = oldest_first ? page->more_above : page->more_below;
    struct agent_rows *all = memory_array(connection->agent_count, sizeof *all);
    bool marked = true;
    for (size_t i = 0; i < page->count && marked; i++) {
        struct listed_recording *row = &page->rows[oldest_first ? i : page->count - 1 - i];
        struct agent_rows *rows = &all[reader_connection_agent(connection, row->agent)];
        marked = (rows->known || read_agent(connection, row->agent, rows, failure)) &&
                 mark(filter, row, rows, goes_on, failure);
    }
    for (size_t i = 0; i < connection->agent_count; i++)
        coverage_clear(&all[i].coverage);
    free(all);
    return marked;
}
