/* Stages of commands that find agents and fetch their recordings, and what came of that. */
#ifndef TUI_COMMAND_COMMAND_FETCH_H
#define TUI_COMMAND_COMMAND_FETCH_H

#include "tui/command/command.h"

/* Asks the server for its agents, unless some are named or it is offline. The second one ends the command if the
 * server refuses. */
extern const struct command_stage command_fetch_roster;
extern const struct command_stage command_fetch_roster_first;

/* Fill command->agents: with those that were named; if none were with all, or with all that are listed. */
extern const struct command_stage command_fetch_find;
extern const struct command_stage command_fetch_find_listed;

/* Fetches what the archive lacks of command->agents, within command->scope. */
extern const struct command_stage command_fetch_recordings;

/* Waits until the archive has been checked for damage, if it has to be: before that it is not known what is complete. */
extern const struct command_stage command_fetch_check;
bool command_fetch_is_checked(struct command *command);

/* To be called when the connection has changed: stops fetching if it is hopeless. */
void command_fetch_watch(struct command *command);

/* Tells on stderr what failed. Returns the exit status of the fetch: COMMAND_DONE if nothing failed, that of the
 * first failure if nothing was fetched at all, else COMMAND_PARTIAL. */
int command_fetch_status(struct command *command);

/* Tells that there are no agents, unless a failure says why. Returns the exit status. */
int command_fetch_tell_none(struct command *command);

/* How many recordings the fetch has added to the archive. */
uint64_t command_fetch_new(const struct command *command);

#endif
