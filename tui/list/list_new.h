/* What came in above the reader since the top of the list was on the screen. */
#ifndef TUI_LIST_LIST_NEW_H
#define TUI_LIST_LIST_NEW_H

#include "tui/list/recording_list.h"

/* Remembers what stands at the top as seen, if that is on the screen. */
void list_new_see(struct recording_list *list);

/* Counts what is new by a page that starts at the top of the list. */
void list_new_count(struct recording_list *list, const struct page *top_page);

/* The page that is shown is another one: counts by it, or says that the top is wanted. */
void list_new_update(struct recording_list *list);

void list_new_clear(struct recording_list *list);

#endif
