/* Iterates over a whole list of recordings in blocks, concurrently with other queries. One walk at a time per slot.
 * All calls and callbacks on the loop's thread. */
#ifndef MODEL_QUERY_LIST_WALK_H
#define MODEL_QUERY_LIST_WALK_H

#include "model/query/queries.h"

struct list_walk;

struct list_walk_options {
    struct queries *queries; /* must outlive the walk */
    enum query_slot slot;    /* 0: QUERY_WALK */
    struct list_query query;
    unsigned block; /* rows per block; 0: some thousand */

    /* Receives a row, valid during the call; returns false to stop. */
    bool (*take)(void *context, const struct listed_recording *row);

    /* Called after each block; returns false to stop. May be NULL. */
    bool (*rest)(void *context);

    /* Instead of both: receives a block, which it frees, whose rows from index `first` on are new; the walk then
     * waits for list_walk_go_on. */
    void (*hand)(void *context, struct page *page, size_t first);

    /* Called once at the end, with NULL or a failure; the walk is freed afterwards. */
    void (*ended)(void *context, const struct failure *failure);
    void *context;
};

struct list_walk *list_walk_start(const struct list_walk_options *options);
void list_walk_go_on(struct list_walk *walk);
void list_walk_stop(struct list_walk **walk); /* cancels without a callback */

#endif
