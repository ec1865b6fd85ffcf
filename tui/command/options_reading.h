/* From the arguments of the program to struct options, by the tables of options and commands. */
#ifndef TUI_COMMAND_OPTIONS_READING_H
#define TUI_COMMAND_OPTIONS_READING_H

#include "net/base/failure.h"
#include "tui/command/options.h"

#include <stdbool.h>

/* Reads the arguments. Returns false with *failure filled (kind FAILURE_USAGE). Freed by options_clear in any
 * case. */
bool options_read(struct options *options, const struct command_row *commands, int argc, char **argv,
                  struct failure *failure);

#endif
