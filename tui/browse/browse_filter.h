/* The filter as it is typed. All return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_FILTER_H
#define TUI_BROWSE_BROWSE_FILTER_H

#include "tui/browse/app.h"

unsigned browse_edit_filter(struct app *app);
unsigned browse_filter_changed(struct app *app);
unsigned browse_keep_filter(struct app *app); /* unless something is wrong in it */
unsigned browse_drop_filter(struct app *app);
void browse_restore_filter(struct app *app, const char *text); /* before anything is shown */
unsigned browse_complete_filter(struct app *app, bool backwards);
unsigned browse_recall_filter(struct app *app, bool older); /* from the filters that were kept before */

#endif
