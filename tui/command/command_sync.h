/* `tapedeck sync`: fetches recordings into the archive, and says what there is then. */
#ifndef TUI_COMMAND_COMMAND_SYNC_H
#define TUI_COMMAND_COMMAND_SYNC_H

#include "tui/command/startup.h"

/* Returns the exit status. */
int command_sync(const struct startup *startup);

#endif
