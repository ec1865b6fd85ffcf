#include "model/query/page_gaps.h"

#include "model/archive/time_coverage_read.h"
#include "model/query/row_columns.h"
#include "model/query/row_cursor.h"
#include "net/base/memory.h"

#include <stdlib.h>

/* The state of an agent while the rows of a page are checked, from the oldest on. */
struct agent_rows {
    bool known;        /* `times` has been read */
    bool seen;         /* one of its rows has been checked, which is the row before the next one: */
    int64_t before;    /* its place, ticks */
    int64_t before_id; /* its call */
    struct time_coverage times;
};

/* Whether the list has an older row of the agent whose place is at or above `least` and whose id is above `lo`. It is
 * not on the page, so that the archive is read down to the first such row. */
static bool has_row_before(struct row_filter *filter, const struct listed_recording *row, int64_t least,
                           int64_t lo, bool *has, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    struct recording_key key = {0};
    recording_key_set(&key, row);
    const struct row_place place = row_place_make(&key, true, true);
    struct row_cursor cursor = {
        .agent = row->agent,
        .statement = reader_connection_statement(connection, row_cursor_sql(&place, filter), failure)};
    bool goes_on = true, done = false;
    int code = SQLITE_DONE;
    *has = false;
    if (cursor.statement) {
        row_cursor_bind(&cursor, &place, filter);
        while (!*has && goes_on && !connection->interrupted &&
               (code = sqlite3_step(cursor.statement)) == SQLITE_ROW &&
               sqlite3_column_int64(cursor.statement, ROW_PLACE) >= least) {
            *has = sqlite3_column_int64(cursor.statement, ROW_CALL) > lo &&
                   row_filter_matches(filter, cursor.agent, cursor.statement);
            goes_on = *has || row_cursor_skip(&cursor, filter, place.down);
        }
        done = reader_connection_done(connection, cursor.statement, code, failure);
    }
    recording_key_clear(&key);
    return done;
}

/* The covered range of ids that contains an id; NULL if none does. */
static const struct time_range *range_of(const struct time_coverage *times, int64_t id)
{
    const struct time_range *found = NULL;
    for (size_t i = 0; i < times->count && !found; i++) {
        const struct time_range *range = &times->ranges[i];
        found = id > range->lo && id <= range->hi ? range : NULL;
    }
    return found;
}

/* Sets is_edge of a row with a gap before it: whether no older row of the list is in its range. Rows of the range
 * start no earlier than LONGEST_WAIT before its first one. */
static bool mark_edge(struct row_filter *filter, struct listed_recording *row, const struct agent_rows *rows,
                      bool goes_on, struct failure *failure)
{
    const struct time_range *range = range_of(&rows->times, row->recording.queue_call_id);
    bool is_known = range && range->first != INT64_MAX && range->first > INT64_MIN + LONGEST_WAIT;
    bool goes_further = range && rows->seen && rows->before_id > range->lo && rows->before_id <= range->hi;
    if (is_known && !rows->seen && goes_on &&
        !has_row_before(filter, row, range->first - LONGEST_WAIT, range->lo, &goes_further, failure))
        return false;
    row->is_edge = !goes_further;
    return true;
}

/* Sets gap_before and is_edge of a row. `goes_on`: the list has older rows than the page. */
static bool mark(struct row_filter *filter, struct listed_recording *row, struct agent_rows *rows,
                 bool goes_on, struct failure *failure)
{
    int64_t reached = time_coverage_reaches_down(&rows->times, row->place);
    bool is_there = reached <= row->place; /* the archive has all of [reached, place] */
    bool joined = is_there && (reached == INT64_MIN || (rows->seen && rows->before >= reached));
    if (is_there && !joined && !rows->seen && goes_on &&
        !has_row_before(filter, row, reached, INT64_MIN, &joined, failure))
        return false;
    row->gap_before = !joined;
    if (!joined && !mark_edge(filter, row, rows, goes_on, failure))
        return false;
    rows->seen = true;
    rows->before = row->place;
    rows->before_id = row->recording.queue_call_id;
    return true;
}

bool page_gaps_mark(struct row_filter *filter, struct page *page, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    bool oldest_first = filter->query.oldest_first;
    bool goes_on = oldest_first ? page->more_above : page->more_below;
    struct agent_rows *all = memory_array(connection->agent_count, sizeof *all);
    bool marked = true;
    size_t count =
        list_query_is_sorted(&filter->query) ? 0 : page->count; /* no row is before another in time */
    for (size_t i = 0; i < count && marked; i++) {
        struct listed_recording *row = &page->rows[oldest_first ? i : count - 1 - i];
        struct agent_rows *rows = &all[reader_connection_agent(connection, row->agent)];
        marked = (rows->known ||
                  time_coverage_read(&connection->statements, row->agent, false, &rows->times, failure)) &&
                 mark(filter, row, rows, goes_on, failure);
        rows->known = true;
    }
    for (size_t i = 0; i < connection->agent_count; i++)
        time_coverage_clear(&all[i].times);
    free(all);
    return (marked && !connection->interrupted) || reader_connection_failed(connection, failure);
}
