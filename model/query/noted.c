#include "model/query/noted.h"

#include "model/archive/file_key.h"
#include "model/hold/hold_files.h"
#include "model/query/row_columns.h"
#include "model/query/search_places.h"
#include "net/base/memory.h"
#include "net/base/sorted.h"

#include <stdlib.h>
#include <string.h>

static bool has_call(const struct search_calls *calls, int64_t call)
{
    return search_calls_has(calls, call, call);
}

/* Drops the rows of calls that are not in `found`. */
static void drop_rows(struct noted *noted)
{
    size_t kept = 0;
    for (size_t i = 0; i < noted->count; i++) {
        if (has_call(&noted->found, noted->rows[i].compared.call))
            noted->rows[kept++] = noted->rows[i];
        else
            free(noted->rows[i].file);
    }
    noted->count = kept;
}

void noted_clear(struct noted *noted)
{
    noted->found.count = 0;
    drop_rows(noted);
    notes_peek_close(&noted->peek);
    hold_watch_free(&noted->watch);
    free(noted->rows);
    free(noted->found.ids);
    free(noted->calls.ids);
    *noted = (struct noted){0};
}

/* Lists all calls that have a note, a heard mark or a hold. */
static void list_calls(struct noted *noted)
{
    const struct note_table *notes = noted->notes;
    const struct hold_table *holds = noted->holds;
    struct search_calls *calls = &noted->calls;
    free(calls->ids);
    calls->ids = memory_array(notes->count + notes->heard_count + holds->count, sizeof *calls->ids);
    calls->count = 0;
    for (size_t i = 0; i < notes->count; i++)
        calls->ids[calls->count++] = notes->notes[i].call;
    for (size_t i = 0; i < notes->heard_count; i++)
        calls->ids[calls->count++] = notes->heard[i];
    for (size_t i = 0; i < holds->count; i++)
        calls->ids[calls->count++] = holds->holds[i].recording->queue_call_id;
    search_calls_sort(calls);
    noted->are_all_found = false;
}

static void open_files(struct noted *noted, const char *archive)
{
    char *path = memory_format("%s.notes", archive), *folder = hold_files_folder(archive);
    noted->peek = notes_peek_open(path);
    noted->watch = hold_watch_new(folder);
    free(folder);
    free(path);
}

bool noted_read(struct noted *noted, struct reader_connection *connection, bool is_asked,
                struct failure *failure)
{
    static const struct note_table nothing;
    static const struct hold_table nothing_held;
    const char *archive = sqlite3_db_filename(connection->database, "main");
    uint64_t notes_version = noted->notes_version, holds_version = noted->holds_version;
    if (!is_asked || !archive || !*archive) {
        noted->notes = &nothing;
        noted->holds = &nothing_held;
        return true;
    }
    if (!noted->peek)
        open_files(noted, archive);
    noted->notes = notes_peek_read(noted->peek, &noted->notes_version, failure);
    noted->holds = hold_watch_read(noted->watch, &noted->holds_version, failure);
    if (notes_version != noted->notes_version || holds_version != noted->holds_version)
        noted->is_listed = false;
    if (!noted->notes || !noted->holds)
        return false;
    if (!noted->is_listed)
        list_calls(noted);
    noted->is_listed = true;
    return true;
}

/* Removes changed calls from `found`; follow drops their rows. */
static void forget(void *context, const struct change *change)
{
    struct noted *noted = context;
    struct search_calls *found = &noted->found;
    const struct sorted ids = {found->ids, found->count, sizeof *found->ids, 0};
    size_t from = change->agent ? sorted_below(&ids, change->first) : 0;
    size_t end = change->agent ? sorted_up_to(&ids, change->last) : found->count;
    if (from >= end)
        return;
    memmove(found->ids + from, found->ids + end, (found->count - end) * sizeof *found->ids);
    found->count -= end - from;
}

/* Brings `found` to the state that is read: drops calls that have changed in the archive, and those without notes
 * now. */
