/* A window of a sorted list: the entries around a place, as many as wanted on either side, selected in one pass
 * over all that match. Pure. */
#ifndef MODEL_QUERY_SORTED_WINDOW_H
#define MODEL_QUERY_SORTED_WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The position of a call in the list. Members are compared in this order; all ascend down the list. */
struct sorted_entry {
    uint32_t value;
    uint32_t second; /* its place in time, see search_terms_second */
    int64_t call;
    int64_t agent;
};

int sorted_entry_compare(const struct sorted_entry *a, const struct sorted_entry *b);

/* The nearest entries on one side of the place. */
struct sorted_side {
    struct sorted_entry *entries; /* owned; room for twice the wanted number */
    size_t count;
    bool has_more;                /* some were dropped */
    struct sorted_entry farthest; /* if so: entries beyond it are dropped at once */
};

/* Zeroed at first. `entries` are sorted, and there after sorted_window_finish. */
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

/* Starts selecting entries before `place` and from it on; sorted_window_put takes all entries, in any order. */
void sorted_window_begin(struct sorted_window *window, const struct sorted_entry *place, size_t wanted);
void sorted_window_put(struct sorted_window *window, const struct sorted_entry *entry);
void sorted_window_finish(struct sorted_window *window);

/* The index of the first entry not before `entry`; *is_known: the entries next to it in the whole list are in the
 * window. */
size_t sorted_window_find(const struct sorted_window *window, const struct sorted_entry *entry,
                          bool *is_known);

#endif
