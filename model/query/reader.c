#include "model/query/reader.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/query/page_memory.h"
#include "model/query/reader_state.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEWEST_ROWS 200 /* of a caller, to know when he called last: single times may be wrong */

enum { ENDINGS = 8 }; /* an interrupt can come in the middle of ending, too */

static const char *const lookup_sql[LOOKUPS] = {
    [LOOKUP_CALLER] = "SELECT number FROM callers WHERE caller = ?1",
    [LOOKUP_PERSON] = "SELECT name, agent_id FROM people WHERE person = ?1",
    [LOOKUP_QUEUE] = "SELECT name, queue_id FROM queues WHERE queue = ?1",
    [LOOKUP_KIND] = "SELECT type, culture FROM kinds WHERE kind = ?1",
    [LOOKUP_COVERAGE] = "SELECT lo, hi FROM coverage WHERE agent = ?1",
    [LOOKUP_TAIL] = "SELECT tail FROM agents WHERE agent = ?1 AND as_of IS NOT NULL",
    [LOOKUP_BEFORE] = "SELECT call, file, started, ended, caller, person, queue, kind"
                      " FROM recordings WHERE agent = ?1"
                      " AND call <= ?2 AND (call < ?2 OR (call = ?2 AND (" MERGE_START ", file) < (?4, ?3)))"
                      " ORDER BY call DESC, " MERGE_START " DESC, file DESC",
    [LOOKUP_TIMES_UP] = "SELECT call, started FROM recordings WHERE agent = ?1 AND call >= ?2"
                        " ORDER BY call, file",
    [LOOKUP_TIMES_DOWN] = "SELECT call, started FROM recordings WHERE agent = ?1 AND call <= ?2"
                          " ORDER BY call DESC, file DESC",
    [LOOKUP_LOAD] = "SELECT call, caller, person, queue, kind, started, ended FROM recordings"
                    " WHERE agent = ?1 AND call >= ?2 AND call <= ?3 ORDER BY call DESC, file DESC",
    [LOOKUP_FIRST_CHANGE] = "SELECT ifnull(min(change), 0) FROM changes",
    [LOOKUP_LAST_CHANGE] = "SELECT ifnull(max(change), 0) FROM changes",
    [LOOKUP_CHANGES] = "SELECT agent, first, last FROM changes WHERE change > ?1 ORDER BY change",
    [LOOKUP_AGENTS] = "SELECT agent FROM agents",
    [LOOKUP_CALLERS] = "SELECT caller, number FROM callers WHERE caller > ?1 ORDER BY caller",
};

struct reader *reader_open(const char *path, struct failure *failure)
{
    struct reader *reader = memory_new(sizeof *reader);
    reader->database = database_open(path, DATABASE_READ, failure);
    bool opened = reader->database != NULL;
    for (size_t i = 0; opened && i < LOOKUPS_OF_A_PAGE; i++)
        opened = reader_lookup(reader, (enum reader_lookup)i, failure) != NULL;
    if (!opened)
        reader_close(&reader);
    return reader;
}

sqlite3_stmt *reader_lookup(struct reader *reader, enum reader_lookup which, struct failure *failure)
{
    sqlite3_stmt **statement = &reader->lookups[which];
    if (!*statement)
        *statement = database_prepare(reader->database, lookup_sql[which], failure);
    if (!*statement && reader->interrupted)
        reader_failed(reader, failure);
    return *statement;
}

void reader_close(struct reader **reader)
{
    struct reader *closing = *reader;
    if (!closing)
        return;
    if (closing->database) /* an interrupt that came late would keep the log from being emptied: end it */
        sqlite3_exec(closing->database, "SELECT 1", NULL, NULL, NULL);
    database_close(&closing->database); /* with all its statements */
    for (size_t form = 0; form < MERGE_FORMS; form++)
        free(closing->pool[form]);
    row_filter_clear(&closing->filter);
    free(closing->merge.heap);
    free(closing->agents);
    free(closing);
    *reader = NULL;
}

void reader_interrupt(struct reader *reader)
{
    reader->interrupted = true;
    sqlite3_interrupt(reader->database);
}

void reader_allow(struct reader *reader)
{
    reader->interrupted = false;
}

bool reader_failed(struct reader *reader, struct failure *failure)
{
    if (reader->interrupted || sqlite3_errcode(reader->database) == SQLITE_INTERRUPT) {
        failure_set(failure, FAILURE_CANCELLED, "", "the search was stopped");
        return false;
    }
    return database_failed(reader->database, "read", failure);
}

void reader_end_transaction(struct reader *reader)
{
    for (int i = 0; i < ENDINGS && !sqlite3_get_autocommit(reader->database); i++)
        sqlite3_exec(reader->database, "COMMIT", NULL, NULL, NULL);
}

