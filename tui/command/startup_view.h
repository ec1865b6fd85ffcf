/* The saved search that the command line names: its agent, filter and order become options. */
#ifndef TUI_COMMAND_STARTUP_VIEW_H
#define TUI_COMMAND_STARTUP_VIEW_H

#include "model/config/config.h"
#include "tui/command/options.h"

/* *filter is what the options' filter points to then, or NULL; the caller's. False with *failure filled. */
bool startup_view_take(struct options *options, const struct config *config, char **filter,
                       struct failure *failure);

#endif
