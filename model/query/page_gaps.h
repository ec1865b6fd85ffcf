/* Marks where recordings may be missing between the rows of a page. */
#ifndef MODEL_QUERY_PAGE_GAPS_H
#define MODEL_QUERY_PAGE_GAPS_H

#include "model/query/row_filter.h"

/* Sets gap_before and is_edge of the rows of a complete page, for the prepared filter that it was read with. False
 * with *failure filled. */
bool page_gaps_mark(struct row_filter *filter, struct page *page, struct failure *failure);

#endif
