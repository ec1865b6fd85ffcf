#include "model/query/reader_connection.h"

#include "model/archive/database.h"
#include "net/base/memory.h"
#include "net/base/sorted.h"
#include "net/base/translate.h"

#include <stdlib.h>

enum { ENDINGS = 8 }; /* attempts to end a transaction, as an interrupt may come during a COMMIT, too */

static const char agents_sql[] = "SELECT agent FROM agents WHERE (?1 = 0 OR agent = ?1) ORDER BY agent";
static const char version_sql[] = "PRAGMA data_version";

bool reader_connection_open(struct reader_connection *connection, sqlite3 *database, struct failure *failure)
{
    connection->database = connection->statements.database = database;
    return reader_connection_statement(connection, agents_sql, failure) &&
           reader_connection_statement(connection, version_sql, failure);
}

void reader_connection_close(struct reader_connection *connection)
{
    if (connection->database) /* clears a late interrupt, which would keep the close from emptying the WAL */
        sqlite3_exec(connection->database, "SELECT 1", NULL, NULL, NULL);
    statements_clear(&connection->statements);
    database_close(&connection->database); /* finalizes all other statements */
    free(connection->agents);
}

bool reader_connection_failed(struct reader_connection *connection, struct failure *failure)
{
    if (connection->interrupted || sqlite3_errcode(connection->database) == SQLITE_INTERRUPT)
        return failure_set(failure, FAILURE_CANCELLED, "", tr("the search was stopped"));
    return database_failed(connection->database, "read", failure);
}

/* Runs a statement without a result, prepared once: parsing it takes longer than running it. */
static bool run(struct reader_connection *connection, const char *sql)
{
    struct failure ignored; /* reader_connection_begin reports it */
    sqlite3_stmt *statement = statements_get(&connection->statements, sql, &ignored);
    bool done = statement && sqlite3_step(statement) == SQLITE_DONE;
    sqlite3_reset(statement);
    return done;
}

void reader_connection_end(struct reader_connection *connection)
{
    for (int i = 0; i < ENDINGS && !sqlite3_get_autocommit(connection->database); i++)
        run(connection, "COMMIT");
}

bool reader_connection_begin(struct reader_connection *connection, struct failure *failure)
{
    reader_connection_end(connection);
    return (!connection->interrupted && run(connection, "BEGIN")) ||
           reader_connection_failed(connection, failure);
}

sqlite3_stmt *reader_connection_statement(struct reader_connection *connection, const char *sql,
                                          struct failure *failure)
{
    sqlite3_stmt *statement = statements_get(&connection->statements, sql, failure);
    if (!statement && connection->interrupted)
        reader_connection_failed(connection, failure);
    return statement;
}

bool reader_connection_done(struct reader_connection *connection, sqlite3_stmt *statement, int code,
                            struct failure *failure)
{
    bool is_well = (code == SQLITE_ROW || code == SQLITE_DONE) && !connection->interrupted;
    bool done =
        is_well || reader_connection_failed(connection, failure); /* before the reset clears the error */
    sqlite3_reset(statement);
    return done;
}

bool reader_connection_number(struct reader_connection *connection, const char *sql, int64_t bound,
                              int64_t *number, struct failure *failure)
{
    sqlite3_stmt *statement = reader_connection_statement(connection, sql, failure);
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, bound);
    int code = sqlite3_step(statement);
    *number = code == SQLITE_ROW ? sqlite3_column_int64(statement, 0) : 0;
    return reader_connection_done(connection, statement, code, failure);
}

bool reader_connection_state(struct reader_connection *connection, int64_t *state, struct failure *failure)
{
    return reader_connection_number(connection, "SELECT ifnull(max(change), 0) FROM changes", 0, state,
                                    failure);
}

bool reader_connection_version(struct reader_connection *connection, int64_t *version,
                               struct failure *failure)
{
    return reader_connection_number(connection, version_sql, 0, version, failure);
}

bool reader_connection_changes(struct reader_connection *connection, int64_t since, bool *missed,
                               void (*take)(void *context, const struct change *change), void *context,
                               struct failure *failure)
{
    int64_t first;
    int code;
    *missed = true;
    if (!reader_connection_number(connection, "SELECT ifnull(min(change), 0) FROM changes", 0, &first,
                                  failure))
        return false;
    *missed = since < 0 || first > since + 1;
    sqlite3_stmt *statement =
        *missed ? NULL
                : reader_connection_statement(
                      connection, "SELECT agent, first, last FROM changes WHERE change > ?1 ORDER BY change",
                      failure);
    if (!statement)
        return *missed;
    sqlite3_bind_int64(statement, 1, since);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        const struct change change = {sqlite3_column_int64(statement, 0), sqlite3_column_int64(statement, 1),
                                      sqlite3_column_int64(statement, 2)};
        take(context, &change);
    }
    return reader_connection_done(connection, statement, code, failure);
}

bool reader_connection_choose(struct reader_connection *connection, int64_t agent, struct failure *failure)
{
    sqlite3_stmt *statement = reader_connection_statement(connection, agents_sql, failure);
    int code;
    connection->agent_count = 0;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, agent);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        connection->agents = memory_grow(connection->agents, &connection->agent_capacity,
                                         connection->agent_count + 1, sizeof *connection->agents);
        connection->agents[connection->agent_count++] = sqlite3_column_int64(statement, 0);
    }
    return reader_connection_done(connection, statement, code, failure);
}

size_t reader_connection_agent(const struct reader_connection *connection, int64_t agent)
{
    const struct sorted agents = {connection->agents, connection->agent_count, sizeof agent, 0};
    return sorted_below(&agents, agent);
}
