/* Notes as they will be when what was asked for is on the disk: of those that the table does not have so yet. */
#ifndef MODEL_NOTES_NOTES_PENDING_H
#define MODEL_NOTES_NOTES_PENDING_H

#include "model/notes/note_table.h"

struct notes_pending {
    struct notes_pending *next;
    struct note_table table; /* of one */
};

/* NULL if it is as the table has it. The key is the one by which it was added. */
struct note *notes_pending_find(struct notes_pending *pending, const struct note_key *key);

/* A copy of the note, which is not among them, to be changed. */
struct note *notes_pending_add(struct notes_pending **pending, const struct note *note);
void notes_pending_clear(struct notes_pending **pending);

#endif
