/* Going to a date or time. Those that return unsigned return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_TIME_H
#define TUI_BROWSE_BROWSE_TIME_H

#include "tui/browse/app.h"

/* Opens the prompt for a time; for a time in the call if the deck has the focus. */
unsigned browse_edit_time(struct app *app);

/* To the next (1) or previous (-1) day that has recordings. */
unsigned browse_move_day(struct app *app, int direction);

/* To be called when the list has changed: says so if such a day was looked for in vain. */
unsigned browse_day_came(struct app *app);

/* Fetches the recordings around a time (ticks) of the chosen agents that lack them. */
void browse_fetch_around(struct app *app, int64_t time);

#endif
