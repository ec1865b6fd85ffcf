/* The order of a list: by start, or by another value. Pure. */
#ifndef MODEL_QUERY_LIST_SORT_H
#define MODEL_QUERY_LIST_SORT_H

#include <stdbool.h>

enum list_sort {
    LIST_SORT_START,
    LIST_SORT_LENGTH,
    LIST_SORT_CALLER, /* by number; callers without one follow, by name */
    LIST_SORT_AGENT,  /* by the agent's present name */
    LIST_SORT_QUEUE,  /* by name */
    LIST_SORTS
};

/* Calls whose value is unknown are at the end of the list in either direction; calls with the same value are ordered
 * by start. */
struct list_sorting {
    enum list_sort by;
    bool is_descending; /* not used for LIST_SORT_START, see list_query.oldest_first */
};

enum { LIST_SORTING_SIZE = 16 };

/* Writes "length", or "-length" if descending. Returns `text`. */
const char *list_sorting_text(char text[LIST_SORTING_SIZE], const struct list_sorting *sorting);

/* Parses such a text. False, with *sorting unchanged, if it is none. */
bool list_sorting_read(struct list_sorting *sorting, const char *text);

static inline bool list_sorting_is_same(const struct list_sorting *a, const struct list_sorting *b)
{
    return a->by == b->by && (a->by == LIST_SORT_START || a->is_descending == b->is_descending);
}

#endif
