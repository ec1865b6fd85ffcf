/* A log of changes in the archive (agent and range of ids) for readers that cache recordings in memory. Written in
 * the transaction that makes the changes; the newest CHANGE_LOG_KEPT entries are kept, and a reader that has missed
 * more reads everything again. */
#ifndef MODEL_ARCHIVE_CHANGE_LOG_H
#define MODEL_ARCHIVE_CHANGE_LOG_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHANGE_LOG_KEPT 10000

/* The SQL that creates its table. */
extern const char change_log_schema[];

/* Recordings of the agent with ids from first to last were added, deleted or changed. Agent 0: interned values were
 * deleted. */
struct change {
    int64_t agent;
    int64_t first;
    int64_t last;
};

/* The changes of the current transaction. */
struct change_log {
    struct change *changes; /* owned */
    size_t count;
    size_t capacity;
    uint64_t transaction; /* counts the transactions */
};

/* The log entry of one source of changes, which is widened as its ids are near each other. Starts zeroed. */
struct change_place {
    uint64_t transaction;
    size_t index;
    bool used;
};

void change_log_note(struct change_log *log, int64_t agent, int64_t first, int64_t last);
void change_log_note_call(struct change_log *log, struct change_place *place, int64_t agent, int64_t call);
void change_log_forget(struct change_log *log); /* after commit or rollback */
void change_log_clear(struct change_log *log);

/* Writes the entries, before the commit. False with *failure filled. */
bool change_log_write(const struct change_log *log, sqlite3 *database, struct failure *failure);

#endif
