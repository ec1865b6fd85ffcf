/* From the command line to something that runs: options, log, configuration and secret are opened in this
 * order and closed in reverse. */
#ifndef TUI_COMMAND_STARTUP_H
#define TUI_COMMAND_STARTUP_H

#include "model/account/account.h"
#include "model/config/config.h"
#include "tui/command/options.h"

struct startup {
    int argc;
    char **argv;
    struct options options;
    struct config config;           /* with what the command line says */
    struct account_options account; /* likewise */
};

/* Opens everything, calls `run` and closes everything. Returns the exit status: what `run` returns, or that
 * of the failure, which has been printed. `run` is called with nothing but the options for those that need no
 * more (help). */
int startup_run(struct startup *startup, int (*run)(const struct startup *startup));

#endif
