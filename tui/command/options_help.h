/* The help text, made from the tables of commands, options and terms of the filter. */
#ifndef TUI_COMMAND_OPTIONS_HELP_H
#define TUI_COMMAND_OPTIONS_HELP_H

#include "tui/command/startup.h"

#include <stddef.h>

/* Writes the help of the command or topic that is the operand; without one a list of all commands, in at most
 * 23 lines of at most 79 columns. Returns the exit status. */
int options_help(const struct startup *startup);

/* The names of the help topics that are no commands; NULL behind the last one. Static. */
const char *options_help_topic(size_t index);

#endif
