/* A set of QueueCallIds as ranges (lo, hi]: for one agent, where the archive is known to hold every recording
 * that the server had. Pure: ranges in, ranges out. Ranges are kept sorted, disjoint and never touching, so
 * the set has one representation only. */
#ifndef MODEL_COVERAGE_COVERAGE_H
#define MODEL_COVERAGE_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct coverage_range {
    int64_t lo; /* exclusive */
    int64_t hi; /* inclusive */
};

struct coverage {
    struct coverage_range *ranges; /* owned */
    size_t count;
    size_t capacity;
};

void coverage_clear(struct coverage *coverage);
void coverage_copy(struct coverage *to, const struct coverage *from);

/* An empty range (hi <= lo) changes nothing. */
void coverage_add(struct coverage *coverage, int64_t lo, int64_t hi);
void coverage_remove(struct coverage *coverage, int64_t lo, int64_t hi);

bool coverage_contains(const struct coverage *coverage, int64_t id);

/* The greatest hi such that all of (lo, hi] is in the set; lo itself if lo + 1 is not. */
int64_t coverage_reaches_up(const struct coverage *coverage, int64_t lo);

/* The least lo such that all of (lo, hi] is in the set; hi itself if hi is not. */
int64_t coverage_reaches_down(const struct coverage *coverage, int64_t hi);

#endif