bool reader_begin_transaction(struct reader *reader, struct failure *failure)
{
    reader_end_transaction(reader);
    return database_execute(reader->database, "BEGIN", failure) || reader_failed(reader, failure);
}

void reader_end(struct reader *reader)
{
    reader_unpin_index(reader);
    reader_end_transaction(reader);
}

static bool searches(const struct list_query *query)
{
    return query->filter[0] != '\0' || query->caller[0] != '\0';
}

bool reader_begin(struct reader *reader, bool is_search, struct failure *failure)
{
    if (reader->interrupted)
        return reader_failed(reader, failure);
    if (!reader_begin_transaction(reader, failure))
        return false;
    if (!is_search || reader_pin_index(reader, failure))
        return true;
    reader_end(reader);
    return false;
}

bool reader_choose_agents(struct reader *reader, int64_t agent, struct failure *failure)
{
    reader->agent_count = 0;
    sqlite3_stmt *statement = database_prepare(
        reader->database, "SELECT agent FROM agents WHERE (?1 = 0 OR agent = ?1) ORDER BY agent", failure);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, agent);
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        reader->agents = memory_grow(reader->agents, &reader->agent_capacity, reader->agent_count + 1,
                                     sizeof *reader->agents);
        reader->agents[reader->agent_count++] = sqlite3_column_int64(statement, 0);
    }
    bool done = code == SQLITE_DONE || reader_failed(reader, failure);
    sqlite3_finalize(statement);
    return done;
}

bool reader_prepare(struct reader *reader, const struct list_query *query, struct failure *failure)
{
    reader->since = query->since;
    reader->until = query->until;
    return row_filter_prepare(reader, query, failure);
}

/* Reads an interned value into the page: its text or texts, and its number. */
static void read_value(struct reader *reader, struct page *page, enum reader_lookup which,
                       struct listed_value *value)
{
    sqlite3_stmt *statement = reader->lookups[which];
    sqlite3_bind_int64(statement, 1, value->key);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        value->text = page_memory_text(&page->memory, (const char *)sqlite3_column_text(statement, 0));
        if (which == LOOKUP_KIND)
            value->second = page_memory_text(&page->memory, (const char *)sqlite3_column_text(statement, 1));
        else if (which != LOOKUP_CALLER)
            value->number = database_column_integer(statement, 1, RECORDING_NO_NUMBER);
    }
    sqlite3_reset(statement);
}

/* An interned value: as it was read for a row before, most times. */
static const struct listed_value *look_up(struct reader *reader, struct page *page, enum reader_lookup which,
                                          int64_t key)
{
    struct listed_value *value = &reader->listed[which][(uint64_t)key % LISTED_VALUES];
    if (!value->is_read || value->key != key) {
        *value = (struct listed_value){.key = key, .is_read = true, .number = RECORDING_NO_NUMBER};
        if (key)
            read_value(reader, page, which, value);
    }
    return value;
}

/* The text that stands where a time should be; NULL if none does. */
static const char *read_unread(struct page_memory **memory, sqlite3_stmt *row, int column)
{
    char text[RECORDING_UNREAD_LIMIT + 1];
    if (sqlite3_column_type(row, column) != SQLITE_BLOB)
        return NULL;
    snprintf(text, sizeof text, "%.*s", sqlite3_column_bytes(row, column),
             (const char *)sqlite3_column_blob(row, column));
    return page_memory_text(memory, text);
}

static const unsigned char *read_distinction(struct page_memory **memory, sqlite3_stmt *row)
{
    const unsigned char *distinction = file_key_distinction(row, ROW_FILE);
    return distinction ? page_memory_bytes(memory, distinction, RECORDING_DISTINCTION_SIZE) : NULL;
}

static void read_row(struct reader *reader, struct page *page, const struct source *source,
                     struct listed_recording *row)
{
    sqlite3_stmt *from = source->statement;
    char buffer[FILE_KEY_NAME_SIZE];
    *row = (struct listed_recording){.agent = source->agent};
    struct recording *recording = &row->recording;
    recording->queue_call_id = sqlite3_column_int64(from, ROW_CALL);
    recording->started = database_column_integer(from, ROW_STARTED, TIMESTAMP_NONE);
    recording->ended = database_column_integer(from, ROW_ENDED, TIMESTAMP_NONE);
    recording->unread_start = read_unread(&page->memory, from, ROW_STARTED);
    recording->unread_end = read_unread(&page->memory, from, ROW_ENDED);
    recording->file_name = page_memory_text(&page->memory, file_key_column(from, ROW_FILE, buffer));
    recording->distinction = read_distinction(&page->memory, from);
    recording->caller = look_up(reader, page, LOOKUP_CALLER, sqlite3_column_int64(from, ROW_CALLER))->text;
    const struct listed_value *value =
        look_up(reader, page, LOOKUP_PERSON, sqlite3_column_int64(from, ROW_PERSON));
    recording->agent_name = value->text;
    recording->agent_id = value->number;
    value = look_up(reader, page, LOOKUP_QUEUE, sqlite3_column_int64(from, ROW_QUEUE));
    recording->queue_name = value->text;
    recording->queue_id = value->number;
    value = look_up(reader, page, LOOKUP_KIND, sqlite3_column_int64(from, ROW_KIND));
    recording->type = value->text;
    recording->culture = value->second;
}

