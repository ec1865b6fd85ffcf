#include "model/query/list_groups_read.h"

#include "model/archive/database.h"
#include "model/query/list_matches.h"
#include "model/query/row_columns.h"
#include "model/recording/recording.h"
#include "net/base/memory.h"

/* Names the groups. `sql` selects keys, names and the server's numbers. */
static bool name_groups(struct reader_connection *connection, struct list_groups *groups, const char *sql,
                        struct failure *failure)
{
    sqlite3_stmt *statement = reader_connection_statement(connection, sql, failure);
    int code;
    if (!statement)
        return false;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        struct list_group *group = list_groups_find(groups, sqlite3_column_int64(statement, 0));
        const char *name = (const char *)sqlite3_column_text(statement, 1);
        if (!group || group->name)
            continue;
        group->name = name && *name ? memory_text(name) : NULL;
        group->number = database_column_integer(statement, 2, RECORDING_NO_NUMBER);
    }
    return reader_connection_done(connection, statement, code, failure);
}

bool list_groups_read(struct row_filter *filter, struct list_groups *groups, struct failure *failure)
{
    static const char *const names[LIST_GROUPINGS] = {
        [LIST_BY_AGENT] =
            "SELECT agent, coalesce(nullif(name, ''), reference), " ROW_AGENT_NUMBER " FROM agents",
        [LIST_BY_QUEUE] = "SELECT queue, name, queue_id FROM queues",
    };
    if (!list_matches_visit(filter, list_groups_add, groups, failure) ||
        (names[groups->grouping] &&
         !name_groups(filter->connection, groups, names[groups->grouping], failure)))
        return false;
    list_groups_finish(groups);
    return true;
}
