/* What a list lacks, by what can be in it: said, fetched, and before all else. */
#ifndef TUI_BROWSE_BROWSE_MISSING_H
#define TUI_BROWSE_BROWSE_MISSING_H

#include "tui/browse/app.h"

unsigned browse_fetch_missing(struct app *app); /* enum app_change */

/* What is being fetched goes on with what can be in the list that is chosen, once typing has rested or at
 * once. */
void browse_prefer_later(struct app *app);
void browse_prefer(struct app *app);

#endif
