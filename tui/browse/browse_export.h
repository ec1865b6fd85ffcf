/* Writing the list that is shown, all of it, into a file. */
#ifndef TUI_BROWSE_BROWSE_EXPORT_H
#define TUI_BROWSE_BROWSE_EXPORT_H

#include "tui/browse/app.h"

/* Both return enum app_change. */
unsigned browse_edit_export(struct app *app);
unsigned browse_export_note(struct app *app); /* how far it is, before the loop sleeps */

/* False if nothing was being written. */
bool browse_export_stop(struct app *app, unsigned *changes);
void browse_export_close(struct app *app);

#endif
