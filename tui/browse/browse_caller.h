/* All calls of one caller, of all agents, as a list on top of the present one. */
#ifndef TUI_BROWSE_BROWSE_CALLER_H
#define TUI_BROWSE_BROWSE_CALLER_H

#include "tui/browse/app.h"

/* Opens the one of the selected recording's caller. Returns enum app_change. */
unsigned browse_caller(struct app *app);

#endif
