/* The rows in the pages of a file of notes, found without its schema and without the pages that lead to them: what is left
 * of one that is damaged. SQLite has to have it open, whose file is read; blocks. */
#ifndef MODEL_NOTES_NOTES_PAGES_H
#define MODEL_NOTES_NOTES_PAGES_H

#include "model/notes/note_table.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* Of which table. */
enum notes_row_kind { NOTES_ROW_NOTE, NOTES_ROW_TAG, NOTES_ROW_HEARD, NOTES_ROW_GOING };

/* Its texts are valid for the call that is given it. */
struct notes_row {
    enum notes_row_kind kind;
    struct note_key key;
    char *text;     /* of a note, or the tag; NULL: has none */
    bool is_set;    /* a note: it is marked; what goes: the last of its call */
    int64_t number; /* a note: when it was changed; what goes: the deletion */
};

/* All of them, in no order, as far as they are whole. */
void notes_pages_read(sqlite3 *database, void (*take)(void *context, const struct notes_row *row),
                      void *context);

/* Whether by its pages it is a file of notes, or nothing at all: zeros, as a loss of power leaves. */
bool notes_pages_are_ours(sqlite3 *database);

/* The bytes of its file there, as they are. False if there are not so many. */
bool notes_pages_bytes(sqlite3 *database, int64_t at, void *bytes, int count);

#endif
