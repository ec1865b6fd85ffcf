#include "model/archive/filing.h"

#include "model/archive/filing_queue.h"
#include "model/recording/recording_plain.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCK_BYTES ((size_t)256 << 10)
#define PLAIN_BYTES 4096 /* of an element that is read on the loop */
#define ROWS_PER_TRANSACTION 10000
#define TRACES_PAUSE_NS 50000000 /* so long there must be nothing to do; longer after each try in vain */
#define TRACES_LONGEST_NS UINT64_C(60000000000)
#define COMMIT_PAUSE_NS 20000000 /* a commit follows the last one no sooner, unless an answer has ended */

struct active_answer {
    uint64_t number;
    struct filed_answer *filed;
};

struct filing {
    struct filing_events events;
    struct filing_queue queue;
    uv_async_t async;
    uv_thread_t thread;
    /* The loop's side. */
    struct filing_job *gathering;
    uint64_t last_answer;
    bool waiting_for_room;
    void (*closed)(void *context);
    void *closed_context;
    /* The thread's side. */
    struct filer *filer;
    struct active_answer *answers;
    size_t answer_count;
    size_t answer_capacity;
    uint64_t traces_pause;
    uint64_t last_commit; /* 0 when a walk has begun: somebody may wait for its first rows */
};

static void post(struct filing *filing, struct filing_result *result)
{
    filing_queue_post(&filing->queue, result);
    uv_async_send(&filing->async);
}

static void on_wait(void *context)
{
    post(context, filing_result_new(FILING_WAITING));
}

static struct active_answer *find_answer(struct filing *filing, uint64_t number)
{
    for (size_t i = 0; i < filing->answer_count; i++) {
        if (filing->answers[i].number == number)
            return &filing->answers[i];
    }
    return NULL;
}

static void drop_answers(struct filing *filing)
{
    for (size_t i = 0; i < filing->answer_count; i++)
        filed_answer_free(&filing->answers[i].filed);
    filing->answer_count = 0;
}

static void report(struct filing *filing, const struct active_answer *answer, bool ended)
{
    struct filing_result *result = filing_result_new(FILING_FILED);
    const struct answer *judgement = filed_answer_judgement(answer->filed);
    result->report = (struct filing_report){
        .answer = answer->number,
        .agent = filed_answer_agent(answer->filed),
        .ended = ended,
        .rows_changed = filed_answer_changed(answer->filed),
        .rows = judgement->count,
        .reached = filed_answer_reached(answer->filed),
        .oldest = filed_answer_oldest(answer->filed),
        .unread = *filed_answer_unread(answer->filed),
        .judgement = *judgement,
        .traits = *filer_traits(filing->filer),
    };
    post(filing, result);
}

/* The agent, or all where it is 0, as the archive has them; NULL with *failure filled. */
static struct filing_result *read_agents(struct filing *filing, int64_t agent, struct failure *failure)
{
    struct filing_result *result = filing_result_new(FILING_AGENTS);
    struct filing_agents *agents = &result->agents;
    agents->listed_at = filer_listed_at(filing->filer);
    agents->spent_up_to = filer_spent_up_to(filing->filer);
    if (!filer_read_agents(filing->filer, agent, &agents->agents, &agents->count, failure))
        filing_result_free(&result);
    return result;
}

/* An agent, or all: where it is 0, since some were put, or where others have changed with it. */
static bool report_agents(struct filing *filing, int64_t agent, struct failure *failure)
{
    bool all = filer_take_others(filing->filer) || agent == 0;
    struct filing_result *result = read_agents(filing, all ? 0 : agent, failure);
    if (!result)
        return false;
    result->agents.all = all;
    result->agents.put = agent == 0;
    result->agents.merged = filer_merged(filing->filer, &result->agents.merged_count);
    post(filing, result);
    return true;
}

/* What was committed before is there, which is said of the agents first. */
static void fail(struct filing *filing, const struct failure *failure)
{
    struct failure ignored;
    filer_rollback(filing->filer);
    drop_answers(filing);
    struct filing_result *result = read_agents(filing, 0, &ignored);
    if (result)
        post(filing, result);
    result = filing_result_new(FILING_FAILED);
    result->failure = *failure;
    post(filing, result);
}

