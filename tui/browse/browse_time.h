/* Going to a date or time. They return enum app_change. */
#ifndef TUI_BROWSE_BROWSE_TIME_H
#define TUI_BROWSE_BROWSE_TIME_H

#include "tui/browse/app.h"

unsigned browse_edit_time(struct app *app);
unsigned browse_move_day(struct app *app, int direction); /* 1: to the next day with recordings, -1: back */
unsigned browse_day_came(struct app *app);                /* or not: says so */
void browse_fetch_around(struct app *app, int64_t time);  /* of agents without the recordings of that time */

#endif
