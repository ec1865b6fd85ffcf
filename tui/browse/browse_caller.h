/* All calls of one caller, over all agents, as a list of its own. They return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_CALLER_H
#define TUI_BROWSE_BROWSE_CALLER_H

#include "tui/browse/app.h"

/* Those of the selected recording's caller; back to the list from which they were opened; and giving them up,
 * because another list is to be shown. */
unsigned browse_caller(struct app *app);
unsigned browse_leave_caller(struct app *app);
void browse_forget_caller(struct app *app);

#endif
