/* Saving audio as files: of the selected recording, of all in the list. */
#ifndef TUI_BROWSE_BROWSE_SAVE_H
#define TUI_BROWSE_BROWSE_SAVE_H

#include "tui/browse/app.h"

/* All return enum app_change. */
unsigned browse_save(struct app *app);
unsigned browse_ask_save_all(struct app *app);
unsigned browse_ask_save_marked(struct app *app); /* of all agents */

/* Goes on, before the loop sleeps. */
unsigned browse_save_go_on(struct app *app);

/* False if nothing was being saved. */
bool browse_save_stop(struct app *app, unsigned *changes);
void browse_save_close(struct app *app);

#endif
