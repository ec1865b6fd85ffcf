/* Fetching on request: what is missing, what is new, everything again; and stopping it. Those that return unsigned
 * return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_FETCH_H
#define TUI_BROWSE_BROWSE_FETCH_H

#include "tui/browse/app.h"

/* Fetches what is missing of the chosen agent, or of all. */
void browse_fetch(struct app *app);

/* Fetches what is new, and asks again for audio that is missing. */
unsigned browse_refresh(struct app *app);

/* Asks whether to fetch everything of the chosen agent, or of all, again. */
unsigned browse_ask_anew(struct app *app);

/* Asks the same if the server no longer gives recordings of the chosen agent that the archive has; once for each such
 * loss. */
unsigned browse_ask_loss(struct app *app);

/* Stops saving, writing or bundling, or else fetching. */
unsigned browse_stop(struct app *app);

/* Fetches what may be missing in the rows that the user is about to reach. To be called before the loop sleeps. */
void browse_fetch_ahead(struct app *app);

#endif
