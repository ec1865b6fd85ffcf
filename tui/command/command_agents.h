/* `tapedeck agents`: writes the agents to standard output. */
#ifndef TUI_COMMAND_COMMAND_AGENTS_H
#define TUI_COMMAND_COMMAND_AGENTS_H

#include "tui/command/command_run.h"

extern const struct command_stage command_agents_print;

#endif
