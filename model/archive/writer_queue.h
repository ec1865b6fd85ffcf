/* The queues between the loop and the worker thread: jobs, bounded by their bytes, and results. Thread-safe. Part
 * of writer_thread.c. */
#ifndef MODEL_ARCHIVE_WRITER_QUEUE_H
#define MODEL_ARCHIVE_WRITER_QUEUE_H

#include "model/archive/writer_data.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_report.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <uv.h>

enum writer_job_kind {
    JOB_BEGIN,
    JOB_ELEMENTS,
    JOB_END,
    JOB_PUT_AGENTS,
    JOB_SPEND,
    JOB_FORGET,
    JOB_FORGET_SEEN,
    JOB_PURGE,
    JOB_STOP,
};

/* A run within a job: `rows` decoded rows of one answer or, if `rows` is 0, one element still to be decoded. */
struct writer_run {
    uint64_t answer;
    size_t rows;
    size_t at; /* offset of the element in the job's bytes */
    size_t length;
};

struct writer_job {
    struct writer_job *next;
    enum writer_job_kind kind;
    uint64_t answer;
    struct writer_question question; /* JOB_BEGIN */
    int64_t agent;                   /* JOB_FORGET, JOB_FORGET_SEEN */
    struct writer_purge purge;       /* JOB_PURGE */
    int64_t at;                      /* JOB_PUT_AGENTS: when they were listed; JOB_SPEND: now */
    int64_t cost;                    /* JOB_SPEND */
    bool replace;                    /* likewise */
    bool whole;                      /* JOB_END */
    char *bytes;                     /* texts of rows and elements; owned */
    size_t used;
    size_t capacity;
    struct writer_run *runs; /* owned */
    size_t run_count;
    size_t run_capacity;
    struct writer_row *rows; /* the rows of all runs; owned */
    size_t row_count;
    size_t row_capacity;
    struct agent_entry *entries; /* owned */
    size_t entry_count;
};

enum writer_result_kind {
    RESULT_FILED,
    RESULT_AGENTS,
    RESULT_PURGED,
    RESULT_WAITING,
    RESULT_FAILED,
    RESULT_STOPPED
};

struct writer_result {
    struct writer_result *next;
    enum writer_result_kind kind;
    struct writer_report report;
    struct writer_agents agents; /* owned */
    struct writer_purge purge;
    struct failure failure;
};

struct writer_queue {
    uv_mutex_t mutex;
    uv_cond_t filled;
    struct writer_job *first_job;
    struct writer_job *last_job;
    size_t bytes;   /* bytes of waiting and running jobs */
    size_t pending; /* number of waiting and running jobs */
    struct writer_result *first_result;
    struct writer_result *last_result;
};

void writer_queue_init(struct writer_queue *queue);
void writer_queue_clear(struct writer_queue *queue);

void writer_queue_put(struct writer_queue *queue, struct writer_job *job);
/* Waits for a job up to a time (UINT64_MAX: for ever). NULL if none came; spurious early returns are possible. */
struct writer_job *writer_queue_take(struct writer_queue *queue, uint64_t nanoseconds);
/* Call after running a job. True if this has made room in a full queue. */
bool writer_queue_done(struct writer_queue *queue, const struct writer_job *job);

bool writer_queue_is_full(struct writer_queue *queue);
bool writer_queue_has_room(struct writer_queue *queue);
bool writer_queue_is_idle(struct writer_queue *queue);

void writer_queue_post(struct writer_queue *queue, struct writer_result *result);
struct writer_result *writer_queue_result(struct writer_queue *queue); /* NULL if there is none */

/* A JOB_ELEMENTS job with room for at least `length` bytes. */
struct writer_job *writer_job_for_elements(size_t length);
void writer_job_drop_entries(struct writer_job *job);
/* Appends a run; rows are joined with the last run if it is of the same answer. */
void writer_job_add_run(struct writer_job *job, const struct writer_run *run);
void writer_job_free(struct writer_job **job);
struct writer_result *writer_result_new(enum writer_result_kind kind);
void writer_result_free(struct writer_result **result);

#endif
