/* Saves audio as files: of the selected recording, of all recordings of the list, of all that are marked. */
#ifndef TUI_BROWSE_BROWSE_SAVE_H
#define TUI_BROWSE_BROWSE_SAVE_H

#include "tui/browse/app.h"

/* All return enum app_change; the last two ask first. */
unsigned browse_save(struct app *app);
unsigned browse_ask_save_all(struct app *app);
unsigned browse_ask_save_marked(struct app *app);

/* Goes on with it; to be called before the loop sleeps. Returns enum app_change. */
unsigned browse_save_go_on(struct app *app);

/* Stops it; false if there was nothing to stop. browse_save_close does so at the end of the program. */
bool browse_save_stop(struct app *app, unsigned *changes);
void browse_save_close(struct app *app);

#endif
