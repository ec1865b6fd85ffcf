/* The numbers of the list that is shown: a line for each agent, queue, day, hour or day of the week. */
#ifndef TUI_SCREEN_NUMBERS_H
#define TUI_SCREEN_NUMBERS_H

#include "tui/browse/app.h"

/* Opens them; returns enum app_change. */
unsigned numbers_open(struct app *app);

/* Before the loop sleeps: asks for what is lacking of what is shown. */
void numbers_think(struct app *app);

#endif
