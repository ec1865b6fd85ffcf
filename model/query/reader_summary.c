/* A list at a glance: out of the index where that can tell, else row by row. */
#include "model/archive/database.h"
#include "model/archive/time_coverage_read.h"
#include "model/query/reader_state.h"
#include "model/time/timestamp.h"

static void add(struct list_summary *summary, uint32_t started, uint16_t length)
{
    list_summary_add(summary, started == SEARCH_NO_START ? INT64_MIN : (int64_t)started,
                     length == SEARCH_NO_LENGTH ? LIST_SUMMARY_NO_LENGTH : length);
}

static void add_visited(void *context, uint32_t started, uint16_t length)
{
    add(context, started, length);
}

/* Both ways give the same. */
static void add_row(void *context, sqlite3_stmt *row)
{
    int64_t started = database_column_integer(row, ROW_STARTED, TIMESTAMP_NONE);
    int64_t ended = database_column_integer(row, ROW_ENDED, TIMESTAMP_NONE);
    add(context, search_columns_start(started), search_columns_length(started, ended));
}

static bool add_calls(struct reader *reader, const struct list_query *query, struct list_summary *summary,
                      struct failure *failure)
{
    if (reader->fills_index && !reader_fill_index(reader, failure))
        return false;
    if (reader->pinned && search_index_visit(reader->index, &reader->filter.question, query->agent,
                                             &reader->interrupted, add_visited, summary))
        return !reader->interrupted || reader_failed(reader, failure);
    return reader_each_match(reader, query, add_row, summary, failure);
}

static bool add_agents(struct reader *reader, const struct list_query *query, struct list_summary *summary,
                       struct failure *failure)
{
    struct statements statements = {.database = reader->database};
    bool read = reader_choose_agents(reader, query->agent, failure);
    for (size_t i = 0; read && i < reader->agent_count; i++) {
        struct time_coverage *times = list_summary_add_agent(summary, reader->agents[i]);
        read = time_coverage_read(&statements, reader->agents[i], times, failure) && !reader->interrupted;
    }
    statements_clear(&statements);
    return read || reader_failed(reader, failure);
}

struct list_summary *reader_summary(struct reader *reader, const struct list_query *query, int64_t now,
                                    struct failure *failure)
{
    if (!reader_begin(reader, true, failure))
        return NULL;
    struct list_summary *summary = list_summary_new(now);
    if (reader_prepare(reader, query, failure) && add_calls(reader, query, summary, failure) &&
        add_agents(reader, query, summary, failure))
        list_summary_finish(summary);
    else
        list_summary_free(&summary);
    reader_end(reader);
    return summary;
}
