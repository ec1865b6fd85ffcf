#include "model/query/queries.h"

#include "model/query/reader.h"
#include "model/query/search_index.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdatomic.h>
#include <stdlib.h>

#define FIRST_PAUSE 20000000 /* ns: the index is begun when the first rows have been painted */

enum { READING, COUNTING, WORKERS };

struct query {
    enum query_slot slot;
    struct page_request page; /* its key is owned; for a count or an summary only page.query is used */
    char *caller;
    union {
        query_page_done *page;
        query_count_done *count;
        query_caller_done *caller;
        query_names_done *names;
        query_summary_done *of_list;
    } done;
    void *context;
    bool succeeded;
    struct failure failure;
    struct page *result;
    uint64_t count;
    struct caller_summary summary;
    struct name_list names;
    struct list_summary *of_list; /* owned */
};

/* A thread, its reader and its queries. Everything but the reader is guarded by the mutex. */
struct worker {
    struct queries *queries;
    uv_thread_t thread;
    uv_mutex_t mutex;
    uv_cond_t filled;
    struct reader *reader; /* NULL: opened when it is first wanted */
    struct query *waiting[QUERY_SLOTS];
    struct query *finished[QUERY_SLOTS];
    struct query *running;
    bool dropped; /* the running query's result is not wanted any more */
    bool behind;  /* the index may be: for the worker that fills it */
    bool stop;
    bool stopped;
};

struct queries {
    uv_async_t async;
    char *path;
    struct search_index *index;
    atomic_bool expects_search;
    struct worker workers[WORKERS];
    void (*failed)(void *context, const struct failure *failure);
    void *failed_context;
    void (*closed)(void *context);
    void *closed_context;
};

static void query_free(struct query **query)
{
    if (!*query)
        return;
    recording_key_clear(&(*query)->page.key);
    page_free(&(*query)->result);
    name_list_clear(&(*query)->names);
    list_summary_free(&(*query)->of_list);
    free((*query)->caller);
    free(*query);
    *query = NULL;
}

static void run_query(struct reader *reader, struct query *query)
{
    if (query->slot == QUERY_PAGE) {
        query->result = reader_page(reader, &query->page, &query->failure);
        query->succeeded = query->result != NULL;
    } else if (query->slot == QUERY_COUNT) {
        query->succeeded = reader_count(reader, &query->page.query, &query->count, &query->failure);
    } else if (query->slot == QUERY_QUEUE_NAMES) {
        query->succeeded = reader_queue_names(reader, &query->names, &query->failure);
    } else if (query->slot == QUERY_SUMMARY) {
        query->of_list = reader_summary(reader, &query->page.query, timestamp_now(), &query->failure);
        query->succeeded = query->of_list != NULL;
    } else {
        query->succeeded = reader_caller(reader, query->caller, &query->summary, &query->failure);
    }
}

static struct query *take_waiting(struct worker *worker)
{
    for (size_t slot = 0; slot < QUERY_SLOTS; slot++) {
        struct query *query = worker->waiting[slot];
        if (query) {
            worker->waiting[slot] = NULL;
            return query;
        }
    }
    return NULL;
}

static void look_at_index(struct worker *worker)
{
    uv_mutex_lock(&worker->mutex);
    worker->behind = true;
    uv_cond_signal(&worker->filled);
    uv_mutex_unlock(&worker->mutex);
}

/* With the mutex held, but not while it is opened. */
static bool open_reader(struct worker *worker, struct failure *failure)
{
    struct queries *queries = worker->queries;
    if (worker->reader)
        return true;
    uv_mutex_unlock(&worker->mutex);
    struct reader *reader = reader_open(queries->path, failure);
    if (reader)
        reader_use_index(reader, queries->index, worker == &queries->workers[COUNTING]);
    uv_mutex_lock(&worker->mutex);
    worker->reader = reader;
    return reader != NULL;
}

/* With the mutex held, but not while the query runs. What has changed since the last page shows with this
 * one, and the index follows once it is there. */
static void run_next(struct worker *worker, struct query *query)
{
    worker->running = query;
    worker->dropped = false;
    if (open_reader(worker, &query->failure) && !worker->dropped) {
        reader_allow(worker->reader);
        uv_mutex_unlock(&worker->mutex);
        run_query(worker->reader, query);
        if (query->slot == QUERY_PAGE && worker->queries->expects_search)
            look_at_index(&worker->queries->workers[COUNTING]);
        uv_mutex_lock(&worker->mutex);
    }
    worker->running = NULL;
    if (worker->dropped)
        query_free(&query);
    else
        worker->finished[query->slot] = query;
    uv_async_send(&worker->queries->async);
}

