/* Between which rows of a page recordings may be missing. */
#ifndef MODEL_QUERY_PAGE_GAPS_H
#define MODEL_QUERY_PAGE_GAPS_H

#include "model/query/row_filter.h"

/* Sets gap_before of the page's rows, once all of them are there. The filter is the page's, its agents are
 * chosen. */
bool page_gaps_mark(struct row_filter *filter, struct page *page, struct failure *failure);

#endif
