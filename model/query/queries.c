#include "model/query/queries.h"

#include "model/query/reader.h"
#include "model/query/search_index.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { READING, COUNTING, LANES };

struct query {
    enum query_slot slot;
    struct page_request page; /* its key is owned; for a count or an overview only page.query is used */
    char *caller;
    union {
        query_page_done *page;
        query_count_done *count;
        query_caller_done *caller;
        query_names_done *names;
        query_overview_done *overview;
    } done;
    void *context;
    bool succeeded;
    struct failure failure;
    struct page *result;
    uint64_t count;
    struct caller_summary summary;
    struct name_list names;
    struct overview *overview; /* owned */
};

/* A thread, its reader and its queries. Everything but the reader is guarded by the mutex. */
struct lane {
    struct queries *queries;
    uv_thread_t thread;
    uv_mutex_t mutex;
    uv_cond_t filled;
    struct reader *reader;
    struct query *waiting[QUERY_SLOTS];
    struct query *finished[QUERY_SLOTS];
    struct query *running;
    bool dropped; /* the running query's result is not wanted any more */
    bool behind;  /* the index may be: for the lane that fills it */
    bool stop;
    bool stopped;
};

struct queries {
    uv_async_t async;
    struct search_index *index;
    atomic_bool expects_search;
    struct lane lanes[LANES];
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
    overview_free(&(*query)->overview);
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
    } else if (query->slot == QUERY_OVERVIEW) {
        query->overview = reader_overview(reader, &query->page.query, timestamp_now(), &query->failure);
        query->succeeded = query->overview != NULL;
    } else {
        query->succeeded = reader_caller(reader, query->caller, &query->summary, &query->failure);
    }
}

static struct query *take_waiting(struct lane *lane)
{
    for (size_t slot = 0; slot < QUERY_SLOTS; slot++) {
        struct query *query = lane->waiting[slot];
        if (query) {
            lane->waiting[slot] = NULL;
            return query;
        }
    }
    return NULL;
}

static void look_at_index(struct lane *lane)
{
    uv_mutex_lock(&lane->mutex);
    lane->behind = true;
    uv_cond_signal(&lane->filled);
    uv_mutex_unlock(&lane->mutex);
}

/* With the mutex held, but not while the query runs. What has changed since the last page shows with this
 * one, and the index follows once it is there. */
static void run_next(struct lane *lane, struct query *query)
{
    lane->running = query;
    lane->dropped = false;
    reader_allow(lane->reader);
    uv_mutex_unlock(&lane->mutex);
    run_query(lane->reader, query);
    if (query->slot == QUERY_PAGE && lane->queries->expects_search)
        look_at_index(&lane->queries->lanes[COUNTING]);
    uv_mutex_lock(&lane->mutex);
    lane->running = NULL;
    if (lane->dropped)
        query_free(&query);
    else
        lane->finished[query->slot] = query;
    uv_async_send(&lane->queries->async);
}

/* Nothing is asked: the index is filled, with pauses as long as the steps, or the lane sleeps. With the mutex
 * held. */
static void rest(struct lane *lane)
{
    struct failure failure;
    bool more = false;
    if (!lane->behind) {
        uv_cond_wait(&lane->filled, &lane->mutex);
        return;
    }
    reader_allow(lane->reader);
    uv_mutex_unlock(&lane->mutex);
    uint64_t begun = uv_hrtime();
    bool kept = reader_keep_index(lane->reader, &more, &failure);
    uint64_t taken = uv_hrtime() - begun;
    uv_mutex_lock(&lane->mutex);
    lane->behind = kept && more;
    bool asked = lane->stop;
    for (size_t slot = 0; slot < QUERY_SLOTS; slot++)
        asked = asked || lane->waiting[slot];
    if (lane->behind && !asked)
        uv_cond_timedwait(&lane->filled, &lane->mutex, taken);
}

static void run_lane(void *argument)
{
    struct lane *lane = argument;
    uv_mutex_lock(&lane->mutex);
    while (!lane->stop) {
        struct query *query = take_waiting(lane);
        if (query)
            run_next(lane, query);
        else
            rest(lane);
    }
    lane->stopped = true;
    uv_mutex_unlock(&lane->mutex);
    uv_async_send(&lane->queries->async);
}

/* Drops what waits, runs or is finished in a slot. With the mutex held. */
static void drop(struct lane *lane, enum query_slot slot)
{
    query_free(&lane->waiting[slot]);
    query_free(&lane->finished[slot]);
    if (lane->running && lane->running->slot == slot && !lane->dropped) {
        lane->dropped = true;
        reader_interrupt(lane->reader);
    }
}

static struct lane *lane_of(struct queries *queries, enum query_slot slot)
{
    return &queries->lanes[slot == QUERY_PAGE ? READING : COUNTING];
}

