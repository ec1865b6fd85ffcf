#include "model/archive/filing_queue.h"

#include "net/base/memory.h"

#include <stdlib.h>

#define FULL_BYTES ((size_t)2 << 20)
#define ROOM_BYTES ((size_t)1 << 20)

void filing_queue_init(struct filing_queue *queue)
{
    if (uv_mutex_init(&queue->mutex) != 0 || uv_cond_init(&queue->filled) != 0)
        die("cannot make the worker's queue");
}

void filing_queue_clear(struct filing_queue *queue)
{
    while (queue->first_job) {
        struct filing_job *job = queue->first_job;
        queue->first_job = job->next;
        filing_job_free(&job);
    }
    struct filing_result *result;
    while ((result = filing_queue_result(queue)))
        filing_result_free(&result);
    uv_cond_destroy(&queue->filled);
    uv_mutex_destroy(&queue->mutex);
}

/* Bytes that a job keeps in memory. */
static size_t weight_of(const struct filing_job *job)
{
    return job->used + job->row_count * sizeof *job->rows;
}

void filing_queue_put(struct filing_queue *queue, struct filing_job *job)
{
    uv_mutex_lock(&queue->mutex);
    job->next = NULL;
    if (queue->last_job)
        queue->last_job->next = job;
    else
        queue->first_job = job;
    queue->last_job = job;
    queue->bytes += weight_of(job);
    queue->pending++;
    uv_cond_signal(&queue->filled);
    uv_mutex_unlock(&queue->mutex);
}

struct filing_job *filing_queue_take(struct filing_queue *queue, uint64_t nanoseconds)
{
    uv_mutex_lock(&queue->mutex);
    if (nanoseconds == UINT64_MAX) {
        while (!queue->first_job)
            uv_cond_wait(&queue->filled, &queue->mutex);
    } else if (!queue->first_job && nanoseconds) {
        uv_cond_timedwait(&queue->filled, &queue->mutex, nanoseconds);
    }
    struct filing_job *job = queue->first_job;
    if (job) {
        queue->first_job = job->next;
        if (!queue->first_job)
            queue->last_job = NULL;
    }
    uv_mutex_unlock(&queue->mutex);
    return job;
}

bool filing_queue_done(struct filing_queue *queue, const struct filing_job *job)
{
    uv_mutex_lock(&queue->mutex);
    bool was_over = queue->bytes > ROOM_BYTES;
    queue->bytes -= weight_of(job);
    queue->pending--;
    bool made_room = was_over && queue->bytes <= ROOM_BYTES;
    uv_mutex_unlock(&queue->mutex);
    return made_room;
}

static size_t bytes_of(struct filing_queue *queue)
{
    uv_mutex_lock(&queue->mutex);
    size_t bytes = queue->bytes;
    uv_mutex_unlock(&queue->mutex);
    return bytes;
}

bool filing_queue_is_full(struct filing_queue *queue)
{
    return bytes_of(queue) >= FULL_BYTES;
}

bool filing_queue_has_room(struct filing_queue *queue)
{
    return bytes_of(queue) <= ROOM_BYTES;
}

bool filing_queue_is_idle(struct filing_queue *queue)
{
    uv_mutex_lock(&queue->mutex);
    bool idle = queue->pending == 0;
    uv_mutex_unlock(&queue->mutex);
    return idle;
}

void filing_queue_post(struct filing_queue *queue, struct filing_result *result)
{
    uv_mutex_lock(&queue->mutex);
    result->next = NULL;
    if (queue->last_result)
        queue->last_result->next = result;
    else
        queue->first_result = result;
    queue->last_result = result;
    uv_mutex_unlock(&queue->mutex);
}

struct filing_result *filing_queue_result(struct filing_queue *queue)
{
    uv_mutex_lock(&queue->mutex);
    struct filing_result *result = queue->first_result;
    if (result) {
        queue->first_result = result->next;
        if (!queue->first_result)
            queue->last_result = NULL;
    }
    uv_mutex_unlock(&queue->mutex);
    return result;
}

void filing_job_drop_entries(struct filing_job *job)
{
    for (size_t i = 0; i < job->entry_count; i++)
        agent_entry_clear(&job->entries[i]);
    free(job->entries);
    job->entries = NULL;
    job->entry_count = 0;
}

void filing_job_add_run(struct filing_job *job, const struct filing_run *run)
{
    struct filing_run *last = job->run_count ? &job->runs[job->run_count - 1] : NULL;
    if (last && last->answer == run->answer && last->rows && run->rows) {
        last->rows += run->rows;
        return;
    }
    job->runs = memory_grow(job->runs, &job->run_capacity, job->run_count + 1, sizeof *job->runs);
    job->runs[job->run_count++] = *run;
}

void filing_job_free(struct filing_job **job)
{
    if (!*job)
        return;
    filing_job_drop_entries(*job);
    free((*job)->bytes);
    free((*job)->runs);
    free((*job)->rows);
    free(*job);
    *job = NULL;
}

struct filing_result *filing_result_new(enum filing_result_kind kind)
{
    struct filing_result *result = memory_new(sizeof *result);
    result->kind = kind;
    return result;
}

void filing_result_free(struct filing_result **result)
{
    if (!*result)
        return;
    free((*result)->agents.merged);
    for (size_t i = 0; i < (*result)->agents.count; i++)
        filer_agent_clear(&(*result)->agents.agents[i]);
    free((*result)->agents.agents);
    free(*result);
    *result = NULL;
}
