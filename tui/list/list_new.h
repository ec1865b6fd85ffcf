/* What came in above the reader since the top of a list was on the screen. Pure. */
#ifndef TUI_LIST_LIST_NEW_H
#define TUI_LIST_LIST_NEW_H

#include "model/query/page.h"

#include <stdbool.h>
#include <stddef.h>

enum { LIST_NEW_MOST = 100 }; /* new recordings are counted up to this many */

/* The first ones of the list when the reader last saw it. Zeroed at first. */
struct list_new {
    struct recording_key seen[LIST_NEW_MOST];
    size_t count;
    bool is_known; /* has seen any */
};

void list_new_clear(struct list_new *news);

/* Remembers a page that starts at the top of the list as seen. */
void list_new_see(struct list_new *news, const struct page *page);

/* How many recordings of such a page have come in above `top`, the first one on the screen (NULL: none), the newest
 * first. */
size_t list_new_count(struct list_new *news, const struct page *page, const struct listed_recording *top);

#endif
