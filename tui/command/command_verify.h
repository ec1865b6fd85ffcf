/* The command verify: whether a bundle is what was bundled. */
#ifndef TUI_COMMAND_COMMAND_VERIFY_H
#define TUI_COMMAND_COMMAND_VERIFY_H

#include "tui/command/startup.h"

int command_verify(const struct startup *startup);

#endif
