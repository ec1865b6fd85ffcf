/* The first screen, and what is kept of the last one. */
#ifndef TUI_BROWSE_BROWSE_BEGIN_H
#define TUI_BROWSE_BROWSE_BEGIN_H

#include "tui/browse/app.h"

/* Shows what the configuration has the first screen show, before the loop runs; keeps what is shown for the
 * next time, if it is then to be shown. */
void browse_begin(struct app *app);
void browse_fetch_first(struct app *app); /* once the account is started */
void browse_end(struct app *app);

#endif
