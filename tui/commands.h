/* The table of commands: a row for each, with its function. */
#ifndef TUI_COMMANDS_H
#define TUI_COMMANDS_H

#include "tui/command/options.h"

extern const struct command_row commands[];

#endif
