/* Seconds in which matching recordings stand, the nearest ones to where is asked from. Pure. */
#ifndef MODEL_QUERY_SEARCH_SECONDS_H
#define MODEL_QUERY_SEARCH_SECONDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SEARCH_SECONDS_MOST = 12 };

struct search_seconds {
    uint32_t from; /* as search_terms_second has it; itself included */
    bool down;
    bool is_unknown; /* by the index */
    bool are_all;    /* there are no further ones */
    size_t count;
    uint32_t at[SEARCH_SECONDS_MOST]; /* the nearest one first */
};

/* Whether a second lies on in the direction from where is asked, and is nearer than what has been found. */
bool search_seconds_want(const struct search_seconds *seconds, uint32_t second);

/* Puts such a second in its place among those that have been found; the farthest one makes room. */
void search_seconds_put(struct search_seconds *seconds, uint32_t second);

/* Whether some between a first and a last one may be wanted; what is further on is noted. */
bool search_seconds_reach(struct search_seconds *seconds, uint32_t first, uint32_t last);

#endif