static bool is_in_time(const struct reader *reader, sqlite3_stmt *row, int column)
{
    if (!reader->since && !reader->until)
        return true;
    int64_t started = database_column_integer(row, column, TIMESTAMP_NONE);
    return started != TIMESTAMP_NONE && started >= reader->since &&
           (!reader->until || started < reader->until);
}

bool reader_row_matches(const struct reader *reader, int64_t agent, sqlite3_stmt *row)
{
    if (!is_in_time(reader, row, ROW_STARTED))
        return false;
    if (filter_is_empty(&reader->filter.parsed))
        return true;
    const struct row_facts facts = {
        .agent = agent,
        .caller = sqlite3_column_int64(row, ROW_CALLER),
        .person = sqlite3_column_int64(row, ROW_PERSON),
        .queue = sqlite3_column_int64(row, ROW_QUEUE),
        .kind = sqlite3_column_int64(row, ROW_KIND),
        .started = database_column_integer(row, ROW_STARTED, TIMESTAMP_NONE),
        .ended = database_column_integer(row, ROW_ENDED, TIMESTAMP_NONE),
    };
    return row_filter_matches(&reader->filter, &facts);
}

/* Reads up to `wanted` matching rows from `key` on to rows[page->count...]; *more says whether there is another.
 */
static bool read_rows(struct reader *reader, struct page *page, const struct recording_key *key, bool down,
                      bool strict, size_t wanted, bool *more, struct failure *failure)
{
    *more = false;
    if (!merge_begin(reader, key, down, strict, failure)) {
        merge_end(reader);
        return false;
    }
    const struct source *source;
    while (!*more && (source = merge_row(reader))) {
        if (reader_row_matches(reader, source->agent, source->statement)) {
            if (wanted)
                read_row(reader, page, source, &page->rows[page->count++]);
            else
                *more = true;
            wanted -= wanted ? 1 : 0;
        }
        if (!*more)
            merge_advance(reader);
    }
    bool failed = reader->merge.failed || reader->interrupted;
    bool done = !failed || reader_failed(reader, failure); /* before the resets forget the error */
    merge_end(reader);
    return done;
}

static void reverse(struct page *page)
{
    for (size_t i = 0, j = page->count; i + 1 < j; i++) {
        struct listed_recording swapped = page->rows[i];
        page->rows[i] = page->rows[--j];
        page->rows[j] = swapped;
    }
}

static bool fill_end(struct reader *reader, const struct page_request *request, bool last, struct page *page,
                     struct failure *failure)
{
    bool down = !request->query.oldest_first; /* the direction of reading on */
    size_t all = (size_t)request->before + request->after;
    if (!last)
        return read_rows(reader, page, NULL, down, false, all, &page->more_below, failure);
    bool read = read_rows(reader, page, NULL, !down, false, all, &page->more_above, failure);
    reverse(page);
    page->anchor = page->count ? page->count - 1 : 0;
    return read;
}

static bool fill_around(struct reader *reader, const struct page_request *request,
                        const struct recording_key *key, struct page *page, struct failure *failure)
{
    bool down = !request->query.oldest_first;
    if (!read_rows(reader, page, key, !down, true, request->before, &page->more_above, failure))
        return false;
    reverse(page);
    page->anchor = page->count;
    if (!read_rows(reader, page, key, down, false, request->after, &page->more_below, failure))
        return false;
    page->anchor_found = page->anchor < page->count && recording_key_matches(key, &page->rows[page->anchor]);
    return true;
}

static bool fill_at_time(struct reader *reader, const struct page_request *request, struct page *page,
                         struct failure *failure)
{
    struct recording_key key = {0};
    bool found, read = reader_find_time(reader, request->time, &key, &found, failure);
    if (read)
        read = found ? fill_around(reader, request, &key, page, failure)
                     : fill_end(reader, request, !request->query.oldest_first, page, failure);
    recording_key_clear(&key);
    return read;
}

