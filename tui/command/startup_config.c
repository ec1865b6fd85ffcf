#include "tui/command/startup_config.h"

#include "model/config/config_settings.h"
#include "net/api/api.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/http/http_options.h"
#include "tui/draw/text.h"
#include "tui/input/keymap.h"
#include "tui/screen/action_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What wins over the file: an option, or a variable of the environment. */
static const struct override {
    const char *section;
    const char *name;     /* of the setting, and of its option */
    const char *variable; /* NULL if there is none */
    size_t option;        /* its place in struct options */
} overrides[] = {
    {"server", "url", "TAPEDECK_URL", offsetof(struct options, url)},
    {"server", "ca", NULL, offsetof(struct options, ca)},
    {"server", "pin", NULL, offsetof(struct options, pin)},
    {"archive", "file", NULL, offsetof(struct options, archive)},
    {"screen", "color", NULL, offsetof(struct options, color)},
};

static const struct override *override_of(const struct config_setting *setting)
{
    for (size_t i = 0; i < sizeof overrides / sizeof *overrides; i++)
        if (strcmp(overrides[i].section, setting->section) == 0 &&
            strcmp(overrides[i].name, setting->name) == 0)
            return &overrides[i];
    return NULL;
}

static const char *option_text(const struct options *options, const struct override *override)
{
    return *(const char *const *)((const char *)options + override->option);
}

/* NULL if it is not set, or empty. */
static const char *variable_text(const struct override *override)
{
    const char *text = override->variable ? getenv(override->variable) : NULL;
    return text && *text ? text : NULL;
}

static void override_setting(struct config *config, const struct config_setting *setting,
                             const struct options *options)
{
    const struct override *override = override_of(setting);
    const char *option = override ? option_text(options, override) : NULL;
    const char *text = option || !override ? option : variable_text(override);
    void *field = (char *)config + setting->offset;
    if (!text)
        return;
    if (field == &config->color) {
        config_color(field, text);
        return;
    }
    free(*(char **)field);
    *(char **)field = memory_text(text);
}

const char *startup_config_origin(char buffer[STARTUP_CONFIG_ORIGIN], const struct config *config,
                                  const struct config_setting *setting, const struct options *options)
{
    const struct override *override = override_of(setting);
    unsigned line = config_settings_line(config, setting->section, setting->name);
    buffer[0] = '\0';
    if (override && option_text(options, override))
        snprintf(buffer, STARTUP_CONFIG_ORIGIN, "--%s",
                 strcmp(override->name, "file") == 0 ? "archive" : override->name);
    else if (override && variable_text(override))
        snprintf(buffer, STARTUP_CONFIG_ORIGIN, "%s", override->variable);
    else if (line > 0)
        snprintf(buffer, STARTUP_CONFIG_ORIGIN, tr("line %u"), line);
    return buffer;
}

static bool check_keys(const struct config *config, struct failure *failure)
{
    struct keymap keymap;
    return config->key_count == 0 || keymap_build(&keymap, action_table, config, failure);
}

bool startup_config_read(struct config *config, const struct options *options, struct failure *failure)
{
    const struct config_setting *setting;
    if (!config_load(config, options->config, failure))
        return false;
    for (size_t i = 0; (setting = config_settings_at(i)) != NULL; i++)
        override_setting(config, setting, options);
    if (config->language && text_is_unicode())
        translate_settle(config->language);
    if (check_keys(config, failure))
        return true;
    config_clear(config);
    return false;
}

bool startup_config_check_url(const struct config *config, const struct options *options,
                              struct failure *failure)
{
    if (!config->url)
        return failure_set(
            failure, FAILURE_USAGE,
            tr("run tapedeck setup, give --url https://HOST/mot/ACCOUNT, set TAPEDECK_URL, or url in "
               "[server] of the configuration"),
            tr("no server address"));
    char *base = api_base(config->url, failure);
    bool good = base != NULL;
    free(base);
    if (!good && !options->url && !variable_text(&overrides[0]))
        config_name_line(config, "server", "url", failure);
    return good;
}

/* What the configuration gives is not repeated: it may be the secret, on a wrong line. */
bool startup_config_check_ca(const struct config *config, const struct options *options,
                             struct failure *failure)
{
    char quoted[120];
    const char *option = options->ca;
    int error = config->ca_file ? http_options_ca_error(config->ca_file) : 0;
    if (error == 0)
        return true;
    if (option) {
        failure_set(failure, FAILURE_USAGE, tr("give a readable PEM file with --ca"),
                    tr("cannot read the certificates in %s: %s"),
                    failure_quote(quoted, sizeof quoted, option), strerror(error));
    } else {
        failure_set(failure, FAILURE_USAGE, tr("write ca = and the name of a readable PEM file in [server]"),
                    tr("cannot read the file that ca names: %s"), strerror(error));
        config_name_line(config, "server", "ca", failure);
    }
    return false;
}

bool startup_config_open(struct config *config, const struct options *options, struct failure *failure)
{
    if (!startup_config_read(config, options, failure))
        return false;
    if (startup_config_check_url(config, options, failure) &&
        (!options_need_server(options) || startup_config_check_ca(config, options, failure)))
        return true;
    config_clear(config);
    return false;
}
