/* The table of what the user can do: a row for each action, with its function. */
#ifndef TUI_SCREEN_ACTION_TABLE_H
#define TUI_SCREEN_ACTION_TABLE_H

#include "tui/input/actions.h"

/* In the order in which they are listed; ended by a row without a name. */
extern const struct action action_table[];

#endif
