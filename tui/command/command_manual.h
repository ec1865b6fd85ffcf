/* The manual page, made from the tables of options and actions. */
#ifndef TUI_COMMAND_COMMAND_MANUAL_H
#define TUI_COMMAND_COMMAND_MANUAL_H

#include "tui/command/startup.h"

/* Writes its source, for man. Returns the exit status. */
int command_manual(const struct startup *startup);

#endif
