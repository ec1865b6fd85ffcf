/* The help text, made from the table of options. */
#ifndef TUI_COMMAND_OPTIONS_HELP_H
#define TUI_COMMAND_OPTIONS_HELP_H

#include <stdio.h>

/* Writes the help: at most 23 lines of at most 79 columns. */
void options_help(FILE *stream);

#endif
