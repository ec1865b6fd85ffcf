/* The prompt for an action by its name. */
#ifndef TUI_SCREEN_ACTION_PROMPT_H
#define TUI_SCREEN_ACTION_PROMPT_H

#include "tui/browse/app.h"

/* Returns enum app_change. */
unsigned action_prompt_open(struct app *app);

#endif
