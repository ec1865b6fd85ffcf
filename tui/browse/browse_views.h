/* Saved searches: saving the filter that is being typed; opening, renaming and deleting one. Those that return
 * unsigned return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_VIEWS_H
#define TUI_BROWSE_BROWSE_VIEWS_H

#include "tui/browse/app.h"
#include "tui/browse/saved_views.h"

unsigned browse_save_view(struct app *app); /* asks for a name */
unsigned browse_open_view(struct app *app, const struct saved_view *view);
unsigned browse_rename_view(struct app *app, const char *name);
unsigned browse_ask_delete_view(struct app *app, const char *name);

/* Whether this program has changed their file since the last call. */
bool browse_views_changed(struct app *app);

#endif