/* Commits what has been filed, with the coverage that it proves, and says so. */
static bool commit(struct filing *filing, struct failure *failure)
{
    if (!filer_is_changing(filing->filer))
        return true;
    for (size_t i = 0; i < filing->answer_count; i++) {
        if (!filer_prove(filing->filer, filing->answers[i].filed, failure))
            return false;
    }
    if (!filer_commit(filing->filer, failure))
        return false;
    filing->last_commit = uv_hrtime();
    filing->traces_pause = TRACES_PAUSE_NS;
    for (size_t i = 0; i < filing->answer_count; i++)
        report(filing, &filing->answers[i], false);
    return true;
}

static bool take_run(struct filing *filing, const struct filing_job *job, const struct filing_run *run,
                     const struct filer_row *rows, struct failure *failure)
{
    const struct active_answer *answer = find_answer(filing, run->answer);
    if (!answer)
        return true;
    if (run->rows)
        return filer_take_rows(filing->filer, answer->filed, rows, run->rows, failure);
    return filer_take(filing->filer, answer->filed, job->bytes + run->at, run->length, failure);
}

static bool take_elements(struct filing *filing, const struct filing_job *job, struct failure *failure)
{
    const struct filer_row *rows = job->rows;
    for (size_t i = 0; i < job->run_count; i++) {
        if (!take_run(filing, job, &job->runs[i], rows, failure))
            return false;
        rows += job->runs[i].rows;
    }
    bool due = !filing->last_commit || filer_uncommitted(filing->filer) >= ROWS_PER_TRANSACTION;
    return !due || commit(filing, failure);
}

static void begin_answer(struct filing *filing, const struct filing_job *job)
{
    filing->answers = memory_grow(filing->answers, &filing->answer_capacity, filing->answer_count + 1,
                                  sizeof *filing->answers);
    filing->answers[filing->answer_count++] = (struct active_answer){
        job->answer,
        filer_begin(filing->filer, &job->question),
    };
    if (job->question.first)
        filing->last_commit = 0;
}

static bool end_answer(struct filing *filing, const struct filing_job *job, struct failure *failure)
{
    struct active_answer *answer = find_answer(filing, job->answer);
    if (!answer)
        return true;
    if (!filer_end(filing->filer, answer->filed, job->whole, failure) || !commit(filing, failure) ||
        !report_agents(filing, filed_answer_agent(answer->filed), failure))
        return false;
    report(filing, answer, true);
    filed_answer_free(&answer->filed);
    *answer = filing->answers[--filing->answer_count];
    return true;
}

static bool put_agents(struct filing *filing, struct filing_job *job, struct failure *failure)
{
    if (job->replace && !filer_unlist_agents(filing->filer, failure))
        return false;
    if (job->at != TIMESTAMP_NONE && !filer_set_listed_at(filing->filer, job->at, failure))
        return false;
    for (size_t i = 0; i < job->entry_count; i++) {
        int64_t agent;
        if (!filer_add_agent(filing->filer, &job->entries[i], &agent, failure))
            return false;
    }
    filing_job_drop_entries(job); /* a long list is not there twice */
    return commit(filing, failure) && report_agents(filing, 0, failure);
}

static bool purge(struct filing *filing, const struct filing_job *job, struct failure *failure)
{
    struct filer_purge purge = job->purge;
    if (!filer_purge(filing->filer, &purge, failure) || !commit(filing, failure) ||
        !report_agents(filing, purge.agent, failure))
        return false;
    struct filing_result *result = filing_result_new(FILING_PURGED);
    result->purge = purge;
    post(filing, result);
    return true;
}

static void run_job(struct filing *filing, struct filing_job *job)
{
    struct failure failure;
    bool done = true;
    switch (job->kind) {
    case FILING_BEGIN:
        begin_answer(filing, job);
        break;
    case FILING_ELEMENTS:
        done = take_elements(filing, job, &failure);
        break;
    case FILING_END:
        done = end_answer(filing, job, &failure);
        break;
    case FILING_PUT_AGENTS:
        done = put_agents(filing, job, &failure);
        break;
    case FILING_SPEND:
        done = filer_spend(filing->filer, job->at, job->cost, &failure);
        break;
    case FILING_FORGET:
        done = filer_forget_coverage(filing->filer, job->agent, &failure) && commit(filing, &failure) &&
               report_agents(filing, job->agent, &failure);
        break;
    case FILING_FORGET_SEEN:
        done = filer_forget_seen(filing->filer, job->agent, &failure) && commit(filing, &failure) &&
               report_agents(filing, job->agent, &failure);
        break;
    case FILING_PURGE:
        done = purge(filing, job, &failure);
        break;
    case FILING_STOP:
        done = commit(filing, &failure);
        break;
    }
    if (!done)
        fail(filing, &failure);
}

