#include "model/query/page_read.h"

#include "model/archive/database.h"
#include "model/archive/time_coverage_read.h"
#include "model/query/list_matches.h"
#include "model/query/list_time.h"
#include "model/query/page_gaps.h"
#include "model/query/page_memory.h"
#include "model/query/row_columns.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdio.h>

enum value { VALUE_CALLER, VALUE_PERSON, VALUE_QUEUE, VALUE_KIND, VALUE_AGENT, VALUES };

static const char *const value_sql[VALUES] = {
    [VALUE_CALLER] = "SELECT number, NULL FROM callers WHERE caller = ?1",
    [VALUE_PERSON] = "SELECT name, agent_id FROM people WHERE person = ?1",
    [VALUE_QUEUE] = "SELECT name, queue_id FROM queues WHERE queue = ?1",
    [VALUE_KIND] = "SELECT type, culture FROM kinds WHERE kind = ?1",
    [VALUE_AGENT] = "SELECT coalesce(nullif(name, ''), reference), NULL FROM agents WHERE agent = ?1",
};

/* A value that rows of a page share; the texts live in the page. */
struct listed_value {
    int64_t key;
    bool is_read;
    int64_t number;
    const char *text;
    const char *second;
};
#define LISTED_VALUES 32 /* cached values of each kind, by the lowest bits of their keys */

struct page_reading {
    struct row_merge *merge;
    struct sorted_rows *sorted; /* NULL: the list goes by the start */
    struct sorted_entry at;     /* the position in it of the requested key */
    const struct page_request *request;
    struct page *page;
    struct failure *failure;
    bool failed;          /* a value could not be read */
    sqlite3_blob *number; /* handle on the number of the last caller read; NULL before the first */
    struct listed_value listed[VALUES][LISTED_VALUES];
};

/* Reads an interned value into the page: its text or texts, and its number. */
static bool read_value(struct page_reading *reading, enum value which, struct listed_value *value)
{
    struct reader_connection *connection = reading->merge->filter->connection;
    sqlite3_stmt *statement = reader_connection_statement(connection, value_sql[which], reading->failure);
    struct page_memory **memory = &reading->page->memory;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, value->key);
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) {
        value->text = page_memory_text(memory, (const char *)sqlite3_column_text(statement, 0));
        if (which == VALUE_KIND)
            value->second = page_memory_text(memory, (const char *)sqlite3_column_text(statement, 1));
        else
            value->number = database_column_integer(statement, 1, RECORDING_NO_NUMBER);
    }
    return reader_connection_done(connection, statement, code, reading->failure);
}

/* An interned value, mostly from the cache. */
static const struct listed_value *look_up_key(struct page_reading *reading, enum value which, int64_t key)
{
    struct listed_value *value = &reading->listed[which][(uint64_t)key % LISTED_VALUES];
    if (!value->is_read || value->key != key) {
        *value = (struct listed_value){.key = key, .is_read = true, .number = RECORDING_NO_NUMBER};
        if (key && !read_value(reading, which, value))
            reading->failed = true;
    }
    return value;
}

static const struct listed_value *look_up(struct page_reading *reading, enum value which, sqlite3_stmt *row,
                                          enum row_column column)
{
    return look_up_key(reading, which, sqlite3_column_int64(row, column));
}

/* The caller's text. It is read by a blob handle: most rows have a caller of their own, for which running a statement
 * would take longer than reading the row. */
static const char *read_caller(struct page_reading *reading, int64_t key)
{
    const struct row_filter *filter = reading->merge->filter;
    struct page_memory **memory = &reading->page->memory;
    sqlite3_blob **number = &reading->number;
    const char *known = filter->index ? search_index_caller(filter->index, key) : NULL;
    if (known || !key)
        return page_memory_text(memory, known);
    int code = *number ? sqlite3_blob_reopen(*number, key)
                       : sqlite3_blob_open(filter->connection->database, "main", "callers", "number", key, 0,
                                           number);
    int length = code == SQLITE_OK ? sqlite3_blob_bytes(*number) : 0;
    char *text = page_memory_space(memory, (size_t)length + 1);
    text[length] = '\0';
    if (code == SQLITE_OK && sqlite3_blob_read(*number, text, length, 0) == SQLITE_OK)
        return text;
    sqlite3_blob_close(*number);
    *number = NULL;
    return look_up_key(reading, VALUE_CALLER, key)->text; /* reports the failure, if it is one */
}

