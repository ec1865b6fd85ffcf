/* The saved searches, as a view on top of the list. All return enum app_change. */
#ifndef TUI_SCREEN_SAVED_LIST_H
#define TUI_SCREEN_SAVED_LIST_H

#include "tui/browse/app.h"

unsigned saved_list_open(struct app *app);

/* For the selected search; if another view is on top the user is told. */
unsigned saved_list_rename(struct app *app);
unsigned saved_list_delete(struct app *app);

#endif
