#include "model/notes/notes.h"

#include "model/notes/notes_order.h"
#include "model/notes/notes_pending.h"
#include "model/notes/notes_work.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "Loop" and "thread" say which of the two threads a member belongs to; members without either are constant, or
 * guarded by the mutex. */
struct notes {
    uv_async_t async;
    uv_thread_t thread;
    uv_mutex_t mutex;
    uv_cond_t filled;       /* an order was added, or `stop` was set */
    uv_cond_t obeyed;       /* `done` has grown */
    struct notes_work work; /* thread; its path is constant */
    struct notes_events events;
    struct notes_order *first, **last; /* the queue of orders */
    struct notes_order *kept;          /* thread: failed orders that are tried again before the queue */
    struct notes_outcome outcome;
    uint64_t ordered, done;        /* how many orders were ever queued, and how many the thread has tried */
    uint64_t taken;                /* see notes_taken */
    struct notes_pending *pending; /* loop: notes as they will be when all orders are obeyed */
    uint64_t pending_last;         /* loop: the value of `ordered` after the last order for a pending note */
    struct failure told;           /* thread: the failure of the last run, if it failed */
    bool is_fresh;                 /* `outcome` has not been delivered */
    bool stop, has_stopped;
    struct note_table table;       /* loop */
    bool is_read;                  /* loop: see notes_is_read */
    bool is_partial;               /* loop: see notes_is_partial */
    struct failure failed;         /* loop: the last failure that was delivered */
    void (*closed)(void *context); /* loop */
    void *closed_context;
};

enum { AGAIN_SECONDS = 1, LOST_SIZE = 150 };

/* Merges the outcome of a run into the one that the loop is to fetch, and wakes the loop. Call with the mutex held. */
static void hand_over(struct notes *notes, const struct notes_outcome *outcome)
{
    if (outcome->is_read) {
        note_table_clear(&notes->outcome.table);
        notes->outcome.table = outcome->table;
        notes->outcome.is_read = true;
    }
    if (outcome->failure.kind != FAILURE_NONE)
        notes->outcome.failure = outcome->failure;
    notes->outcome.is_undone = outcome->is_undone;
    notes->outcome.is_unread = outcome->is_unread;
    notes->outcome.is_partial = outcome->is_partial;
    if (outcome->set_aside) {
        free(notes->outcome.set_aside);
        notes->outcome.set_aside = outcome->set_aside;
    }
    notes->is_fresh = true;
    uv_async_send(&notes->async);
}

/* Waits for orders and empties the queue; kept orders come first. Where events.is_patient is set it returns after
 * AGAIN_SECONDS at the latest, also without orders, so that kept ones are tried again and changes of other programs
 * are seen. *count is the number of new orders. Call with the mutex held. */
static struct notes_order *take_orders(struct notes *notes, size_t *count)
{
    bool is_due = false;
    while (!notes->first && !notes->stop && !is_due) {
        if (notes->events.is_patient)
            is_due =
                uv_cond_timedwait(&notes->filled, &notes->mutex, AGAIN_SECONDS * UINT64_C(1000000000)) != 0;
        else
            uv_cond_wait(&notes->filled, &notes->mutex);
    }
    struct notes_order *orders = notes->kept, **last = &orders;
    while (*last)
        last = &(*last)->next;
    *last = notes->first;
    *count = notes_order_count(notes->first);
    notes->kept = notes->first = NULL;
    notes->last = &notes->first;
    return orders;
}

/* Frees the orders of a run, or keeps those that are worth trying again if it has failed. */
static void keep_undone(struct notes *notes, struct notes_order *orders, struct notes_outcome *outcome)
{
    if (!outcome->is_undone || !notes->events.is_patient) {
        notes_order_free(orders);
        return;
    }
    notes->kept = notes_order_keep(orders);
    if (notes->kept)
        snprintf(outcome->failure.advice, sizeof outcome->failure.advice, "%s",
                 tr("it is tried again until they can be kept"));
}