/* The name that the list is sorted by; NULL if it is not sorted by one. */
static const char *name_of(struct page_reading *reading, const struct listed_recording *row)
{
    switch (reading->request->query.sorting.by) {
    case LIST_SORT_CALLER:
        return row->recording.caller;
    case LIST_SORT_AGENT:
        return look_up_key(reading, VALUE_AGENT, row->agent)->text;
    case LIST_SORT_QUEUE:
        return row->recording.queue_name;
    default:
        return NULL;
    }
}

/* A time in ticks. A time that the server gave in an unknown form is stored as a blob; *unread is its text then. */
static int64_t read_time(struct page_memory **memory, sqlite3_stmt *row, int column, const char **unread)
{
    char text[RECORDING_UNREAD_LIMIT + 1];
    sqlite3_value *value = sqlite3_column_value(row, column);
    int type = sqlite3_value_type(value);
    if (type == SQLITE_BLOB) {
        snprintf(text, sizeof text, "%.*s", sqlite3_value_bytes(value),
                 (const char *)sqlite3_value_blob(value));
        *unread = page_memory_text(memory, text);
    }
    return type == SQLITE_INTEGER ? sqlite3_value_int64(value) : TIMESTAMP_NONE;
}

static const unsigned char *read_distinction(struct page_memory **memory, sqlite3_stmt *row)
{
    const unsigned char *distinction = file_key_distinction(row, ROW_FILE);
    return distinction ? page_memory_bytes(memory, distinction, RECORDING_DISTINCTION_SIZE) : NULL;
}

static void read_row(struct page_reading *reading, const struct row_cursor *cursor)
{
    sqlite3_stmt *from = cursor->statement;
    char buffer[FILE_KEY_NAME_SIZE];
    struct page *page = reading->page;
    struct listed_recording *row = &page->rows[page->count++];
    *row = (struct listed_recording){.agent = cursor->agent};
    struct recording *recording = &row->recording;
    row->place = sqlite3_column_int64(from, ROW_PLACE);
    recording->queue_call_id = sqlite3_column_int64(from, ROW_CALL);
    recording->started = read_time(&page->memory, from, ROW_STARTED, &recording->unread_start);
    recording->ended = read_time(&page->memory, from, ROW_ENDED, &recording->unread_end);
    recording->file_name = page_memory_text(&page->memory, file_key_column(from, ROW_FILE, buffer));
    recording->distinction = read_distinction(&page->memory, from);
    recording->caller = read_caller(reading, sqlite3_column_int64(from, ROW_CALLER));
    const struct listed_value *value = look_up(reading, VALUE_PERSON, from, ROW_PERSON);
    recording->agent_name = value->text;
    recording->agent_id = value->number;
    value = look_up(reading, VALUE_QUEUE, from, ROW_QUEUE);
    recording->queue_name = value->text;
    recording->queue_id = value->number;
    value = look_up(reading, VALUE_KIND, from, ROW_KIND);
    recording->type = value->text;
    recording->culture = value->second;
    row->name = name_of(reading, row);
}

static bool begin(struct page_reading *reading, const struct row_place *place)
{
    return reading->sorted
               ? sorted_rows_begin(reading->sorted, place, place->key ? &reading->at : NULL, reading->failure)
               : row_merge_begin(reading->merge, place, reading->failure);
}

static const struct row_cursor *next_row(const struct page_reading *reading)
{
    return reading->sorted ? sorted_rows_row(reading->sorted) : row_merge_row(reading->merge);
}

static void advance(struct page_reading *reading)
{
    if (reading->sorted)
        sorted_rows_advance(reading->sorted);
    else
        row_merge_advance(reading->merge);
}

static bool end(struct page_reading *reading)
{
    return reading->sorted ? sorted_rows_end(reading->sorted, reading->failure)
                           : row_merge_end(reading->merge, reading->failure);
}

/* Adds up to `wanted` matching rows from the place on; *more says whether there is another. */
static bool read_rows(struct page_reading *reading, const struct row_place *place, size_t wanted, bool *more)
{
    const struct row_filter *filter = reading->merge->filter;
    const struct row_cursor *cursor;
    *more = false;
    if (!begin(reading, place))
        return false;
    while (!*more && (cursor = next_row(reading))) {
        if (row_filter_matches(filter, cursor->agent, cursor->statement)) {
            if (wanted)
                read_row(reading, cursor);
            else
                *more = true;
            wanted -= wanted ? 1 : 0;
        }
        if (!*more)
            advance(reading);
    }
    return end(reading) && !reading->failed;
}

static void reverse(struct page *page)
{
    for (size_t i = 0, j = page->count; i + 1 < j; i++) {
        struct listed_recording swapped = page->rows[i];
        page->rows[i] = page->rows[--j];
        page->rows[j] = swapped;
    }
}

