/* Choosing and opening agents, going back, local time or UTC. Functions that return unsigned return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_H
#define TUI_BROWSE_BROWSE_H

#include "tui/browse/app.h"

/* Shows what the archive has of the agent in that row of the agents pane (0: all). Fetches nothing. */
unsigned browse_choose(struct app *app, size_t row);

/* Fetches the recordings of the chosen agent, unless offline, and gives the list the focus. */
unsigned browse_open(struct app *app);

/* To be called when the roster has changed: the chosen agent keeps its place on the screen, and the agent of the
 * command line is opened once it is known. */
unsigned browse_roster_changed(struct app *app);

/* To be called when the list on top of another one was closed, and that one is shown again. */
void browse_return(struct app *app);

/* Switches between local time and UTC. */
unsigned browse_zone(struct app *app);

/* Goes back one level; at the first one quits if it may. Whether that is where it is. */
unsigned browse_back(struct app *app, bool may_quit);
bool browse_back_quits(const struct app *app);

#endif
