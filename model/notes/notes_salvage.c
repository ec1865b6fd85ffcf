#include "model/notes/notes_salvage.h"

#include "net/base/memory.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static char *text_of(sqlite3_stmt *rows, int column)
{
    const char *text = (const char *)sqlite3_column_text(rows, column);
    return (char *)(text ? text : "");
}

static void take_note(struct notes_salvage *salvage, sqlite3_stmt *rows)
{
    static char none[] = "";
    note_table_add(&salvage->notes, &(struct note){.call = sqlite3_column_int64(rows, 0),
                                                   .file = text_of(rows, 1),
                                                   .agent = text_of(rows, 2),
                                                   .is_marked = sqlite3_column_int(rows, 3) != 0,
                                                   .text = text_of(rows, 4),
                                                   .changed = sqlite3_column_int64(rows, 5),
                                                   .tags = none});
}

/* The note of that agent, whose table is in the order of calls; NULL: there is none. */
static struct note *find(const struct note_table *table, const struct note_key *key)
{
    const struct note *note = note_table_find(table, key);
    return note && strcmp(note->agent, key->agent) == 0 ? (struct note *)note : NULL;
}

/* One whose note is gone is as old as can be: what is imported of that recording goes before it. */
static void take_tag(struct notes_salvage *salvage, sqlite3_stmt *rows)
{
    const struct note_key key = {text_of(rows, 2), sqlite3_column_int64(rows, 0), text_of(rows, 1)};
    char *tag = text_of(rows, 3);
    struct note *note = find(&salvage->notes, &key);
    if (!note)
        note = find(&salvage->tagged, &key);
    if (note) {
        char *tags = memory_format("%s%s%s", note->tags, *note->tags ? " " : "", tag);
        free(note->tags);
        note->tags = tags;
    } else {
        note_table_add(&salvage->tagged, &(struct note){.call = key.call,
                                                        .file = (char *)key.file,
                                                        .agent = (char *)key.agent,
                                                        .text = tag + strlen(tag),
                                                        .tags = tag});
    }
}

static void take_heard(struct notes_salvage *salvage, sqlite3_stmt *rows)
{
    note_table_hear(&salvage->notes, sqlite3_column_int64(rows, 0));
}

static const struct {
    const char *sql; /* the first column is the call; ?1: the first one that is wanted */
    void (*take)(struct notes_salvage *salvage, sqlite3_stmt *rows);
} tables[] = {
    {"SELECT call, file, agent, marked, text, changed FROM notes WHERE call >= ?1 ORDER BY call, file, agent",
     take_note},
    {"SELECT call, file, agent, tag FROM tags WHERE call >= ?1 ORDER BY call, file, agent", take_tag},
    {"SELECT call FROM heard WHERE call >= ?1 ORDER BY call", take_heard},
};

static int step_from(sqlite3_stmt *rows, int64_t call)
{
    sqlite3_reset(rows);
    sqlite3_bind_int64(rows, 1, call);
    return sqlite3_step(rows);
}

static bool can_read_from(sqlite3_stmt *rows, int64_t call)
{
    int code = step_from(rows, call);
    return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The first call behind `bad` from which it can be read again: in steps that grow by a sixteenth, and half by half back to
 * the end of the page that cannot. What has no call, or none that a server gives, is below 0. False if there is none. */
static bool pass_over(sqlite3_stmt *rows, int64_t bad, int64_t *call)
{
    int64_t step = 1;
    *call = bad < 0 ? 0 : bad;
    do {
        bad = *call;
        if (bad == INT64_MAX)
            return false;
        *call = step > INT64_MAX - bad ? INT64_MAX : bad + step;
        step += step / 16 + 1;
    } while (!can_read_from(rows, *call));
    while (*call - 1 > bad) {
        int64_t middle = bad + (*call - bad) / 2;
        if (can_read_from(rows, middle))
            *call = middle;
        else
            bad = middle;
    }
    return true;
}

/* Calls of a damaged page may be in any order: each time it begins behind where it began before. */
static void read_table(struct notes_salvage *salvage, sqlite3 *database, size_t which)
{
    sqlite3_stmt *rows = NULL;
    int64_t begin = INT64_MIN;
    bool goes_on = sqlite3_prepare_v2(database, tables[which].sql, -1, &rows, NULL) == SQLITE_OK;
    while (goes_on) {
        int64_t last = begin;
        int code = step_from(rows, begin);
        for (; code == SQLITE_ROW; code = sqlite3_step(rows)) {
            int64_t call = sqlite3_column_int64(rows, 0);
            last = call > begin ? call : last;
            tables[which].take(salvage, rows);
        }
        goes_on = code != SQLITE_DONE && pass_over(rows, last, &begin);
    }
    sqlite3_finalize(rows);
}

void notes_salvage_read(struct notes_salvage *salvage, const char *path)
{
    sqlite3 *database = NULL;
    bool is_open =
        sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK;
    *salvage = (struct notes_salvage){.notes = {0}};
    if (is_open) /* or one that is shorter than its head says is not read at all */
        sqlite3_exec(database, "PRAGMA writable_schema = ON", NULL, NULL, NULL);
    for (size_t i = 0; is_open && i < sizeof tables / sizeof *tables; i++)
        read_table(salvage, database, i);
    sqlite3_close(database);
}
