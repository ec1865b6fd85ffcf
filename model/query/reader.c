#include "model/query/reader.h"

#include "model/archive/database.h"
#include "model/query/list_groups_read.h"
#include "model/query/list_matches.h"
#include "model/query/list_summary_read.h"
#include "model/query/page_read.h"
#include "model/query/reader_connection.h"
#include "model/query/reader_index.h"
#include "model/query/row_merge.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>

/* Rows of a caller among which the newest start is looked for, as single starts may be wrong. */
#define NEWEST_ROWS 200

struct reader {
    struct reader_connection connection;
    struct reader_index index;
    struct row_filter filter;
    struct row_merge merge;
    struct sorted_rows sorted;
    bool keeps_state; /* the transaction of the last page stays open for the next one */
};

struct reader *reader_open(const char *path, struct failure *failure)
{
    sqlite3 *database = database_open(path, DATABASE_READ, failure);
    return database ? reader_open_by(database, failure) : NULL;
}

struct reader *reader_open_by(sqlite3 *database, struct failure *failure)
{
    struct reader *reader = memory_new(sizeof *reader);
    reader->index.connection = reader->filter.connection = &reader->connection;
    reader->merge.filter = reader->sorted.filter = &reader->filter;
    if (!reader_connection_open(&reader->connection, database, failure))
        reader_close(&reader);
    return reader;
}

void reader_close(struct reader **reader)
{
    struct reader *closing = *reader;
    if (!closing)
        return;
    reader_connection_close(&closing->connection);
    row_merge_clear(&closing->merge);
    sorted_rows_clear(&closing->sorted);
    row_filter_clear(&closing->filter);
    free(closing);
    *reader = NULL;
}

void reader_interrupt(struct reader *reader)
{
    reader->connection.interrupted = true;
    sqlite3_interrupt(reader->connection.database);
}

void reader_allow(struct reader *reader)
{
    reader->connection.interrupted = false;
}

void reader_use_index(struct reader *reader, struct search_index *index, bool fills)
{
    if (fills && !reader->index.index) /* filling reads each row once, so that caching pages is useless */
        sqlite3_exec(reader->connection.database, "PRAGMA cache_size=-1000", NULL, NULL, NULL);
    reader->index.index = index;
    reader->index.fills = fills;
}

static void end(struct reader *reader)
{
    reader_index_unpin(&reader->index);
    reader_connection_end(&reader->connection);
}

/* Starts reading one state of the archive, until end(). With `by_index` the index is brought to that state and
 * pinned. */
static bool begin(struct reader *reader, const struct list_query *query, bool by_index,
                  struct failure *failure)
{
    struct reader_connection *connection = &reader->connection;
    if (!reader->keeps_state && !reader_connection_begin(connection, failure))
        return false;
    reader->keeps_state = false;
    if ((!by_index || reader_index_pin(&reader->index, failure)) &&
        reader_connection_choose(connection, query->agent, failure) &&
        row_filter_prepare(&reader->filter, reader->index.pinned, query, failure))
        return true;
    end(reader);
    return false;
}

bool reader_keep_index(struct reader *reader, bool *more, struct failure *failure)
{
    *more = false;
    if (!reader_connection_begin(&reader->connection, failure))
        return false;
    struct failure ignored; /* a query for notes reports it */
    bool kept = reader_index_pin(&reader->index, failure) && reader_index_step(&reader->index, more, failure);
    if (kept && !*more && reader->index.fills && reader->index.pinned)
        row_filter_keep_noted(&reader->filter, reader->index.pinned, more, &ignored);
    end(reader);
    return kept;
}

void reader_prepare(struct reader *reader)
{
    page_read_prepare(&reader->merge);
}

/* Whether the transaction is kept for a next page. Not in a database in memory, where a reader blocks all writers. */
static bool goes_on(struct reader *reader, const struct page_request *request, const struct page *page)
{
    const char *file = sqlite3_db_filename(reader->connection.database, "main");
    return request->of_one_state && page && page->more_below && file && *file;
}

struct page *reader_page(struct reader *reader, const struct page_request *request, struct failure *failure)
{
    struct page *page = NULL;
    const struct page_rows rows = {&reader->merge, &reader->sorted};
    bool is_narrowed = !filter_is_empty(&request->query.filter) || list_query_is_sorted(&request->query);
    if (!begin(reader, &request->query, is_narrowed && reader->index.index, failure))
        return NULL;
    if (reader_index_fill(&reader->index, failure))
        page = page_read(&rows, request, failure);
    reader->keeps_state = goes_on(reader, request, page);
    if (!reader->keeps_state)
        end(reader);
    return page;
}

bool reader_count(struct reader *reader, const struct list_query *query, uint64_t *count,
                  struct failure *failure)
{
    *count = 0;
    if (!begin(reader, query, !filter_is_empty(&query->filter), failure))
        return false;
    bool done = (filter_is_empty(&query->filter) || reader_index_fill(&reader->index, failure)) &&
                list_matches_count(&reader->filter, count, failure);
    end(reader);
    return done;
}

/* The newest start of the rows; the first row need not have one. */
static int64_t newest_start(const struct page *page)
{
    int64_t newest = TIMESTAMP_NONE;
    for (size_t i = 0; i < page->count; i++) {
        int64_t started = page->rows[i].recording.started;
        newest = started > newest ? started : newest;
    }
    return newest;
}

bool reader_caller(struct reader *reader, const char *caller, struct caller_summary *summary,
                   struct failure *failure)
{
    struct page_request request = {
        .query.agent = PAGE_ALL_AGENTS, .anchor = PAGE_FIRST, .after = NEWEST_ROWS};
    *summary = (struct caller_summary){0, TIMESTAMP_NONE};
    if (strlen(caller) >= FILTER_CALLER_SIZE)
        return failure_set(failure, FAILURE_USAGE, "", tr("the caller is too long to be looked for"));
    filter_take_caller(&request.query.filter, caller);
    struct page *page = reader_page(reader, &request, failure);
    if (!page)
        return false;
    summary->calls = page->matches;
    summary->newest = newest_start(page);
    bool counted = page->counted || reader_count(reader, &request.query, &summary->calls, failure);
    page_free(&page);
    return counted;
}

struct list_summary *reader_summary(struct reader *reader, const struct list_query *query, int64_t now,
                                    struct failure *failure)
{
    if (!begin(reader, query, true, failure))
        return NULL;
    struct list_summary *summary = NULL;
    if (reader_index_fill(&reader->index, failure))
        summary = list_summary_read(&reader->filter, now, failure);
    end(reader);
    return summary;
}

bool reader_groups(struct reader *reader, const struct list_query *query, bool by_index,
                   struct list_groups *groups, struct failure *failure)
{
    if (!begin(reader, query, by_index, failure))
        return false;
    bool done = (!by_index || reader_index_fill(&reader->index, failure)) &&
                list_groups_read(&reader->filter, groups, failure);
    end(reader);
    return done;
}

bool reader_queue_names(struct reader *reader, struct name_list *names, struct failure *failure)
{
    struct reader_connection *connection = &reader->connection;
    sqlite3_stmt *statement = reader_connection_statement(
        connection, "SELECT DISTINCT name FROM queues WHERE name <> '' ORDER BY name", failure);
    int code;
    *names = (struct name_list){NULL, 0, 0};
    if (!statement)
        return false;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        name_list_add(names, (const char *)sqlite3_column_text(statement, 0));
    bool done = reader_connection_done(connection, statement, code, failure);
    if (!done)
        name_list_clear(names);
    return done;
}
