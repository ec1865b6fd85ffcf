/* Reads a page of a list. */
#ifndef MODEL_QUERY_PAGE_READ_H
#define MODEL_QUERY_PAGE_READ_H

#include "model/query/row_merge.h"

/* Parses what a page of any list needs. */
void page_read_prepare(struct row_merge *merge);

/* Of the agents who are chosen, by the merge's filter, which is prepared for the request's query. NULL with
 * *failure filled; else the caller's. */
struct page *page_read(struct row_merge *merge, const struct page_request *request, struct failure *failure);

#endif
