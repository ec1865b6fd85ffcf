/* From the command line to something that runs: options, log, configuration and secret are opened in this
 * order and closed in reverse. */
#ifndef TUI_COMMAND_STARTUP_H
#define TUI_COMMAND_STARTUP_H

#include "model/account/account.h"
#include "model/config/config.h"
#include "tui/command/options.h"

struct startup {
    const struct command_row *commands;
    int argc;
    char **argv;
    struct options options;
    struct config config;           /* with what the command line says */
    struct account_options account; /* likewise */
    char *filter;                   /* that of a saved search, to which the options point; owned */
};

/* Opens everything that the command of the arguments needs, runs it and closes everything. Returns the exit
 * status: what it returns, or that of the failure, which has been printed. */
int startup_run(const struct command_row *commands, int argc, char **argv);

#endif
