/* Finds where to ask an agent's recordings from, so that few of them lie between there and a time or the end
 * of its history: the API gives them only forward, and nobody should wait for ten years of history to see this
 * morning's calls. An interpolation search over (id, time) that learns from the first recordings of every
 * answer (Perl, Itai, Avni: Interpolation search, CACM 1978, has the idea). Where times do not lead on it
 * halves, and looks for the end where that is likely to be. One budget bounds what a whole search reads and
 * loses. It only chooses questions; what an answer proves is judged elsewhere. Pure. */
#ifndef MODEL_FETCH_ID_SEARCH_H
#define MODEL_FETCH_ID_SEARCH_H

#include "model/coverage/chronology.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ID_SEARCH_END INT64_MAX /* instead of a time: the newest recordings */

struct id_search {
    struct chronology chronology; /* owned */
    int64_t target;               /* ticks, or ID_SEARCH_END */
    int64_t now;                  /* ticks */
    uint64_t page;                /* recordings wanted there */
    uint64_t read;                /* recordings read so far, and lost with answers that were cut */
    double pace;                  /* recordings that the line brings in a second; 0 while unknown */
    uint64_t cap;                 /* recordings that an answer holds at most; 0 while none is known */
    double spacing;               /* ids from one recording of the agent to its next; 0 while unknown */
    int64_t last;        /* the greatest id of a recording before the target; 0 while none is known */
    int64_t high;        /* what comes after it lies behind the target; INT64_MAX while unknown */
    int64_t passed_from; /* from there on was read in vain, as the end was to be near; 0: nothing was */
    unsigned asked;
    unsigned short_steps; /* answers in a row that were not far enough */
    bool halving;         /* the last question narrowed the place down too little: halve it next */
};

/* `spacing`: that of other agents, as a first guess, or 0. The chronology is copied. */
void id_search_begin(struct id_search *search, const struct chronology *chronology, int64_t target,
                     int64_t now, uint64_t page, double spacing);
void id_search_end(struct id_search *search);

/* Says what is known before: it has a recording `last` (0: unknown) before the target, and none between
 * `high` (INT64_MAX: unknown) and the target. */
void id_search_bound(struct id_search *search, int64_t last, int64_t high);

/* The next fromQueueCallId to ask. */
int64_t id_search_from(const struct id_search *search);

/* How many recordings of an answer id_search_look wants to see. */
size_t id_search_look_count(const struct id_search *search);

/* How many recordings may be read at once when the place is found. */
uint64_t id_search_most(const struct id_search *search);

/* How many recordings may lie between `from` and the target; id_search_most if nothing tells or it is more. */
uint64_t id_search_distance(const struct id_search *search, int64_t from);

/* Takes the first recordings of the answer to `from`: id_search_look_count of them or fewer; `all` if there
 * are no more. True if the rest is to be read, for this is the place. False: the answer can be cut. */
bool id_search_look(struct id_search *search, int64_t from, const struct moment *recordings, size_t count,
                    bool all);

/* The rest was longer than id_search_most: `last` was its last recording, of `count`. The search goes on behind
 * it. */
void id_search_pass(struct id_search *search, struct moment last, uint64_t count);

#endif
