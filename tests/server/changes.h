/* What happens to the history while the server runs: calls come, late ones turn up, old ones go. */
#ifndef TESTS_SERVER_CHANGES_H
#define TESTS_SERVER_CHANGES_H

#include "tests/server/history.h"
#include "tests/server/mint.h"
#include "tests/server/ticks.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct changes;

/* All must outlive the changes. Starts the thread that lets agents' calls grow. */
struct changes *changes_start(struct history *history, const struct mint *mint,
                              const struct ticks_clock *clock, uint64_t seed);

/* Ends the thread and frees the changes. */
void changes_stop(struct changes **changes);

/* What is asked of a call that is added; -1: nothing. */
struct changes_wish {
    int64_t ticks; /* its length */
    int64_t digit; /* the last one of its id */
};

/* A call that ends now, with an id above all others. */
struct recording changes_add(struct changes *changes, size_t agent, const struct changes_wish *wish);

/* That many calls per second from now on; 0 ends it. */
void changes_grow(struct changes *changes, size_t agent, double per_second);

/* A recording whose id is the greatest free one below `below`; false if none is free. */
bool changes_late(struct changes *changes, size_t agent, int64_t below, struct recording *added);

/* Each deletes recordings of one agent and returns how many. */
size_t changes_delete_id(struct changes *changes, size_t agent, int64_t id);
size_t changes_delete_before(struct changes *changes, size_t agent, int64_t id);
size_t changes_delete_some(struct changes *changes, size_t agent, size_t count);

/* A server that was restored from a backup: all recordings above `id` go, of every agent, and the ids above
 * it are given anew, to other recordings. Returns how many went. */
size_t changes_restore(struct changes *changes, int64_t id);

#endif