/* Nothing is asked: the index is filled, with pauses as long as the steps, or the worker sleeps. With the mutex
 * held. */
static void rest(struct worker *worker)
{
    struct failure failure;
    bool more = false;
    if (!worker->behind) {
        uv_cond_wait(&worker->filled, &worker->mutex);
        return;
    }
    if (!worker->reader && uv_cond_timedwait(&worker->filled, &worker->mutex, FIRST_PAUSE) == 0)
        return; /* there is something to do before */
    worker->behind = open_reader(worker, &failure);
    if (!worker->behind || worker->stop)
        return;
    reader_allow(worker->reader);
    uv_mutex_unlock(&worker->mutex);
    uint64_t begun = uv_hrtime();
    bool kept = reader_keep_index(worker->reader, &more, &failure);
    uint64_t taken = uv_hrtime() - begun;
    uv_mutex_lock(&worker->mutex);
    worker->behind = kept && more;
    bool asked = worker->stop;
    for (size_t slot = 0; slot < QUERY_SLOTS; slot++)
        asked = asked || worker->waiting[slot];
    if (worker->behind && !asked)
        uv_cond_timedwait(&worker->filled, &worker->mutex, taken);
}

static void run_worker(void *argument)
{
    struct worker *worker = argument;
    struct failure failure; /* what is asked first tells it */
    uv_mutex_lock(&worker->mutex);
    if (worker == &worker->queries->workers[READING])
        open_reader(worker, &failure);
    while (!worker->stop) {
        struct query *query = take_waiting(worker);
        if (query)
            run_next(worker, query);
        else
            rest(worker);
    }
    worker->stopped = true;
    uv_mutex_unlock(&worker->mutex);
    uv_async_send(&worker->queries->async);
}

/* Drops what waits, runs or is finished in a slot. With the mutex held. */
static void drop(struct worker *worker, enum query_slot slot)
{
    query_free(&worker->waiting[slot]);
    query_free(&worker->finished[slot]);
    if (worker->running && worker->running->slot == slot && !worker->dropped) {
        worker->dropped = true;
        if (worker->reader)
            reader_interrupt(worker->reader);
    }
}

static struct worker *worker_of(struct queries *queries, enum query_slot slot)
{
    return &queries->workers[slot == QUERY_PAGE ? READING : COUNTING];
}

static void put(struct queries *queries, struct query *query)
{
    struct worker *worker = worker_of(queries, query->slot);
    uv_mutex_lock(&worker->mutex);
    drop(worker, query->slot);
    worker->waiting[query->slot] = query;
    uv_cond_signal(&worker->filled);
    uv_mutex_unlock(&worker->mutex);
}

static struct query *take_finished(struct worker *worker)
{
    struct query *query = NULL;
    uv_mutex_lock(&worker->mutex);
    for (size_t slot = 0; slot < QUERY_SLOTS && !query; slot++) {
        query = worker->finished[slot];
        worker->finished[slot] = NULL;
    }
    uv_mutex_unlock(&worker->mutex);
    return query;
}

static void deliver(struct query *query)
{
    const struct failure *failure = query->succeeded ? NULL : &query->failure;
    if (query->slot == QUERY_PAGE) {
        struct page *page = query->result;
        query->result = NULL; /* the receiver's */
        query->done.page(query->context, page, failure);
    } else if (query->slot == QUERY_COUNT) {
        query->done.count(query->context, query->count, failure);
    } else if (query->slot == QUERY_QUEUE_NAMES) {
        struct name_list names = query->names;
        query->names = (struct name_list){NULL, 0, 0}; /* the receiver's */
        query->done.names(query->context, &names);
    } else if (query->slot == QUERY_SUMMARY) {
        struct list_summary *of_list = query->of_list;
        query->of_list = NULL; /* the receiver's */
        query->done.of_list(query->context, of_list, failure);
    } else {
        query->done.caller(query->context, &query->summary, failure);
    }
}

static bool has_stopped(struct worker *worker)
{
    uv_mutex_lock(&worker->mutex);
    bool stopped = worker->stopped;
    uv_mutex_unlock(&worker->mutex);
    return stopped;
}

static void close_worker(struct worker *worker)
{
    for (size_t slot = 0; slot < QUERY_SLOTS; slot++) {
        query_free(&worker->waiting[slot]);
        query_free(&worker->finished[slot]);
    }
    reader_close(&worker->reader);
    uv_cond_destroy(&worker->filled);
    uv_mutex_destroy(&worker->mutex);
}

