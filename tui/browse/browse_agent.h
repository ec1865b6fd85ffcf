/* What is typed behind / where the keys act: an agent by name or number, or a filter. All return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_AGENT_H
#define TUI_BROWSE_BROWSE_AGENT_H

#include "tui/browse/app.h"

/* Where the reader has gone to the agents and the list is not filtered, finds one of them; what no agent is called is
 * taken for a filter of the list, as it is elsewhere. */
unsigned browse_find(struct app *app);

/* The next one (1) or the one before (-1) that is called as was typed last, around; elsewhere the next match of
 * the last filter, see browse_match.h. */
unsigned browse_find_next(struct app *app, int direction);

#endif
