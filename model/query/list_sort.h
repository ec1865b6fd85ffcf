/* By what a list is sorted. Pure. */
#ifndef MODEL_QUERY_LIST_SORT_H
#define MODEL_QUERY_LIST_SORT_H

#include <stdbool.h>

enum list_sort {
    LIST_SORT_START,
    LIST_SORT_LENGTH,
    LIST_SORT_CALLER, /* by number; behind all that have one those without, by name */
    LIST_SORT_AGENT,  /* by the name that the agent has now */
    LIST_SORT_QUEUE,  /* by name */
    LIST_SORTS
};

/* Calls of which the value is not known stand at the end of the list, however it is sorted; calls of one value go by
 * their start. */
struct list_sorting {
    enum list_sort by;
    bool is_descending; /* of LIST_SORT_START other words tell */
};

enum { LIST_SORTING_SIZE = 16 };

/* "length", "-length". Returns text. */
const char *list_sorting_text(char text[LIST_SORTING_SIZE], const struct list_sorting *sorting);

/* False, and *sorting is as it was, if it says something else. */
bool list_sorting_read(struct list_sorting *sorting, const char *text);

static inline bool list_sorting_is_same(const struct list_sorting *a, const struct list_sorting *b)
{
    return a->by == b->by && (a->by == LIST_SORT_START || a->is_descending == b->is_descending);
}

#endif
