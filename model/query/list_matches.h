/* Visits or counts all recordings of the selected agents that match the prepared filter. */
#ifndef MODEL_QUERY_LIST_MATCHES_H
#define MODEL_QUERY_LIST_MATCHES_H

#include "model/query/row_filter.h"

/* Visits them in any order, from the index if that can tell them. False with *failure filled. */
bool list_matches_visit(struct row_filter *filter, search_visit *visit, void *context,
                        struct failure *failure);

/* Counts them, from the index if possible. False with *failure filled. */
bool list_matches_count(struct row_filter *filter, uint64_t *count, struct failure *failure);

/* Counts from the index only; false if that is not possible, or was interrupted. */
bool list_matches_known(struct row_filter *filter, uint64_t *count);

#endif
