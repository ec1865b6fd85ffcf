/* The view of lists: the agents, the list, the details and the deck as panes. */
#ifndef TUI_SCREEN_PANES_H
#define TUI_SCREEN_PANES_H

#include "tui/browse/app.h"

extern const struct view_kind panes_view;

/* Gives the focus to the next (1) or previous (-1) pane, wrapping around. Returns enum app_change. */
unsigned panes_next(struct app *app, int direction);

/* Switches between one pane at a time and all that have room. Returns enum app_change. */
unsigned panes_toggle_one(struct app *app);

/* Draws the deck with its title, below whatever view is on top. */
void panes_draw_deck(struct app *app);

/* Computes the layout, after the window or the focus has changed. */
void panes_place(struct app *app);

#endif
