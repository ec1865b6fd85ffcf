/* The manual page, made from the tables of options and actions. */
#ifndef TUI_COMMAND_COMMAND_MANUAL_H
#define TUI_COMMAND_COMMAND_MANUAL_H

#include <stdio.h>

/* Writes its source, for man. */
void command_manual(FILE *stream);

#endif
