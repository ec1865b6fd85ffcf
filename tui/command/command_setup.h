/* `tapedeck setup`: asks for address and secret, tries them, and writes the configuration. */
#ifndef TUI_COMMAND_COMMAND_SETUP_H
#define TUI_COMMAND_COMMAND_SETUP_H

#include "tui/command/startup.h"

int command_setup(const struct startup *startup);

#endif
