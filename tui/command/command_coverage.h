/* What a list or a count rests on, in one line: complete or since when, for how many agents, as of when. */
#ifndef TUI_COMMAND_COMMAND_COVERAGE_H
#define TUI_COMMAND_COMMAND_COVERAGE_H

#include "tui/command/command.h"

enum { COMMAND_COVERAGE_SIZE = 400 };

/* Of those of command->agents that command->scope concerns, and its dates. Returns buffer. */
const char *command_coverage_text(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command);

/* Of one agent: "complete as of …", "from … to …", "never fetched". Returns buffer. */
const char *command_coverage_of(char buffer[COMMAND_COVERAGE_SIZE], const struct agent_summary *agent,
                                bool utc);

/* True if the archive has everything of them that can be in the scope. */
bool command_coverage_is_complete(const struct command *command);

/* The exit status of a list or a count, from that of what was fetched for it: "done" and "nothing matched" only where all
 * that belongs there is there. */
int command_coverage_status(int fetched, bool is_whole, bool is_nothing);

/* Whether there may be agents that the server has not listed. */
bool command_coverage_has_others(const struct command *command);

#endif
