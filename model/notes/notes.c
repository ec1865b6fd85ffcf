#include "model/notes/notes.h"

#include "model/notes/notes_file.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "net/base/translate.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* First those that change nothing, then those for which no file is made. */
enum order_kind {
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

/* Something to be done by the thread. */
struct order {
    enum order_kind kind;
    struct note note; /* its key, and what it takes; owned */
    bool is_last;
    struct notes_doomed *asked; /* of ASK; not owned, */
    size_t asked_count;
    struct order *next;
};

/* What the thread has come to. */
struct outcome {
    bool is_read;
    struct note_table table; /* when it is */
    struct failure failure;
    uint64_t taken;  /* of what was put */
    char *set_aside; /* owned */
};

/* Guarded by the mutex: orders, outcome, done, stop. The file is the thread's, the table the loop's. */
struct notes {
    uv_async_t async;
    uv_thread_t thread;
    uv_mutex_t mutex;
    uv_cond_t filled;
    uv_cond_t obeyed;
    char *path;
    int64_t committed; /* see notes_open */
    struct notes_events events;
    struct notes_file *file; /* NULL: not there yet */
    struct order *first, **last;
    struct outcome outcome;
    uint64_t ordered, done; /* orders */
    uint64_t taken;         /* of what was put */
    bool is_fresh;          /* the outcome has not been delivered */
    bool stop, has_stopped;
    struct note_table table;
    struct failure failed; /* as it was told last */
    void (*closed)(void *context);
    void *closed_context;
};

static void order_free(struct order *order)
{
    struct note_table table = {.notes = memory_array(1, sizeof order->note), .count = 1};
    table.notes[0] = order->note;
    note_table_clear(&table);
    free(order);
}

static bool forget(struct notes_file *file, const struct order *order, const struct note_key *key,
                   struct failure *failure)
{
    return notes_file_forget(file, key, failure) &&
           (!order->is_last || notes_file_hear(file, key->call, false, failure));
}

static bool answer(struct notes_file *file, const struct order *order)
{
    for (size_t i = 0; i < order->asked_count; i++)
        order->asked[i].is_kept = notes_file_knows(file, &order->asked[i].key);
    return true;
}

static bool obey(struct notes_file *file, const struct order *order, uint64_t *taken, struct failure *failure)
{
    const struct note *note = &order->note;
    const struct note_key key = {note->agent, note->call, note->file};
    switch (order->kind) {
    case ORDER_MARK:
        return notes_file_mark(file, &key, failure);
    case ORDER_WRITE:
        return notes_file_write(file, &key, note->text, failure);
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

/* In one transaction, as many as wait. */
static void obey_all(struct notes_file *file, const struct order *orders, struct outcome *outcome)
{
    struct failure ignored, *failure = &outcome->failure;
    uint64_t taken = 0;
    bool is_forgetting = false, is_done = notes_file_begin(file, failure);
    for (; is_done && orders; orders = orders->next) {
        is_done = obey(file, orders, &taken, failure);
        is_forgetting = is_forgetting || orders->kind == ORDER_FORGET;
    }
    if (notes_file_commit(file, is_done ? failure : &ignored))
        outcome->taken = taken;
    if (is_forgetting)
        notes_file_sweep(file);
}

/* Whether all orders are of kinds before this one. */
static bool are_before(const struct order *orders, enum order_kind kind)
{
    while (orders && orders->kind < kind)
        orders = orders->next;
    return !orders;
}

static bool open_file(struct notes *notes, const struct order *orders, struct outcome *outcome)
{
    bool is_needed = access(notes->path, F_OK) == 0 || !are_before(orders, ORDER_MARK);
    notes->file = is_needed ? notes_file_open(notes->path, &outcome->set_aside, &outcome->failure) : NULL;
    if (notes->file)
        notes_file_settle(notes->file, notes->committed, &outcome->failure);
    return notes->file != NULL;
}

static void work(struct notes *notes, const struct order *orders, struct outcome *outcome)
{
    bool is_opened = !notes->file;
    if (is_opened && !open_file(notes, orders, outcome))
        return;
    bool is_look = are_before(orders, ORDER_FORGET);
    for (const struct order *order = orders; is_look && order; order = order->next)
        obey(notes->file, order, NULL, &outcome->failure);
    if (!is_look)
        obey_all(notes->file, orders, outcome);
    bool has_changed = notes_file_has_changed(notes->file);
    if (is_opened || !is_look || has_changed) {
        struct failure failure;
        outcome->is_read = notes_file_read(notes->file, &outcome->table, &failure);
        if (!outcome->is_read)
            outcome->failure = failure;
    }
}

/* With the mutex held. */
static void hand_over(struct notes *notes, const struct outcome *outcome)
{
    if (outcome->is_read) {
        note_table_clear(&notes->outcome.table);
        notes->outcome.table = outcome->table;
        notes->outcome.is_read = true;
    }
    if (outcome->failure.kind != FAILURE_NONE)
        notes->outcome.failure = outcome->failure;
    if (outcome->set_aside) {
        free(notes->outcome.set_aside);
        notes->outcome.set_aside = outcome->set_aside;
    }
    notes->is_fresh = true;
}

static size_t free_orders(struct order *orders)
{
    size_t count = 0;
    for (struct order *next; orders; orders = next, count++) {
        next = orders->next;
        order_free(orders);
    }
    return count;
}

static void run(void *argument)
{
    struct notes *notes = argument;
    uv_mutex_lock(&notes->mutex);
    while (notes->first || !notes->stop) {
        struct order *orders = notes->first;
        struct outcome outcome = {.is_read = false};
        if (!orders) {
            uv_cond_wait(&notes->filled, &notes->mutex);
            continue;
        }
        notes->first = NULL;
        notes->last = &notes->first;
        uv_mutex_unlock(&notes->mutex);
        work(notes, orders, &outcome);
        size_t count = free_orders(orders);
        uv_mutex_lock(&notes->mutex);
        notes->done += count;
        notes->taken += outcome.taken;
        hand_over(notes, &outcome);
        uv_cond_broadcast(&notes->obeyed);
        uv_async_send(&notes->async);
    }
    notes_file_close(&notes->file);
    notes->has_stopped = true;
    uv_mutex_unlock(&notes->mutex);
    uv_async_send(&notes->async);
}

static void deliver(struct notes *notes, struct outcome *outcome)
{
    if (outcome->set_aside)
        notes->events.set_aside(notes->events.context, outcome->set_aside);
    if (outcome->failure.kind != FAILURE_NONE) {
        notes->failed = outcome->failure;
        notes->events.failed(notes->events.context, &outcome->failure);
    }
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
    free(notes->outcome.set_aside);
    free(notes->path);
    free(notes);
    closed(context);
}

static void on_async(uv_async_t *async)
{
    struct notes *notes = async->data;
    uv_mutex_lock(&notes->mutex);
    struct outcome outcome = notes->outcome;
    bool is_fresh = notes->is_fresh, has_stopped = notes->has_stopped;
    if (is_fresh) {
        notes->outcome = (struct outcome){.is_read = false};
        notes->is_fresh = false;
    }
    uv_mutex_unlock(&notes->mutex);
    if (is_fresh)
        deliver(notes, &outcome);
    if (is_fresh)
        free(outcome.set_aside);
    if (!has_stopped || !notes->closed || uv_is_closing((uv_handle_t *)async))
        return;
    uv_thread_join(&notes->thread);
    uv_close((uv_handle_t *)async, on_closed);
}

static struct order *new_order(enum order_kind kind, const struct note *note)
{
    struct order *order = memory_new(sizeof *order);
    struct note_table copy = {0};
    note_table_add(&copy, note);
    order->kind = kind;
    order->note = copy.notes[0];
    free(copy.notes);
    return order;
}

/* On any thread. Returns which one it is. */
static uint64_t give(struct notes *notes, struct order *order)
{
    uv_mutex_lock(&notes->mutex);
    *notes->last = order;
    notes->last = &order->next;
    uint64_t place = ++notes->ordered;
    uv_cond_signal(&notes->filled);
    uv_mutex_unlock(&notes->mutex);
    return place;
}

static void put_order(struct notes *notes, enum order_kind kind, const struct note *note)
{
    give(notes, new_order(kind, note));
}

static struct note keyed(const struct note_key *key)
{
    return (struct note){.agent = (char *)key->agent, .call = key->call, .file = (char *)key->file};
}

static void order_for(struct notes *notes, enum order_kind kind, const struct note_key *key)
{
    const struct note note = keyed(key);
    put_order(notes, kind, &note);
}

/* Not on the notes' own thread. */
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
    notes->committed = committed;
    notes->path = memory_text(path);
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

const struct failure *notes_failure(const struct notes *notes)
{
    return notes->failed.kind != FAILURE_NONE ? &notes->failed : NULL;
}

/* What is there already may be known by another reference of the agent. */
static struct note_key known_key(const struct notes *notes, const struct note_key *key)
{
    const struct note *note = notes_find(notes, key);
    return note ? (struct note_key){note->agent, note->call, note->file} : *key;
}

void notes_mark(struct notes *notes, const struct note_key *key)
{
    const struct note_key known = known_key(notes, key);
    order_for(notes, ORDER_MARK, &known);
}

void notes_write(struct notes *notes, const struct note_key *key, const char *text)
{
    const struct note_key known = known_key(notes, key);
    put_order(notes, ORDER_WRITE,
              &(struct note){.agent = (char *)known.agent,
                             .call = known.call,
                             .file = (char *)known.file,
                             .text = (char *)text});
}

/* Those of `tags` that are not among `others`. */
static void order_tags(struct notes *notes, enum order_kind kind, const struct note_key *key,
                       const char *tags, const char *others)
{
    for (size_t word; *(tags += strspn(tags, " ")); tags += word) {
        word = strcspn(tags, " ");
        if (note_has_tag(others, tags, word))
            continue;
        char *tag = memory_text_part(tags, word);
        put_order(
            notes, kind,
            &(struct note){
                .agent = (char *)key->agent, .call = key->call, .file = (char *)key->file, .tags = tag});
        free(tag);
    }
}

void notes_tag(struct notes *notes, const struct note_key *key, const char *tags)
{
    const struct note *note = notes_find(notes, key);
    const struct note_key known = known_key(notes, key);
    const char *had = note ? note->tags : "";
    order_tags(notes, ORDER_TAG, &known, tags, had);
    order_tags(notes, ORDER_UNTAG, &known, had, tags);
}

void notes_put(struct notes *notes, const struct note *note)
{
    put_order(notes, ORDER_PUT, note);
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
    struct order *order = new_order(ORDER_FORGET, &note);
    order->is_last = is_last;
    give(notes, order);
}

void notes_ask(struct notes *notes, struct notes_doomed *doomed, size_t count)
{
    const struct note none = {.call = 0};
    bool is_there = access(notes->path, F_OK) == 0;
    for (size_t i = 0; i < count; i++)
        doomed[i].is_kept = is_there; /* unless it is known better */
    struct order *order = new_order(ORDER_ASK, &none);
    order->asked = doomed;
    order->asked_count = count;
    wait_for(notes, give(notes, order));
}

int64_t notes_condemn(struct notes *notes, const struct notes_doomed *doomed, size_t count)
{
    uint64_t last = 0;
    int64_t number = timestamp_now();
    if (access(notes->path, F_OK) != 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        struct note note = keyed(&doomed[i].key);
        note.changed = number;
        struct order *order = new_order(ORDER_CONDEMN, &note);
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
