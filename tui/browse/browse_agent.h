/* The key /: finds an agent by name or number in the agents pane, else opens the filter. All return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_AGENT_H
#define TUI_BROWSE_BROWSE_AGENT_H

#include "tui/browse/app.h"

/* If the agents pane has the focus and the list has no filter, opens a prompt for a name; text that is no agent's
 * becomes the filter of the list. Else opens the filter. */
unsigned browse_find(struct app *app);

/* In the agents pane chooses the next (1) or previous (-1) agent that matches the last name, wrapping around;
 * elsewhere goes to the next match of the last filter (browse_match.h). */
unsigned browse_find_next(struct app *app, int direction);

#endif
