/* Some of the ids of an answer, evenly over it however long it is, to know where its middle is. Pure. Empty when
 * zeroed. */
#ifndef MODEL_COVERAGE_ID_SAMPLE_H
#define MODEL_COVERAGE_ID_SAMPLE_H

#include <stdint.h>

enum { ID_SAMPLE_SIZE = 64 };

struct id_sample {
    int64_t ids[ID_SAMPLE_SIZE];
    unsigned count;
    uint64_t thinned; /* times that every second one was dropped: one in 2^thinned is kept */
    uint64_t passed;  /* ids so far */
};

void id_sample_take(struct id_sample *sample, int64_t id);

/* The id in the middle of those that are smaller than `limit`; INT64_MIN if none is. */
int64_t id_sample_middle(const struct id_sample *sample, int64_t limit);

#endif
