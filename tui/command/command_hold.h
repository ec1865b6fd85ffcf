/* The commands hold, release and held: recordings that are kept whatever retention and the server say. */
#ifndef TUI_COMMAND_COMMAND_HOLD_H
#define TUI_COMMAND_COMMAND_HOLD_H

#include "tui/command/startup.h"

int command_hold(const struct startup *startup);
int command_release(const struct startup *startup);
int command_held(const struct startup *startup);

#endif
