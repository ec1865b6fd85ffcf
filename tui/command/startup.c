#include "tui/command/startup.h"

#include "model/config/config_settings.h"
#include "net/base/log.h"
#include "net/base/memory.h"
#include "tui/command/command_failure.h"
#include "tui/draw/encoding.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
        fprintf(stderr, "tapedeck: the log was open to others (mode %03o); now it is only yours: %s\n",
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

/* What the command line or the environment says wins over the file. */
static void override(char **setting, const char *text)
{
    if (!text || !*text)
        return;
    free(*setting);
    *setting = memory_text(text);
}

/* What the configuration gives is not repeated: it may be the secret, on a wrong line. */
static bool check_ca(const char *path, const char *option, struct failure *failure)
{
    if (!path || access(path, R_OK) == 0)
        return true;
    char quoted[120];
    if (option && *option)
        failure_set(failure, FAILURE_USAGE, "give a readable PEM file with --ca",
                    "cannot read the certificates in %s: %s", failure_quote(quoted, sizeof quoted, option),
                    strerror(errno));
    else
        failure_set(failure, FAILURE_USAGE, "write ca = and the name of a readable PEM file in [server]",
                    "cannot read the file that the configuration's ca names: %s", strerror(errno));
    return false;
}

/* The address is checked here already, so that nobody is asked for a secret in vain. */
static bool check_url(const struct config *config, struct failure *failure)
{
    if (!config->url) {
        failure_set(
            failure, FAILURE_USAGE,
            "give --url https://HOST/mot/ACCOUNT, set TAPEDECK_URL, or url in [server] of the configuration",
            "no server address");
        return false;
    }
    char *base = api_base(config->url, failure);
    bool good = base != NULL;
    free(base);
    return good;
}

static bool open_config(struct startup *startup, struct failure *failure)
{
    const struct options *options = &startup->options;
    struct config *config = &startup->config;
    if (!config_load(config, options->config, failure))
        return false;
    override(&config->url, getenv("TAPEDECK_URL"));
    override(&config->url, options->url);
    override(&config->archive_file, options->archive);
    override(&config->ca_file, options->ca);
    override(&config->pin, options->pin);
    if (options->color)
        config_color(&config->color, options->color);
    startup->account.offline = !options_need_server(options);
    startup->account.no_archive = options->no_archive;
    if (check_url(config, failure) &&
        (startup->account.offline || check_ca(config->ca_file, options->ca, failure)))
        return true;
    config_clear(config);
    return false;
}

static void close_config(struct startup *startup)
{
    config_clear(&startup->config);
}

static bool open_secret(struct startup *startup, struct failure *failure)
{
    return startup->account.offline || config_find_secret(&startup->config, failure);
}

static void close_nothing(struct startup *startup)
{
    (void)startup; /* the secret is wiped with the configuration */
}

static const struct step {
    const char *what;
    bool (*open)(struct startup *startup, struct failure *failure);
    void (*close)(struct startup *startup);
} steps[] = {
    {"options", open_options, close_options},
    {"log", open_log, close_log},
    {"configuration", open_config, close_config},
    {"secret", open_secret, close_nothing},
};

enum { STEPS = sizeof steps / sizeof *steps };

int startup_run(const struct command_row *commands, int argc, char **argv)
{
    struct startup startup = {.commands = commands, .argc = argc, .argv = argv};
    struct failure failure = {.kind = FAILURE_NONE};
    size_t opened = 0;
    int status;
    while (opened < STEPS && steps[opened].open(&startup, &failure)) {
        opened++;
        if (startup.options.command->traits & COMMAND_ALONE)
            break;
    }
    if (failure.kind == FAILURE_NONE) {
        status = startup.options.command->run(&startup);
    } else {
        log_line("%s: %s", steps[opened].what, failure.what);
        command_failure_print(&failure);
        status = (int)command_failure_status(&failure);
    }
    while (opened > 0)
        steps[--opened].close(&startup);
    return status;
}
