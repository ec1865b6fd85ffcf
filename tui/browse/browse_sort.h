/* By what the list goes: chosen by a key, the same again turns it round. */
#ifndef TUI_BROWSE_BROWSE_SORT_H
#define TUI_BROWSE_BROWSE_SORT_H

#include "tui/browse/app.h"

/* Both return enum app_change. */
unsigned browse_ask_sort(struct app *app);
unsigned browse_reverse(struct app *app);

/* Whether times cannot be gone to, because the list does not go by them: then it is said. */
bool browse_sort_hides_times(struct app *app, unsigned *changes);

#endif
