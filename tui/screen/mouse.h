/* The mouse: a click chooses what is under it, a second one opens that, the wheel scrolls. */
#ifndef TUI_SCREEN_MOUSE_H
#define TUI_SCREEN_MOUSE_H

#include "tui/browse/app.h"
#include "tui/input/mouse_sequence.h"

/* Both return enum app_change. */
unsigned mouse_dispatch(struct app *app, const struct mouse_event *event);

/* Whether the terminal tells of the mouse, or selects text by it. */
unsigned mouse_toggle(struct app *app);

#endif
