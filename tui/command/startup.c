#include "tui/command/startup.h"

#include "model/config/secret.h"
#include "net/base/folders.h"
#include "net/base/log.h"
#include "net/base/temporary_folder.h"
#include "net/base/translate.h"
#include "tui/command/ask.h"
#include "tui/command/command_failure.h"
#include "tui/command/options_reading.h"
#include "tui/command/startup_config.h"
#include "tui/command/startup_view.h"
#include "tui/draw/encoding.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static bool open_options(struct startup *startup, struct failure *failure)
{
    if (options_read(&startup->options, startup->commands, startup->argc, startup->argv, failure))
        return true;
    options_clear(&startup->options);
    return false;
}

static void close_options(struct startup *startup)
{
    options_clear(&startup->options);
}

static bool open_log(struct startup *startup, struct failure *failure)
{
    if (!startup->options.log)
        return true;
    unsigned opened_up;
    const char *path = startup->options.log;
    if (!log_open(path, &opened_up, failure)) {
        failure->kind = FAILURE_USAGE;
        return false;
    }
    if (opened_up)
        fprintf(stderr, tr("tapedeck: the log was open to others (mode %03o); now it is only yours: %s\n"),
                opened_up, path);
    log_line("tapedeck %s starts", TAPEDECK_VERSION);
    if (encoding_note()[0])
        log_line("%s", encoding_note());
    return true;
}

static void close_log(struct startup *startup)
{
    if (startup->options.log)
        log_close();
}

/* The screen, on a terminal, of somebody who has said nothing of a server yet. */
static bool is_first_run(const struct startup *startup)
{
    const struct options *options = &startup->options;
    const char *variable = getenv("TAPEDECK_URL");
    if (options->command != startup->commands || options->url || options->config || (variable && *variable) ||
        !ask_is_possible() || isatty(STDOUT_FILENO) != 1)
        return false;
    char *path = folders_path(FOLDERS_CONFIG, "config");
    bool is_first = path && access(path, F_OK) != 0 && errno == ENOENT;
    free(path);
    return is_first;
}

static bool open_setup(struct startup *startup, struct failure *failure)
{
    const struct command_row *setup = options_find_command(startup->commands, "setup");
    if (!is_first_run(startup))
        return true;
    fputs(tr("tapedeck needs to know your server; Ctrl-C ends this, tapedeck help tells more.\n"), stderr);
    if (setup->run(startup) == COMMAND_DONE)
        return true;
    failure->kind = FAILURE_CANCELLED;
    return false;
}

static bool open_config(struct startup *startup, struct failure *failure)
{
    temporary_folder_sweep();
    startup->account.no_archive = startup->account.leaves_nothing = startup->options.no_archive;
    return startup_config_open(&startup->config, &startup->options, failure);
}

/* Its agent may be one that the server is asked for. */
static bool open_view(struct startup *startup, struct failure *failure)
{
    bool is_open = startup_view_take(&startup->options, &startup->config, &startup->filter, failure);
    startup->account.offline = !options_need_server(&startup->options);
    if (!is_open)
        free(startup->filter);
    return is_open;
}

static void close_view(struct startup *startup)
{
    free(startup->filter);
}

static void close_config(struct startup *startup)
{
    config_clear(&startup->config);
}

static bool open_secret(struct startup *startup, struct failure *failure)
{
    if (!startup->account.offline)
        return config_find_secret(&startup->config, failure);
    char *unused = secret_from_environment(); /* no child is to find it there */
    secret_free(&unused);
    return true;
}

static const struct step {
    const char *what;
    bool (*open)(struct startup *startup, struct failure *failure);
    void (*close)(struct startup *startup); /* NULL: nothing to close */
} steps[] = {
    {"options", open_options, close_options},
    {"log", open_log, close_log},
    {"setup", open_setup, NULL},
    {"configuration", open_config, close_config},
    {"saved search", open_view, close_view},
    {"secret", open_secret, NULL},
};

enum { STEPS = sizeof steps / sizeof *steps, STEP_SETUP = 2 };

/* Whether a command needs no more than the first steps. */
static bool is_enough(unsigned traits, size_t opened)
{
    return traits & COMMAND_ALONE || (traits & COMMAND_CONFIGURES && opened == STEP_SETUP);
}

int startup_run(const struct command_row *commands, int argc, char **argv)
{
    struct startup startup = {.commands = commands, .argc = argc, .argv = argv};
    struct failure failure = {.kind = FAILURE_NONE};
    size_t opened = 0;
    int status;
    while (opened < STEPS && steps[opened].open(&startup, &failure)) {
        opened++;
        if (is_enough(startup.options.command->traits, opened))
            break;
    }
    if (failure.kind == FAILURE_NONE) {
        status = startup.options.command->run(&startup);
    } else {
        log_line("%s: %s", steps[opened].what, failure.what);
        status = command_failure_print(&failure);
    }
    while (opened > 0)
        if (steps[--opened].close)
            steps[opened].close(&startup);
    return status;
}
