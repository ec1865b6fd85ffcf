/* What the mouse does to a list of recordings: the wheel scrolls without moving the selection, a click selects a row. */
#ifndef TUI_LIST_LIST_SCROLL_H
#define TUI_LIST_LIST_SCROLL_H

#include "tui/list/recording_list.h"

/* Both do nothing while another list, or another place of it, is being read. */

/* Scrolls by `lines` (negative: up) within the page. The selection stays on its recording unless that leaves the
 * screen; then the row at the edge is selected. True if the list has scrolled. */
bool list_scroll(struct recording_list *list, int64_t lines);

/* Selects a row of the page. False if there is no such row. */
bool list_select(struct recording_list *list, size_t row);

#endif
