/* What the writer is asked and given: questions, rows, and what could not be read of the answers. */
#ifndef MODEL_ARCHIVE_WRITER_DATA_H
#define MODEL_ARCHIVE_WRITER_DATA_H

#include "model/archive/file_key.h"
#include "model/recording/recording.h"
#include "model/recording/recording_decode.h"

#include <stdbool.h>
#include <stdint.h>

#define WRITER_FETCHES 8

/* A question that is being answered. The answers of one fetch come one after the other; WRITER_FETCHES can be
 * under way at a time, also of the same agent. The loss of recordings is counted over a fetch, and beyond a
 * tenth of what the agent had it is not obeyed unless `accept_losses`. */
struct writer_question {
    unsigned fetch; /* below WRITER_FETCHES */
    bool first;     /* of the fetch */
    bool accept_losses;
    bool keeps_head; /* what lies between the tail and the first question of the fetch is not asked for */
    int64_t agent;
    int64_t from;       /* fromQueueCallId */
    int64_t stop_at;    /* an id: it is to be cut above; 0, INT64_MAX: it is not */
    int64_t asked_at;   /* ticks: the answer is as old as that */
    int64_t kept_since; /* ticks: what started before is not filed; 0: all is */
};

/* What could not be read of answers. */
struct writer_unread {
    uint64_t elements;                  /* that are no recordings, and are left out */
    char reason[RECORDING_REASON_SIZE]; /* of the first of them, see recording_explain */
    uint64_t starts;                    /* kept as text */
    char start[40];                     /* the first of them, escaped */
    uint64_t ends;                      /* likewise */
    char end[40];
};

/* A recording that has been read already; its texts are the caller's. */
struct writer_row {
    struct recording recording;
    struct file_key file;
};

/* A recording that the writer deletes for good, see writer_gone.h. */
struct writer_gone {
    const char *agent; /* a reference of its agent */
    int64_t call;
    const char *file; /* "" where it has no name */
    bool is_last;     /* no other recording of its call is left */
};

/* All on the writer's thread, of what a transaction deletes. */
struct writer_gone_events {
    /* Sets is_kept of those of which something is kept: nothing more is told of the others. */
    void (*ask)(void *context, const struct writer_gone *gone, size_t count, bool *is_kept);

    /* They are about to go. Who notes that on the disk, for whoever starts after a kill in between, returns a
     * number of its own, which is committed with the deletion (see writer_gone_number); or 0. */
    int64_t (*going)(void *context, const struct writer_gone *gone, size_t count);
    void (*gone)(void *context, const struct writer_gone *gone, size_t count); /* it is committed */
    void *context;
};

/* Who holds recordings, see writer_held.h. All are called on the writer's thread; `file` is "" where there is no name. */
struct writer_holder {
    bool (*has)(void *context, int64_t call, const char *file);
    void (*kept)(void *context, int64_t call, const char *file); /* the server no longer has it: committed */

    /* What was released of a call has no row any more: committed. `file` is its writer_purge_file. */
    void (*released)(void *context, int64_t call, uint64_t file);
    void *context;
};

#endif
