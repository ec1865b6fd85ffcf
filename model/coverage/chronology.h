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

/* Takes the id and start of a recording, if it has both and does not contradict what is known. Of two that
 * contradict each other by more than a day nobody knows which is wrong, so neither stays: a start that cannot
 * be true does no lasting harm. */
void chronology_add(struct chronology *chronology, int64_t id, int64_t time);

/* The id that was given at about that time, at least 0. Before the first and after the last moment the pace
 * of the nearest stretch of comparable length is carried on, with the change of pace seen before it. False
 * while fewer than two moments are known. */
bool chronology_id_at(const struct chronology *chronology, int64_t time, int64_t *id);

#endif
