#include "model/query/sorted_rows.h"

#include "model/query/list_matches.h"
#include "model/query/row_columns.h"
#include "net/base/memory.h"

#include <stdlib.h>

/* Entries of a window on each side of a place. LEAST_WINDOW, for pages of at most LARGE_PAGE rows, is some screens; a
 * walk through the list gets many blocks, and even more where each pass has to read the archive. */
enum { LARGE_PAGE = 1000, LEAST_WINDOW = 1024, LARGE_WINDOW = 32768, ARCHIVE_WINDOW = 262144 };

#define ROWS_OF_CALL "SELECT " ROW_COLUMNS ROW_OF_AGENT " AND call = ?2 AND file "

/* Indexed by whether files descend, and whether the given one is excluded. */
static const char *const rows_sql[2][2] = {
    {ROWS_OF_CALL ">= ?3 ORDER BY file", ROWS_OF_CALL "> ?3 ORDER BY file"},
    {ROWS_OF_CALL "<= ?3 ORDER BY file DESC", ROWS_OF_CALL "< ?3 ORDER BY file DESC"}};

void sorted_rows_clear(struct sorted_rows *rows)
{
    sort_ranks_clear(&rows->ranks);
    sorted_window_clear(&rows->window);
    free(rows->query);
}

static bool is_same_list(const struct sorted_rows *rows)
{
    const struct list_query *query = &rows->filter->query;
    return rows->is_known && rows->filter_number == rows->filter->number &&
           rows->query->agent == query->agent && list_query_has_order(rows->query, query);
}

bool sorted_rows_prepare(struct sorted_rows *rows, size_t page_rows, struct failure *failure)
{
    const struct list_query *query = &rows->filter->query;
    rows->wanted = page_rows <= LARGE_PAGE ? LEAST_WINDOW
                   : rows->filter->index   ? LARGE_WINDOW
                                           : ARCHIVE_WINDOW;
    if (is_same_list(rows))
        return true;
    rows->has_window = false;
    rows->query = memory_resize(rows->query, 1, sizeof *rows->query);
    *rows->query = *query;
    rows->filter_number = rows->filter->number;
    rows->is_known = sort_ranks_follow(&rows->ranks, query->sorting.by, rows->filter->connection, failure);
    return rows->is_known;
}

/* The value in the direction of the list: entries always ascend. */
static uint32_t turned(const struct sorted_rows *rows, uint32_t value)
{
    const struct list_sorting *sorting = &rows->query->sorting;
    if (!sorting->is_descending || value == UINT32_MAX)
        return value;
    return sorting->by == LIST_SORT_LENGTH ? UINT32_MAX - 1 - value : sort_ranks_turn(&rows->ranks, value);
}

/* The entry of a call. `value` is not in the list's direction yet. */
static struct sorted_entry entry_of(const struct sorted_rows *rows, const struct search_call *call,
                                    uint32_t value)
{
    bool up = rows->query->oldest_first;
    return (struct sorted_entry){turned(rows, value), up ? call->place : ~call->place,
                                 up ? call->call : ~call->call, up ? call->agent : ~call->agent};
}

static struct sorted_entry entry_of_call(const struct sorted_rows *rows, const struct search_call *call)
{
    bool by_length = rows->query->sorting.by == LIST_SORT_LENGTH;
    return entry_of(rows, call, by_length ? call->length : sort_ranks_of(&rows->ranks, call));
}

static struct sorted_entry entry_of_row(const struct sorted_rows *rows, int64_t agent, sqlite3_stmt *row)
{
    const struct search_row read = row_columns_read(row);
    const struct search_call call = row_columns_call(agent, &read);
    return entry_of_call(rows, &call);
}

/* The entry of a recording by its key alone, without reading the archive. */
static struct sorted_entry entry_of_key(const struct sorted_rows *rows, const struct recording_key *key)
{
    const struct search_call call = {
        .agent = key->agent, .call = key->queue_call_id, .place = search_terms_second(key->place)};
    bool by_length = rows->query->sorting.by == LIST_SORT_LENGTH;
    return entry_of(rows, &call, by_length ? key->length : sort_ranks_of_name(&rows->ranks, key->name));
}

bool sorted_rows_find(struct sorted_rows *rows, const struct recording_key *key, bool keeps,
                      struct sorted_entry *entry, struct failure *failure)
{
    struct reader_connection *connection = rows->filter->connection;
    const struct row_place place = row_place_make(key, false, false);
    *entry = entry_of_key(rows, key);
    if (keeps)
        return true;
    sqlite3_stmt *find = row_place_find(
        &place, connection, "SELECT " ROW_COLUMNS ROW_OF_AGENT " AND call = ?2 AND file = ?3", failure);
    if (!find)
        return false;
    int code = sqlite3_step(find);
    if (code == SQLITE_ROW)
        *entry = entry_of_row(rows, key->agent, find);
    return reader_connection_done(connection, find, code, failure);
}

static void put(void *context, const struct search_call *calls, size_t count)
{
    struct sorted_rows *rows = context;
    for (size_t i = 0; i < count; i++) {
        const struct sorted_entry entry = entry_of_call(rows, &calls[i]);
        sorted_window_put(&rows->window, &entry);
    }
}

