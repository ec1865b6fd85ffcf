/* Reads a page of a list. */
#ifndef MODEL_QUERY_PAGE_READ_H
#define MODEL_QUERY_PAGE_READ_H

#include "model/query/row_merge.h"
#include "model/query/sorted_rows.h"

/* The two sources of rows: by start, or in the order of a sorted list. Both have the same filter. */
struct page_rows {
    struct row_merge *by_start;
    struct sorted_rows *sorted;
};

/* Prepares the statements that every page needs. */
void page_read_prepare(struct row_merge *merge);

/* Reads a page of the selected agents; the filter must be prepared for the request's query. The caller frees it; NULL
 * with *failure filled. */
struct page *page_read(const struct page_rows *rows, const struct page_request *request,
                       struct failure *failure);

#endif
