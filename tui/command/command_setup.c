#include "tui/command/command_setup.h"

#include "model/account/account_probe.h"
#include "model/config/secret.h"
#include "net/api/api.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/http/proxy.h"
#include "tui/command/ask.h"
#include "tui/command/command_failure.h"
#include "tui/command/setup_file.h"
#include "tui/command/startup_config.h"
#include "tui/draw/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ASK_LIMIT_MS = 20000, COMMAND_LIMIT_MS = 60000, NAMES_SHOWN = 8, NAME_SIZE = 200, COUNT_SIZE = 64 };

/* What is to be done next. */
enum next { NEXT_ADDRESS, NEXT_SECRET, NEXT_TRY, NEXT_WRITE, NEXT_QUIT };

static void forget_secret(struct config *config)
{
    secret_free(&config->secret);
    secret_free(&config->file_secret);
    free(config->secret_command);
    config->secret_command = NULL;
}

static enum next ask_address(struct config *config, const char *given)
{
    struct failure failure;
    char *text =
        given ? memory_text(given) : ask_text(tr("Address of the server (https://HOST/mot/ACCOUNT): "));
    if (!text)
        return NEXT_QUIT;
    char *base = api_base(text, &failure);
    free(text);
    if (!base) {
        command_failure_print(&failure);
        return NEXT_ADDRESS;
    }
    if (proxy_is_plain(base))
        fputs(tr("It begins with http://: the secret and all recordings can be read on their way. Use "
                 "https:// if"
                 " the server has it.\n"),
              stderr);
    free(config->url);
    config->url = base;
    return NEXT_SECRET;
}

/* Typed, to be kept in the file. */
static enum next ask_typed(struct config *config)
{
    config->file_secret = ask_secret(tr("Secret (it is not shown): "));
    if (!config->file_secret)
        return NEXT_QUIT;
    if (setup_file_can_hold(config->file_secret)) {
        config->secret = memory_text(config->file_secret);
        return NEXT_TRY;
    }
    fputs(tr("A secret that is empty, or begins or ends with a blank, cannot be kept in the file.\n"),
          stderr);
    return NEXT_SECRET;
}

static enum next ask_for_secret(struct config *config)
{
    struct failure failure;
    const char *variable = getenv("TAPEDECK_SECRET");
    forget_secret(config);
    if (variable && *variable) {
        fputs(tr("The secret is that of TAPEDECK_SECRET, and is not written down.\n"), stderr);
        config->secret = memory_text(variable);
        return NEXT_TRY;
    }
    char *command = ask_text(tr("A command that prints the secret, such as: pass show telephone/secret\n"
                                "(Enter alone: type the secret and keep it in the file): "));
    if (!command)
        return NEXT_QUIT;
    if (!*command) {
        free(command);
        return ask_typed(config);
    }
    config->secret_command = command;
    config->secret = secret_from_command(command, COMMAND_LIMIT_MS, &failure);
    if (config->secret && secret_check(config->secret, "secret_command", &failure))
        return NEXT_TRY;
    command_failure_print(&failure);
    return NEXT_SECRET;
}

static void show_agents(const struct account_probe *probe)
{
    char name[NAME_SIZE], count[COUNT_SIZE];
    fprintf(stderr, "%s: ", text_count(count, sizeof count, probe->count, "%s agent", "%s agents"));
    for (size_t i = 0; i < probe->count && i < NAMES_SHOWN; i++)
        fprintf(stderr, "%s%s", i ? ", " : "", text_escape(name, sizeof name, probe->entries[i].name));
    fprintf(stderr, probe->count > NAMES_SHOWN ? tr(" and %zu more\n") : "\n", probe->count - NAMES_SHOWN);
}

