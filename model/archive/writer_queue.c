#include "model/archive/writer_queue.h"

#include "model/archive/writer_agents.h"
#include "net/base/memory.h"

#include <stdlib.h>

#define FULL_BYTES ((size_t)2 << 20)    /* from here on the queue is full */
#define ROOM_BYTES ((size_t)1 << 20)    /* down to here it has room again */
#define BLOCK_BYTES ((size_t)256 << 10) /* of a job of elements */

void writer_queue_init(struct writer_queue *queue)
{
    if (uv_mutex_init(&queue->mutex) != 0 || uv_cond_init(&queue->filled) != 0)
        die("cannot make the worker's queue");
}

void writer_queue_clear(struct writer_queue *queue)
{
    while (queue->first_job) {
        struct writer_job *job = queue->first_job;
        queue->first_job = job->next;
        writer_job_free(&job);
    }
    struct writer_result *result;
    while ((result = writer_queue_result(queue)))
        writer_result_free(&result);
    uv_cond_destroy(&queue->filled);
    uv_mutex_destroy(&queue->mutex);
}

/* Bytes that a job keeps in memory. */
static size_t weight_of(const struct writer_job *job)
{
    return job->used + job->row_count * sizeof *job->rows;
}

void writer_queue_put(struct writer_queue *queue, struct writer_job *job)
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

struct writer_job *writer_queue_take(struct writer_queue *queue, uint64_t nanoseconds)
{
    uv_mutex_lock(&queue->mutex);
    if (nanoseconds == UINT64_MAX) {
        while (!queue->first_job)
            uv_cond_wait(&queue->filled, &queue->mutex);
    } else if (!queue->first_job && nanoseconds) {
        uv_cond_timedwait(&queue->filled, &queue->mutex, nanoseconds);
    }
    struct writer_job *job = queue->first_job;
    if (job) {
        queue->first_job = job->next;
        if (!queue->first_job)
            queue->last_job = NULL;
    }
    uv_mutex_unlock(&queue->mutex);
    return job;
}

bool writer_queue_done(struct writer_queue *queue, const struct writer_job *job)
{
    uv_mutex_lock(&queue->mutex);
    bool was_over = queue->bytes > ROOM_BYTES;
    queue->bytes -= weight_of(job);
    queue->pending--;
    bool made_room = was_over && queue->bytes <= ROOM_BYTES;
    uv_mutex_unlock(&queue->mutex);
    return made_room;
}

static size_t bytes_of(struct writer_queue *queue)
{
    uv_mutex_lock(&queue->mutex);
    size_t bytes = queue->bytes;
    uv_mutex_unlock(&queue->mutex);
    return bytes;
}

bool writer_queue_is_full(struct writer_queue *queue)
{
    return bytes_of(queue) >= FULL_BYTES;
}

bool writer_queue_has_room(struct writer_queue *queue)
{
    return bytes_of(queue) <= ROOM_BYTES;
}

bool writer_queue_is_idle(struct writer_queue *queue)
{
    uv_mutex_lock(&queue->mutex);
    bool idle = queue->pending == 0;
    uv_mutex_unlock(&queue->mutex);
    return idle;
}

void writer_queue_post(struct writer_queue *queue, struct writer_result *result)
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

struct writer_result *writer_queue_result(struct writer_queue *queue)
{
    uv_mutex_lock(&queue->mutex);
    struct writer_result *result = queue->first_result;
    if (result) {
        queue->first_result = result->next;
        if (!queue->first_result)
            queue->last_result = NULL;
    }
    uv_mutex_unlock(&queue->mutex);
    return result;
}

struct writer_job *writer_job_for_elements(size_t length)
{
    struct writer_job *job = memory_new(sizeof *job);
    job->kind = JOB_ELEMENTS;
    job->bytes = memory_grow(NULL, &job->capacity, length > BLOCK_BYTES ? length : BLOCK_BYTES, 1);
    return job;
}

void writer_job_drop_entries(struct writer_job *job)
{
    for (size_t i = 0; i < job->entry_count; i++)
        agent_entry_clear(&job->entries[i]);
    free(job->entries);
    job->entries = NULL;
    job->entry_count = 0;
}

void writer_job_add_run(struct writer_job *job, const struct writer_run *run)
{
    struct writer_run *last = job->run_count ? &job->runs[job->run_count - 1] : NULL;
    if (last && last->answer == run->answer && last->rows && run->rows) {
        last->rows += run->rows;
        return;
    }
    job->runs = memory_grow(job->runs, &job->run_capacity, job->run_count + 1, sizeof *job->runs);
    job->runs[job->run_count++] = *run;
}

void writer_job_free(struct writer_job **job)
{
    if (!*job)
        return;
    writer_job_drop_entries(*job);
    free((*job)->bytes);
    free((*job)->runs);
    free((*job)->rows);
    free(*job);
    *job = NULL;
}

struct writer_result *writer_result_new(enum writer_result_kind kind)
{
    struct writer_result *result = memory_new(sizeof *result);
    result->kind = kind;
    return result;
}

void writer_result_free(struct writer_result **result)
{
    if (!*result)
        return;
    free((*result)->agents.merged);
    for (size_t i = 0; i < (*result)->agents.count; i++)
        archive_agent_clear(&(*result)->agents.agents[i]);
    free((*result)->agents.agents);
    free(*result);
    *result = NULL;
}
