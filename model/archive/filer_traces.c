/* What deleted recordings leave behind in the archive: values that no recording uses any more, and copies in
 * the write-ahead log. */
#include "model/archive/database.h"
#include "model/archive/filer.h"
#include "model/archive/filer_state.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <stdlib.h>

#define PATIENCE_MS 100 /* for others who use the archive at the moment */

/* The columns of interned numbers in a recording, and the tables of their values. */
static const struct {
    const char *table;
    const char *number;
} values[] = {{"callers", "caller"}, {"people", "person"}, {"queues", "queue"}, {"kinds", "kind"}};

enum { VALUES = sizeof values / sizeof *values };

/* Which numbers of one table are used. */
struct used {
    bool *numbers; /* owned; from 0 */
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

/* One pass over all recordings. */
static bool find_used(struct filer *filer, struct used used[VALUES], struct failure *failure)
{
    sqlite3_stmt *statement =
        database_prepare(filer->database, "SELECT caller, person, queue, kind FROM recordings", failure);
    if (!statement)
        return false;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
        for (int i = 0; i < VALUES; i++)
            mark_used(&used[i], sqlite3_column_int64(statement, i));
    }
    bool found = code == SQLITE_DONE || database_failed(filer->database, "read", failure);
    sqlite3_finalize(statement);
    return found;
}

static bool delete_numbers(struct filer *filer, int which, const int64_t *numbers, size_t count,
                           struct failure *failure)
{
    char *sql = memory_format("DELETE FROM %s WHERE %s = ?1", values[which].table, values[which].number);
    sqlite3_stmt *statement = database_prepare(filer->database, sql, failure);
    bool deleted = statement != NULL;
    for (size_t i = 0; deleted && i < count; i++) {
        sqlite3_bind_int64(statement, 1, numbers[i]);
        deleted = database_run(filer->database, statement, "delete from", failure);
    }
    sqlite3_finalize(statement);
    free(sql);
    return deleted;
}

/* SQLite wipes what is deleted, but not the copies that moving entries to other pages has left in the unused
 * space of pages: only written anew are the table and its index without them. */
static bool write_anew(struct filer *filer, const char *table, struct failure *failure)
{
    char *sql = memory_format("CREATE TEMP TABLE kept AS SELECT * FROM main.%s;"
                              "DELETE FROM main.%s;"
                              "INSERT INTO main.%s SELECT * FROM kept ORDER BY 1;"
                              "DROP TABLE kept;"
                              "REINDEX main.%s;",
                              table, table, table, table);
    bool written = database_execute(filer->database, sql, failure);
    free(sql);
    return written;
}

static bool remove_unused(struct filer *filer, int which, const struct used *used, struct failure *failure)
{
    char *sql = memory_format("SELECT %s FROM %s", values[which].number, values[which].table);
    sqlite3_stmt *statement = database_prepare(filer->database, sql, failure);
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
    bool removed = code == SQLITE_DONE || database_failed(filer->database, "read", failure);
    sqlite3_finalize(statement);
    if (removed && count)
        removed = delete_numbers(filer, which, numbers, count, failure) &&
                  write_anew(filer, values[which].table, failure);
    free(numbers);
    return removed;
}

static bool sweep(struct filer *filer, struct failure *failure)
{
    struct used used[VALUES] = {{NULL, 0}};
    bool swept = filer_begin_transaction(filer, failure) && find_used(filer, used, failure);
    for (int i = 0; i < VALUES; i++) {
        swept = swept && remove_unused(filer, i, &used[i], failure);
        free(used[i].numbers);
    }
    if (swept) {
        filer_forget_values(filer);
        change_log_note(&filer->changes, 0, 0, 0);
    }
    swept = swept && filer_commit(filer, failure);
    if (!swept)
        filer_rollback(filer);
    return swept;
}

/* Empties the log into the archive; false while somebody reads what is in it. */
static bool empty_log(struct filer *filer, struct failure *failure)
{
    int code = sqlite3_wal_checkpoint_v2(filer->database, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    return code == SQLITE_OK || database_failed(filer->database, "clean", failure);
}

static bool forget_traces(struct filer *filer, int64_t known, struct failure *failure)
{
    char *sql = memory_format("DELETE FROM account WHERE name = 'traces' AND value = %lld", (long long)known);
    bool forgotten = database_execute(filer->database, sql, failure);
    free(sql);
    return forgotten;
}

bool filer_note_traces(struct filer *filer, struct failure *failure)
{
    if (filer->traces_noted)
        return true;
    filer->has_traces = filer->traces_noted = true;
    filer->is_swept = false;
    return database_run(filer->database, filer->statements[FILER_NOTE_TRACES], "write to", failure);
}

bool filer_has_traces(const struct filer *filer)
{
    return filer->has_traces;
}

bool filer_remove_traces(struct filer *filer)
{
    struct failure failure;
    if (!filer->has_traces)
        return true;
    if (filer->in_transaction)
        return false;
    sqlite3_busy_timeout(filer->database, PATIENCE_MS);
    int64_t known = database_integer(filer->database, "SELECT value FROM account WHERE name = 'traces'", 0);
    filer->is_swept = filer->is_swept || sweep(filer, &failure);
    bool removed = filer->is_swept && empty_log(filer, &failure) && forget_traces(filer, known, &failure);
    database_wait_by(filer->database, filer->wait.waiting ? &filer->wait : NULL);
    filer->has_traces = !removed;
    if (!removed)
        log_line("what deleted recordings left behind is removed later: %s", failure.what);
    return removed;
}
