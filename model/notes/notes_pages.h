/* Finds rows in the pages of a damaged notes' file, without its schema and without the pages that lead to them. Reads
 * by the file handle of an open SQLite connection. Blocks. */
#ifndef MODEL_NOTES_NOTES_PAGES_H
#define MODEL_NOTES_NOTES_PAGES_H

#include "model/notes/note_table.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/* The table of a row. */
enum notes_row_kind { NOTES_ROW_NOTE, NOTES_ROW_TAG, NOTES_ROW_HEARD, NOTES_ROW_GOING };

/* A row. Its texts are valid during the call of `take`. */
struct notes_row {
    enum notes_row_kind kind;
    struct note_key key;
    char *text;     /* NOTE: its text; TAG: the tag; else NULL */
    bool is_set;    /* NOTE: it is marked; GOING: it is the last recording of its call */
    int64_t number; /* NOTE: when it was changed, ticks; GOING: the number of the deletion */
};

/* Delivers all complete rows, in no order, perhaps several copies of one. */
void notes_pages_read(sqlite3 *database, void (*take)(void *context, const struct notes_row *row),
                      void *context);

/* Whether its pages are those of a notes' file, or all zero, as a loss of power may leave it. */
bool notes_pages_are_ours(sqlite3 *database);

/* Reads `count` bytes of the file at offset `at`. False if it is shorter. */
bool notes_pages_bytes(sqlite3 *database, int64_t at, void *bytes, int count);

#endif
