/* `tapedeck list`: writes recordings to standard output, and what they rest on to stderr. */
#ifndef TUI_COMMAND_COMMAND_LIST_H
#define TUI_COMMAND_COMMAND_LIST_H

#include "tui/command/startup.h"

/* Returns the exit status. */
int command_list(const struct startup *startup);

#endif
