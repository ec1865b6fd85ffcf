#include "model/archive/writer_thread.h"

#include "model/archive/file_key.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_merge.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_queue.h"
#include "model/archive/writer_report.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_traces.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/coverage/answer.h"
#include "model/recording/agent.h"
#include "model/recording/recording.h"
#include "model/recording/recording_plain.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define PLAIN_BYTES 4096 /* elements up to this size are decoded on the loop */
#define ROWS_PER_TRANSACTION 10000
#define TRACES_PAUSE_NS 50000000 /* idle time before traces are removed; doubled after each failure */
#define TRACES_LONGEST_NS UINT64_C(60000000000)
#define COMMIT_PAUSE_NS 20000000 /* minimum time between commits, unless an answer has ended */

struct active_answer {
    uint64_t number;
    struct response_ingest *filed;
};

struct writer_thread {
    struct writer_events events;
    struct writer_queue queue;
    uv_async_t async;
    uv_thread_t uv;
    /* Used on the loop only. */
    struct writer_job *gathering;
    uint64_t last_answer;
    bool waiting_for_room;
    void (*closed)(void *context);
    void *closed_context;
    /* Used on the worker only. */
    struct writer *writer;
    struct active_answer *answers;
    size_t answer_count;
    size_t answer_capacity;
    uint64_t traces_pause;
    uint64_t last_commit; /* uv_hrtime; 0 when a fetch has started, to commit its first rows at once */
};

static void post(struct writer_thread *thread, struct writer_result *result)
{
    writer_queue_post(&thread->queue, result);
    uv_async_send(&thread->async);
}

static void on_wait(void *context)
{
    post(context, writer_result_new(RESULT_WAITING));
}

static struct active_answer *find_answer(struct writer_thread *thread, uint64_t number)
{
    for (size_t i = 0; i < thread->answer_count; i++) {
        if (thread->answers[i].number == number)
            return &thread->answers[i];
    }
    return NULL;
}

static void drop_answers(struct writer_thread *thread)
{
    for (size_t i = 0; i < thread->answer_count; i++)
        response_ingest_free(&thread->answers[i].filed);
    thread->answer_count = 0;
}

static void report(struct writer_thread *thread, const struct active_answer *answer, bool ended)
{
    struct writer_result *result = writer_result_new(RESULT_FILED);
    const struct answer *judgement = response_ingest_judgement(answer->filed);
    result->report = (struct writer_report){
        .answer = answer->number,
        .agent = response_ingest_agent(answer->filed),
        .ended = ended,
        .rows_changed = response_ingest_changed(answer->filed),
        .rows = judgement->count,
        .reached = response_ingest_reached(answer->filed),
        .oldest = response_ingest_oldest(answer->filed),
        .unread = *response_ingest_unread(answer->filed),
        .judgement = *judgement,
        .traits = *writer_traits(thread->writer),
    };
    post(thread, result);
}

/* A result with an agent, or all for 0, as committed; NULL with *failure filled. */
static struct writer_result *read_agents(struct writer_thread *thread, int64_t agent, struct failure *failure)
{
    struct writer_result *result = writer_result_new(RESULT_AGENTS);
    struct writer_agents *agents = &result->agents;
    agents->listed_at = writer_listed_at(thread->writer);
    agents->spent_up_to = writer_spent_up_to(thread->writer);
    if (!writer_read_agents(thread->writer, agent, &agents->agents, &agents->count, failure))
        writer_result_free(&result);
    return result;
}

/* Reports an agent, or all agents for 0 or if others have changed with it. */
static bool report_agents(struct writer_thread *thread, int64_t agent, struct failure *failure)
{
    bool all = writer_take_others(thread->writer) || agent == 0;
    struct writer_result *result = read_agents(thread, all ? 0 : agent, failure);
    if (!result)
        return false;
    result->agents.all = all;
    result->agents.put = agent == 0;
    result->agents.merged = writer_merged(thread->writer, &result->agents.merged_count);
    post(thread, result);
    return true;
}

/* Rolls back and reports the failure, after the agents as they were last committed. */
static void fail(struct writer_thread *thread, const struct failure *failure)
{
    struct failure ignored;
    writer_rollback(thread->writer);
    drop_answers(thread);
    struct writer_result *result = read_agents(thread, 0, &ignored);
    if (result)
        post(thread, result);
    result = writer_result_new(RESULT_FAILED);
    result->failure = *failure;
    post(thread, result);
}