static void on_closed(uv_handle_t *handle)
{
    struct queries *queries = handle->data;
    void (*closed)(void *context) = queries->closed;
    void *context = queries->closed_context;
    for (size_t i = 0; i < WORKERS; i++)
        close_worker(&queries->workers[i]);
    search_index_free(&queries->index);
    free(queries->path);
    free(queries);
    closed(context);
}

static void on_async(uv_async_t *async)
{
    struct queries *queries = async->data;
    for (size_t i = 0; i < WORKERS && !queries->closed; i++) {
        struct query *query;
        while (!queries->closed && (query = take_finished(&queries->workers[i]))) {
            if (!query->succeeded && queries->failed)
                queries->failed(queries->failed_context, &query->failure);
            deliver(query);
            query_free(&query);
        }
    }
    if (!queries->closed || uv_is_closing((uv_handle_t *)async))
        return;
    for (size_t i = 0; i < WORKERS; i++) {
        if (!has_stopped(&queries->workers[i]))
            return;
    }
    for (size_t i = 0; i < WORKERS; i++)
        uv_thread_join(&queries->workers[i].thread);
    uv_close((uv_handle_t *)async, on_closed);
}

static void open_worker(struct queries *queries, struct worker *worker)
{
    worker->queries = queries;
    if (uv_mutex_init(&worker->mutex) != 0 || uv_cond_init(&worker->filled) != 0 ||
        uv_thread_create(&worker->thread, run_worker, worker) != 0)
        die("cannot start a reading thread");
}

struct queries *queries_open(uv_loop_t *loop, const char *path)
{
    struct queries *queries = memory_new(sizeof *queries);
    queries->path = memory_text(path);
    queries->index = search_index_new();
    if (uv_async_init(loop, &queries->async, on_async) != 0)
        die("cannot make the readers' channel to the loop");
    queries->async.data = queries;
    for (size_t i = 0; i < WORKERS; i++)
        open_worker(queries, &queries->workers[i]);
    return queries;
}

void queries_close(struct queries **queries, void (*closed)(void *context), void *context)
{
    struct queries *closing = *queries;
    *queries = NULL;
    closing->closed = closed;
    closing->closed_context = context;
    for (size_t i = 0; i < WORKERS; i++) {
        struct worker *worker = &closing->workers[i];
        uv_mutex_lock(&worker->mutex);
        worker->stop = true;
        for (size_t slot = 0; slot < QUERY_SLOTS; slot++)
            drop(worker, (enum query_slot)slot);
        if (worker->reader)
            reader_interrupt(worker->reader); /* also what it does at rest */
        uv_cond_signal(&worker->filled);
        uv_mutex_unlock(&worker->mutex);
    }
}

static struct query *query_new(enum query_slot slot, void *context)
{
    struct query *query = memory_new(sizeof *query);
    query->slot = slot;
    query->context = context;
    return query;
}

void queries_on_failure(struct queries *queries, void (*failed)(void *context, const struct failure *failure),
                        void *context)
{
    queries->failed = failed;
    queries->failed_context = context;
}

void queries_expect_search(struct queries *queries)
{
    queries->expects_search = true;
}

void queries_page(struct queries *queries, const struct page_request *request, query_page_done *done,
                  void *context)
{
    struct query *query = query_new(QUERY_PAGE, context);
    query->done.page = done;
    query->page = *request;
    query->page.key.file_name = memory_text(request->key.file_name);
    put(queries, query);
}

void queries_count(struct queries *queries, const struct list_query *list, query_count_done *done,
                   void *context)
{
    struct query *query = query_new(QUERY_COUNT, context);
    query->done.count = done;
    query->page.query = *list;
    put(queries, query);
}

void queries_caller(struct queries *queries, const char *caller, query_caller_done *done, void *context)
{
    struct query *query = query_new(QUERY_CALLER, context);
    query->done.caller = done;
    query->caller = memory_text(caller);
    put(queries, query);
}

void queries_summary(struct queries *queries, const struct list_query *list, query_summary_done *done,
                     void *context)
{
    struct query *query = query_new(QUERY_SUMMARY, context);
    query->done.of_list = done;
    query->page.query = *list;
    put(queries, query);
}

void queries_queue_names(struct queries *queries, query_names_done *done, void *context)
{
    struct query *query = query_new(QUERY_QUEUE_NAMES, context);
    query->done.names = done;
    put(queries, query);
}

void queries_cancel(struct queries *queries, enum query_slot slot)
{
    struct worker *worker = worker_of(queries, slot);
    uv_mutex_lock(&worker->mutex);
    drop(worker, slot);
    uv_mutex_unlock(&worker->mutex);
}
