/* What shells complete behind "tapedeck", made from the tables of commands and options. */
#ifndef TUI_COMMAND_OPTIONS_COMPLETION_H
#define TUI_COMMAND_OPTIONS_COMPLETION_H

#include <stdio.h>

/* Writes it for `shell`: bash, zsh or fish. */
void options_completion(FILE *stream, const char *shell);

#endif
