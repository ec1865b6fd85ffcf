/* How complete a list or a count is, in one line: complete or from when on, for how many agents, as of when. */
#ifndef TUI_COMMAND_COMMAND_COVERAGE_H
#define TUI_COMMAND_COMMAND_COVERAGE_H

#include "tui/command/command.h"

enum { COMMAND_COVERAGE_SIZE = 400 };

/* For command->agents, as far as command->scope concerns them. Returns buffer. */
const char *command_coverage_text(char buffer[COMMAND_COVERAGE_SIZE], const struct command *command);

/* For one agent: "complete as of …", "complete only from … to …", "never fetched". Returns buffer. */
const char *command_coverage_of(char buffer[COMMAND_COVERAGE_SIZE], const struct agent_summary *agent,
                                bool utc);

/* Whether the archive has everything of command->agents that can be in the scope. */
bool command_coverage_is_complete(const struct command *command);

/* The exit status of a list or a count: COMMAND_DONE, or COMMAND_NO_MATCH if `is_nothing`, only if `is_whole` and the
 * fetch for it ended with COMMAND_DONE. */
int command_coverage_status(int fetched, bool is_whole, bool is_nothing);

/* Whether there may be agents that the server has not listed. */
bool command_coverage_has_others(const struct command *command);

#endif
