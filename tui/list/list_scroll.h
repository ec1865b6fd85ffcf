/* What a mouse does to a list of recordings: the window moves over it without the selection, and a row of the
 * screen is chosen. */
#ifndef TUI_LIST_LIST_SCROLL_H
#define TUI_LIST_LIST_SCROLL_H

#include "tui/list/recording_list.h"

/* Both do nothing while another list, or another place of it, is on its way. True if something on the screen
 * changed at once. */

/* So many lines down, as far as the list goes. The selection stays where it is until it would leave the screen;
 * then it stays at the edge. */
bool list_scroll(struct recording_list *list, int64_t lines);

/* Selects a row of the page; false if there is none. */
bool list_select(struct recording_list *list, size_t row);

#endif
