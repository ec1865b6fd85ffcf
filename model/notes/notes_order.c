#include "model/notes/notes_order.h"

#include "net/base/memory.h"

#include <stdlib.h>

struct notes_order *notes_order_new(enum notes_order_kind kind, const struct note *note)
{
    struct notes_order *order = memory_new(sizeof *order);
    struct note_table copy = {0};
    note_table_add(&copy, note);
    order->kind = kind;
    order->note = copy.notes[0];
    free(copy.notes);
    return order;
}

static void free_one(struct notes_order *order)
{
    struct note_table table = {.notes = memory_array(1, sizeof order->note), .count = 1};
    table.notes[0] = order->note;
    note_table_clear(&table);
    free(order->seen);
    free(order);
}

static bool forget(struct notes_file *file, const struct notes_order *order, const struct note_key *key,
                   struct failure *failure)
{
    return notes_file_forget(file, key, failure) &&
           (!order->is_last || notes_file_hear(file, key->call, false, failure));
}

static bool answer(struct notes_file *file, const struct notes_order *order)
{
    for (size_t i = 0; i < order->asked_count; i++)
        order->asked[i].is_kept = notes_file_knows(file, &order->asked[i].key);
    return true;
}

bool notes_order_obey(struct notes_file *file, const struct notes_order *order, uint64_t *taken,
                      struct failure *failure)
{
    const struct note *note = &order->note;
    const struct note_key key = {note->agent, note->call, note->file};
    switch (order->kind) {
    case ORDER_MARK:
        return notes_file_mark(file, &key, note->is_marked, failure);
    case ORDER_WRITE:
        return notes_file_write(file, &key, order->seen, note->text, failure);
    case ORDER_TAG:
    case ORDER_UNTAG:
        return notes_file_tag(file, &key, note->tags, order->kind == ORDER_TAG, failure);
    case ORDER_PUT:
        return notes_file_put(file, note, taken, failure);
    case ORDER_HEAR:
        return notes_file_hear(file, note->call, true, failure);
    case ORDER_FORGET:
        return forget(file, order, &key, failure);
    case ORDER_CONDEMN:
        return notes_file_condemn(file, &key, order->is_last, note->changed, failure);
    case ORDER_ASK:
        return answer(file, order);
    default:
        return true;
    }
}

bool notes_order_are_before(const struct notes_order *orders, enum notes_order_kind kind)
{
    while (orders && orders->kind < kind)
        orders = orders->next;
    return !orders;
}

void notes_order_free(struct notes_order *orders)
{
    for (struct notes_order *next; orders; orders = next) {
        next = orders->next;
        free_one(orders);
    }
}

size_t notes_order_count(const struct notes_order *orders)
{
    size_t count = 0;
    for (; orders; orders = orders->next)
        count++;
    return count;
}

/* Whether an order is tried again after a failure. ORDER_ASK and ORDER_CONDEMN are not: their callers wait for the
 * first try only, and the array of ORDER_ASK is theirs. */
static bool is_retried(const struct notes_order *order)
{
    return order->kind >= ORDER_FORGET && order->kind != ORDER_CONDEMN;
}

struct notes_order *notes_order_keep(struct notes_order *orders)
{
    struct notes_order *kept = NULL, **last = &kept;
    for (struct notes_order *next; orders; orders = next) {
        next = orders->next;
        if (is_retried(orders)) {
            *last = orders;
            last = &orders->next;
        } else {
            free_one(orders);
        }
    }
    *last = NULL;
    return kept;
}
