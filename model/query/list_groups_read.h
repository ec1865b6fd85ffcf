/* Reads the groups of a list, with their names. */
#ifndef MODEL_QUERY_LIST_GROUPS_READ_H
#define MODEL_QUERY_LIST_GROUPS_READ_H

#include "model/query/list_groups.h"
#include "model/query/row_filter.h"

/* Adds the calls that match the prepared filter to empty groups, and finishes them. False with *failure filled. */
bool list_groups_read(struct row_filter *filter, struct list_groups *groups, struct failure *failure);

#endif