static bool fill_page(struct reader *reader, const struct page_request *request, struct page *page,
                      struct failure *failure)
{
    if (request->anchor == PAGE_AT)
        return fill_around(reader, request, &request->key, page, failure);
    if (request->anchor == PAGE_AT_TIME)
        return fill_at_time(reader, request, page, failure);
    return fill_end(reader, request, request->anchor == PAGE_LAST, page, failure);
}

/* The number of matches out of the index; false if that does not know it. */
static bool count_in_index(struct reader *reader, const struct list_query *query, uint64_t *count)
{
    return reader->pinned && search_index_count(reader->index, &reader->filter.question, query->agent,
                                                &reader->interrupted, count);
}

/* Before the page is read: then it is known where there is nothing to be found. */
static bool take_count(struct reader *reader, const struct page_request *request, struct page *page,
                       struct failure *failure)
{
    page->counted = count_in_index(reader, &request->query, &page->matches);
    return !reader->interrupted || reader_failed(reader, failure);
}

struct page *reader_page(struct reader *reader, const struct page_request *request, struct failure *failure)
{
    if (!reader_begin(reader, searches(&request->query), failure))
        return NULL;
    struct page *page = memory_new(sizeof *page);
    memset(reader->listed, 0, sizeof reader->listed);
    page->rows = memory_array((size_t)request->before + request->after, sizeof *page->rows);
    if (!reader_choose_agents(reader, request->query.agent, failure) ||
        !reader_prepare(reader, &request->query, failure) || !take_count(reader, request, page, failure) ||
        !fill_page(reader, request, page, failure) ||
        !reader_mark_gaps(reader, &request->query, page, failure))
        page_free(&page);
    reader_end(reader);
    return page;
}

bool reader_each_match(struct reader *reader, const struct list_query *query, reader_take *take,
                       void *context, struct failure *failure)
{
    sqlite3_stmt *statement = database_prepare(
        reader->database,
        "SELECT call, file, started, ended, caller, person, queue, kind FROM recordings WHERE agent = ?1",
        failure);
    if (!statement)
        return false;
    bool done = reader_choose_agents(reader, query->agent, failure);
    for (size_t i = 0; done && i < reader->agent_count; i++) {
        sqlite3_bind_int64(statement, 1, reader->agents[i]);
        int code;
        while ((code = sqlite3_step(statement)) == SQLITE_ROW && !reader->interrupted) {
            if (reader_row_matches(reader, reader->agents[i], statement))
                take(context, statement);
        }
        done = code == SQLITE_DONE || reader_failed(reader, failure);
        sqlite3_reset(statement);
    }
    sqlite3_finalize(statement);
    return done;
}

static void count_row(void *context, sqlite3_stmt *row)
{
    uint64_t *count = context;
    (void)row;
    ++*count;
}

static bool count_matches(struct reader *reader, const struct list_query *query, uint64_t *count,
                          struct failure *failure)
{
    if (reader->fills_index && !reader_fill_index(reader, failure))
        return false;
    if (count_in_index(reader, query, count))
        return !reader->interrupted || reader_failed(reader, failure);
    *count = 0;
    return reader_each_match(reader, query, count_row, count, failure);
}

bool reader_count(struct reader *reader, const struct list_query *query, uint64_t *count,
                  struct failure *failure)
{
    *count = 0;
    if (!reader_begin(reader, searches(query), failure))
        return false;
    bool done = reader_prepare(reader, query, failure);
    if (done && (!filter_is_empty(&reader->filter.parsed) || query->since || query->until)) {
        done = count_matches(reader, query, count, failure);
    } else if (done) {
        sqlite3_stmt *statement = database_prepare(
            reader->database, "SELECT sum(recordings) FROM agents WHERE ?1 = 0 OR agent = ?1", failure);
        done = statement != NULL;
        if (done) {
            sqlite3_bind_int64(statement, 1, query->agent);
            done = sqlite3_step(statement) == SQLITE_ROW || reader_failed(reader, failure);
            *count = done ? (uint64_t)sqlite3_column_int64(statement, 0) : 0;
            sqlite3_finalize(statement);
        }
    }
    reader_end(reader);
    return done;
}

/* The newest of some rows by their starts, of which single ones may be missing or wrong. */
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
    if (strlen(caller) >= FILTER_CALLER_SIZE) {
        failure_set(failure, FAILURE_USAGE, "", "the caller is too long to be looked for");
        return false;
    }
    snprintf(request.query.caller, sizeof request.query.caller, "%s", caller);
    struct page *page = reader_page(reader, &request, failure);
    if (!page)
        return false;
    summary->calls = page->matches;
    summary->newest = newest_start(page);
    bool counted = page->counted || reader_count(reader, &request.query, &summary->calls, failure);
    page_free(&page);
    return counted;
}
