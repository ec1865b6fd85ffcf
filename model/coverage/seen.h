/* When ranges of an agent's ids were last verified, that is, when the archive had all that the server had. Old
 * ranges are verified again, see look.h. Pure. */
#ifndef MODEL_COVERAGE_SEEN_H
#define MODEL_COVERAGE_SEEN_H

#include "model/coverage/coverage.h"
#include "model/time/timestamp.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEEN_UNKNOWN INT64_C(0) /* verified at an unknown time, treated as long ago */

/* Adjacent ranges verified within this time of each other are joined with the earlier time. Nothing is verified
 * again sooner. */
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

/* Adds a range; parts with a later time keep it. */
void seen_add(struct seen *seen, int64_t lo, int64_t hi, int64_t at);
void seen_add_all(struct seen *seen, const struct seen *other);
void seen_remove(struct seen *seen, int64_t lo, int64_t hi);

/* Adds the ranges, without times, to *coverage. */
void seen_cover(const struct seen *seen, struct coverage *coverage);

/* The earliest and latest time of all ranges; false if there are none or a time is unknown. */
bool seen_between(const struct seen *seen, int64_t *first, int64_t *last);

#endif
