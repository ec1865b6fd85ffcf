/* Runs a command as a row of stages on one loop, each done before the next begins; between them, and when the
 * user interrupts, everything that has arrived is filed and the archive is closed. */
#ifndef TUI_COMMAND_COMMAND_RUN_H
#define TUI_COMMAND_COMMAND_RUN_H

#include "tui/command/command.h"
#include "tui/command/startup.h"

/* Does what is planned, to its end. Returns the exit status. */
int command_run(const struct startup *startup, const struct command_plan *plan);

#endif
