#include "model/query/list_summary_read.h"

#include "model/archive/time_coverage_read.h"
#include "model/query/list_matches.h"

static bool add_agents(struct reader_connection *connection, struct list_summary *summary,
                       struct failure *failure)
{
    bool read = true;
    for (size_t i = 0; read && i < connection->agent_count; i++) {
        struct time_coverage *times = list_summary_add_agent(summary, connection->agents[i]);
        read = time_coverage_read(&connection->statements, connection->agents[i], true, times, failure);
    }
    return (read && !connection->interrupted) || reader_connection_failed(connection, failure);
}

struct list_summary *list_summary_read(struct row_filter *filter, int64_t now, struct failure *failure)
{
    struct list_summary *summary = list_summary_new(now);
    if (list_matches_visit(filter, list_summary_add, summary, failure) &&
        add_agents(filter->connection, summary, failure))
        list_summary_finish(summary);
    else
        list_summary_free(&summary);
    return summary;
}
