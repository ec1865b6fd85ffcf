/* The changes of recordings, as the archive keeps them for those who hold recordings in memory: of which
 * agent, between which ids. Written in the transaction that makes the changes; the newest CHANGE_LOG_KEPT
 * entries are kept, and who has missed more reads everything anew. */
#ifndef MODEL_ARCHIVE_CHANGE_LOG_H
#define MODEL_ARCHIVE_CHANGE_LOG_H

#include "net/base/failure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHANGE_LOG_KEPT 10000

/* The table, for the archive's schema. */
extern const char change_log_schema[];

/* Recordings of the agent with ids from first to last came, went or changed. Agent 0: numbers of interned
 * values were taken away. */
struct change {
    int64_t agent;
    int64_t first;
    int64_t last;
};

/* What a transaction has changed so far. */
struct change_log {
    struct change *changes; /* owned */
    size_t count;
    size_t capacity;
    uint64_t transaction; /* since this log was made */
};

/* Where one source of changes notes them: its ids lie near each other. Zeroed at first. */
struct change_place {
    uint64_t transaction;
    size_t index;
    bool used;
};

void change_log_note(struct change_log *log, int64_t agent, int64_t first, int64_t last);
void change_log_note_call(struct change_log *log, struct change_place *place, int64_t agent, int64_t call);
void change_log_forget(struct change_log *log); /* when the transaction has ended */
void change_log_clear(struct change_log *log);

/* Before the commit. */
bool change_log_write(const struct change_log *log, sqlite3 *database, struct failure *failure);

#endif
