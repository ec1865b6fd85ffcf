/* The help text, made from the tables of commands and options. */
#ifndef TUI_COMMAND_OPTIONS_HELP_H
#define TUI_COMMAND_OPTIONS_HELP_H

#include "tui/command/startup.h"

/* Writes the help of the command that is the operand; without one that of the screen with a list of all, in at
 * most 23 lines of at most 79 columns. Returns the exit status. */
int options_help(const struct startup *startup);

#endif
