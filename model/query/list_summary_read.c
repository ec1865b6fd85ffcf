#include "model/query/list_summary_read.h"

#include "model/archive/database.h"
#include "model/archive/time_coverage_read.h"
#include "model/query/list_matches.h"
#include "model/query/row_columns.h"
#include "model/time/timestamp.h"

static void add(struct list_summary *summary, uint32_t started, uint16_t length)
{
    list_summary_add(summary, started == SEARCH_NO_START ? INT64_MIN : (int64_t)started,
                     length == SEARCH_NO_LENGTH ? LIST_SUMMARY_NO_LENGTH : length);
}

static void add_visited(void *context, const struct search_call *call)
{
    add(context, call->started, call->length);
}

/* Both ways give the same. */
static void add_row(void *context, int64_t agent, sqlite3_stmt *row)
{
    (void)agent;
    int64_t started = database_column_integer(row, ROW_STARTED, TIMESTAMP_NONE);
    int64_t ended = database_column_integer(row, ROW_ENDED, TIMESTAMP_NONE);
    add(context, search_terms_start(started), search_terms_length(started, ended));
}

/* Out of the index where that can tell, else row by row. */
static bool add_calls(struct row_filter *filter, struct list_summary *summary, struct failure *failure)
{
    return (filter->index && search_index_visit(filter->index, &filter->question, filter->query.agent,
                                                &filter->connection->interrupted, add_visited, summary)) ||
           list_matches_each(filter, add_row, summary, failure);
}

static bool add_agents(struct reader_connection *connection, struct list_summary *summary,
                       struct failure *failure)
{
    bool read = true;
    for (size_t i = 0; read && i < connection->agent_count; i++) {
        struct time_coverage *times = list_summary_add_agent(summary, connection->agents[i]);
        read = time_coverage_read(&connection->statements, connection->agents[i], times, failure);
    }
    return (read && !connection->interrupted) || reader_connection_failed(connection, failure);
}

struct list_summary *list_summary_read(struct row_filter *filter, int64_t now, struct failure *failure)
{
    struct list_summary *summary = list_summary_new(now);
    if (add_calls(filter, summary, failure) && add_agents(filter->connection, summary, failure))
        list_summary_finish(summary);
    else
        list_summary_free(&summary);
    return summary;
}
