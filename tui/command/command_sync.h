/* `tapedeck sync`: what it says at its end. */
#ifndef TUI_COMMAND_COMMAND_SYNC_H
#define TUI_COMMAND_COMMAND_SYNC_H

#include "tui/command/command_run.h"

extern const struct command_stage command_sync_report;

#endif
