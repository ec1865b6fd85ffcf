/* What is done in each turn of the loop before it sleeps: what goes with the list is brought along, what has changed is drawn,
 * and what is wanted for it is asked for. */
#ifndef TUI_SCREEN_TURN_H
#define TUI_SCREEN_TURN_H

#include "tui/browse/app.h"

void turn_run(struct app *app);

#endif
