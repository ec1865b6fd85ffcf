/* Finds where to ask an agent's recordings from, so that few of them lie between there and a time or the end
 * of his history: the API only walks forward, and nobody should wait for ten years of history to see this
 * morning's calls. An interpolation search over (id, time) that learns from the first recordings of every
 * answer (Perl, Itai, Avni: Interpolation search, CACM 1978, has the idea). Where times do not lead on it
 * halves, and looks for the end where that is likely to be. One budget bounds what a whole search reads and
 * loses. It only chooses questions; what an answer proves is judged elsewhere. Pure. */
#ifndef MODEL_FETCH_SEARCH_H
#define MODEL_FETCH_SEARCH_H

#include "model/coverage/chronology.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEARCH_END INT64_MAX /* instead of a time: the newest recordings */

struct search {
    struct chronology chronology; /* owned */
    int64_t target;               /* ticks, or SEARCH_END */
    int64_t now;                  /* ticks */
    uint64_t page;                /* recordings wanted there */
    uint64_t read;                /* recordings read so far, and lost with answers that were cut */
    double pace;                  /* recordings that the line brings in a second; 0 while unknown */
    uint64_t cap;                 /* recordings that an answer holds at most; 0 while none is known */
    double spacing;               /* ids from one recording of the agent to his next; 0 while unknown */
    int64_t last; /* the greatest id of a recording before the target; 0 while none is known */
    int64_t high; /* what comes after it lies behind the target; INT64_MAX while unknown */
    unsigned asked;
    unsigned short_steps; /* answers in a row that were not far enough */
    bool halving;         /* the last question narrowed the place down too little: halve it next */
};

/* `spacing`: that of other agents, as a first guess, or 0. The chronology is copied. */
void search_begin(struct search *search, const struct chronology *chronology, int64_t target, int64_t now,
                  uint64_t page, double spacing);
void search_end(struct search *search);

/* Says what is known before: he has a recording `last` (0: unknown) before the target, and none between
 * `high` (INT64_MAX: unknown) and the target. */
void search_bound(struct search *search, int64_t last, int64_t high);

/* The next fromQueueCallId to ask. */
int64_t search_from(const struct search *search);

/* How many recordings of an answer search_look wants to see. */
size_t search_look_count(const struct search *search);

/* How many recordings may be read at once when the place is found. */
uint64_t search_most(const struct search *search);

/* How many recordings may lie between `from` and the target; search_most if nothing tells or it is more. */
uint64_t search_distance(const struct search *search, int64_t from);

/* Takes the first recordings of the answer to `from`: search_look_count of them or fewer; `all` if there
 * are no more. True if the rest is to be read, for this is the place. False: the answer can be cut. */
bool search_look(struct search *search, int64_t from, const struct moment *recordings, size_t count,
                 bool all);

/* The rest was longer than search_most: `last` was its last recording, of `count`. The search goes on behind
 * it. */
void search_pass(struct search *search, struct moment last, uint64_t count);

#endif