/* Commits the rows with the coverage that they prove, and reports it. */
static bool commit(struct writer_thread *thread, struct failure *failure)
{
    if (!writer_is_changing(thread->writer))
        return true;
    for (size_t i = 0; i < thread->answer_count; i++) {
        if (!writer_prove(thread->writer, thread->answers[i].filed, failure))
            return false;
    }
    if (!writer_commit(thread->writer, failure))
        return false;
    thread->last_commit = uv_hrtime();
    thread->traces_pause = TRACES_PAUSE_NS;
    for (size_t i = 0; i < thread->answer_count; i++)
        report(thread, &thread->answers[i], false);
    return true;
}

static bool take_run(struct writer_thread *thread, const struct writer_job *job, const struct writer_run *run,
                     const struct writer_row *rows, struct failure *failure)
{
    const struct active_answer *answer = find_answer(thread, run->answer);
    if (!answer)
        return true;
    if (run->rows)
        return writer_take_rows(thread->writer, answer->filed, rows, run->rows, failure);
    return writer_take(thread->writer, answer->filed, job->bytes + run->at, run->length, failure);
}

static bool take_elements(struct writer_thread *thread, const struct writer_job *job, struct failure *failure)
{
    const struct writer_row *rows = job->rows;
    for (size_t i = 0; i < job->run_count; i++) {
        if (!take_run(thread, job, &job->runs[i], rows, failure))
            return false;
        rows += job->runs[i].rows;
    }
    bool due = !thread->last_commit || writer_uncommitted(thread->writer) >= ROWS_PER_TRANSACTION;
    return !due || commit(thread, failure);
}

static void begin_answer(struct writer_thread *thread, const struct writer_job *job)
{
    thread->answers = memory_grow(thread->answers, &thread->answer_capacity, thread->answer_count + 1,
                                  sizeof *thread->answers);
    thread->answers[thread->answer_count++] = (struct active_answer){
        job->answer,
        writer_begin(thread->writer, &job->question),
    };
    if (job->question.first)
        thread->last_commit = 0;
}

static bool end_answer(struct writer_thread *thread, const struct writer_job *job, struct failure *failure)
{
    struct active_answer *answer = find_answer(thread, job->answer);
    if (!answer)
        return true;
    if (!writer_end(thread->writer, answer->filed, job->whole, failure) || !commit(thread, failure) ||
        !report_agents(thread, response_ingest_agent(answer->filed), failure))
        return false;
    report(thread, answer, true);
    response_ingest_free(&answer->filed);
    *answer = thread->answers[--thread->answer_count];
    return true;
}

static bool put_agents(struct writer_thread *thread, struct writer_job *job, struct failure *failure)
{
    if (job->replace && !writer_unlist_agents(thread->writer, failure))
        return false;
    if (job->at != TIMESTAMP_NONE && !writer_set_listed_at(thread->writer, job->at, failure))
        return false;
    for (size_t i = 0; i < job->entry_count; i++) {
        int64_t agent;
        if (!writer_add_agent(thread->writer, &job->entries[i], &agent, failure))
            return false;
    }
    writer_job_drop_entries(job); /* frees a long list before its result is built */
    return commit(thread, failure) && report_agents(thread, 0, failure);
}

static bool purge(struct writer_thread *thread, const struct writer_job *job, struct failure *failure)
{
    struct writer_purge purge = job->purge;
    if (!writer_purge(thread->writer, &purge, failure) || !commit(thread, failure) ||
        !report_agents(thread, purge.agent, failure))
        return false;
    writer_purge_tell(thread->writer, &purge);
    struct writer_result *result = writer_result_new(RESULT_PURGED);
    result->purge = purge;
    post(thread, result);
    return true;
}

