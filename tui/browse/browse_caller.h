/* All calls of one caller, over all agents, as a list of its own. */
#ifndef TUI_BROWSE_BROWSE_CALLER_H
#define TUI_BROWSE_BROWSE_CALLER_H

#include "tui/browse/app.h"

/* Those of the selected recording's caller; enum app_change. */
unsigned browse_caller(struct app *app);

#endif
