/* Reads a list at a glance, with what is held of its agents. */
#ifndef MODEL_QUERY_LIST_SUMMARY_READ_H
#define MODEL_QUERY_LIST_SUMMARY_READ_H

#include "model/query/list_summary.h"
#include "model/query/row_filter.h"

/* Of the agents who are chosen, by the prepared filter. NULL with *failure filled; else the caller's. */
struct list_summary *list_summary_read(struct row_filter *filter, int64_t now, struct failure *failure);

#endif
