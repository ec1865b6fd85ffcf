/* The seconds with matching recordings that are nearest to a starting point. Pure. */
#ifndef MODEL_QUERY_SEARCH_SECONDS_H
#define MODEL_QUERY_SEARCH_SECONDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEARCH_SECONDS_MOST = 12 };

struct search_seconds {
    uint32_t from; /* as search_terms_second has it; itself included */
    bool down;
    bool is_unknown; /* the index cannot tell */
    bool are_all;    /* there are no further ones */
    size_t count;
    uint32_t at[SEARCH_SECONDS_MOST]; /* the nearest one first */
};

/* Whether a second lies in the search direction and is nearer than the farthest one found. */
bool search_seconds_want(const struct search_seconds *seconds, uint32_t second);

/* Inserts such a second, dropping the farthest one if needed. */
void search_seconds_put(struct search_seconds *seconds, uint32_t second);

/* Whether seconds in a range may be wanted; otherwise records that there are further ones. */
bool search_seconds_reach(struct search_seconds *seconds, uint32_t first, uint32_t last);

#endif
