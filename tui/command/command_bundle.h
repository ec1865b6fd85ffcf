/* The command bundle: recordings for a case in a zip that proves itself. */
#ifndef TUI_COMMAND_COMMAND_BUNDLE_H
#define TUI_COMMAND_COMMAND_BUNDLE_H

#include "tui/command/startup.h"

int command_bundle(const struct startup *startup);

#endif
