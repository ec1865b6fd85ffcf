/* A turn of the loop, done before it sleeps: keys that were held back, what follows from changes, drawing, and
 * questions to the archive and the server. */
#ifndef TUI_SCREEN_TURN_H
#define TUI_SCREEN_TURN_H

#include "tui/browse/app.h"

void turn_run(struct app *app);

#endif
