/* The agents, "All agents" first, each with its state and how many recordings of it the archive has. */
#ifndef TUI_SCREEN_PANE_AGENTS_H
#define TUI_SCREEN_PANE_AGENTS_H

#include "tui/screen/pane.h"

extern const struct pane pane_agents;

/* Columns that show all of them in full. */
int pane_agents_wish(const struct app *app);

#endif
