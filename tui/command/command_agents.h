/* `tapedeck agents`: writes the agents to standard output. */
#ifndef TUI_COMMAND_COMMAND_AGENTS_H
#define TUI_COMMAND_COMMAND_AGENTS_H

#include "tui/command/startup.h"

/* Returns the exit status. */
int command_agents(const struct startup *startup);

#endif
