/* The view of numbers_view.h: how it is drawn, and what its keys do. */
#ifndef TUI_SCREEN_NUMBERS_H
#define TUI_SCREEN_NUMBERS_H

#include "tui/browse/app.h"

/* Opens it on the list that is shown. Returns enum app_change. */
unsigned numbers_open(struct app *app);

/* Asks for its numbers if it is on top; to be called before the loop sleeps. */
void numbers_think(struct app *app);

#endif
