/* Runs a command: its stages one after the other on one loop. At the end, and when the user interrupts, everything
 * that has arrived is filed and the archive is closed. */
#ifndef TUI_COMMAND_COMMAND_RUN_H
#define TUI_COMMAND_COMMAND_RUN_H

#include "tui/command/command.h"
#include "tui/command/startup.h"

/* Blocks until the command has ended. Returns the exit status. */
int command_run(const struct startup *startup, const struct command_plan *plan);

#endif
