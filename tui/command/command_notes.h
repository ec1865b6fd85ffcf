/* `tapedeck notes export|import`: marks, tags and notes for another machine. */
#ifndef TUI_COMMAND_COMMAND_NOTES_H
#define TUI_COMMAND_COMMAND_NOTES_H

#include "tui/command/startup.h"

int command_notes(const struct startup *startup);

#endif
