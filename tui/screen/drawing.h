/* The only place where the screen is drawn and sent. */
#ifndef TUI_SCREEN_DRAWING_H
#define TUI_SCREEN_DRAWING_H

#include "tui/browse/app.h"

/* Computes the layout if CHANGED_LAYOUT is dirty; to be called before drawing_refresh. */
void drawing_place(struct app *app);

/* Draws what is dirty and sends it, unless the terminal has not read the frame before yet. */
void drawing_refresh(struct app *app);

/* Draws and sends one line that says what is waited for, while the account is still being opened. */
void drawing_wait(struct app *app, const char *what);

#endif
