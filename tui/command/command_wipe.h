/* `tapedeck wipe`: deletes all that is stored of an account on this machine. */
#ifndef TUI_COMMAND_COMMAND_WIPE_H
#define TUI_COMMAND_COMMAND_WIPE_H

#include "tui/command/startup.h"

int command_wipe(const struct startup *startup);

#endif
