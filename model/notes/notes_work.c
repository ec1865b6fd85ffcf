#include "model/notes/notes_work.h"

#include "model/notes/notes_place.h"

#include <stdlib.h>

/* Obeys all orders in one transaction. */
static void obey_all(struct notes_file *file, const struct notes_order *orders, struct notes_outcome *outcome)
{
    struct failure ignored, *failure = &outcome->failure;
    uint64_t taken = 0;
    bool is_forgetting = false, is_done = notes_file_begin(file, failure);
    for (; is_done && orders; orders = orders->next) {
        is_done = notes_order_obey(file, orders, &taken, failure);
        is_forgetting = is_forgetting || orders->kind == ORDER_FORGET;
    }
    outcome->is_undone = !notes_file_commit(file, is_done ? failure : &ignored) || !is_done;
    if (!outcome->is_undone)
        outcome->taken = taken;
    if (is_forgetting)
        notes_file_sweep(file);
}

bool notes_work_has_some(const struct notes_work *work)
{
    return notes_place_has_some(work->path);
}

static bool open_file(struct notes_work *work, const struct notes_order *orders,
                      struct notes_outcome *outcome)
{
    bool is_needed = notes_work_has_some(work) || !notes_order_are_before(orders, ORDER_MARK);
    work->file = is_needed ? notes_file_open(work->path, &outcome->set_aside, &outcome->failure) : NULL;
    if (!work->file)
        return false;
    if (work->lost && !outcome->set_aside) /* another program may have set it aside */
        outcome->set_aside = notes_place_set_aside_as(work->path, work->lost);
    work->lost = 0;
    work->is_unwritten = work->is_unwritten || outcome->set_aside;
    notes_file_settle(work->file, work->committed, &outcome->failure);
    return true;
}

/* Keeps a copy of what the file has. */
static void know(struct notes_work *work, const struct note_table *table)
{
    note_table_clear(&work->known);
    note_table_add_all(&work->known, table);
}

/* Removes what the orders have changed from the copy: after they were obeyed the file could not be read, so that the
 * copy is out of date there, and writing it again would undo them. */
static void unlearn(struct notes_work *work, const struct notes_order *order)
{
    for (; order; order = order->next) {
        const struct note *note = &order->note;
        if (order->kind != ORDER_PUT && order->kind != ORDER_HEAR)
            note_table_remove(&work->known, &(struct note_key){note->agent, note->call, note->file});
        if (order->is_last && order->kind == ORDER_FORGET)
            note_table_unhear(&work->known, note->call);
    }
}

static void read_all(struct notes_work *work, struct notes_outcome *outcome)
{
    struct failure failure;
    outcome->is_read = notes_file_read(work->file, &outcome->table, &failure);
    outcome->is_unread = !outcome->is_read;
    if (outcome->is_read) {
        know(work, &outcome->table);
        return;
    }
    outcome->failure = failure;
    note_table_clear(&outcome->table);
}

/* Closes a file that was replaced, deleted or emptied, and remembers which one it was. */
static void leave_lost(struct notes_work *work)
{
    if (!work->file || !notes_file_is_lost(work->file))
        return;
    work->lost = notes_file_number(work->file);
    notes_file_close(&work->file);
}

/* The outcome where no file is open: either opening failed, or there is none and so nothing is noted. */
static void find_nothing(struct notes_work *work, struct notes_outcome *outcome)
{
    outcome->is_undone = outcome->failure.kind != FAILURE_NONE;
    if (outcome->is_undone)
        return;
    outcome->is_read = work->lost != 0;
    work->lost = 0;
    work->is_unwritten = false;
    note_table_clear(&work->known);
}

/* Writes the copy into the file that has taken the place of the one it came from. Whether that is done. */
static bool write_again(struct notes_work *work, struct notes_outcome *outcome)
{
    if (work->is_unwritten && !notes_file_put_all(work->file, &work->known, &outcome->failure))
        outcome->is_undone = true;
    else
        work->is_unwritten = false;
    return !work->is_unwritten;
}

static void obey(struct notes_work *work, const struct notes_order *orders, struct notes_outcome *outcome)
{
    leave_lost(work);
    if (!work->file && !open_file(work, orders, outcome)) {
        find_nothing(work, outcome);
        return;
    }
    if (!write_again(work, outcome)) {
        if (notes_file_is_doubtful(work->file))
            notes_file_close(&work->file);
        return;
    }
    bool is_look = notes_order_are_before(orders, ORDER_FORGET);
    for (const struct notes_order *order = orders; is_look && order; order = order->next)
        notes_order_obey(work->file, order, NULL, &outcome->failure);
    if (!is_look)
        obey_all(work->file, orders, outcome);
    if (!is_look || notes_file_has_changed(work->file))
        read_all(work, outcome);
    if (!is_look && !outcome->is_undone && !outcome->is_read)
        unlearn(work, orders);
    if (notes_file_is_doubtful(work->file))
        notes_file_close(&work->file);
}

void notes_work_run(struct notes_work *work, const struct notes_order *orders, struct notes_outcome *outcome)
{
    obey(work, orders, outcome);
    if (orders || outcome->is_read)
        work->is_partial = notes_place_has_set_aside(work->path);
    outcome->is_partial = work->is_partial;
}

void notes_work_end(struct notes_work *work)
{
    notes_file_close(&work->file);
    note_table_clear(&work->known);
}
