/* `tapedeck list`: writes recordings to standard output, and what they rest on to stderr. */
#ifndef TUI_COMMAND_COMMAND_LIST_H
#define TUI_COMMAND_COMMAND_LIST_H

#include "tui/command/command_run.h"

/* Fills command->scope from the options. False with *failure filled if they cannot be used. */
bool command_list_scope(struct command *command, struct failure *failure);

extern const struct command_stage command_list_print;

#endif
