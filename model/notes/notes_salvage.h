/* Reads what is left of a damaged notes' file. */
#ifndef MODEL_NOTES_NOTES_SALVAGE_H
#define MODEL_NOTES_NOTES_SALVAGE_H

#include "model/notes/note_table.h"
#include "net/base/failure.h"

/* Each table by itself, as one may be complete where another is not. */
struct notes_salvage {
    struct note_table notes;
    struct note_table tagged; /* tags whose note cannot be read */
    struct note_table going;  /* see notes_file_condemn: `changed` is the number, `is_marked` is_last */
};

/* Reads all pages, also if those that lead to them are damaged. Blocks. False with *failure filled if the file cannot
 * be opened; the tables are empty then. The caller clears the salvage. */
bool notes_salvage_read(struct notes_salvage *salvage, const char *path, struct failure *failure);
void notes_salvage_clear(struct notes_salvage *salvage);

#endif
