/* Which id the server gave at which time, learnt from recordings of any agent: ids are shared by the whole
 * server and ascend with time, so the id that belongs to a time lies between those of its neighbours. All
 * results are estimates to ask from, never grounds for a claim. Pure. */
#ifndef MODEL_COVERAGE_CHRONOLOGY_H
#define MODEL_COVERAGE_CHRONOLOGY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHRONOLOGY_MOST 512 /* moments kept; beyond, every second one goes */

struct moment {
    int64_t id;
    int64_t time; /* ticks */
};

/* Sorted by id; the times never fall. */
struct chronology {
    struct moment *moments; /* owned */
    size_t count;
    size_t capacity;
};

void chronology_clear(struct chronology *chronology);
void chronology_copy(struct chronology *to, const struct chronology *from);

/* Adds a recording's id and start, unless they are missing or contradict what is known. If two contradict each
 * other by more than a day neither is kept, as either may be wrong. */
void chronology_add(struct chronology *chronology, int64_t id, int64_t time);

/* Estimates the id assigned at a time, at least 0. Outside of the known moments the rate of the nearest stretch of
 * comparable length is extrapolated. False while fewer than two moments are known. */
bool chronology_id_at(const struct chronology *chronology, int64_t time, int64_t *id);

#endif
