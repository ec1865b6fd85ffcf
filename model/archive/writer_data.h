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

#endif
