/* What really sounds when a call is played, and what mpv says of it: for HEARING_WRITTEN. */
#ifndef TESTS_E2E_SOUNDED_H
#define TESTS_E2E_SOUNDED_H

#include "tests/e2e/listen.h"
#include "tests/e2e/tapedeck.h"

/* The place in the recording where mpv says that it is, in ms; -1 if it plays nothing or is not there. */
int64_t sounded_position(struct fixture *fixture);

/* How much has sounded so far. */
enum { SOUNDED_BYTES_A_MS = 48 * 2 * 4 };
size_t sounded_size(struct fixture *fixture);

/* What has sounded since then, of at most so many milliseconds, as one channel; to be cleared. */
void sounded_since(struct fixture *fixture, size_t size, size_t ms, struct heard *sounded);

/* By how many milliseconds of a recording what sounded began later than at `at_ms`, judged by how its loudness goes
 * up and down; `speed` is that of what sounded, and it has to last for as long as `for_ms` of the recording. Up to
 * SOUNDED_REACH_MS either way. */
enum { SOUNDED_REACH_MS = 400 };
int sounded_offset(const struct heard *sounded, const struct heard *recording, int64_t at_ms, int for_ms,
                   double speed);

#endif
