/* Orders to the notes' thread. */
#ifndef MODEL_NOTES_NOTES_ORDER_H
#define MODEL_NOTES_NOTES_ORDER_H

#include "model/notes/note_table.h"
#include "model/notes/notes_file.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The order matters to notes_order_are_before: those before ORDER_FORGET change nothing, those before ORDER_MARK need
 * no file if there is none. */
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

/* An element of a linked list. */
struct notes_order {
    enum notes_order_kind kind;
    struct note note;           /* the key, and the new values; owned */
    char *seen;                 /* ORDER_WRITE: the text that the user has seen and changed; owned */
    bool is_last;               /* ORDER_FORGET, ORDER_CONDEMN: no other recording of the call is left */
    struct notes_doomed *asked; /* ORDER_ASK: an array of the caller, who waits */
    size_t asked_count;
    struct notes_order *next;
};

/* Copies the note. */
struct notes_order *notes_order_new(enum notes_order_kind kind, const struct note *note);

/* Frees a list. */
void notes_order_free(struct notes_order *orders);
size_t notes_order_count(const struct notes_order *orders);

/* Whether all orders of a list are of kinds before this one. */
bool notes_order_are_before(const struct notes_order *orders, enum notes_order_kind kind);

/* Frees the orders of a list that are not tried again after a failure; returns the others. */
struct notes_order *notes_order_keep(struct notes_order *orders);

/* Obeys an order; *taken counts as in notes_file_put. False with *failure filled. */
bool notes_order_obey(struct notes_file *file, const struct notes_order *order, uint64_t *taken,
                      struct failure *failure);

#endif
