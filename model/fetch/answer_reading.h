/* Reads the answers to a job's questions as they come: what is only looked at as yet, what is filed, when enough
 * has come, and whether an answer without anything can be believed. Elements go in, those to be filed come out;
 * it knows neither the network nor the archive. */
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
    int64_t asked_at;            /* ticks: when, for the first time if nothing came then */
    struct fetch_sample *sample; /* owned: what is only looked at as yet; NULL: what comes is filed */
    uint64_t filed;              /* elements of this answer */
    bool is_enough;              /* nothing more of this answer is wanted */
    bool was_doubted;            /* the answer before had nothing in it, and the question is the same again */
};

/* Frees what it owns. */
void answer_reading_clear(struct answer_reading *reading);

/* Goes on to the job's next question, which is in `question` then; false if the job is done. `now`: ticks. What two
 * answers say of which one may be wrong is so as of the first of them. */
bool answer_reading_ask(struct answer_reading *reading, int64_t now);

/* The next element of the answer. */
void answer_reading_take(struct answer_reading *reading, const char *text, size_t length);

/* On a slow line: what is looked at has to do. Nothing if nothing is. */
void answer_reading_decide(struct answer_reading *reading);

enum answer_end {
    ANSWER_WHOLE, /* if nothing of it was filed that, too, is to be filed, unless `is_enough` */
    ANSWER_PART,  /* what was filed of it is */
    ANSWER_AGAIN, /* nothing came where that is not to be believed: another question follows */
    ANSWER_LACKS  /* nothing came where the server gave something a moment before */
};

/* The answer is over: `whole` if it ended properly, `is_list` if it was a list, be it an empty one. */
enum answer_end answer_reading_end(struct answer_reading *reading, bool whole, bool is_list);

#endif
