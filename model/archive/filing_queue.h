/* The two queues between the loop and the worker thread: jobs one way, bounded by their bytes, results the
 * other way. Thread-safe; part of filing.c. */
#ifndef MODEL_ARCHIVE_FILING_QUEUE_H
#define MODEL_ARCHIVE_FILING_QUEUE_H

#include "model/archive/filing.h"

#include <uv.h>

enum filing_job_kind {
    FILING_BEGIN,
    FILING_ELEMENTS,
    FILING_END,
    FILING_PUT_AGENTS,
    FILING_SPEND,
    FILING_FORGET,
    FILING_FORGET_SEEN,
    FILING_PURGE,
    FILING_STOP,
};

/* What follows each other in a job: rows of one answer or, where `rows` is 0, an element that is yet to be
 * decoded. */
struct filing_run {
    uint64_t answer;
    size_t rows;
    size_t at; /* the element in the job's bytes */
    size_t length;
};

struct filing_job {
    struct filing_job *next;
    enum filing_job_kind kind;
    uint64_t answer;
    struct filer_question question; /* FILING_BEGIN */
    int64_t agent;                  /* FILING_FORGET, FILING_FORGET_SEEN */
    struct filer_purge purge;       /* FILING_PURGE */
    int64_t at;                     /* FILING_PUT_AGENTS: when they were listed; FILING_SPEND: now */
    int64_t cost;                   /* FILING_SPEND */
    bool replace;                   /* likewise */
    bool whole;                     /* FILING_END */
    char *bytes;                    /* owned: the texts of all that follows */
    size_t used;
    size_t capacity;
    struct filing_run *runs; /* owned */
    size_t run_count;
    size_t run_capacity;
    struct filer_row *rows; /* owned: those of all runs */
    size_t row_count;
    size_t row_capacity;
    struct agent_entry *entries; /* owned */
    size_t entry_count;
};

enum filing_result_kind {
    FILING_FILED,
    FILING_AGENTS,
    FILING_PURGED,
    FILING_WAITING,
    FILING_FAILED,
    FILING_STOPPED
};

struct filing_result {
    struct filing_result *next;
    enum filing_result_kind kind;
    struct filing_report report;
    struct filing_agents agents; /* owned */
    struct filer_purge purge;
    struct failure failure;
};

struct filing_queue {
    uv_mutex_t mutex;
    uv_cond_t filled;
    struct filing_job *first_job;
    struct filing_job *last_job;
    size_t bytes;   /* of jobs that wait or run */
    size_t pending; /* jobs that wait or run */
    struct filing_result *first_result;
    struct filing_result *last_result;
};

void filing_queue_init(struct filing_queue *queue);
void filing_queue_clear(struct filing_queue *queue);

void filing_queue_put(struct filing_queue *queue, struct filing_job *job);
/* Waits for a job for so long (UINT64_MAX: for ever); NULL if none came. */
struct filing_job *filing_queue_take(struct filing_queue *queue, uint64_t nanoseconds);
/* After a taken job was run. Returns true when this has made room in a full queue. */
bool filing_queue_done(struct filing_queue *queue, const struct filing_job *job);

bool filing_queue_is_full(struct filing_queue *queue);
bool filing_queue_has_room(struct filing_queue *queue);
bool filing_queue_is_idle(struct filing_queue *queue);

void filing_queue_post(struct filing_queue *queue, struct filing_result *result);
struct filing_result *filing_queue_result(struct filing_queue *queue); /* NULL if there is none */

void filing_job_drop_entries(struct filing_job *job);
/* Adds what follows; rows to those of the last run if they are of the same answer. */
void filing_job_add_run(struct filing_job *job, const struct filing_run *run);
void filing_job_free(struct filing_job **job);
struct filing_result *filing_result_new(enum filing_result_kind kind);
void filing_result_free(struct filing_result **result);

#endif
