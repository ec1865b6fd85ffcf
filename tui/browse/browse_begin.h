/* The first screen, and the state that is kept from one run to the next (last_view.h, last_visit.h). */
#ifndef TUI_BROWSE_BROWSE_BEGIN_H
#define TUI_BROWSE_BROWSE_BEGIN_H

#include "tui/browse/app.h"

/* Shows the first list, as the configuration and the command line say; before the loop runs. */
void browse_begin(struct app *app);

/* Fetches for it, once the account has been started. */
void browse_fetch_first(struct app *app);

/* Writes the state, after the loop has run. */
void browse_end(struct app *app);

#endif
