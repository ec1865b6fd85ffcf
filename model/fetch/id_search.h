/* Finds the id from which to ask for an agent's recordings such that few of them lie between it and a time or the end
 * of the history: the API gives them only forward, and nobody should wait for ten years of history to see this
 * morning's calls. It is an interpolation search over (id, time) that learns from the first recordings of every answer
 * (after Perl, Itai, Avni: Interpolation search, CACM 1978). If times do not help it bisects, or asks where the end is
 * likely to be. One budget bounds what a whole search reads and loses. It only chooses questions; what an answer proves
 * is judged elsewhere. Pure. */
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
    int64_t last;         /* the lower bound: greatest known id of a recording before the target; 0: none */
    int64_t high;         /* the upper bound: all greater ids are after the target; INT64_MAX while unknown */
    int64_t passed_from;  /* id from which was read in vain because the end seemed near; 0: never */
    unsigned asked;       /* questions answered */
    unsigned short_steps; /* answers in a row that began before the target */
    bool halving;         /* the last question narrowed the bounds too little: bisect next */
};

/* `spacing`: that of other agents, as a first guess, or 0. The chronology is copied. */
void id_search_begin(struct id_search *search, const struct chronology *chronology, int64_t target,
                     int64_t now, uint64_t page, double spacing);
void id_search_end(struct id_search *search);

/* Sets the bounds that are known in advance: a recording `last` (0: unknown) before the target, and none between `high`
 * (INT64_MAX: unknown) and the target. */
void id_search_bound(struct id_search *search, int64_t last, int64_t high);

/* The next fromQueueCallId to ask. */
int64_t id_search_from(const struct id_search *search);

/* How many recordings of an answer id_search_look wants to see. */
size_t id_search_look_count(const struct id_search *search);

/* How many recordings may be read at once when the place has been found. */
uint64_t id_search_most(const struct id_search *search);

/* How many recordings may lie between `from` and the target; id_search_most if that is unknown or more. */
uint64_t id_search_distance(const struct id_search *search, int64_t from);

/* Takes the first recordings of the answer to `from`: id_search_look_count of them or fewer; `all`: there are no more.
 * True if this is the place, and the rest is to be read. False: the answer can be cut. */
bool id_search_look(struct id_search *search, int64_t from, const struct moment *recordings, size_t count,
                    bool all);

/* The rest was longer than expected: `count` recordings were read, up to `last`. The search goes on behind that. */
void id_search_pass(struct id_search *search, struct moment last, uint64_t count);

#endif
