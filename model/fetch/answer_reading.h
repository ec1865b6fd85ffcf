/* Processes the answers to a job's questions element by element: what is only sampled, what is written, when an
 * answer can be cut, and whether an empty answer is credible. Independent of network and archive. */
#ifndef MODEL_FETCH_ANSWER_READING_H
#define MODEL_FETCH_ANSWER_READING_H

#include "model/fetch/fetch_job.h"
#include "model/fetch/fetch_sample.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct answer_reading {
    struct fetch_job *job; /* not owned; these four are the caller's to set, the rest begins as 0 */
    void (*file)(void *context, const char *text, size_t length);
    void *context;
    uint64_t (*clock)(void); /* ns, to see how fast elements come */

    struct fetch_job_question question;
    int64_t
        asked_at; /* ticks: time of the request; of the first one if it was repeated because it was empty */
    struct fetch_sample *sample; /* owned; the sample being taken; NULL: elements are written */
    uint64_t filed;              /* elements of this answer that were written */
    bool is_enough;              /* nothing more of this answer is wanted */
    bool was_doubted;            /* the previous answer was empty, and the question is repeated */
};

/* Frees what it owns. */
void answer_reading_clear(struct answer_reading *reading);

/* Sets `question` to the job's next question; false if the job is done. `now`: ticks. A conclusion that needs two
 * answers is valid as of the first. */
bool answer_reading_ask(struct answer_reading *reading, int64_t now);

/* The next element of the answer. */
void answer_reading_take(struct answer_reading *reading, const char *text, size_t length);

/* On a slow line: decides with the sample so far. No-op without a sample. */
void answer_reading_decide(struct answer_reading *reading);

enum answer_end {
    ANSWER_WHOLE, /* complete: its end is to be written even if no element was, unless `is_enough` */
    ANSWER_PART,  /* incomplete: what was written of it counts */
    ANSWER_AGAIN, /* empty, but not credible: another question follows */
    ANSWER_LACKS  /* empty, although the server just returned a recording there */
};

/* Ends the answer. `whole`: it ended properly; `is_list`: it was a list, possibly empty. */
enum answer_end answer_reading_end(struct answer_reading *reading, bool whole, bool is_list);

#endif