static void put(struct queries *queries, struct query *query)
{
    struct lane *lane = lane_of(queries, query->slot);
    uv_mutex_lock(&lane->mutex);
    drop(lane, query->slot);
    lane->waiting[query->slot] = query;
    uv_cond_signal(&lane->filled);
    uv_mutex_unlock(&lane->mutex);
}

static struct query *take_finished(struct lane *lane)
{
    struct query *query = NULL;
    uv_mutex_lock(&lane->mutex);
    for (size_t slot = 0; slot < QUERY_SLOTS && !query; slot++) {
        query = lane->finished[slot];
        lane->finished[slot] = NULL;
    }
    uv_mutex_unlock(&lane->mutex);
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
    } else if (query->slot == QUERY_OVERVIEW) {
        struct overview *overview = query->overview;
        query->overview = NULL; /* the receiver's */
        query->done.overview(query->context, overview, failure);
    } else {
        query->done.caller(query->context, &query->summary, failure);
    }
}

static bool has_stopped(struct lane *lane)
{
    uv_mutex_lock(&lane->mutex);
    bool stopped = lane->stopped;
    uv_mutex_unlock(&lane->mutex);
    return stopped;
}

static void close_lane(struct lane *lane)
{
    for (size_t slot = 0; slot < QUERY_SLOTS; slot++) {
        query_free(&lane->waiting[slot]);
        query_free(&lane->finished[slot]);
    }
    reader_close(&lane->reader);
    uv_cond_destroy(&lane->filled);
    uv_mutex_destroy(&lane->mutex);
}

static void on_closed(uv_handle_t *handle)
{
    struct queries *queries = handle->data;
    void (*closed)(void *context) = queries->closed;
    void *context = queries->closed_context;
    for (size_t i = 0; i < LANES; i++)
        close_lane(&queries->lanes[i]);
    search_index_free(&queries->index);
    free(queries);
    closed(context);
}

static void on_async(uv_async_t *async)
{
    struct queries *queries = async->data;
    for (size_t i = 0; i < LANES && !queries->closed; i++) {
        struct query *query;
        while (!queries->closed && (query = take_finished(&queries->lanes[i]))) {
            if (!query->succeeded && queries->failed)
                queries->failed(queries->failed_context, &query->failure);
            deliver(query);
            query_free(&query);
        }
    }
    if (!queries->closed || uv_is_closing((uv_handle_t *)async))
        return;
    for (size_t i = 0; i < LANES; i++) {
        if (!has_stopped(&queries->lanes[i]))
            return;
    }
    for (size_t i = 0; i < LANES; i++)
        uv_thread_join(&queries->lanes[i].thread);
    uv_close((uv_handle_t *)async, on_closed);
}

static void open_lane(struct queries *queries, struct lane *lane)
{
    lane->queries = queries;
    if (uv_mutex_init(&lane->mutex) != 0 || uv_cond_init(&lane->filled) != 0 ||
        uv_thread_create(&lane->thread, run_lane, lane) != 0)
        die("cannot start a reading thread");
}

struct queries *queries_open(uv_loop_t *loop, const char *path, struct failure *failure)
{
    struct queries *queries = memory_new(sizeof *queries);
    queries->index = search_index_new();
    for (size_t i = 0; i < LANES; i++) {
        queries->lanes[i].reader = reader_open(path, failure);
        if (!queries->lanes[i].reader) {
            reader_close(&queries->lanes[0].reader);
            search_index_free(&queries->index);
            free(queries);
            return NULL;
        }
        reader_use_index(queries->lanes[i].reader, queries->index, i == COUNTING);
    }
    if (uv_async_init(loop, &queries->async, on_async) != 0)
        die("cannot make the readers' channel to the loop");
    queries->async.data = queries;
    for (size_t i = 0; i < LANES; i++)
        open_lane(queries, &queries->lanes[i]);
    return queries;
}

void queries_close(struct queries **queries, void (*closed)(void *context), void *context)
{
    struct queries *closing = *queries;
    *queries = NULL;
    closing->closed = closed;
    closing->closed_context = context;
    for (size_t i = 0; i < LANES; i++) {
        struct lane *lane = &closing->lanes[i];
        uv_mutex_lock(&lane->mutex);
        lane->stop = true;
        for (size_t slot = 0; slot < QUERY_SLOTS; slot++)
            drop(lane, (enum query_slot)slot);
        reader_interrupt(lane->reader); /* also what it does at rest */
        uv_cond_signal(&lane->filled);
        uv_mutex_unlock(&lane->mutex);
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

void queries_overview(struct queries *queries, const struct list_query *list, query_overview_done *done,
                      void *context)
{
    struct query *query = query_new(QUERY_OVERVIEW, context);
    query->done.overview = done;
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
    struct lane *lane = lane_of(queries, slot);
    uv_mutex_lock(&lane->mutex);
    drop(lane, slot);
    uv_mutex_unlock(&lane->mutex);
}