/* The next job; while there is none, what deletion has left behind is removed. */
static struct filing_job *job_after_pause(struct filing *filing)
{
    if (!filer_has_traces(filing->filer))
        return filing_queue_take(&filing->queue, UINT64_MAX);
    struct filing_job *job = filing_queue_take(&filing->queue, filing->traces_pause);
    if (!job && !filer_remove_traces(filing->filer) && filing->traces_pause < TRACES_LONGEST_NS)
        filing->traces_pause *= 2;
    return job;
}

/* The next job; while there is none, what is uncommitted is committed once the pause is over. */
static struct filing_job *next_job(struct filing *filing)
{
    if (!filer_is_changing(filing->filer))
        return job_after_pause(filing);
    uint64_t since = uv_hrtime() - filing->last_commit;
    struct filing_job *job =
        filing_queue_take(&filing->queue, since < COMMIT_PAUSE_NS ? COMMIT_PAUSE_NS - since : 0);
    struct failure failure;
    if (!job && !commit(filing, &failure))
        fail(filing, &failure);
    return job;
}

static void run(void *argument)
{
    struct filing *filing = argument;
    bool stopping = false;
    while (!stopping) {
        struct filing_job *job = next_job(filing);
        if (!job)
            continue;
        stopping = job->kind == FILING_STOP;
        run_job(filing, job);
        if (filing_queue_done(&filing->queue, job))
            uv_async_send(&filing->async);
        filing_job_free(&job);
    }
    drop_answers(filing);
    filer_remove_traces(filing->filer);
    filer_close(&filing->filer);
    post(filing, filing_result_new(FILING_STOPPED));
}

static void on_closed(uv_handle_t *handle)
{
    struct filing *filing = handle->data;
    void (*closed)(void *context) = filing->closed;
    void *context = filing->closed_context;
    filing_queue_clear(&filing->queue);
    filing_job_free(&filing->gathering);
    free(filing->answers);
    free(filing);
    closed(context);
}

static void deliver(struct filing *filing, struct filing_result *result)
{
    const struct filing_events *events = &filing->events;
    if (result->kind == FILING_STOPPED) {
        uv_thread_join(&filing->thread);
        uv_close((uv_handle_t *)&filing->async, on_closed);
    } else if (filing->closed) {
        return; /* nobody listens any more */
    } else if (result->kind == FILING_FILED) {
        events->filed(events->context, &result->report);
    } else if (result->kind == FILING_AGENTS) {
        events->agents(events->context, &result->agents);
        result->agents.count = 0; /* their contents are the receiver's now */
    } else if (result->kind == FILING_PURGED) {
        events->purged(events->context, &result->purge);
    } else if (result->kind == FILING_FAILED) {
        events->failed(events->context, &result->failure);
    } else {
        events->waiting(events->context);
    }
}

static void on_async(uv_async_t *async)
{
    struct filing *filing = async->data;
    struct filing_result *result;
    while ((result = filing_queue_result(&filing->queue))) {
        bool last = result->kind == FILING_STOPPED;
        deliver(filing, result);
        filing_result_free(&result);
        if (last)
            return;
    }
    if (filing->waiting_for_room && !filing->closed && filing_queue_has_room(&filing->queue)) {
        filing->waiting_for_room = false;
        filing->events.drained(filing->events.context);
    }
}

struct filing *filing_start(uv_loop_t *loop, struct filer *filer, const struct filing_events *events)
{
    struct filing *filing = memory_new(sizeof *filing);
    filing->events = *events;
    filing->filer = filer;
    filing->traces_pause = TRACES_PAUSE_NS;
    filing_queue_init(&filing->queue);
    filer_on_wait(filer, on_wait, filing);
    if (uv_async_init(loop, &filing->async, on_async) != 0)
        die("cannot make the worker's channel to the loop");
    filing->async.data = filing;
    if (uv_thread_create(&filing->thread, run, filing) != 0)
        die("cannot start the worker thread");
    return filing;
}

