#include "model/query/list_matches.h"

#include "model/archive/database.h"
#include "model/query/row_columns.h"
#include "model/time/timestamp.h"

#define OF_CALLS " AND call >= ?2 AND call <= ?3"

/* Takes each row, in any order: with its queue, start and end. */
typedef void take_row(void *context, int64_t agent, sqlite3_stmt *row);

static bool each(const struct row_filter *filter, take_row *take, void *context, struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    bool is_compared = !filter_is_empty(&filter->query.filter);
    sqlite3_stmt *statement =
        reader_connection_statement(connection,
                                    is_compared ? "SELECT " ROW_COLUMNS ROW_OF_AGENT OF_CALLS
                                                : "SELECT " ROW_COUNTED ROW_OF_AGENT OF_CALLS,
                                    failure);
    const struct search_calls *calls = &filter->calls; /* if there are any, no others match */
    bool done = statement != NULL;
    for (size_t i = 0; done && i < connection->agent_count; i++) {
        int code;
        sqlite3_bind_int64(statement, 1, connection->agents[i]);
        sqlite3_bind_int64(statement, 2,
                           calls->count        ? calls->ids[0]
                           : filter->has_calls ? INT64_MAX
                                               : INT64_MIN);
        sqlite3_bind_int64(statement, 3, calls->count ? calls->ids[calls->count - 1] : INT64_MAX);
        while ((code = sqlite3_step(statement)) == SQLITE_ROW && !connection->interrupted) {
            if (row_filter_matches(filter, connection->agents[i], statement))
                take(context, connection->agents[i], statement);
        }
        done = reader_connection_done(connection, statement, code, failure);
    }
    return done;
}

/* Who visits the rows. */
struct visitor {
    search_visit *visit;
    void *context;
};

/* As the index has it. */
static void visit_row(void *context, int64_t agent, sqlite3_stmt *row)
{
    const struct visitor *visitor = context;
    int64_t started = database_column_integer(row, ROW_STARTED, TIMESTAMP_NONE);
    int64_t ended = database_column_integer(row, ROW_ENDED, TIMESTAMP_NONE);
    visitor->visit(visitor->context, &(struct search_call){.agent = agent,
                                                           .queue = sqlite3_column_int64(row, ROW_QUEUE),
                                                           .started = search_terms_start(started),
                                                           .length = search_terms_length(started, ended)});
}

bool list_matches_visit(struct row_filter *filter, search_visit *visit, void *context,
                        struct failure *failure)
{
    struct reader_connection *connection = filter->connection;
    struct visitor visitor = {visit, context};
    if (!filter->index || !search_index_visit(filter->index, &filter->question, filter->query.agent,
                                              &connection->interrupted, visit, context))
        return each(filter, visit_row, &visitor, failure);
    return !connection->interrupted || reader_connection_failed(connection, failure);
}

static void count_row(void *context, int64_t agent, sqlite3_stmt *row)
{
    uint64_t *count = context;
    (void)agent;
    (void)row;
    ++*count;
}

bool list_matches_known(struct row_filter *filter, uint64_t *count)
{
    const atomic_bool *stop = &filter->connection->interrupted;
    return filter->index &&
           search_index_count(filter->index, &filter->question, filter->query.agent, stop, count) && !*stop;
}

static bool count_everything(const struct row_filter *filter, uint64_t *count, struct failure *failure)
{
    int64_t sum;
    bool read = reader_connection_number(filter->connection,
                                         "SELECT sum(recordings) FROM agents WHERE ?1 = 0 OR agent = ?1",
                                         filter->query.agent, &sum, failure);
    *count = read ? (uint64_t)sum : 0;
    return read;
}

bool list_matches_count(struct row_filter *filter, uint64_t *count, struct failure *failure)
{
    if (filter_is_empty(&filter->query.filter))
        return count_everything(filter, count, failure);
    if (list_matches_known(filter, count))
        return true;
    *count = 0;
    return each(filter, count_row, count, failure);
}
