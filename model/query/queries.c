#include "model/query/queries.h"

#include "model/query/query_kinds.h"
#include "model/query/reader.h"
#include "model/query/search_index.h"
#include "net/base/memory.h"

#include <stdatomic.h>
#include <stdlib.h>

/* Nanoseconds before the index is filled, so that the first rows are on the screen by then. */
#define FIRST_PAUSE 20000000

/* A thread, its reader and its queries. Everything but the reader is guarded by the mutex. */
struct worker {
    struct queries *queries;
    uv_thread_t thread;
    uv_mutex_t mutex;
    uv_cond_t filled;
    struct reader *reader;   /* NULL: opened when it is first needed */
    struct reader *exporter; /* likewise, for pages of_one_state: keeps a snapshot between two pages */
    bool is_export_over;     /* the exporter is to be closed */
    struct query *waiting[QUERY_SLOTS];
    struct query *finished[QUERY_SLOTS];
    struct query *running;
    bool dropped; /* the running query's result is not wanted any more */
    bool behind;  /* the index may be out of date; set for the worker that fills it */
    bool stop;
    bool is_started;
    atomic_bool stopped; /* the thread has ended or was not started */
};

struct queries {
    uv_async_t async;
    char *path;
    struct search_index *index;
    atomic_bool expects_search;
    struct worker workers[QUERY_WORKERS];
    void (*failed)(void *context, const struct failure *failure);
    void *failed_context;
    void (*closed)(void *context);
    void *closed_context;
};

static struct query *take(struct query *queries[QUERY_SLOTS])
{
    struct query *query = NULL;
    for (size_t slot = 0; slot < QUERY_SLOTS && !query; slot++) {
        query = queries[slot];
        queries[slot] = NULL;
    }
    return query;
}

static void look_at_index(struct worker *worker)
{
    uv_mutex_lock(&worker->mutex);
    worker->behind = true;
    uv_cond_signal(&worker->filled);
    uv_mutex_unlock(&worker->mutex);
}

static struct reader **reader_for(struct worker *worker, const struct query *query)
{
    return query->request.of_one_state ? &worker->exporter : &worker->reader;
}

/* Call with the mutex held; it is released while the reader is opened. Only `reader` uses the index, which follows
 * the archive: the exporter's snapshot may be older. */
static bool open_reader(struct worker *worker, struct reader **opened, struct failure *failure)
{
    struct queries *queries = worker->queries;
    if (*opened)
        return true;
    uv_mutex_unlock(&worker->mutex);
    struct reader *reader = reader_open(queries->path, failure);
    if (reader && opened == &worker->reader)
        reader_use_index(reader, queries->index, worker == &queries->workers[QUERY_COUNTING]);
    uv_mutex_lock(&worker->mutex);
    *opened = reader;
    return reader != NULL;
}

/* Call with the mutex held; it is released while the query runs. After a page the index is brought up to date, since
 * that page may show changes that the index lacks. */
static void run_next(struct worker *worker, struct query *query)
{
    struct reader **reader = reader_for(worker, query);
    worker->running = query;
    worker->dropped = false;
    if (open_reader(worker, reader, &query->failure) && !worker->dropped) {
        reader_allow(*reader);
        uv_mutex_unlock(&worker->mutex);
        bool is_sorted = list_query_is_sorted(&query->request.query);
        if ((worker->queries->expects_search || is_sorted) && reader == &worker->reader)
            reader_use_index(*reader, worker->queries->index, true);
        query->succeeded = query_kinds[query->slot].run(*reader, query);
        if (query->slot == QUERY_PAGE && worker->queries->expects_search)
            look_at_index(&worker->queries->workers[QUERY_COUNTING]);
        uv_mutex_lock(&worker->mutex);
    }
    worker->running = NULL;
    if (worker->dropped)
        query_free(&query);
    else
        worker->finished[query->slot] = query;
    uv_async_send(&worker->queries->async);
}

/* While no query waits: does one step of filling the index and then pauses for as long as that took, or sleeps. Call
 * with the mutex held. */