static void hand_on_gathered(struct filing *filing)
{
    if (filing->gathering)
        filing_queue_put(&filing->queue, filing->gathering);
    filing->gathering = NULL;
}

static struct filing_job *put_job(struct filing *filing, enum filing_job_kind kind)
{
    hand_on_gathered(filing);
    struct filing_job *job = memory_new(sizeof *job);
    job->kind = kind;
    return job;
}

void filing_stop(struct filing **filing, void (*closed)(void *context), void *context)
{
    (*filing)->closed = closed;
    (*filing)->closed_context = context;
    filing_queue_put(&(*filing)->queue, put_job(*filing, FILING_STOP));
    *filing = NULL;
}

uint64_t filing_begin(struct filing *filing, const struct filer_question *question)
{
    struct filing_job *job = put_job(filing, FILING_BEGIN);
    job->answer = ++filing->last_answer;
    job->question = *question;
    filing_queue_put(&filing->queue, job);
    return filing->last_answer;
}

/* The job that is gathered, with room for an element. Its bytes do not move: rows point to them. */
static struct filing_job *gathering_for(struct filing *filing, size_t length)
{
    if (filing->gathering && filing->gathering->used + length > filing->gathering->capacity)
        hand_on_gathered(filing);
    if (!filing->gathering) {
        struct filing_job *job = filing->gathering = memory_new(sizeof *job);
        job->kind = FILING_ELEMENTS;
        job->bytes = memory_grow(NULL, &job->capacity, length > BLOCK_BYTES ? length : BLOCK_BYTES, 1);
    }
    return filing->gathering;
}

/* What is read the fast way is read here, so that this thread has its share of the work; what would take
 * longer is left to the worker. */
void filing_put(struct filing *filing, uint64_t answer, const char *text, size_t length)
{
    struct filing_job *job = gathering_for(filing, length);
    struct filing_run run = {.answer = answer, .at = job->used, .length = length};
    char *copy = job->bytes + job->used;
    memcpy(copy, text, length);
    job->used += length;
    job->rows = memory_grow(job->rows, &job->row_capacity, job->row_count + 1, sizeof *job->rows);
    struct filer_row *row = &job->rows[job->row_count];
    if (length <= PLAIN_BYTES && recording_read_plain(copy, length, &row->recording) &&
        !recording_is_none(&row->recording)) {
        file_key_make(&row->file, row->recording.file_name);
        job->row_count++;
        run.rows = 1;
    }
    filing_job_add_run(job, &run);
}

void filing_flush_if_idle(struct filing *filing)
{
    if (filing->gathering && filing_queue_is_idle(&filing->queue))
        hand_on_gathered(filing);
}

bool filing_is_full(struct filing *filing)
{
    bool full = filing_queue_is_full(&filing->queue);
    /* Whoever found it full before still waits, even if this time there is room. */
    filing->waiting_for_room = filing->waiting_for_room || full;
    return full;
}

void filing_end(struct filing *filing, uint64_t answer, bool whole)
{
    struct filing_job *job = put_job(filing, FILING_END);
    job->answer = answer;
    job->whole = whole;
    filing_queue_put(&filing->queue, job);
}

void filing_put_agents(struct filing *filing, struct agent_entry *entries, size_t count, int64_t listed_at,
                       bool replace)
{
    struct filing_job *job = put_job(filing, FILING_PUT_AGENTS);
    job->entries = entries;
    job->entry_count = count;
    job->at = listed_at;
    job->replace = replace;
    filing_queue_put(&filing->queue, job);
}

void filing_spend(struct filing *filing, int64_t now, int64_t cost)
{
    struct filing_job *job = put_job(filing, FILING_SPEND);
    job->at = now;
    job->cost = cost;
    filing_queue_put(&filing->queue, job);
}

void filing_forget_seen(struct filing *filing, int64_t agent)
{
    struct filing_job *job = put_job(filing, FILING_FORGET_SEEN);
    job->agent = agent;
    filing_queue_put(&filing->queue, job);
}

void filing_forget_coverage(struct filing *filing, int64_t agent)
{
    struct filing_job *job = put_job(filing, FILING_FORGET);
    job->agent = agent;
    filing_queue_put(&filing->queue, job);
}

void filing_purge(struct filing *filing, const struct filer_purge *purge)
{
    struct filing_job *job = put_job(filing, FILING_PURGE);
    job->purge = *purge;
    filing_queue_put(&filing->queue, job);
}