static void run_job(struct writer_thread *thread, struct writer_job *job)
{
    struct failure failure;
    bool done = true;
    switch (job->kind) {
    case JOB_BEGIN:
        begin_answer(thread, job);
        break;
    case JOB_ELEMENTS:
        done = take_elements(thread, job, &failure);
        break;
    case JOB_END:
        done = end_answer(thread, job, &failure);
        break;
    case JOB_PUT_AGENTS:
        done = put_agents(thread, job, &failure);
        break;
    case JOB_SPEND:
        done = writer_spend(thread->writer, job->at, job->cost, &failure);
        break;
    case JOB_FORGET:
        done = writer_forget_coverage(thread->writer, job->agent, &failure) && commit(thread, &failure) &&
               report_agents(thread, job->agent, &failure);
        break;
    case JOB_FORGET_SEEN:
        done = writer_forget_seen(thread->writer, job->agent, &failure) && commit(thread, &failure) &&
               report_agents(thread, job->agent, &failure);
        break;
    case JOB_PURGE:
        done = purge(thread, job, &failure);
        break;
    case JOB_STOP:
        done = commit(thread, &failure);
        break;
    }
    if (!done)
        fail(thread, &failure);
}

/* The next job. While idle, traces of deletions are removed. NULL if none came in time. */
static struct writer_job *job_after_pause(struct writer_thread *thread)
{
    if (!writer_has_traces(thread->writer))
        return writer_queue_take(&thread->queue, UINT64_MAX);
    struct writer_job *job = writer_queue_take(&thread->queue, thread->traces_pause);
    if (!job && !writer_remove_traces(thread->writer) && thread->traces_pause < TRACES_LONGEST_NS)
        thread->traces_pause *= 2;
    return job;
}

/* The next job. While there is none, an open transaction is committed once the pause is over. */
static struct writer_job *next_job(struct writer_thread *thread)
{
    if (!writer_is_changing(thread->writer))
        return job_after_pause(thread);
    uint64_t since = uv_hrtime() - thread->last_commit;
    struct writer_job *job =
        writer_queue_take(&thread->queue, since < COMMIT_PAUSE_NS ? COMMIT_PAUSE_NS - since : 0);
    struct failure failure;
    if (!job && !commit(thread, &failure))
        fail(thread, &failure);
    return job;
}

static void run(void *argument)
{
    struct writer_thread *thread = argument;
    bool stopping = false;
    while (!stopping) {
        struct writer_job *job = next_job(thread);
        if (!job)
            continue;
        stopping = job->kind == JOB_STOP;
        run_job(thread, job);
        if (writer_queue_done(&thread->queue, job))
            uv_async_send(&thread->async);
        writer_job_free(&job);
    }
    drop_answers(thread);
    writer_remove_traces(thread->writer);
    writer_close(&thread->writer);
    post(thread, writer_result_new(RESULT_STOPPED));
}

static void on_closed(uv_handle_t *handle)
{
    struct writer_thread *thread = handle->data;
    void (*closed)(void *context) = thread->closed;
    void *context = thread->closed_context;
    writer_queue_clear(&thread->queue);
    writer_job_free(&thread->gathering);
    free(thread->answers);
    free(thread);
    closed(context);
}

static void deliver(struct writer_thread *thread, struct writer_result *result)
{
    const struct writer_events *events = &thread->events;
    if (result->kind == RESULT_STOPPED) {
        uv_thread_join(&thread->uv);
        uv_close((uv_handle_t *)&thread->async, on_closed);
    } else if (result->kind == RESULT_PURGED) {
        events->purged(events->context, &result->purge);
    } else if (thread->closed) {
        return; /* no other events while stopping */
    } else if (result->kind == RESULT_FILED) {
        events->filed(events->context, &result->report);
    } else if (result->kind == RESULT_AGENTS) {
        events->agents(events->context, &result->agents);
        result->agents.count = 0; /* the receiver owns their contents now */
    } else if (result->kind == RESULT_FAILED) {
        events->failed(events->context, &result->failure);
    } else {
        events->waiting(events->context);
    }
}

static void on_async(uv_async_t *async)
{
    struct writer_thread *thread = async->data;
    struct writer_result *result;
    while ((result = writer_queue_result(&thread->queue))) {
        bool last = result->kind == RESULT_STOPPED;
        deliver(thread, result);
        writer_result_free(&result);
        if (last)
            return;
    }
    if (thread->waiting_for_room && !thread->closed && writer_queue_has_room(&thread->queue)) {
        thread->waiting_for_room = false;
        thread->events.drained(thread->events.context);
    }
}

struct writer_thread *writer_thread_start(uv_loop_t *loop, struct writer *writer,
                                          const struct writer_events *events)
{
    struct writer_thread *thread = memory_new(sizeof *thread);
    thread->events = *events;
    thread->writer = writer;
    thread->traces_pause = TRACES_PAUSE_NS;
    writer_queue_init(&thread->queue);
    writer_on_wait(writer, on_wait, thread);
    if (uv_async_init(loop, &thread->async, on_async) != 0)
        die("cannot make the worker's channel to the loop");
    thread->async.data = thread;
    if (uv_thread_create(&thread->uv, run, thread) != 0)
        die("cannot start the worker thread");
    return thread;
}