static void rest(struct worker *worker)
{
    struct failure failure;
    bool more = false;
    if (!worker->behind) {
        uv_cond_wait(&worker->filled, &worker->mutex);
        return;
    }
    if (!worker->reader && uv_cond_timedwait(&worker->filled, &worker->mutex, FIRST_PAUSE) == 0)
        return; /* a query, or the end, comes first */
    worker->behind = open_reader(worker, &worker->reader, &failure);
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
    struct failure failure; /* the first query reports it */
    uv_mutex_lock(&worker->mutex);
    if (worker == &worker->queries->workers[QUERY_READING] &&
        open_reader(worker, &worker->reader, &failure)) {
        uv_mutex_unlock(&worker->mutex);
        reader_prepare(worker->reader);
        uv_mutex_lock(&worker->mutex);
    }
    while (!worker->stop) {
        if (worker->is_export_over)
            reader_close(&worker->exporter);
        worker->is_export_over = false;
        struct query *query = take(worker->waiting);
        if (query)
            run_next(worker, query);
        else
            rest(worker);
    }
    worker->stopped = true;
    uv_mutex_unlock(&worker->mutex);
    uv_async_send(&worker->queries->async);
}

/* Drops the query that waits, runs or has finished in a slot. Call with the mutex held. */
static void drop(struct worker *worker, enum query_slot slot)
{
    query_free(&worker->waiting[slot]);
    query_free(&worker->finished[slot]);
    if (worker->running && worker->running->slot == slot && !worker->dropped) {
        worker->dropped = true;
        if (*reader_for(worker, worker->running))
            reader_interrupt(*reader_for(worker, worker->running));
    }
}

static struct worker *worker_of(struct queries *queries, enum query_slot slot)
{
    return &queries->workers[query_kinds[slot].worker];
}

static void put(struct queries *queries, struct query *query)
{
    struct worker *worker = worker_of(queries, query->slot);
    uv_mutex_lock(&worker->mutex);
    drop(worker, query->slot);
    worker->waiting[query->slot] = query;
    if (query->slot == QUERY_EXPORT && query->request.anchor == PAGE_FIRST)
        worker->is_export_over = true; /* of the export before */
    uv_cond_signal(&worker->filled);
    uv_mutex_unlock(&worker->mutex);
}

static struct query *take_finished(struct worker *worker)
{
    uv_mutex_lock(&worker->mutex);
    struct query *query = take(worker->finished);
    uv_mutex_unlock(&worker->mutex);
    return query;
}

static void close_worker(struct worker *worker)
{
    for (size_t slot = 0; slot < QUERY_SLOTS; slot++) {
        query_free(&worker->waiting[slot]);
        query_free(&worker->finished[slot]);
    }
    reader_close(&worker->reader);
    reader_close(&worker->exporter);
    uv_cond_destroy(&worker->filled);
    uv_mutex_destroy(&worker->mutex);
}

static void on_closed(uv_handle_t *handle)
{
    struct queries *queries = handle->data;
    void (*closed)(void *context) = queries->closed;
    void *context = queries->closed_context;
    for (size_t i = 0; i < QUERY_WORKERS; i++)
        close_worker(&queries->workers[i]);
    search_index_free(&queries->index);
    free(queries->path);
    free(queries);
    closed(context);
}

static void deliver(const struct queries *queries, struct query *query)
{
    const struct failure *failure = query->succeeded ? NULL : &query->failure;
    if (failure && queries->failed)
        queries->failed(queries->failed_context, failure);
    query->delivered = true;
    query_kinds[query->slot].deliver(query, failure);
}

static void on_async(uv_async_t *async)
{
    struct queries *queries = async->data;
    for (size_t i = 0; i < QUERY_WORKERS && !queries->closed; i++) {
        struct query *query;
        while (!queries->closed && (query = take_finished(&queries->workers[i]))) {
            deliver(queries, query);
            query_free(&query);
        }
    }
    if (!queries->closed || uv_is_closing((uv_handle_t *)async))
        return;
    for (size_t i = 0; i < QUERY_WORKERS; i++) {
        if (!queries->workers[i].stopped)
            return;
    }
    for (size_t i = 0; i < QUERY_WORKERS; i++) {
        if (queries->workers[i].is_started)
            uv_thread_join(&queries->workers[i].thread);
    }
    uv_close((uv_handle_t *)async, on_closed);
}

