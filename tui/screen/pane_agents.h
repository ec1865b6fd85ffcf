/* The pane of the agents: "All agents" first, each with its state and how many recordings the archive has of it. */
#ifndef TUI_SCREEN_PANE_AGENTS_H
#define TUI_SCREEN_PANE_AGENTS_H

#include "tui/screen/pane.h"

extern const struct pane pane_agents;

/* The width at which their names and numbers are shown in full. */
int pane_agents_wish(const struct app *app);

#endif
