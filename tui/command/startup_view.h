/* --view: the agent, filter and order of a saved search become options. */
#ifndef TUI_COMMAND_STARTUP_VIEW_H
#define TUI_COMMAND_STARTUP_VIEW_H

#include "model/config/config.h"
#include "tui/command/options.h"

/* Does nothing without --view. *filter is the text to which options->filter points then, or NULL; the caller frees it
 * after the options, in any case. False with *failure filled. */
bool startup_view_take(struct options *options, const struct config *config, char **filter,
                       struct failure *failure);

#endif
