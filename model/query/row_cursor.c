#include "model/query/row_cursor.h"

#include "model/query/row_columns.h"

/* ?4, ?2 and ?3 are a place: time, call and file. Comparing the time by itself, too, lets SQLite find the first row
 * by the index; only rows of the same time have to be sorted. */
#define ROWS "SELECT " ROW_COLUMNS " FROM recordings INDEXED BY " ROW_ORDER_INDEX " WHERE agent = ?1"
#define ROWS_OF_CALL "SELECT " ROW_COLUMNS ROW_OF_AGENT " AND call = ?5"
#define IN_PLACE(strict) "(call,file) " strict " (?2, ?3)"
#define FROM_PLACE(sign, strict)                                                                             \
    " AND " ROW_ORDER_PLACE " " sign "= ?4 AND (" ROW_ORDER_PLACE " " sign                                   \
    " ?4 OR " IN_PLACE(strict) ") ORDER BY " ROW_ORDER_PLACE
#define UP(strict) FROM_PLACE(">", strict) ",call,file"
#define DOWN(strict) FROM_PLACE("<", strict) " DESC, call DESC, file DESC"

/* Indexed by row_place.down and row_place.strict. */
static const char *const place_sql[2][2] = {{ROWS UP(">="), ROWS UP(">")}, {ROWS DOWN("<="), ROWS DOWN("<")}};
static const char *const call_sql[2][2] = {{ROWS_OF_CALL UP(">="), ROWS_OF_CALL UP(">")},
                                           {ROWS_OF_CALL DOWN("<="), ROWS_OF_CALL DOWN("<")}};

struct row_place row_place_make(const struct recording_key *key, bool down, bool strict)
{
    struct row_place place = {.key = key, .down = down, .strict = strict};
    file_key_make(&place.file, key ? key->file_name : NULL);
    if (key && key->is_distinguished)
        place.file.distinction = key->distinction;
    return place;
}

sqlite3_stmt *row_place_find(const struct row_place *place, struct reader_connection *connection,
                             const char *sql, struct failure *failure)
{
    sqlite3_stmt *find = reader_connection_statement(connection, sql, failure);
    if (!find)
        return NULL;
    sqlite3_bind_int64(find, 1, place->key->agent);
    sqlite3_bind_int64(find, 2, place->key->queue_call_id);
    file_key_bind(find, 3, &place->file);
    return find;
}

/* Whether the filter allows one call only: its rows are found by the primary key. */
static bool is_of_call(const struct row_filter *filter)
{
    return filter->has_calls && filter->calls.count == 1;
}

const char *row_cursor_sql(const struct row_place *place, const struct row_filter *filter)
{
    return (is_of_call(filter) ? call_sql : place_sql)[place->down][place->strict];
}

/* Binds the place before or, with `high`, behind all rows of a time and call. */
static void bind_place(sqlite3_stmt *statement, int64_t time, int64_t call, bool high)
{
    sqlite3_bind_int64(statement, 2, call);
    file_key_bind_end(statement, 3, high);
    sqlite3_bind_int64(statement, 4, time);
}

/* Binds the place before or, with `high`, behind all rows of a time. */
static void bind_time(sqlite3_stmt *statement, int64_t time, bool high)
{
    bind_place(statement, time, high ? INT64_MAX : INT64_MIN, high);
}

void row_cursor_bind(const struct row_cursor *cursor, const struct row_place *place,
                     const struct row_filter *filter)
{
    const struct recording_key *key = place->key;
    sqlite3_bind_int64(cursor->statement, 1, cursor->agent);
    if (is_of_call(filter))
        sqlite3_bind_int64(cursor->statement, 5, filter->calls.ids[0]);
    if (!key) {
        bind_time(cursor->statement, place->down ? INT64_MAX : INT64_MIN, place->down);
        return;
    }
    /* At the key's time and call the list is ordered by agent, then by file. */
    bind_place(cursor->statement, key->place, key->queue_call_id, cursor->agent < key->agent);
    if (cursor->agent == key->agent)
        file_key_bind(cursor->statement, 3, &place->file);
}

/* Asks the index for the nearest seconds with matches from `second` on. False if there is none. */
static bool ask(struct row_cursor *cursor, struct row_filter *filter, uint32_t second, bool down)
{
    struct search_seconds *seconds = &cursor->seconds;
    *seconds = (struct search_seconds){.from = second, .down = down};
    search_index_next(filter->index, &filter->question, cursor->agent, seconds);
    cursor->next = 0;
    return seconds->is_unknown || seconds->count;
}

bool row_cursor_skip(struct row_cursor *cursor, struct row_filter *filter, bool down)
{
    struct search_seconds *seconds = &cursor->seconds;
    if (!filter->index || seconds->is_unknown)
        return true;
    uint32_t second = search_terms_second(sqlite3_column_int64(cursor->statement, ROW_PLACE));
    while (cursor->next < seconds->count &&
           (down ? seconds->at[cursor->next] > second : seconds->at[cursor->next] < second))
        cursor->next++;
    if (cursor->next == seconds->count && (seconds->are_all || !ask(cursor, filter, second, down)))
        return false;
    if (!seconds->is_unknown && seconds->at[cursor->next] != second) {
        sqlite3_reset(cursor->statement);
        bind_time(cursor->statement, search_terms_bound(seconds->at[cursor->next], down), down);
    }
    return true;
}