static void open_worker(struct queries *queries, struct worker *worker)
{
    worker->queries = queries;
    worker->stopped = true;
    if (uv_mutex_init(&worker->mutex) != 0 || uv_cond_init(&worker->filled) != 0)
        die("cannot make what a reading thread waits by");
}

static void start_worker(struct worker *worker)
{
    worker->stopped = false;
    worker->is_started = uv_thread_create(&worker->thread, run_worker, worker) == 0;
    if (!worker->is_started)
        die("cannot start a reading thread");
}

struct queries *queries_open(uv_loop_t *loop, const char *path, struct reader *reader)
{
    struct queries *queries = memory_new(sizeof *queries);
    queries->path = memory_text(path);
    queries->index = search_index_new();
    queries->workers[QUERY_READING].reader = reader;
    if (reader)
        reader_use_index(reader, queries->index, false);
    if (uv_async_init(loop, &queries->async, on_async) != 0)
        die("cannot make the readers' channel to the loop");
    queries->async.data = queries;
    for (size_t i = 0; i < QUERY_WORKERS; i++)
        open_worker(queries, &queries->workers[i]);
    start_worker(&queries->workers[QUERY_READING]);
    return queries;
}

void queries_start(struct queries *queries)
{
    for (size_t i = 0; i < QUERY_WORKERS; i++) {
        if (!queries->workers[i].is_started)
            start_worker(&queries->workers[i]);
    }
}

void queries_close(struct queries **queries, void (*closed)(void *context), void *context)
{
    struct queries *closing = *queries;
    *queries = NULL;
    closing->closed = closed;
    closing->closed_context = context;
    for (size_t i = 0; i < QUERY_WORKERS; i++) {
        struct worker *worker = &closing->workers[i];
        uv_mutex_lock(&worker->mutex);
        worker->stop = true;
        for (size_t slot = 0; slot < QUERY_SLOTS; slot++)
            drop(worker, (enum query_slot)slot);
        if (worker->reader)
            reader_interrupt(worker->reader); /* it may be filling the index */
        if (worker->exporter)
            reader_interrupt(worker->exporter);
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

void queries_archive_changed(struct queries *queries)
{
    if (queries->expects_search)
        look_at_index(&queries->workers[QUERY_COUNTING]);
}

static void ask_page(struct queries *queries, struct query *query, const struct page_request *request,
                     query_page_done *done)
{
    query->done.page = done;
    query->request = *request;
    query->request.key.file_name = memory_text(request->key.file_name);
    query->request.key.name = memory_text(request->key.name);
    put(queries, query);
}

void queries_page(struct queries *queries, const struct page_request *request, query_page_done *done,
                  void *context)
{
    ask_page(queries, query_new(QUERY_PAGE, context), request, done);
}

void queries_page_as(struct queries *queries, enum query_slot slot, const struct page_request *request,
                     query_page_done *done, void *context)
{
    ask_page(queries, query_new(slot, context), request, done);
}

static void ask_count(struct queries *queries, struct query *query, const struct list_query *list,
                      query_count_done *done)
{
    query->done.count = done;
    query->request.query = *list;
    put(queries, query);
}

void queries_count(struct queries *queries, const struct list_query *list, query_count_done *done,
                   void *context)
{
    ask_count(queries, query_new(QUERY_COUNT, context), list, done);
}

void queries_call(struct queries *queries, int64_t call, query_count_done *done, void *context)
{
    const struct list_query list = list_query_of_call(call);
    ask_count(queries, query_new(QUERY_CALL, context), &list, done);
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
    query->done.summary = done;
    query->request.query = *list;
    put(queries, query);
}

void queries_groups(struct queries *queries, const struct list_query *list, struct list_groups *groups,
                    query_groups_done *done, void *context)
{
    struct query *query = query_new(QUERY_GROUPS, context);
    query->done.groups = done;
    query->request.query = *list;
    query->groups = groups;
    query->by_index = queries->expects_search; /* else filling it would not pay: no search follows */
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
    worker->is_export_over = worker->is_export_over || slot == QUERY_EXPORT;
    uv_cond_signal(&worker->filled);
    uv_mutex_unlock(&worker->mutex);
}
