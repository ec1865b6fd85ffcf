/* Which recordings are so old that nothing more comes beside them: who has them and all around them when they
 * are older than the settle time has what there is, until it is looked at again. A start is what a server's
 * clock said, which can be wrong, so the middle one of what lies around a recording decides. Pure. */
#ifndef MODEL_COVERAGE_SETTLING_H
#define MODEL_COVERAGE_SETTLING_H

#include "model/coverage/chronology.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SETTLING_BESIDE 3 /* recordings that are looked at on either side */
#define SETTLING_AROUND (2 * SETTLING_BESIDE + 1)

struct settling {
    int64_t limit; /* ticks: what started up to then is old enough */
    struct moment around[SETTLING_AROUND];
    size_t count;
};

void settling_begin(struct settling *settling, int64_t limit);

/* Takes the next recording that has a start, in the order of ids, up or down. Returns the id of one that is
 * now known to be old enough, 0 if that is not known of another one. */
int64_t settling_take(struct settling *settling, struct moment recording);

/* No more come. The greatest of the ids of which it was open; 0 if none is old enough. */
int64_t settling_end(const struct settling *settling);

#endif
