/* Reports of the worker thread to the loop. Plain data. */
#ifndef MODEL_ARCHIVE_WRITER_REPORT_H
#define MODEL_ARCHIVE_WRITER_REPORT_H

#include "model/archive/writer_data.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct archive_agent;
struct writer_merged;

/* State of an answer after a commit, or at its end. */
struct writer_report {
    uint64_t answer;
    int64_t agent;
    bool ended;
    bool rows_changed;
    uint64_t rows;         /* received by this answer so far */
    struct moment reached; /* the last of these with a start; time TIMESTAMP_NONE if none has */
    int64_t oldest;        /* start of those that are kept so far; 0: none, or they are kept for ever */
    struct writer_unread unread;
    struct answer judgement;     /* when ended */
    struct server_traits traits; /* when ended */
};

/* The agents as committed. */
struct writer_agents {
    struct archive_agent *agents; /* the receiver takes ownership of their contents */
    size_t count;
    bool all;                     /* the list is complete */
    bool put;                     /* the result of writer_thread_put_agents */
    struct writer_merged *merged; /* when all: agents that others have been merged into; owned by this */
    size_t merged_count;
    int64_t listed_at;   /* see writer_listed_at */
    int64_t spent_up_to; /* see writer_spent_up_to */
};

#endif
