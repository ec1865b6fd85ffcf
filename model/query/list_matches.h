/* All recordings that match the prepared filter, of the agents who are chosen: one by one, or how many. */
#ifndef MODEL_QUERY_LIST_MATCHES_H
#define MODEL_QUERY_LIST_MATCHES_H

#include "model/query/row_filter.h"

/* Visits each, in any order, out of the index where that can tell them. */
bool list_matches_visit(struct row_filter *filter, search_visit *visit, void *context,
                        struct failure *failure);

/* Their number, out of the index if that knows it. */
bool list_matches_count(struct row_filter *filter, uint64_t *count, struct failure *failure);

/* Only so; false if it does not, or if that was interrupted. */
bool list_matches_known(struct row_filter *filter, uint64_t *count);

#endif