/* Clears a failure that the run before has reported already: each retry fails for the same reason. */
static void tell_once(struct notes *notes, struct failure *failure)
{
    bool is_told = notes->events.is_patient && failure->kind != FAILURE_NONE &&
                   notes->told.kind == failure->kind && strcmp(notes->told.what, failure->what) == 0 &&
                   strcmp(notes->told.advice, failure->advice) == 0;
    notes->told = *failure;
    if (is_told)
        failure->kind = FAILURE_NONE;
}

/* Reports the text of each note that could not be written, so that the user can copy it. Called on the loop after the
 * thread has ended; long texts are cut to LOST_SIZE bytes. */
static void tell_lost(struct notes *notes)
{
    char text[LOST_SIZE];
    struct failure failure;
    for (const struct notes_order *order = notes->kept; order; order = order->next) {
        if (order->kind != ORDER_WRITE)
            continue;
        failure_set(&failure, FAILURE_DISK, failure_quote(text, sizeof text, order->note.text),
                    tr("the note on call %lld could not be kept"), (long long)order->note.call);
        notes->events.failed(notes->events.context, &failure);
    }
    notes_order_free(notes->kept);
    notes->kept = NULL;
}

static void run(void *argument)
{
    struct notes *notes = argument;
    bool is_last = false;
    uv_mutex_lock(&notes->mutex);
    while (!is_last) {
        size_t count;
        struct notes_outcome outcome = {.is_read = false};
        struct notes_order *orders = take_orders(notes, &count);
        is_last = notes->stop;
        uv_mutex_unlock(&notes->mutex);
        if (orders || notes->work.is_unwritten || !is_last)
            notes_work_run(&notes->work, orders, &outcome);
        keep_undone(notes, orders, &outcome);
        tell_once(notes, &outcome.failure);
        uv_mutex_lock(&notes->mutex);
        is_last = is_last && !notes->first;
        notes->done += count;
        notes->taken += outcome.taken;
        if (count > 0 || outcome.is_read || outcome.failure.kind != FAILURE_NONE)
            hand_over(notes, &outcome);
        uv_cond_broadcast(&notes->obeyed);
    }
    notes_work_end(&notes->work);
    notes->has_stopped = true;
    uv_mutex_unlock(&notes->mutex);
    uv_async_send(&notes->async);
}

/* Queues an order or a list of orders; a list is obeyed in one transaction. On any thread. Returns the number of
 * orders queued so far, which is what wait_for takes. */
static uint64_t give(struct notes *notes, struct notes_order *orders)
{
    uv_mutex_lock(&notes->mutex);
    *notes->last = orders;
    for (; *notes->last; notes->last = &(*notes->last)->next)
        notes->ordered++;
    uint64_t place = notes->ordered;
    uv_cond_signal(&notes->filled);
    uv_mutex_unlock(&notes->mutex);
    return place;
}

static struct note keyed(const struct note_key *key)
{
    return (struct note){.agent = (char *)key->agent, .call = key->call, .file = (char *)key->file};
}

static void order_for(struct notes *notes, enum notes_order_kind kind, const struct note_key *key)
{
    const struct note note = keyed(key);
    give(notes, notes_order_new(kind, &note));
}

void notes_put(struct notes *notes, const struct note_table *table)
{
    struct notes_order *orders = NULL;
    for (size_t i = table->count; i-- > 0;) {
        struct notes_order *order = notes_order_new(ORDER_PUT, &table->notes[i]);
        order->next = orders;
        orders = order;
    }
    give(notes, orders);
}

static void deliver(struct notes *notes, struct notes_outcome *outcome)
{
    notes->is_partial = outcome->is_partial;
    if (outcome->set_aside)
        notes->events.set_aside(notes->events.context, outcome->set_aside);
    if (outcome->failure.kind != FAILURE_NONE) {
        notes->failed = outcome->failure;
        notes->events.failed(notes->events.context, &outcome->failure);
    }
    notes->is_read = notes->is_read || (!outcome->is_undone && !outcome->is_unread);
    if (outcome->is_read) {
        note_table_clear(&notes->table);
        notes->table = outcome->table;
        notes->events.changed(notes->events.context);
    }
}

