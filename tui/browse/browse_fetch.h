/* What the user has fetched: opening, refreshing, reading anew, stopping. They return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_FETCH_H
#define TUI_BROWSE_BROWSE_FETCH_H

#include "tui/browse/app.h"

void browse_fetch(struct app *app); /* what is missing of what is chosen */
unsigned browse_refresh(struct app *app);
unsigned browse_ask_anew(struct app *app); /* asks whether to */
unsigned browse_ask_loss(struct app *app); /* if the server no longer gives what the chosen agent has */
unsigned browse_stop(struct app *app);

/* Fetches what the reader is about to come to and may be missing. To be called before the loop sleeps. */
void browse_fetch_ahead(struct app *app);

#endif
