/* `tapedeck save`: the audio of calls, or of a list, as files. */
#ifndef TUI_COMMAND_COMMAND_SAVE_H
#define TUI_COMMAND_COMMAND_SAVE_H

#include "tui/command/startup.h"

int command_save(const struct startup *startup);

#endif
