/* The mouse: a click selects what is under it, a double click opens it, the wheel scrolls. */
#ifndef TUI_SCREEN_MOUSE_H
#define TUI_SCREEN_MOUSE_H

#include "tui/browse/app.h"
#include "tui/input/mouse_sequence.h"

/* Does what an event of the mouse means. Returns enum app_change. */
unsigned mouse_dispatch(struct app *app, const struct mouse_event *event);

/* Switches between using the mouse and leaving it to the terminal, which selects text by it. Returns enum app_change. */
unsigned mouse_toggle(struct app *app);

#endif
