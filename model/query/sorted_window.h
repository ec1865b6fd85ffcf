/* A window of a sorted list: the entries around a place, as many as wanted on either side, selected in one pass
 * over all that match. Pure. */
#ifndef MODEL_QUERY_SORTED_WINDOW_H
#define MODEL_QUERY_SORTED_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A call in the list: what it is compared by, each turned so that it ascends down the list. */
struct sorted_entry {
    uint32_t value;
    uint32_t second; /* of its place in time */
    int64_t call;
    int64_t agent;
};

int sorted_entry_compare(const struct sorted_entry *a, const struct sorted_entry *b);

/* The nearest entries on one side of the place. */
struct sorted_side {
    struct sorted_entry *entries; /* owned; room for twice as many as are wanted */
    size_t count;
    bool has_more;                /* some were dropped */
    struct sorted_entry farthest; /* if so: no further one is wanted */
};

/* Zeroed at first. Full of entries in their order when it is finished. */
struct sorted_window {
    struct sorted_entry *entries; /* owned */
    size_t count;
    size_t wanted; /* on each side */
    bool has_more_above;
    bool has_more_below;
    struct sorted_entry place;
    struct sorted_side above, below;
};

void sorted_window_clear(struct sorted_window *window);

/* Picks those before the place and those from it on, out of all that are then put. */
void sorted_window_begin(struct sorted_window *window, const struct sorted_entry *place, size_t wanted);
void sorted_window_put(struct sorted_window *window, const struct sorted_entry *entry);
void sorted_window_finish(struct sorted_window *window);

/* The index of the first entry that is not before one; *is_known: all there are next to that place are here. */
size_t sorted_window_find(const struct sorted_window *window, const struct sorted_entry *entry,
                          bool *is_known);

#endif