/* The direction of reading for row_place.down: that of time or, in a sorted list, of the list. `reads_on`: down the
 * list. */
static bool is_down(const struct page_reading *reading, bool reads_on)
{
    return reading->sorted ? reads_on : reading->request->query.oldest_first != reads_on;
}

static bool fill_end(struct page_reading *reading, bool last)
{
    struct page *page = reading->page;
    bool reads_on = !last; /* down the list, or up from its end */
    struct row_place place = row_place_make(NULL, is_down(reading, reads_on), false);
    size_t all = (size_t)reading->request->before + reading->request->after;
    if (reads_on)
        return read_rows(reading, &place, all, &page->more_below);
    bool read = read_rows(reading, &place, all, &page->more_above);
    reverse(page);
    page->anchor = page->count ? page->count - 1 : 0;
    return read;
}

static bool fill_around(struct page_reading *reading, const struct recording_key *key)
{
    struct page *page = reading->page;
    const struct row_place above = row_place_make(key, is_down(reading, false), true),
                           below = row_place_make(key, is_down(reading, true), false);
    if (!read_rows(reading, &above, reading->request->before, &page->more_above))
        return false;
    reverse(page);
    page->anchor = page->count;
    if (!read_rows(reading, &below, reading->request->after, &page->more_below))
        return false;
    page->anchor_found = page->anchor < page->count && recording_key_matches(key, &page->rows[page->anchor]);
    return true;
}

/* Updates the key's place to that of the recording in the archive: the server may have changed its start since. */
static bool find_place(struct page_reading *reading, struct recording_key *key)
{
    struct reader_connection *connection = reading->merge->filter->connection;
    const struct row_place place = row_place_make(key, false, false);
    sqlite3_stmt *find = row_place_find(&place, connection,
                                        "SELECT " ROW_ORDER_PLACE ROW_OF_AGENT " AND call = ?2 AND file = ?3",
                                        reading->failure);
    if (!find)
        return false;
    int code = sqlite3_step(find);
    if (code == SQLITE_ROW)
        key->place = sqlite3_column_int64(find, 0);
    return reader_connection_done(connection, find, code, reading->failure);
}

static bool fill_at(struct page_reading *reading)
{
    struct recording_key key = reading->request->key; /* borrows the texts of the request */
    if (reading->sorted)
        return sorted_rows_find(reading->sorted, &key, reading->request->keeps_place, &reading->at,
                                reading->failure) &&
               fill_around(reading, &key);
    return (reading->request->keeps_place || find_place(reading, &key)) && fill_around(reading, &key);
}

static bool fill_at_time(struct page_reading *reading)
{
    struct recording_key key = {0};
    bool found, read = list_time_find(reading->merge, reading->request->time, &key, &found, reading->failure);
    if (read)
        read = found ? fill_around(reading, &key) : fill_end(reading, !reading->request->query.oldest_first);
    recording_key_clear(&key);
    return read;
}

static bool fill(struct page_reading *reading)
{
    const struct page_request *request = reading->request;
    if (request->anchor == PAGE_AT)
        return fill_at(reading);
    if (request->anchor == PAGE_AT_TIME && !reading->sorted)
        return fill_at_time(reading);
    return fill_end(reading, request->anchor == PAGE_LAST);
}

struct page *page_read(const struct page_rows *rows, const struct page_request *request,
                       struct failure *failure)
{
    struct page *page = memory_new(sizeof *page);
    bool is_sorted = list_query_is_sorted(&request->query);
    size_t count = (size_t)request->before + request->after;
    struct page_reading reading = {.merge = rows->by_start,
                                   .sorted = is_sorted ? rows->sorted : NULL,
                                   .request = request,
                                   .page = page,
                                   .failure = failure};
    page->rows = memory_resize(NULL, count, sizeof *page->rows);
    /* Counting first tells the search index which of its blocks have no match. */
    page->counted = list_matches_known(rows->by_start->filter, &page->matches);
    if ((is_sorted && !sorted_rows_prepare(rows->sorted, count, failure)) || !fill(&reading) ||
        !page_gaps_mark(rows->by_start->filter, page, failure))
        page_free(&page);
    sqlite3_blob_close(reading.number);
    return page;
}

void page_read_prepare(struct row_merge *merge)
{
    struct reader_connection *connection = merge->filter->connection;
    struct time_coverage none = {0};
    struct failure ignored; /* the first page reports it */
    row_merge_prepare(merge);
    for (enum value which = 0; which < VALUES; which++)
        reader_connection_statement(connection, value_sql[which], &ignored);
    time_coverage_read(&connection->statements, 0, false, &none, &ignored);
    time_coverage_clear(&none);
}
