/* Goes from one match of the last filter to the next in the unfiltered list. */
#ifndef TUI_BROWSE_BROWSE_MATCH_H
#define TUI_BROWSE_BROWSE_MATCH_H

#include "tui/browse/app.h"

/* Remembers the filter of the view as the last one, if it has one. */
void browse_keep_sought(struct app *app);

/* Selects the next match below (1) or above (-1). Returns enum app_change. */
unsigned browse_seek(struct app *app, int direction);

/* The filter whose digits are marked in callers' numbers: that of the list, or the last one after browse_seek. */
const struct filter *browse_marks(const struct app *app);

#endif
