/* A connection over which queries read one state of the archive at a time, the statements that it has made,
 * and the agents whom the query under way is about. All but the interrupt on one thread. */
#ifndef MODEL_QUERY_READER_CONNECTION_H
#define MODEL_QUERY_READER_CONNECTION_H

#include "model/archive/change_log.h"
#include "model/archive/statements.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reader_connection {
    sqlite3 *database;
    atomic_bool interrupted; /* what is read fails with FAILURE_CANCELLED */
    struct statements statements;
    int64_t *agents; /* owned; ascending */
    size_t agent_count;
    size_t agent_capacity;
};

/* Zeroed at first. Takes over the connection. To be closed even if it cannot be opened. */
bool reader_connection_open(struct reader_connection *connection, sqlite3 *database, struct failure *failure);
void reader_connection_close(struct reader_connection *connection);

/* Fills *failure from the last error or the interrupt. Returns false. */
bool reader_connection_failed(struct reader_connection *connection, struct failure *failure);

/* Begins to read one state of the archive, and ends it; what an interrupt has left open is ended before. */
bool reader_connection_begin(struct reader_connection *connection, struct failure *failure);
void reader_connection_end(struct reader_connection *connection);

/* See statements_get. */
sqlite3_stmt *reader_connection_statement(struct reader_connection *connection, const char *sql,
                                          struct failure *failure);

/* Resets a statement whose last step gave `code`. False with *failure filled if that is an error, or if it
 * has been interrupted. */
bool reader_connection_done(struct reader_connection *connection, sqlite3_stmt *statement, int code,
                            struct failure *failure);

/* The one number that a statement gives (0: none), bound to another. */
bool reader_connection_number(struct reader_connection *connection, const char *sql, int64_t bound,
                              int64_t *number, struct failure *failure);

/* A number that differs once others have written to the archive. */
bool reader_connection_version(struct reader_connection *connection, int64_t *version,
                               struct failure *failure);

/* The state that is read: the number of the last entry of the log of changes. */
bool reader_connection_state(struct reader_connection *connection, int64_t *state, struct failure *failure);

/* What has changed since another one, the oldest first; *missed: the log does not reach so far back. */
bool reader_connection_changes(struct reader_connection *connection, int64_t since, bool *missed,
                               void (*take)(void *context, const struct change *change), void *context,
                               struct failure *failure);

/* Chooses one agent, or all: PAGE_ALL_AGENTS. */
bool reader_connection_choose(struct reader_connection *connection, int64_t agent, struct failure *failure);

/* The index of one of those that are chosen. */
size_t reader_connection_agent(const struct reader_connection *connection, int64_t agent);

#endif
