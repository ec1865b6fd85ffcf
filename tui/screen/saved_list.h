/* The saved searches as a view on top of the list. Returns enum app_change, as all do. */
#ifndef TUI_SCREEN_SAVED_LIST_H
#define TUI_SCREEN_SAVED_LIST_H

#include "tui/browse/app.h"

unsigned saved_list_open(struct app *app); /* or closes it */

/* What only it does: with another view on top it says so. */
unsigned saved_list_rename(struct app *app);
unsigned saved_list_delete(struct app *app);

#endif