static void on_closed(uv_handle_t *handle)
{
    struct notes *notes = handle->data;
    void (*closed)(void *context) = notes->closed;
    void *context = notes->closed_context;
    uv_cond_destroy(&notes->filled);
    uv_cond_destroy(&notes->obeyed);
    uv_mutex_destroy(&notes->mutex);
    note_table_clear(&notes->table);
    note_table_clear(&notes->outcome.table);
    notes_pending_clear(&notes->pending);
    free(notes->outcome.set_aside);
    free(notes->work.path);
    free(notes);
    closed(context);
}

static void on_async(uv_async_t *async)
{
    struct notes *notes = async->data;
    uv_mutex_lock(&notes->mutex);
    struct notes_outcome outcome = notes->outcome;
    bool is_fresh = notes->is_fresh, has_stopped = notes->has_stopped;
    bool is_seen = is_fresh && !outcome.is_undone && notes->done >= notes->pending_last;
    if (is_fresh) {
        notes->outcome = (struct notes_outcome){.is_read = false};
        notes->is_fresh = false;
    }
    uv_mutex_unlock(&notes->mutex);
    if (is_fresh)
        deliver(notes, &outcome);
    if (is_fresh)
        free(outcome.set_aside);
    if (is_seen)
        notes_pending_clear(&notes->pending);
    if (!has_stopped || !notes->closed || uv_is_closing((uv_handle_t *)async))
        return;
    uv_thread_join(&notes->thread);
    tell_lost(notes);
    uv_close((uv_handle_t *)async, on_closed);
}

/* Waits until the thread has tried that many orders. On any thread but the notes' own. */
static void wait_for(struct notes *notes, uint64_t place)
{
    uv_mutex_lock(&notes->mutex);
    while (notes->done < place)
        uv_cond_wait(&notes->obeyed, &notes->mutex);
    uv_mutex_unlock(&notes->mutex);
}

struct notes *notes_open(uv_loop_t *loop, const char *path, int64_t committed,
                         const struct notes_events *events)
{
    struct notes *notes = memory_new(sizeof *notes);
    notes->work = (struct notes_work){.path = memory_text(path), .committed = committed};
    notes->events = *events;
    notes->last = &notes->first;
    if (uv_async_init(loop, &notes->async, on_async) != 0 || uv_mutex_init(&notes->mutex) != 0 ||
        uv_cond_init(&notes->filled) != 0 || uv_cond_init(&notes->obeyed) != 0)
        die("cannot make the channel of the notes to the loop");
    notes->async.data = notes;
    if (uv_thread_create(&notes->thread, run, notes) != 0)
        die("cannot start the thread of the notes");
    notes_look(notes);
    return notes;
}

void notes_close(struct notes **notes_pointer, void (*closed)(void *context), void *context)
{
    struct notes *notes = *notes_pointer;
    *notes_pointer = NULL;
    notes->closed = closed;
    notes->closed_context = context;
    uv_mutex_lock(&notes->mutex);
    notes->stop = true;
    uv_cond_signal(&notes->filled);
    uv_mutex_unlock(&notes->mutex);
}

const struct note *notes_find(const struct notes *notes, const struct note_key *key)
{
    return note_table_find(&notes->table, key);
}

const struct note_table *notes_table(const struct notes *notes)
{
    return &notes->table;
}

bool notes_is_busy(const struct notes *notes)
{
    uv_mutex_t *mutex = (uv_mutex_t *)&notes->mutex;
    uv_mutex_lock(mutex);
    bool is_busy = notes->done < notes->ordered || notes->is_fresh;
    uv_mutex_unlock(mutex);
    return is_busy;
}

bool notes_is_read(const struct notes *notes)
{
    return notes->is_read;
}

bool notes_is_partial(const struct notes *notes)
{
    return notes->is_partial;
}

const struct failure *notes_failure(const struct notes *notes)
{
    return notes->failed.kind != FAILURE_NONE ? &notes->failed : NULL;
}

/* The key of the existing note, which may carry another reference of the same agent; the given key if there is none. */
static struct note_key known_key(const struct notes *notes, const struct note_key *key)
{
    const struct note *note = notes_find(notes, key);
    return note ? (struct note_key){note->agent, note->call, note->file} : *key;
}

const struct note *notes_expected(const struct notes *notes, const struct note_key *key)
{
    const struct note_key known = known_key(notes, key);
    const struct note *pending = notes_pending_find(notes->pending, &known);
    return pending ? pending : notes_find(notes, key);
}

