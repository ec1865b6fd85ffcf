/* `tapedeck purge`: deletes old recordings from the archive, or says which it would. */
#ifndef TUI_COMMAND_COMMAND_PURGE_H
#define TUI_COMMAND_COMMAND_PURGE_H

#include "tui/command/startup.h"

/* Returns the exit status. */
int command_purge(const struct startup *startup);

#endif
