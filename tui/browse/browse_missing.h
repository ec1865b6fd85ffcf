/* Fetches what the chosen list may lack, by its filter: only of agents and dates that can match. */
#ifndef TUI_BROWSE_BROWSE_MISSING_H
#define TUI_BROWSE_BROWSE_MISSING_H

#include "tui/browse/app.h"

/* Fetches it, and says so. Returns enum app_change. */
unsigned browse_fetch_missing(struct app *app);

/* Fetches that are under way go on with what can be in the chosen list: once the filter has not changed for a while;
 * at once. */
void browse_prefer_later(struct app *app);
void browse_prefer(struct app *app);

#endif
