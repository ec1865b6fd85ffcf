/* Reads a page of a list. */
#ifndef MODEL_QUERY_PAGE_READ_H
#define MODEL_QUERY_PAGE_READ_H

#include "model/query/row_merge.h"
#include "model/query/sorted_rows.h"

/* The rows of a list in their order: by the start or, where the list is sorted, by something else. Of one filter. */
struct page_rows {
    struct row_merge *by_start;
    struct sorted_rows *sorted;
};

/* Parses what a page of any list needs. */
void page_read_prepare(struct row_merge *merge);

/* Of the agents who are chosen, by the filter, which is prepared for the request's query. NULL with *failure filled; else
 * the caller's. */
struct page *page_read(const struct page_rows *rows, const struct page_request *request,
                       struct failure *failure);

#endif
