/* The filter as it is typed. All return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_FILTER_H
#define TUI_BROWSE_BROWSE_FILTER_H

#include "tui/browse/app.h"

unsigned browse_edit_filter(struct app *app);
unsigned browse_drop_filter(struct app *app);
void browse_restore_filter(struct app *app, const char *text); /* before anything is shown */

#endif
