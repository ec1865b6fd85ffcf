/* Writes the whole list that is shown to a file. */
#ifndef TUI_BROWSE_BROWSE_EXPORT_H
#define TUI_BROWSE_BROWSE_EXPORT_H

#include "tui/browse/app.h"

/* Asks for the file, then starts to write. Returns enum app_change. */
unsigned browse_edit_export(struct app *app);

/* Shows the progress; to be called before the loop sleeps. Returns enum app_change. */
unsigned browse_export_note(struct app *app);

/* Stops it; false if there was nothing to stop. browse_export_close does so at the end of the program. */
bool browse_export_stop(struct app *app, unsigned *changes);
void browse_export_close(struct app *app);

#endif
