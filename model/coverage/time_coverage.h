/* What the archive holds of an agent in full: ranges of ids, and from when to when each is. The times follow
 * from the recordings at the ends of a range; since an id is given when a call enters its queue, and its
 * start is that of the conversation, the two are out of step by as long as callers wait. Who asked to be
 * called back may wait over a long weekend. */
#ifndef MODEL_COVERAGE_TIME_COVERAGE_H
#define MODEL_COVERAGE_TIME_COVERAGE_H

#include "model/time/timestamp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LONGEST_WAIT (INT64_C(4) * 86400 * TIMESTAMP_SECOND) /* nobody waits longer */

/* Everything with an id in (lo, hi] is there. INT64_MIN and INT64_MAX as times are no bound; a range
 * whose times are not known begins at INT64_MAX and ends at INT64_MIN. */
struct time_range {
    int64_t lo;
    int64_t hi;    /* INT64_MAX: everything above lo that there was at `last` */
    int64_t first; /* ticks: there from the start of this recording on */
    int64_t last;  /* up to the start of this one */

    int64_t begin; /* where it visibly begins: at the first recording whose time is in line with those beside
                      it, or at what was purged; TIMESTAMP_NONE if there is none */
};

/* In ascending order. Empty when zeroed. */
struct time_coverage {
    struct time_range *ranges; /* owned */
    size_t count;
    size_t capacity;
};

void time_coverage_clear(struct time_coverage *times);

/* Whether everything is there that started from `begin` up to, not including, `end`: ticks, INT64_MIN and
 * INT64_MAX for no bound. Without an end it is what there was when the agent's end was last asked for, unless
 * that was before `begin`. */
bool time_coverage_contains(const struct time_coverage *times, int64_t begin, int64_t end);

/* From when on everything is there that started by `time`: INT64_MIN for all of it, INT64_MAX if what started then need
 * not be. */
int64_t time_coverage_reaches_down(const struct time_coverage *times, int64_t time);

/* Whether everything is there that started from `begin` on, as of when the agent's end was last asked for. */
bool time_coverage_since(const struct time_coverage *times, int64_t begin);

/* The earliest `begin` of which that is true, TIMESTAMP_NONE if it is true of none up to that asking; if the
 * whole history is there, the start of its first recording. */
int64_t time_coverage_complete_from(const struct time_coverage *times);

/* Where the newest part visibly begins, as far as it was fetched: before time_coverage_complete_from by as
 * long as callers may have waited. TIMESTAMP_NONE if the newest part is missing or empty. */
int64_t time_coverage_fetched_from(const struct time_coverage *times);

/* Up to when everything is there if the newest part is missing, TIMESTAMP_NONE if it is not or nothing is. */
int64_t time_coverage_complete_until(const struct time_coverage *times);

#endif
