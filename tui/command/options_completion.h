/* Generates the completions of shells from the tables of commands and options. */
#ifndef TUI_COMMAND_OPTIONS_COMPLETION_H
#define TUI_COMMAND_OPTIONS_COMPLETION_H

#include "tui/command/startup.h"

/* Writes it for the shell that is the operand: bash, zsh or fish. Returns the exit status. */
int options_completion(const struct startup *startup);

#endif