static bool follow(struct noted *noted, struct reader_connection *connection, struct failure *failure)
{
    struct search_calls *found = &noted->found;
    size_t kept = 0, before = found->count;
    bool missed;
    int64_t state;
    if (!reader_connection_state(connection, &state, failure))
        return false;
    noted->are_all_found = noted->are_all_found && state == noted->state;
    if (noted->are_all_found)
        return true;
    if (!reader_connection_changes(connection, noted->state, &missed, forget, noted, failure))
        return false;
    noted->state = state;
    for (size_t i = 0; !missed && i < found->count; i++)
        if (has_call(&noted->calls, found->ids[i]))
            found->ids[kept++] = found->ids[i];
    found->count = kept;
    if (kept != before)
        drop_rows(noted);
    return true;
}

/* The first `most` calls whose rows have not been found yet; the caller frees the ids. */
static struct search_calls calls_left(const struct noted *noted, size_t most)
{
    const struct search_calls *found = &noted->found;
    struct search_calls left = {memory_array(noted->calls.count, sizeof *left.ids), 0};
    size_t next = 0;
    for (size_t i = 0; i < noted->calls.count && left.count < most; i++) {
        int64_t call = noted->calls.ids[i];
        bool is_found = next < found->count && found->ids[next] == call;
        next += is_found;
        if (!is_found)
            left.ids[left.count++] = call;
    }
    return left;
}

static bool read_rows(struct noted *noted, struct reader_connection *connection,
                      const struct search_place *place, struct failure *failure)
{
    sqlite3_stmt *statement =
        reader_connection_statement(connection, "SELECT " ROW_COLUMNS ROW_OF_AGENT " AND call = ?2", failure);
    char buffer[FILE_KEY_NAME_SIZE];
    int code;
    if (!statement)
        return false;
    sqlite3_bind_int64(statement, 1, place->agent);
    sqlite3_bind_int64(statement, 2, place->call);
    while ((code = sqlite3_step(statement)) == SQLITE_ROW && !connection->interrupted) {
        const char *file = file_key_column(statement, ROW_FILE, buffer);
        noted->rows = memory_grow(noted->rows, &noted->capacity, noted->count + 1, sizeof *noted->rows);
        noted->rows[noted->count++] =
            (struct noted_row){place->agent, row_columns_read(statement), memory_text(file ? file : "")};
    }
    return reader_connection_done(connection, statement, code, failure);
}

/* Reads the rows at all places. If it fails the caller drops those that were read. */
static bool read_all(struct noted *noted, struct reader_connection *connection,
                     const struct search_places *places, struct failure *failure)
{
    bool read = !connection->interrupted;
    for (size_t i = 0; read && i < places->count; i++)
        read = read_rows(noted, connection, &places->places[i], failure);
    return read;
}

static void add_found(struct search_calls *found, const struct search_calls *more)
{
    found->ids = memory_resize(found->ids, found->count + more->count, sizeof *found->ids);
    memcpy(found->ids + found->count, more->ids, more->count * sizeof *found->ids);
    found->count += more->count;
    search_calls_sort(found);
}

bool noted_find_rows(struct noted *noted, struct reader_connection *connection, struct search_index *index,
                     size_t most, bool *more, struct failure *failure)
{
    struct search_places places = {0};
    *more = false;
    if (!noted->calls.count && !noted->found.count)
        return true;
    if (!follow(noted, connection, failure))
        return false;
    if (noted->are_all_found)
        return true;
    struct search_calls left = calls_left(noted, most);
    struct search_question question = {
        .terms = {.started = SEARCH_SPAN_ANY, .length = SEARCH_SPAN_ANY, .calls = &left},
        .takes_candidates = true};
    bool found = !left.count || (search_index_visit(index, &question, 0, &connection->interrupted,
                                                    search_places_add, &places) &&
                                 read_all(noted, connection, &places, failure));
    if (found && left.count)
        add_found(&noted->found, &left);
    else if (!found)
        drop_rows(noted);
    noted->are_all_found = found && noted->found.count == noted->calls.count;
    *more = found && !noted->are_all_found;
    search_question_clear(&question);
    search_places_clear(&places);
    free(left.ids);
    return found;
}
