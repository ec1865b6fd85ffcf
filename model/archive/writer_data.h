/* Input of the writer: questions, rows, undecodable elements, and callbacks about deletions and holds. Plain data. */
#ifndef MODEL_ARCHIVE_WRITER_DATA_H
#define MODEL_ARCHIVE_WRITER_DATA_H

#include "model/archive/file_key.h"
#include "model/recording/recording.h"
#include "model/recording/recording_decode.h"

#include <stdbool.h>
#include <stdint.h>

#define WRITER_FETCHES 8

/* A request whose answer is being written. The answers of a fetch follow each other; up to WRITER_FETCHES fetches
 * run at a time, also of the same agent. Losses are counted per fetch: if more than a tenth of the agent's
 * recordings are missing they are not deleted unless `accept_losses`. */
struct writer_question {
    unsigned fetch; /* index, below WRITER_FETCHES */
    bool first;     /* the first one of the fetch */
    bool accept_losses;
    bool keeps_head; /* the range between the tail and the fetch's first question is not fetched */
    int64_t agent;
    int64_t from;       /* fromQueueCallId */
    int64_t stop_at;    /* id above which the answer is cut; 0, INT64_MAX: not cut */
    int64_t asked_at;   /* ticks: time of the request, as of which the answer is valid */
    int64_t kept_since; /* ticks: recordings that started before are not stored; 0: all are */
};

/* Undecodable parts of answers. */
struct writer_unread {
    uint64_t elements;                  /* elements that are no recordings and are skipped */
    char reason[RECORDING_REASON_SIZE]; /* reason for the first one, see recording_explain */
    uint64_t starts;                    /* starts that cannot be parsed; stored as text */
    char start[40];                     /* the first one, escaped */
    uint64_t ends;                      /* ends likewise */
    char end[40];
};

/* A decoded recording; its texts are the caller's. */
struct writer_row {
    struct recording recording;
    struct file_key file;
};

/* A recording that the writer deletes, see writer_gone.h. */
struct writer_gone {
    const char *agent; /* a reference of its agent, "id:103" */
    int64_t call;
    const char *file; /* "" if it has no file name */
    bool is_last;     /* it is the last recording of its call */
};

/* Callbacks about the deletions of a transaction, on the writer's thread. `gone` is valid during the call. */
struct writer_gone_events {
    /* Sets is_kept[i] for the deletions of interest; the other callbacks get only those. */
    void (*ask)(void *context, const struct writer_gone *gone, size_t count, bool *is_kept);

    /* Before the commit. Returns a number that is committed with the deletions (see writer_gone_number), so that a
     * receiver which records them on disk can tell after a kill whether they were committed; or 0. */
    int64_t (*going)(void *context, const struct writer_gone *gone, size_t count);
    void (*gone)(void *context, const struct writer_gone *gone, size_t count); /* after the commit */
    void *context;
};

/* Callbacks about holds, see writer_held.h, on the writer's thread; `file` is "" if there is no file name. */
struct writer_holder {
    bool (*has)(void *context, int64_t call, const char *file);
    void (*kept)(void *context, int64_t call,
                 const char *file); /* the server has deleted it and it was kept; after the commit */

    /* The rows of a released hold are deleted; after the commit. `file` is its writer_purge_file. */
    void (*released)(void *context, int64_t call, uint64_t file);
    void *context;
};

#endif
