#include "model/archive/change_log.h"

#include "model/archive/database.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

const char change_log_schema[] = "CREATE TABLE IF NOT EXISTS changes(change INTEGER PRIMARY KEY,"
                                 " agent INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);";

void change_log_note(struct change_log *log, int64_t agent, int64_t first, int64_t last)
{
    log->changes = memory_grow(log->changes, &log->capacity, log->count + 1, sizeof *log->changes);
    log->changes[log->count++] = (struct change){agent, first, last};
}

void change_log_note_call(struct change_log *log, struct change_place *place, int64_t agent, int64_t call)
{
    if (!place->used || place->transaction != log->transaction) {
        *place = (struct change_place){log->transaction, log->count, true};
        change_log_note(log, agent, call, call);
        return;
    }
    struct change *change = &log->changes[place->index];
    change->first = call < change->first ? call : change->first;
    change->last = call > change->last ? call : change->last;
}

void change_log_forget(struct change_log *log)
{
    log->count = 0;
    log->transaction++;
}

void change_log_clear(struct change_log *log)
{
    free(log->changes);
    memset(log, 0, sizeof *log);
}

static bool write_changes(const struct change_log *log, sqlite3 *database, struct failure *failure)
{
    sqlite3_stmt *add =
        database_prepare(database, "INSERT INTO changes(agent, first, last) VALUES(?1, ?2, ?3)", failure);
    bool written = add != NULL;
    for (size_t i = 0; written && i < log->count; i++) {
        const struct change *change = &log->changes[i];
        database_bind_numbers(add, DATABASE_NUMBERS(change->agent, change->first, change->last));
        written = database_run(database, add, "write to", failure);
    }
    sqlite3_finalize(add);
    return written;
}

bool change_log_write(const struct change_log *log, sqlite3 *database, struct failure *failure)
{
    if (!log->count)
        return true;
    if (!write_changes(log, database, failure))
        return false;
    return database_run_with(database, "DELETE FROM changes WHERE change <= ?1",
                             DATABASE_NUMBERS(sqlite3_last_insert_rowid(database) - CHANGE_LOG_KEPT),
                             failure);
}
