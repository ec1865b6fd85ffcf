/* The list and what stands beside it: the agents, the details. */
#ifndef TUI_SCREEN_PANES_H
#define TUI_SCREEN_PANES_H

#include "tui/browse/app.h"

extern const struct view_kind panes_view;

/* To the next pane, or the one before; behind the last one the first. Returns enum app_change. */
unsigned panes_next(struct app *app, int direction);

/* The list has the window to itself, as any other pane once it is gone to, or no longer. Returns enum app_change. */
unsigned panes_toggle_one(struct app *app);

/* Title and all; below whatever view is on top. */
void panes_draw_deck(struct app *app);

/* The window, or what has the focus, is another one. */
void panes_place(struct app *app);

#endif
