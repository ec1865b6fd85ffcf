/* `tapedeck log`: prints the access log, or tells whether it is what was written. */
#ifndef TUI_COMMAND_COMMAND_LOG_H
#define TUI_COMMAND_COMMAND_LOG_H

#include "tui/command/startup.h"

/* Returns the exit status. */
int command_log(const struct startup *startup);

#endif
