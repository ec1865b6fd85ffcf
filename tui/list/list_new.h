/* Counts the recordings that have come in above the rows on the screen since the top of the list was last shown.
 * Pure. */
#ifndef TUI_LIST_LIST_NEW_H
#define TUI_LIST_LIST_NEW_H

#include "model/query/page.h"

#include <stdbool.h>
#include <stddef.h>

enum { LIST_NEW_MOST = 100 }; /* new recordings are counted up to this many */

/* The first recordings of the list when its top was last on the screen. Empty when zeroed. */
struct list_new {
    struct recording_key seen[LIST_NEW_MOST];
    size_t count;
    bool is_known; /* it has been on the screen */
};

void list_new_clear(struct list_new *news);

/* Remembers the first rows of a page, which has to start at the top of the list. */
void list_new_see(struct list_new *news, const struct page *page);

/* How many recordings of such a page are new and stand above `top`, the first row on the screen (NULL: none). For
 * lists with the newest first. LIST_NEW_MOST if there may be more. */
size_t list_new_count(struct list_new *news, const struct page *page, const struct listed_recording *top);

#endif
