/* Histories of a contact centre with office hours: ids of all its calls, and those of one agent. */
#ifndef TESTS_UNIT_MODEL_FETCH_OFFICE_HISTORY_H
#define TESTS_UNIT_MODEL_FETCH_OFFICE_HISTORY_H

#include "model/coverage/chronology.h"

#include <stddef.h>
#include <stdint.h>

enum office_kind {
    OFFICE_STEADY,
    OFFICE_GROWING,
    OFFICE_BURSTY,
    OFFICE_LEFT,
    OFFICE_JOINED,
    OFFICE_JOINED_BUSY,
    OFFICE_KINDS
};
extern const char *const office_kind_names[OFFICE_KINDS];

struct office_history {
    struct moment *recordings; /* owned: of the agent */
    size_t count;
    int64_t now;
    double spacing; /* ids from one of its recordings to the next, on average */
};

/* `most` recordings in five years or more: steady, growing or bursty, or of one who left years ago; a
 * fiftieth of it for one who began last week, or all of it within that week. `now` is up to three days behind
 * the last call of the centre.
 */
void office_history_begin(struct office_history *history, enum office_kind kind, size_t most, uint64_t seed);
void office_history_end(struct office_history *history);

/* What a colleague's recordings tell, who has been there all the time: a few evenly over those ids, and the
 * last one. */
void office_history_colleague(const struct office_history *history, struct chronology *chronology);

#endif
