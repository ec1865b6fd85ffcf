/* The list and what stands beside it: the agents, the details. */
#ifndef TUI_SCREEN_PANES_H
#define TUI_SCREEN_PANES_H

#include "tui/browse/app.h"
#include "tui/input/actions.h"

void panes_place(struct app *app); /* their places have changed */
void panes_draw(struct app *app, unsigned dirty);
void panes_cursor(const struct app *app);

/* Does an action; returns enum app_change. */
unsigned panes_act(struct app *app, enum action_id action);

#endif