static void hand_on_gathered(struct writer_thread *thread)
{
    if (thread->gathering)
        writer_queue_put(&thread->queue, thread->gathering);
    thread->gathering = NULL;
}

static void put_job(struct writer_thread *thread, struct writer_job job)
{
    hand_on_gathered(thread);
    struct writer_job *copy = memory_new(sizeof *copy);
    *copy = job;
    writer_queue_put(&thread->queue, copy);
}

void writer_thread_stop(struct writer_thread **thread, void (*closed)(void *context), void *context)
{
    (*thread)->closed = closed;
    (*thread)->closed_context = context;
    put_job(*thread, (struct writer_job){.kind = JOB_STOP});
    *thread = NULL;
}

uint64_t writer_thread_begin(struct writer_thread *thread, const struct writer_question *question)
{
    put_job(thread,
            (struct writer_job){.kind = JOB_BEGIN, .answer = ++thread->last_answer, .question = *question});
    return thread->last_answer;
}

/* The current block with room for an element. Its bytes must not move: rows point into them. */
static struct writer_job *gathering_for(struct writer_thread *thread, size_t length)
{
    if (thread->gathering && thread->gathering->used + length > thread->gathering->capacity)
        hand_on_gathered(thread);
    if (!thread->gathering)
        thread->gathering = writer_job_for_elements(length);
    return thread->gathering;
}

/* Plain elements are decoded here, to share the work between both threads; others are left to the worker. */
void writer_thread_put(struct writer_thread *thread, uint64_t answer, const char *text, size_t length)
{
    struct writer_job *job = gathering_for(thread, length);
    struct writer_run run = {.answer = answer, .at = job->used, .length = length};
    char *copy = job->bytes + job->used;
    memcpy(copy, text, length);
    job->used += length;
    job->rows = memory_grow(job->rows, &job->row_capacity, job->row_count + 1, sizeof *job->rows);
    struct writer_row *row = &job->rows[job->row_count];
    if (length <= PLAIN_BYTES && recording_read_plain(copy, length, &row->recording) &&
        !recording_is_none(&row->recording)) {
        file_key_make(&row->file, row->recording.file_name);
        job->row_count++;
        run.rows = 1;
    }
    writer_job_add_run(job, &run);
}

void writer_thread_flush_if_idle(struct writer_thread *thread)
{
    if (thread->gathering && writer_queue_is_idle(&thread->queue))
        hand_on_gathered(thread);
}

bool writer_thread_is_full(struct writer_thread *thread)
{
    bool full = writer_queue_is_full(&thread->queue);
    /* A caller that found it full before still waits for `drained`, even if there is room now. */
    thread->waiting_for_room = thread->waiting_for_room || full;
    return full;
}

void writer_thread_end(struct writer_thread *thread, uint64_t answer, bool whole)
{
    put_job(thread, (struct writer_job){.kind = JOB_END, .answer = answer, .whole = whole});
}

void writer_thread_put_agents(struct writer_thread *thread, struct agent_entry *entries, size_t count,
                              int64_t listed_at, bool replace)
{
    put_job(thread, (struct writer_job){.kind = JOB_PUT_AGENTS,
                                        .entries = entries,
                                        .entry_count = count,
                                        .at = listed_at,
                                        .replace = replace});
}

void writer_thread_spend(struct writer_thread *thread, int64_t now, int64_t cost)
{
    put_job(thread, (struct writer_job){.kind = JOB_SPEND, .at = now, .cost = cost});
}

void writer_thread_forget_seen(struct writer_thread *thread, int64_t agent)
{
    put_job(thread, (struct writer_job){.kind = JOB_FORGET_SEEN, .agent = agent});
}

void writer_thread_forget_coverage(struct writer_thread *thread, int64_t agent)
{
    put_job(thread, (struct writer_job){.kind = JOB_FORGET, .agent = agent});
}

void writer_thread_purge(struct writer_thread *thread, const struct writer_purge *purge)
{
    put_job(thread, (struct writer_job){.kind = JOB_PURGE, .purge = *purge});
}