/* Something is wrong: whoever sits there knows what. */
static enum next ask_what_next(void)
{
    static const struct {
        char letter;
        enum next next;
    } answers[] = {
        {'a', NEXT_ADDRESS}, {'s', NEXT_SECRET}, {'t', NEXT_TRY}, {'w', NEXT_WRITE}, {'q', NEXT_QUIT}};
    for (;;) {
        char *answer =
            ask_text(tr("Another [a]ddress, another [s]ecret, [t]ry again, [w]rite it anyway, [q]uit? "));
        char letter = answer ? *answer : 'q';
        free(answer);
        for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
            if (answers[i].letter == letter)
                return answers[i].next;
    }
}

static enum next try_out(const struct config *config)
{
    struct account_probe probe;
    char url[NAME_SIZE];
    fprintf(stderr, tr("Asking %s ...\n"), text_escape(url, sizeof url, config->url));
    account_probe_run(&probe, config, ASK_LIMIT_MS);
    bool has_list = probe.agents.kind == FAILURE_NONE;
    bool is_good = has_list && probe.recordings.kind == FAILURE_NONE;
    if (has_list)
        show_agents(&probe);
    command_failure_print(&probe.agents);
    command_failure_print(&probe.recordings);
    account_probe_clear(&probe);
    return is_good ? NEXT_WRITE : ask_what_next();
}

/* Until it is known what to write. False if nothing is to be written. */
static bool ask_all(struct config *config, const struct options *options)
{
    const char *given = options->url;
    enum next next = NEXT_ADDRESS;
    while (next != NEXT_WRITE && next != NEXT_QUIT) {
        switch (next) {
        case NEXT_ADDRESS:
            next = ask_address(config, given);
            given = NULL;
            break;
        case NEXT_SECRET:
            next = ask_for_secret(config);
            break;
        default:
            next = options->offline ? NEXT_WRITE : try_out(config);
        }
    }
    return next == NEXT_WRITE;
}

/* Asks before anything that is there is replaced; *old is the name that it gets, NULL if there is nothing. */
static bool may_write(const char *path, char **old)
{
    char *question;
    *old = setup_file_exists(path) ? setup_file_old_name(path) : NULL;
    if (!*old)
        return true;
    question =
        memory_format(tr("%s is there already. Write a new one, and keep it as %s? [y/N] "), path, *old);
    bool may = ask_yes(question);
    free(question);
    return may;
}

/* The configuration is read in other folders, too. The caller frees; NULL gives NULL. */
static char *absolute(const char *path)
{
    char *folder = path && *path != '/' ? getcwd(NULL, 0) : NULL;
    char *whole = folder ? memory_format("%s/%s", folder, path) : memory_text(path);
    free(folder);
    return whole;
}

static enum command_status run(const char *path, const struct options *options)
{
    struct config config;
    struct failure failure;
    char *old;
    enum command_status status = COMMAND_INTERRUPTED;
    config_settings_reset(&config);
    config.ca_file = absolute(options->ca);
    config.pin = memory_text(options->pin);
    if (!may_write(path, &old) || !ask_all(&config, options)) {
        fputs(tr("tapedeck: nothing was written\n"), stderr);
    } else if (setup_file_write(path, old, &config, &failure)) {
        fprintf(stderr, tr("Written, for you only: %s\n"), path);
        status = COMMAND_DONE;
    } else {
        status = command_failure_print(&failure);
    }
    free(old);
    config_clear(&config);
    return status;
}

int command_setup(const struct startup *startup)
{
    struct failure failure;
    const struct options *options = &startup->options;
    const struct config given = {.ca_file = (char *)options->ca};
    char *path = NULL;
    if (!ask_is_possible())
        failure_set(&failure, FAILURE_USAGE, tr("run it in a terminal, or write the configuration by hand"),
                    tr("nobody is there who could be asked"));
    else if (startup_config_check_ca(&given, options, &failure))
        path = setup_file_path(options->config, &failure);
    if (!path)
        return command_failure_print(&failure);
    enum command_status status = run(path, options);
    free(path);
    return (int)status;
}
