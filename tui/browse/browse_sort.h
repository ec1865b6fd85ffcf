/* The order of the list. */
#ifndef TUI_BROWSE_BROWSE_SORT_H
#define TUI_BROWSE_BROWSE_SORT_H

#include "tui/browse/app.h"

/* Asks by what to sort it; reverses the order. Both return enum app_change. */
unsigned browse_ask_sort(struct app *app);
unsigned browse_reverse(struct app *app);

/* True, and tells the user so, if the list is not sorted by start, so that it cannot go to a time. */
bool browse_sort_hides_times(struct app *app, unsigned *changes);

#endif
