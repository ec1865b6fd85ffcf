#include "model/archive/writer_traces.h"

#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/archive/writer_transaction.h"
#include "net/base/failure.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <stdlib.h>

#define PATIENCE_MS 100 /* how long to wait for locks of other connections */

/* The tables of interned values, and their keys, which are also columns of recordings. */
static const struct {
    const char *table;
    const char *number;
} values[] = {{"callers", "caller"}, {"people", "person"}, {"queues", "queue"}, {"kinds", "kind"}};

enum { VALUES = sizeof values / sizeof *values };

/* Which keys of one table are used by recordings. */
struct used {
    bool *numbers; /* owned; indexed by the key */
    size_t count;
};

static void mark_used(struct used *used, int64_t number)
{
    size_t needed = (size_t)number + 1;
    if (number <= 0)
        return;
    if (needed > used->count) {
        size_t grown = needed * 2;
        used->numbers = memory_resize(used->numbers, grown, sizeof *used->numbers);
        for (size_t i = used->count; i < grown; i++)
            used->numbers[i] = false;
        used->count = grown;
    }
    used->numbers[number] = true;
}

static bool is_used(const struct used *used, int64_t number)
{
    return number > 0 && (size_t)number < used->count && used->numbers[number];
}

static bool find_used(struct writer *writer, struct used used[VALUES], struct failure *failure)
{
    sqlite3_stmt *statement =
        database_prepare(writer->database, "SELECT caller, person, queue, kind FROM recordings", failure);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < VALUES; i++)
            mark_used(&used[i], sqlite3_column_int64(statement, i));
    }
    bool found = code == SQLITE_DONE || database_failed(writer->database, "read", failure);
    sqlite3_finalize(statement);
    return found;
}

static bool delete_numbers(struct writer *writer, int which, const int64_t *numbers, size_t count,
                           struct failure *failure)
{
    char *sql = memory_format("DELETE FROM %s WHERE %s = ?1", values[which].table, values[which].number);
    sqlite3_stmt *statement = database_prepare(writer->database, sql, failure);
    bool deleted = statement != NULL;
    for (size_t i = 0; deleted && i < count; i++) {
        sqlite3_bind_int64(statement, 1, numbers[i]);
        deleted = database_run(writer->database, statement, "delete from", failure);
    }
    sqlite3_finalize(statement);
    free(sql);
    return deleted;
}

/* With secure_delete SQLite overwrites what is deleted, but not the copies in the unused space of pages that moving
 * entries to other pages has left: only a table and index that are written anew have none. */
static bool rewrite_table(struct writer *writer, const char *table, struct failure *failure)
{
    char *sql = memory_format("CREATE TEMP TABLE kept AS SELECT * FROM main.%s;"
                              "DELETE FROM main.%s;"
                              "INSERT INTO main.%s SELECT * FROM kept ORDER BY 1;"
                              "DROP TABLE kept;"
                              "REINDEX main.%s;",
                              table, table, table, table);
    bool written = database_execute(writer->database, sql, failure);
    free(sql);
    return written;
}

static bool remove_unused(struct writer *writer, int which, const struct used *used, struct failure *failure)
{
    char *sql = memory_format("SELECT %s FROM %s", values[which].number, values[which].table);
    sqlite3_stmt *statement = database_prepare(writer->database, sql, failure);
    free(sql);
    if (!statement)
        return false;
    int64_t *numbers = NULL;
    size_t count = 0;
    size_t capacity = 0;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        int64_t number = sqlite3_column_int64(statement, 0);
        if (is_used(used, number))
            continue;
        numbers = memory_grow(numbers, &capacity, count + 1, sizeof *numbers);
        numbers[count++] = number;
    }
    bool removed = code == SQLITE_DONE || database_failed(writer->database, "read", failure);
    sqlite3_finalize(statement);
    if (removed && count)
        removed = delete_numbers(writer, which, numbers, count, failure) &&
                  rewrite_table(writer, values[which].table, failure);
    free(numbers);
    return removed;
}

static bool sweep(struct writer *writer, struct failure *failure)
{
    struct used used[VALUES] = {{NULL, 0}};
    bool swept = writer_begin_transaction(writer, failure) && find_used(writer, used, failure);
    for (int i = 0; i < VALUES; i++) {
        swept = swept && remove_unused(writer, i, &used[i], failure);
        free(used[i].numbers);
    }
    if (swept) {
        writer_forget_values(writer);
        change_log_note(&writer->changes, 0, 0, 0);
    }
    swept = swept && writer_commit(writer, failure);
    if (!swept)
        writer_rollback(writer);
    return swept;
}

/* Writes the write-ahead log into the archive and truncates it; fails while another connection reads from it. */
static bool empty_log(struct writer *writer, struct failure *failure)
{
    int code = sqlite3_wal_checkpoint_v2(writer->database, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK || database_failed(writer->database, "clean", failure);
}

/* Deletes the note of traces, unless a transaction has counted it up from `known` since. */
static bool forget_traces(struct writer *writer, int64_t known, struct failure *failure)
{
    return database_run_with(writer->database, "DELETE FROM account WHERE name = 'traces' AND value = ?1",
                             DATABASE_NUMBERS(known), failure);
}

bool writer_note_traces(struct writer *writer, struct failure *failure)
{
    if (writer->traces_noted)
        return true;
    writer->has_traces = writer->traces_noted = true;
    writer->is_swept = false;
    return database_run(writer->database, writer_statement(writer, WRITER_NOTE_TRACES), "write to", failure);
}

bool writer_has_traces(const struct writer *writer)
{
    return writer->has_traces;
}

bool writer_remove_traces(struct writer *writer)
{
    struct failure failure;
    if (!writer->has_traces)
        return true;
    if (writer->in_transaction)
        return false;
    sqlite3_busy_timeout(writer->database, PATIENCE_MS);
    int64_t known = database_integer(writer->database, "SELECT value FROM account WHERE name = 'traces'", 0);
    writer->is_swept = writer->is_swept || sweep(writer, &failure);
    bool removed = writer->is_swept && empty_log(writer, &failure) && forget_traces(writer, known, &failure);
    database_wait_by(writer->database, writer->wait.waiting ? &writer->wait : NULL);
    writer->has_traces = !removed;
    if (!removed)
        log_line("what deleted recordings left behind is removed later: %s", failure.what);
    return removed;
}
