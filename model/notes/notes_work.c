#include "model/notes/notes_work.h"

#include "model/notes/notes_place.h"

#include <stdlib.h>

/* In one transaction, as many as wait. */
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
    char *set_aside = NULL;
    bool is_needed = notes_work_has_some(work) || !notes_order_are_before(orders, ORDER_MARK);
    work->file = is_needed ? notes_file_open(work->path, &set_aside, &outcome->failure) : NULL;
    if (set_aside) {
        free(outcome->set_aside);
        outcome->set_aside = set_aside;
    }
    if (work->file)
        notes_file_settle(work->file, work->committed, &outcome->failure);
    return work->file != NULL;
}

static void read_all(struct notes_file *file, struct notes_outcome *outcome)
{
    struct failure failure;
    outcome->is_read = notes_file_read(file, &outcome->table, &failure);
    outcome->is_unread = !outcome->is_read;
    if (outcome->is_read)
        return;
    outcome->failure = failure;
    note_table_clear(&outcome->table);
}

static bool leave_lost(struct notes_work *work, struct notes_outcome *outcome)
{
    if (!work->file || !notes_file_is_lost(work->file))
        return false;
    outcome->set_aside = notes_place_set_aside_as(work->path, notes_file_number(work->file));
    notes_file_close(&work->file);
    return true;
}

static void obey(struct notes_work *work, const struct notes_order *orders, struct notes_outcome *outcome)
{
    bool was_lost = leave_lost(work, outcome);
    if (!work->file && !open_file(work, orders, outcome)) {
        outcome->is_undone = outcome->failure.kind != FAILURE_NONE;
        outcome->is_read = was_lost && !outcome->is_undone; /* that there is nothing any more */
        return;
    }
    bool is_look = notes_order_are_before(orders, ORDER_FORGET);
    for (const struct notes_order *order = orders; is_look && order; order = order->next)
        notes_order_obey(work->file, order, NULL, &outcome->failure);
    if (!is_look)
        obey_all(work->file, orders, outcome);
    if (!is_look || notes_file_has_changed(work->file))
        read_all(work->file, outcome);
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
}
