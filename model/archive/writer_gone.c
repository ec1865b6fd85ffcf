#include "model/archive/writer_gone.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/writer_state.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void writer_on_gone(struct writer *writer, writer_gone *gone, void *context)
{
    writer->gone.tell = gone;
    writer->gone.context = context;
}

void writer_note_gone(struct writer *writer, int64_t agent, int64_t call, sqlite3_stmt *row, int file)
{
    char buffer[FILE_KEY_NAME_SIZE];
    struct writer_gone_list *gone = &writer->gone;
    if (!gone->tell)
        return;
    const char *name = file_key_column(row, file, buffer);
    gone->keys = memory_grow(gone->keys, &gone->capacity, gone->count + 1, sizeof *gone->keys);
    gone->keys[gone->count++] = (struct writer_gone_key){agent, call, memory_text(name ? name : "")};
}

bool writer_note_gone_all(struct writer *writer, const char *sql, const int64_t *numbers, int count,
                          struct failure *failure)
{
    if (!writer->gone.tell)
        return true;
    sqlite3_stmt *statement = database_prepare(writer->database, sql, failure);
    if (!statement)
        return false;
    int code;
    for (int i = 0; i < count; i++)
        sqlite3_bind_int64(statement, i + 1, numbers[i]);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        writer_note_gone(writer, numbers[0], sqlite3_column_int64(statement, 0), statement, 1);
    bool read = code == SQLITE_DONE || database_failed(writer->database, "read", failure);
    sqlite3_finalize(statement);
    return read;
}

/* Whether another of that name has come in its place, as of those that have none and are told apart by all else. */
static bool is_replaced(struct writer *writer, const struct writer_gone_key *key)
{
    struct failure failure;
    char buffer[FILE_KEY_NAME_SIZE];
    bool is_there = false;
    int code = SQLITE_DONE;
    sqlite3_stmt *rows = statements_get(
        &writer->statements, "SELECT file FROM recordings WHERE agent = ?1 AND call = ?2", &failure);
    if (!rows)
        return true; /* as far as can be told */
    sqlite3_bind_int64(rows, 1, key->agent);
    sqlite3_bind_int64(rows, 2, key->call);
    while (!is_there && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        const char *name = file_key_column(rows, 0, buffer);
        is_there = strcmp(name ? name : "", key->file) == 0;
    }
    sqlite3_reset(rows);
    return code != SQLITE_DONE; /* at a row of that name, or by a failure */
}

static void tell(struct writer *writer, const struct writer_gone_key *key, sqlite3_stmt *find)
{
    sqlite3_bind_int64(find, 1, key->agent);
    bool is_known = sqlite3_step(find) == SQLITE_ROW;
    const char *agent = is_known ? (const char *)sqlite3_column_text(find, 0) : NULL;
    writer->gone.tell(writer->gone.context, agent ? agent : "", key->call, key->file);
    sqlite3_reset(find);
}

void writer_tell_gone(struct writer *writer)
{
    const struct writer_gone_list *gone = &writer->gone;
    struct failure failure;
    sqlite3_stmt *find =
        statements_get(&writer->statements, "SELECT reference FROM agents WHERE agent = ?1", &failure);
    for (size_t i = 0; find && i < gone->count; i++)
        if (!is_replaced(writer, &gone->keys[i]))
            tell(writer, &gone->keys[i], find);
    writer_forget_gone(writer);
}

void writer_forget_gone(struct writer *writer)
{
    struct writer_gone_list *gone = &writer->gone;
    for (size_t i = 0; i < gone->count; i++)
        free(gone->keys[i].file);
    free(gone->keys);
    gone->keys = NULL;
    gone->count = gone->capacity = 0;
}
