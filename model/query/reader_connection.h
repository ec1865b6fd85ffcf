/* A read-only connection that reads one snapshot of the archive at a time, its prepared statements, and the agents
 * selected for the current query. Everything but `interrupted` is used by one thread. */
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
    atomic_bool interrupted; /* set by any thread: reads fail with FAILURE_CANCELLED */
    struct statements statements;
    int64_t *agents; /* owned; ascending */
    size_t agent_count;
    size_t agent_capacity;
};

/* *connection starts zeroed. Takes ownership of the database. Call reader_connection_close also after a failure. */
bool reader_connection_open(struct reader_connection *connection, sqlite3 *database, struct failure *failure);
void reader_connection_close(struct reader_connection *connection);

/* Fills *failure from the last error or the interrupt and returns false. */
bool reader_connection_failed(struct reader_connection *connection, struct failure *failure);

/* Starts and ends reading a snapshot; a transaction left open by an interrupt is ended first. */
bool reader_connection_begin(struct reader_connection *connection, struct failure *failure);
void reader_connection_end(struct reader_connection *connection);

/* See statements_get. */
sqlite3_stmt *reader_connection_statement(struct reader_connection *connection, const char *sql,
                                          struct failure *failure);

/* Resets a statement whose last step returned `code`. False with *failure filled if that is an error or an
 * interrupt. */
bool reader_connection_done(struct reader_connection *connection, sqlite3_stmt *statement, int code,
                            struct failure *failure);

/* The integer result (0: no row) of a statement with one integer bound to ?1. */
bool reader_connection_number(struct reader_connection *connection, const char *sql, int64_t bound,
                              int64_t *number, struct failure *failure);

/* PRAGMA data_version: changes when another connection has written. */
bool reader_connection_version(struct reader_connection *connection, int64_t *version,
                               struct failure *failure);

/* The state of the snapshot: the number of the last entry of the change log. */
bool reader_connection_state(struct reader_connection *connection, int64_t *state, struct failure *failure);

/* Delivers the changes since another state, oldest first; *missed is true if the log does not reach back that far. */
bool reader_connection_changes(struct reader_connection *connection, int64_t since, bool *missed,
                               void (*take)(void *context, const struct change *change), void *context,
                               struct failure *failure);

/* Selects one agent, or all for PAGE_ALL_AGENTS. */
bool reader_connection_choose(struct reader_connection *connection, int64_t agent, struct failure *failure);

/* The index of a selected agent. */
size_t reader_connection_agent(const struct reader_connection *connection, int64_t agent);

#endif
