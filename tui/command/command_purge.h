/* `tapedeck purge`: deletes old recordings from the archive, or says which it would. */
#ifndef TUI_COMMAND_COMMAND_PURGE_H
#define TUI_COMMAND_COMMAND_PURGE_H

#include "tui/command/command_run.h"

/* What started before *before is to go: as the options say, or else the configuration. False, with *failure
 * filled, if neither does. */
bool command_purge_limit(int64_t *before, const struct options *options, const struct config *config,
                         struct failure *failure);

extern const struct command_stage command_purge_run;

#endif