static bool fill_window(struct sorted_rows *rows)
{
    sorted_window_begin(&rows->window, &rows->at, rows->wanted);
    rows->has_window = list_matches_visit(rows->filter, put, rows, &rows->failure);
    sorted_window_finish(&rows->window);
    rows->failed = !rows->has_window;
    return rows->has_window;
}

/* Moves `at` to the next entry of the window; false if there is none. *is_known: the answer holds for the whole list;
 * otherwise the window has to be filled anew around `at`. */
static bool find_next(struct sorted_rows *rows, bool *is_known)
{
    const struct sorted_window *window = &rows->window;
    bool down = rows->place.down;
    size_t place = sorted_window_find(window, &rows->at, is_known);
    while (down && place < window->count &&
           sorted_entry_compare(&window->entries[place], &rows->at) == 0) /* once for each row of the call */
        place++;
    bool is_there = down ? place < window->count : place > 0;
    if (is_there && *is_known)
        rows->at = window->entries[down ? place : place - 1];
    else
        *is_known = *is_known && !(down ? window->has_more_below : window->has_more_above);
    return is_there && *is_known;
}

static bool go_to_next(struct sorted_rows *rows)
{
    bool is_known = false, is_there = rows->has_window && find_next(rows, &is_known);
    rows->is_first = false;
    while (!is_known && fill_window(rows)) {
        is_there = find_next(rows, &is_known);
        rows->wanted *= is_known ? 1 : 2; /* the whole window was of one call */
    }
    return is_there && !rows->failed;
}

/* Prepares the cursor's statement for the rows of the entry `at`. */
static bool open_entry(struct sorted_rows *rows)
{
    bool up = rows->query->oldest_first, is_descending = up != rows->place.down;
    bool is_strict = rows->is_first && rows->place.strict;
    struct row_cursor *cursor = &rows->cursor;
    cursor->agent = up ? rows->at.agent : ~rows->at.agent;
    cursor->statement = reader_connection_statement(rows->filter->connection,
                                                    rows_sql[is_descending][is_strict], &rows->failure);
    rows->failed = !cursor->statement;
    if (rows->failed)
        return false;
    sqlite3_bind_int64(cursor->statement, 1, cursor->agent);
    sqlite3_bind_int64(cursor->statement, 2, up ? rows->at.call : ~rows->at.call);
    if (rows->is_first)
        file_key_bind(cursor->statement, 3, &rows->place.file);
    else
        file_key_bind_end(cursor->statement, 3, is_descending);
    return true;
}

/* Steps to the next row of the entry; false if it has no more. */
static bool step(struct sorted_rows *rows)
{
    struct row_cursor *cursor = &rows->cursor;
    struct reader_connection *connection = rows->filter->connection;
    int code;
    while ((code = sqlite3_step(cursor->statement)) == SQLITE_ROW && !connection->interrupted) {
        const struct sorted_entry entry = entry_of_row(rows, cursor->agent, cursor->statement);
        if (sorted_entry_compare(&entry, &rows->at) == 0)
            return true;
    }
    if (!reader_connection_done(connection, cursor->statement, code, &rows->failure))
        rows->failed = true;
    cursor->statement = NULL;
    return false;
}

void sorted_rows_advance(struct sorted_rows *rows)
{
    rows->has_row = rows->cursor.statement && step(rows);
    while (!rows->has_row && !rows->failed && go_to_next(rows))
        rows->has_row = open_entry(rows) && step(rows);
}

bool sorted_rows_begin(struct sorted_rows *rows, const struct row_place *place, const struct sorted_entry *at,
                       struct failure *failure)
{
    static const struct sorted_entry top = {0, 0, INT64_MIN, INT64_MIN},
                                     end = {UINT32_MAX, UINT32_MAX, INT64_MAX, INT64_MAX};
    rows->place = *place;
    rows->is_first = at != NULL;
    rows->at = at ? *at : place->down ? top : end;
    rows->has_row = rows->failed = false;
    rows->cursor = (struct row_cursor){.statement = NULL};
    const int64_t agent = rows->query->agent;
    bool is_listed = at && (agent == PAGE_ALL_AGENTS || agent == place->key->agent);
    if (!is_listed || open_entry(rows))
        sorted_rows_advance(rows);
    return !rows->failed || sorted_rows_end(rows, failure);
}

bool sorted_rows_end(struct sorted_rows *rows, struct failure *failure)
{
    if (rows->cursor.statement)
        sqlite3_reset(rows->cursor.statement);
    rows->cursor.statement = NULL;
    rows->has_row = false;
    if (rows->failed)
        *failure = rows->failure;
    return !rows->failed && (!rows->filter->connection->interrupted ||
                             reader_connection_failed(rows->filter->connection, failure));
}

const struct row_cursor *sorted_rows_row(const struct sorted_rows *rows)
{
    bool is_read = rows->has_row && !rows->failed && !rows->filter->connection->interrupted;
    return is_read ? &rows->cursor : NULL;
}
