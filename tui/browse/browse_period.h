/* Going from period to period of the timeline, and nearer to them. All return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_PERIOD_H
#define TUI_BROWSE_BROWSE_PERIOD_H

#include "tui/browse/app.h"

/* To the next period with calls of the timeline below the list, or with -1 to the one before; the timeline by
 * the next shorter unit, around the selection, or with -1 by the next longer one. */
unsigned browse_move_period(struct app *app, int direction);
unsigned browse_show_period(struct app *app, size_t column); /* of the timeline; SIZE_MAX: none */
unsigned browse_period_came(struct app *app); /* the list is where it was told to go, perhaps */
unsigned browse_zoom(struct app *app, int direction);

#endif
