/* `tapedeck list`: writes recordings to standard output, and what they rest on to stderr. */
#ifndef TUI_COMMAND_LIST_H
#define TUI_COMMAND_LIST_H

#include "tui/command_run.h"

extern const struct command_stage command_list_print;

#endif
