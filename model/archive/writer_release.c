#include "model/archive/writer_release.h"

#include "model/archive/change_log.h"
#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/writer_coverage.h"
#include "model/archive/writer_gone.h"
#include "model/archive/writer_held.h"
#include "model/archive/writer_state.h"
#include "model/archive/writer_statements.h"
#include "model/archive/writer_traces.h"
#include "model/archive/writer_transaction.h"
#include "net/base/failure.h"
#include "net/base/memory.h"

static bool delete_row(struct writer *writer, sqlite3_stmt *row, struct failure *failure)
{
    int64_t agent = sqlite3_column_int64(row, 0), call = sqlite3_column_int64(row, 1);
    sqlite3_stmt *delete = writer_bound(writer, WRITER_DELETE_ROW, DATABASE_NUMBERS(agent, call));
    sqlite3_value *file = sqlite3_value_dup(sqlite3_column_value(row, 2));
    if (!file)
        die("out of memory (file name)");
    writer_note_gone(writer, agent, call, row, 2);
    change_log_note(&writer->changes, agent, call, call);
    sqlite3_bind_value(delete, 3, file);
    sqlite3_value_free(file);
    return database_run(writer->database, delete, "delete from", failure) &&
           writer_uncover(writer, agent, call - 1, call, failure) &&
           writer_run(writer, WRITER_CHANGE_COUNT, DATABASE_NUMBERS(agent, -1), failure) &&
           writer_note_traces(writer, failure);
}

/* Whether a row has the name of the released file, of which only the hash is known, and is not held again. */
static bool is_released(struct writer *writer, uint64_t file, sqlite3_stmt *row)
{
    char buffer[FILE_KEY_NAME_SIZE];
    struct file_key key;
    const char *name = file_key_column(row, 2, buffer);
    file_key_make(&key, name && *name ? name : NULL);
    return file_key_hash(&key) == file && !writer_holds(writer, sqlite3_column_int64(row, 1), row, 2);
}

bool writer_release(struct writer *writer, int64_t call, uint64_t file, uint64_t *deleted,
                    struct failure *failure)
{
    static const char list[] =
        "SELECT agent, call, file FROM recordings WHERE agent IN (SELECT agent FROM agents)"
        " AND call = ?1";
    sqlite3_stmt *rows =
        writer_begin_transaction(writer, failure) ? database_prepare(writer->database, list, failure) : NULL;
    int code = SQLITE_DONE;
    bool goes_on = rows != NULL;
    if (rows)
        sqlite3_bind_int64(rows, 1, call);
    while (goes_on && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        if (!is_released(writer, file, rows))
            continue;
        goes_on = delete_row(writer, rows, failure);
        (*deleted)++;
    }
    if (goes_on && code != SQLITE_DONE)
        goes_on = database_failed(writer->database, "read", failure);
    sqlite3_finalize(rows);
    return goes_on;
}
