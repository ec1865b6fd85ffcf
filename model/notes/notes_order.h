/* What the thread of the notes is told to do with their file. */
#ifndef MODEL_NOTES_NOTES_ORDER_H
#define MODEL_NOTES_NOTES_ORDER_H

#include "model/notes/note_table.h"
#include "model/notes/notes_file.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* First those that change nothing, then those for which no file is made. */
enum notes_order_kind {
    ORDER_LOOK,
    ORDER_ASK,
    ORDER_FORGET,
    ORDER_CONDEMN,
    ORDER_MARK,
    ORDER_WRITE,
    ORDER_TAG,
    ORDER_UNTAG,
    ORDER_PUT,
    ORDER_HEAR
};

/* One of a list. */
struct notes_order {
    enum notes_order_kind kind;
    struct note note; /* its key, and what it takes; owned */
    char *seen;       /* of WRITE: the text in whose place it is written; owned */
    bool is_last;
    struct notes_doomed *asked; /* of ASK; not owned, */
    size_t asked_count;
    struct notes_order *next;
};

/* With a copy of the note. */
struct notes_order *notes_order_new(enum notes_order_kind kind, const struct note *note);

/* Frees a list; returns how many they were. */
size_t notes_order_free(struct notes_order *orders);
size_t notes_order_count(const struct notes_order *orders);

/* Whether all of a list are of kinds before this one. */
bool notes_order_are_before(const struct notes_order *orders, enum notes_order_kind kind);

/* Frees those of a list of which nobody would know that they were not done; returns the others. */
struct notes_order *notes_order_keep(struct notes_order *orders);

/* Does one; *taken counts what was put. False with *failure filled. */
bool notes_order_obey(struct notes_file *file, const struct notes_order *order, uint64_t *taken,
                      struct failure *failure);

#endif
