#include "model/notes/notes_salvage.h"

#include "model/notes/notes_pages.h"
#include "model/notes/notes_place.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <sqlite3.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PAGE = 4096 };

/* Sorts a row into its table. Tags whose note is not found get the time 0, so that any imported note of the recording
 * is newer. */
static void on_row(void *context, const struct notes_row *row)
{
    static char none[] = "";
    struct notes_salvage *salvage = context;
    struct note note = {.call = row->key.call,
                        .agent = (char *)row->key.agent,
                        .file = (char *)row->key.file,
                        .text = none,
                        .tags = none,
                        .is_marked = row->is_set,
                        .changed = row->number};
    switch (row->kind) {
    case NOTES_ROW_NOTE:
        note.text = row->text;
        note_table_add(&salvage->notes, &note);
        break;
    case NOTES_ROW_TAG:
        note.tags = row->text;
        note_table_add(&salvage->tagged, &note);
        break;
    case NOTES_ROW_GOING:
        note_table_add(&salvage->going, &note);
        break;
    case NOTES_ROW_HEARD:
        note_table_hear(&salvage->notes, row->key.call);
        break;
    }
}

/* A damaged file may have an old and a new copy of a page, so that a note is found twice: the newest comes first, and
 * gets the tags. */
static int compare_notes(const void *one, const void *other)
{
    const struct note *a = one, *b = other;
    int order = (a->call > b->call) - (a->call < b->call);
    order = order ? order : strcmp(a->file, b->file);
    order = order ? order : strcmp(a->agent, b->agent);
    order = order ? order : (a->changed < b->changed) - (a->changed > b->changed);
    return order ? order : strcmp(a->tags, b->tags);
}

static int compare_calls(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static void sort(struct note_table *table)
{
    if (table->count > 0)
        qsort(table->notes, table->count, sizeof *table->notes, compare_notes);
    if (table->heard_count > 0)
        qsort(table->heard, table->heard_count, sizeof *table->heard, compare_calls);
}

/* The note of the same recording with the same reference of its agent; NULL if there is none. */
static struct note *find(const struct note_table *table, const struct note *one)
{
    const struct note *note = note_table_find(table, &(struct note_key){one->agent, one->call, one->file});
    return note && strcmp(note->agent, one->agent) == 0 ? (struct note *)note : NULL;
}

/* Moves the tags, which come one per row, into their notes; where there is no note, into one row per recording. */
static void join_tags(struct notes_salvage *salvage)
{
    struct note_table tags = salvage->tagged;
    salvage->tagged = (struct note_table){0};
    for (size_t i = 0; i < tags.count; i++) {
        struct note *tag = &tags.notes[i], *note = find(&salvage->notes, tag);
        if (!note)
            note = find(&salvage->tagged, tag);
        if (!note) {
            note_table_add(&salvage->tagged, tag);
            continue;
        }
        char *all = memory_format("%s%s%s", note->tags, *note->tags ? " " : "", tag->tags);
        free(note->tags);
        note->tags = all;
    }
    note_table_clear(&tags);
}

bool notes_salvage_read(struct notes_salvage *salvage, const char *path, struct failure *failure)
{
    sqlite3 *database = NULL;
    *salvage = (struct notes_salvage){.notes = {0}};
    /* SQLite would delete the log of a file without bytes, which may have all notes. */
    if (notes_place_is_emptied(path))
        (void)!truncate(path, PAGE);
    int code = sqlite3_open_v2(path, &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK) {
        /* The checkpoint moves the log into the file; SQLite opens the log only with the first read. */
        sqlite3_exec(database, "PRAGMA schema_version", NULL, NULL, NULL);
        sqlite3_wal_checkpoint_v2(database, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
        notes_pages_read(database, on_row, salvage);
    }
    sqlite3_close(database);
    sort(&salvage->notes);
    sort(&salvage->tagged);
    join_tags(salvage);
    return code == SQLITE_OK ||
           failure_set(failure, FAILURE_DISK, tr("check the file and its folder"),
                       tr("marks and notes cannot be read or kept: %s"), sqlite3_errstr(code));
}

void notes_salvage_clear(struct notes_salvage *salvage)
{
    note_table_clear(&salvage->notes);
    note_table_clear(&salvage->tagged);
    note_table_clear(&salvage->going);
}
