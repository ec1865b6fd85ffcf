/* The help text, made from the table of options. */
#ifndef TUI_COMMAND_OPTIONS_HELP_H
#define TUI_COMMAND_OPTIONS_HELP_H

#include "tui/command/options.h"

#include <stdio.h>

/* Writes the help: of a command, or for OPTIONS_SCREEN of all in at most 23 lines of at most 79 columns. */
void options_help(FILE *stream, enum options_command topic);

#endif
