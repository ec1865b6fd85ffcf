/* The stages of commands in which agents are found and their recordings are fetched, and what came of it. */
#ifndef TUI_COMMAND_COMMAND_FETCH_H
#define TUI_COMMAND_COMMAND_FETCH_H

#include "tui/command/command.h"

/* Asks the server for its agents unless some are named. Done at once when offline. The second ends the command
 * if the server refuses. */
extern const struct command_stage command_fetch_roster;
extern const struct command_stage command_fetch_roster_first;

/* Fills command->agents: those that were named, or else all, or all that are listed. */
extern const struct command_stage command_fetch_find;
extern const struct command_stage command_fetch_find_listed;

/* Fetches what the archive lacks of command->agents. */
extern const struct command_stage command_fetch_recordings;

/* Waits until the archive has been looked through, if it has to be: what is complete is known only then. */
extern const struct command_stage command_fetch_check;
bool command_fetch_is_checked(struct command *command);

/* Looks at the connection after it has changed and gives up what has no estimate. */
void command_fetch_watch(struct command *command);

/* The exit status that the fetch deserves: COMMAND_DONE, that of the failure if there is nothing to show for
 * it, COMMAND_PARTIAL otherwise. Says on stderr what failed. */
int command_fetch_status(struct command *command);

/* Says that there are no agents, unless a failure has told why. Returns the exit status for it. */
int command_fetch_tell_none(struct command *command);

/* Recordings that came to the archive. */
uint64_t command_fetch_new(const struct command *command);

#endif
