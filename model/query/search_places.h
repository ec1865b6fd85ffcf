/* Collects which agents have recordings of calls. Plain data; starts zeroed. */
#ifndef MODEL_QUERY_SEARCH_PLACES_H
#define MODEL_QUERY_SEARCH_PLACES_H

#include "model/query/search_columns.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

struct search_place {
    int64_t agent, call;
};

/* Zeroed at first. */
struct search_places {
    struct search_place *places; /* owned */
    size_t count, capacity;
    size_t most;          /* 0: any number; */
    atomic_bool too_many; /* set when there are `most` or more */
};

/* A search_visit: adds the agent and call of each recording, once per call. Expects the recordings of a call in a
 * row. */
void search_places_add(void *context, const struct search_call *calls, size_t count);
void search_places_clear(struct search_places *places);

#endif
