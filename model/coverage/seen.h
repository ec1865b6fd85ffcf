/* When ranges of an agent's ids were last seen: at that time the archive had of each all that the server had.
 * Nothing is final for ever: what was seen long ago is looked at again, see look.h. Pure. */
#ifndef MODEL_COVERAGE_SEEN_H
#define MODEL_COVERAGE_SEEN_H

#include "model/coverage/coverage.h"
#include "model/time/timestamp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEEN_UNKNOWN INT64_C(0) /* it was seen, but nobody knows when: as good as long ago */

/* Ranges that touch and were seen within so long of each other count as one, seen at the earlier time.
 * Nothing is looked at again sooner. */
#define SEEN_TOGETHER (INT64_C(600) * TIMESTAMP_SECOND)

struct seen_range {
    int64_t lo; /* exclusive */
    int64_t hi; /* inclusive */
    int64_t at; /* ticks */
};

/* Sorted and disjoint. Empty when zeroed. */
struct seen {
    struct seen_range *ranges; /* owned */
    size_t count;
    size_t capacity;
};

void seen_clear(struct seen *seen);

/* A range has been seen. Where it was seen at a later time, that stays. */
void seen_add(struct seen *seen, int64_t lo, int64_t hi, int64_t at);
void seen_add_all(struct seen *seen, const struct seen *other);
void seen_remove(struct seen *seen, int64_t lo, int64_t hi);

/* The same without the times, added to what is there. */
void seen_cover(const struct seen *seen, struct coverage *coverage);

/* From when to when all of it was seen last; false if there is nothing, or if of some that is not known. */
bool seen_between(const struct seen *seen, int64_t *first, int64_t *last);

#endif
