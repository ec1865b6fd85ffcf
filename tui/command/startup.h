/* Starts what the command line asks for: options, log, first setup, configuration, saved search and secret are opened
 * in this order, and closed in reverse. */
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
    char *filter;                   /* with that of a saved search, to which options.filter points; owned */
};

/* Opens what the command needs, runs it and closes all. Returns the exit status: that of the command, or that of a
 * failure, which has been printed. */
int startup_run(const struct command_row *commands, int argc, char **argv);

#endif
