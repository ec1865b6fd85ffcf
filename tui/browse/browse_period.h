/* Moving by periods of the timeline below the list, and zooming it. All return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_PERIOD_H
#define TUI_BROWSE_BROWSE_PERIOD_H

#include "tui/browse/app.h"

/* To the next (1) or previous (-1) period that has calls. */
unsigned browse_move_period(struct app *app, int direction);

/* To the period of a column of the timeline; SIZE_MAX: nothing happens. */
unsigned browse_show_period(struct app *app, size_t column);

/* To be called when the list has changed: continues movements that were waiting for it. */
unsigned browse_period_came(struct app *app);

/* Shows the timeline by the next shorter unit, around the selection (1), or by the next longer one (-1). */
unsigned browse_zoom(struct app *app, int direction);

#endif
