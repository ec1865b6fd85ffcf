/* Goes through a whole list of recordings from its beginning, block by block beside whatever else
 * is asked of the archive. One at a time in each slot. All calls and callbacks on the loop's thread. */
#ifndef MODEL_QUERY_LIST_WALK_H
#define MODEL_QUERY_LIST_WALK_H

#include "model/query/queries.h"

struct list_walk;

struct list_walk_options {
    struct queries *queries; /* outlives the walk */
    enum query_slot slot;    /* 0: QUERY_WALK */
    struct list_query query;
    unsigned block; /* rows that are read at a time; 0: some thousand */

    /* False: no more. The row is gone when it returns. */
    bool (*take)(void *context, const struct listed_recording *row);

    /* Behind each block, NULL: nobody minds. False: no more. */
    bool (*rest)(void *context);

    /* Instead of both: takes a block, the receiver's to free, of which the rows from `first` on are new; the walk then
     * waits for list_walk_go_on. */
    void (*hand)(void *context, struct page *page, size_t first);

    /* Once, when all have been taken or with *failure filled (else NULL); the walk is gone then. */
    void (*ended)(void *context, const struct failure *failure);
    void *context;
};

struct list_walk *list_walk_start(const struct list_walk_options *options);
void list_walk_go_on(struct list_walk *walk);
void list_walk_stop(struct list_walk **walk); /* without a callback */

#endif
