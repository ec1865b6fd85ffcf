#include "model/query/list_matches.h"

#include "model/query/row_columns.h"

#define OF_CALLS " AND call >= ?2 AND call <= ?3"

bool list_matches_each(const struct row_filter *filter, list_matches_take *take, void *context,
                       struct failure *failure)
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
    return list_matches_each(filter, count_row, count, failure);
}
