/* Notes with changes that are not on the disk yet, as they will be then. */
#ifndef MODEL_NOTES_NOTES_PENDING_H
#define MODEL_NOTES_NOTES_PENDING_H

#include "model/notes/note_table.h"

struct notes_pending {
    struct notes_pending *next;
    struct note_table table; /* has one note */
};

/* NULL if the note has no such changes. The key must be the one with which it was added. */
struct note *notes_pending_find(struct notes_pending *pending, const struct note_key *key);

/* Adds a copy of a note that is not among them, which the caller then changes. */
struct note *notes_pending_add(struct notes_pending **pending, const struct note *note);
void notes_pending_clear(struct notes_pending **pending);

#endif
