#include "model/archive/writer_gone.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/writer_state.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void writer_on_gone(struct writer *writer, const struct writer_gone_events *events)
{
    writer->gone.events = *events;
}

int64_t writer_gone_number(const struct writer *writer)
{
    return database_integer(writer->database, "SELECT value FROM account WHERE name = 'gone'", 0);
}

void writer_note_gone(struct writer *writer, int64_t agent, int64_t call, sqlite3_stmt *row, int file)
{
    char buffer[FILE_KEY_NAME_SIZE];
    struct writer_gone_list *gone = &writer->gone;
    if (!gone->events.gone)
        return;
    const char *name = file_key_column(row, file, buffer);
    gone->keys = memory_grow(gone->keys, &gone->capacity, gone->count + 1, sizeof *gone->keys);
    gone->keys[gone->count++] = (struct writer_gone_key){agent, call, memory_text(name ? name : "")};
}

bool writer_note_gone_all(struct writer *writer, const char *sql, const int64_t *numbers, int count,
                          struct failure *failure)
{
    if (!writer->gone.events.gone)
        return true;
    sqlite3_stmt *statement = database_prepare(writer->database, sql, failure);
    if (!statement)
        return false;
    int code;
    database_bind_numbers(statement, numbers, count);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        writer_note_gone(writer, numbers[0], sqlite3_column_int64(statement, 0), statement, 1);
    bool read = code == SQLITE_DONE || database_failed(writer->database, "read", failure);
    sqlite3_finalize(statement);
    return read;
}

/* Reads the rows of the call that remain, of all agents; `agent IN` makes the primary key usable. *is_last: there is
 * none. *is_replaced: one has the same file name or, if there is no name, is of the same agent. False if that cannot be
 * read. */
static bool find_rest(struct writer *writer, const struct writer_gone_key *key, bool *is_replaced,
                      bool *is_last)
{
    struct failure failure;
    char buffer[FILE_KEY_NAME_SIZE];
    int code;
    sqlite3_stmt *rows = statements_bound(&writer->statements,
                                          "SELECT agent, file FROM recordings WHERE agent IN"
                                          " (SELECT agent FROM agents) AND call = ?1",
                                          DATABASE_NUMBERS(key->call), &failure);
    *is_replaced = false;
    *is_last = true;
    if (!rows)
        return false;
    while ((code = sqlite3_step(rows)) == SQLITE_ROW) {
        const char *name = file_key_column(rows, 1, buffer);
        bool is_same = strcmp(name ? name : "", key->file) == 0;
        *is_last = false;
        *is_replaced =
            *is_replaced || (is_same && (*key->file || sqlite3_column_int64(rows, 0) == key->agent));
    }
    sqlite3_reset(rows);
    return code == SQLITE_DONE;
}

static char *reference_of(sqlite3_stmt *find, int64_t agent)
{
    sqlite3_bind_int64(find, 1, agent);
    const char *text = sqlite3_step(find) == SQLITE_ROW ? (const char *)sqlite3_column_text(find, 0) : NULL;
    char *reference = memory_text(text ? text : "");
    sqlite3_reset(find);
    return reference;
}

static void clear_told(struct writer_gone_list *gone)
{
    for (size_t i = 0; i < gone->told_count; i++)
        free((char *)gone->told[i].agent);
    free(gone->told);
    gone->told = NULL;
    gone->told_count = 0;
}

/* Lists all deletions, from which select_told chooses. */
static void list_all(struct writer_gone_list *gone, sqlite3_stmt *find)
{
    gone->told = memory_array(gone->count, sizeof *gone->told);
    gone->told_count = gone->count;
    for (size_t i = 0; i < gone->count; i++)
        gone->told[i] = (struct writer_gone){.agent = reference_of(find, gone->keys[i].agent),
                                             .call = gone->keys[i].call,
                                             .file = gone->keys[i].file};
}

/* Leaves in the list the deletions in which the receiver is interested, unless the recording was replaced. */
static void select_told(struct writer *writer)
{
    struct writer_gone_list *gone = &writer->gone;
    bool *is_kept = memory_array(gone->count, sizeof *is_kept);
    gone->events.ask(gone->events.context, gone->told, gone->told_count, is_kept);
    gone->told_count = 0;
    for (size_t i = 0; i < gone->count; i++) {
        struct writer_gone *told = &gone->told[i];
        bool is_replaced;
        if (is_kept[i] && find_rest(writer, &gone->keys[i], &is_replaced, &told->is_last) && !is_replaced)
            gone->told[gone->told_count++] = *told;
        else
            free((char *)told->agent);
    }
    free(is_kept);
}

bool writer_tell_going(struct writer *writer, int64_t *number, struct failure *failure)
{
    struct writer_gone_list *gone = &writer->gone;
    *number = 0;
    clear_told(gone);
    if (!gone->count)
        return true;
    sqlite3_stmt *find =
        statements_get(&writer->statements, "SELECT reference FROM agents WHERE agent = ?1", failure);
    if (!find)
        return false;
    list_all(gone, find);
    select_told(writer);
    if (gone->told_count)
        *number = gone->events.going(gone->events.context, gone->told, gone->told_count);
    return true;
}

void writer_tell_gone(struct writer *writer)
{
    struct writer_gone_list *gone = &writer->gone;
    if (gone->told_count)
        gone->events.gone(gone->events.context, gone->told, gone->told_count);
    writer_forget_gone(writer);
}

void writer_forget_gone(struct writer *writer)
{
    struct writer_gone_list *gone = &writer->gone;
    for (size_t i = 0; i < gone->count; i++)
        free(gone->keys[i].file);
    clear_told(gone);
    free(gone->keys);
    gone->keys = NULL;
    gone->count = gone->capacity = 0;
}
