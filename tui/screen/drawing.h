/* The one place that draws. */
#ifndef TUI_SCREEN_DRAWING_H
#define TUI_SCREEN_DRAWING_H

#include "tui/browse/app.h"

/* Computes the places of the panes if that is due; before drawing_refresh. */
void drawing_place(struct app *app);

/* Draws what is dirty, if the terminal has taken what was drawn before. */
void drawing_refresh(struct app *app);

/* At once, while nothing else can be drawn: what is waited for. */
void drawing_wait(struct app *app, const char *what);

#endif
