/* `tapedeck stats`: writes how many calls there are and how long they were, of each agent, queue, day, hour or day of
 * the week, to standard output, and what that rests on to stderr. */
#ifndef TUI_COMMAND_COMMAND_STATS_H
#define TUI_COMMAND_COMMAND_STATS_H

#include "tui/command/startup.h"

/* Returns the exit status. */
int command_stats(const struct startup *startup);

#endif
