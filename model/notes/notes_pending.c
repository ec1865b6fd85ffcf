#include "model/notes/notes_pending.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

static bool is_of(const struct note *note, const struct note_key *key)
{
    return note->call == key->call && strcmp(note->file, key->file) == 0 &&
           strcmp(note->agent, key->agent) == 0;
}

struct note *notes_pending_find(struct notes_pending *pending, const struct note_key *key)
{
    while (pending && !is_of(pending->table.notes, key))
        pending = pending->next;
    return pending ? pending->table.notes : NULL;
}

struct note *notes_pending_add(struct notes_pending **pending, const struct note *note)
{
    struct notes_pending *added = memory_new(sizeof *added);
    note_table_add(&added->table, note);
    added->next = *pending;
    *pending = added;
    return added->table.notes;
}

void notes_pending_clear(struct notes_pending **pending)
{
    while (*pending) {
        struct notes_pending *next = (*pending)->next;
        note_table_clear(&(*pending)->table);
        free(*pending);
        *pending = next;
    }
}
