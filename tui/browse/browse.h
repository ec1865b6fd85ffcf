/* What the user does to the lists: choosing and opening agents, order, going from pane to pane. All return enum
 * app_change. */
#ifndef TUI_BROWSE_BROWSE_H
#define TUI_BROWSE_BROWSE_H

#include "tui/browse/app.h"

/* Shows what the archive has of the agent in that row of the agents (0: all); fetches nothing. */
unsigned browse_choose(struct app *app, size_t row);

/* Fetches the chosen agent's recordings and goes to the list. */
unsigned browse_open(struct app *app);

/* The roster changed: the chosen agent keeps its place; the one of the command line is opened when it is
 * there. */
unsigned browse_roster_changed(struct app *app);

/* The list on top of which another one was is shown again. */
void browse_return(struct app *app);

unsigned browse_zone(struct app *app);
unsigned browse_back(struct app *app, bool may_quit);
bool browse_back_quits(const struct app *app); /* there is nothing to go back to */

#endif