/* The pending copy of the note, made where there is none yet, for the caller to change as the user has asked. */
static struct note *expect(struct notes *notes, const struct note_key *key)
{
    const struct note *found = notes_find(notes, key);
    const struct note_key known = known_key(notes, key);
    struct note none = keyed(&known);
    none.tags = none.text = (char *)"";
    struct note *pending = notes_pending_find(notes->pending, &known);
    return pending ? pending : notes_pending_add(&notes->pending, found ? found : &none);
}

void notes_mark(struct notes *notes, const struct note_key *key)
{
    struct note *note = expect(notes, key);
    note->is_marked = !note->is_marked;
    notes->pending_last = give(notes, notes_order_new(ORDER_MARK, note));
}

/* `seen` may point to the pending note's own text, so that this is freed only after `seen` has been copied. */
void notes_write(struct notes *notes, const struct note_key *key, const char *seen, const char *text)
{
    struct note *note = expect(notes, key);
    char *before = note->text;
    note->text = memory_text(text);
    struct notes_order *order = notes_order_new(ORDER_WRITE, note);
    order->seen = memory_text(seen);
    free(before);
    notes->pending_last = give(notes, order);
}

/* Queues an order for each tag in `tags` that is not in `others`. */
static void order_tags(struct notes *notes, enum notes_order_kind kind, const struct note *note,
                       const char *tags, const char *others)
{
    struct note with_tag = *note;
    for (size_t word; *(tags += strspn(tags, " ")); tags += word) {
        word = strcspn(tags, " ");
        if (note_has_tag(others, tags, word))
            continue;
        with_tag.tags = memory_text_part(tags, word);
        notes->pending_last = give(notes, notes_order_new(kind, &with_tag));
        free(with_tag.tags);
    }
}

void notes_tag(struct notes *notes, const struct note_key *key, const char *seen, const char *tags)
{
    struct note *note = expect(notes, key);
    char *before = note->tags;
    note->tags = memory_text(tags);
    order_tags(notes, ORDER_TAG, note, tags, seen);
    order_tags(notes, ORDER_UNTAG, note, seen, tags);
    free(before);
}

uint64_t notes_taken(const struct notes *notes)
{
    uv_mutex_t *mutex = (uv_mutex_t *)&notes->mutex;
    uv_mutex_lock(mutex);
    uint64_t taken = notes->taken;
    uv_mutex_unlock(mutex);
    return taken;
}

void notes_hear(struct notes *notes, int64_t call)
{
    if (!note_table_has_heard(&notes->table, call))
        order_for(notes, ORDER_HEAR, &(struct note_key){"", call, ""});
}

void notes_forget(struct notes *notes, const struct note_key *key, bool is_last)
{
    const struct note note = keyed(key);
    struct notes_order *order = notes_order_new(ORDER_FORGET, &note);
    order->is_last = is_last;
    give(notes, order);
}

void notes_ask(struct notes *notes, struct notes_doomed *doomed, size_t count)
{
    const struct note none = {.call = 0};
    bool is_there = notes_work_has_some(&notes->work);
    for (size_t i = 0; i < count; i++)
        doomed[i].is_kept = is_there; /* the answer if the file cannot be opened */
    struct notes_order *order = notes_order_new(ORDER_ASK, &none);
    order->asked = doomed;
    order->asked_count = count;
    wait_for(notes, give(notes, order));
}

int64_t notes_condemn(struct notes *notes, const struct notes_doomed *doomed, size_t count)
{
    uint64_t last = 0;
    int64_t number = timestamp_now();
    if (!notes_work_has_some(&notes->work))
        return 0;
    for (size_t i = 0; i < count; i++) {
        struct note note = keyed(&doomed[i].key);
        note.changed = number;
        struct notes_order *order = notes_order_new(ORDER_CONDEMN, &note);
        order->is_last = doomed[i].is_last;
        last = give(notes, order);
    }
    wait_for(notes, last);
    return number;
}

void notes_look(struct notes *notes)
{
    order_for(notes, ORDER_LOOK, &(struct note_key){"", 0, ""});
}
