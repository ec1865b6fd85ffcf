/* What can still be read of a damaged file of notes. */
#ifndef MODEL_NOTES_NOTES_SALVAGE_H
#define MODEL_NOTES_NOTES_SALVAGE_H

#include "model/notes/note_table.h"
#include "net/base/failure.h"

/* Each table for itself, as one may be whole where another is not. */
struct notes_salvage {
    struct note_table notes;
    struct note_table tagged; /* with tags, of which the note cannot be read */
    struct note_table going; /* what was condemned: `changed` is the number, `is_marked` the last of a call */
};

/* Of all pages that can be read, also where those that lead to them cannot. Blocks. False with *failure filled if the file cannot
 * be opened, of which nothing is known then. The tables, which
 * are empty then, are the caller's to clear. */
bool notes_salvage_read(struct notes_salvage *salvage, const char *path, struct failure *failure);
void notes_salvage_clear(struct notes_salvage *salvage);

#endif
