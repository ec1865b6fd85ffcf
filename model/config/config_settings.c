#include "model/config/config_settings.h"

#include "net/base/memory.h"
#include "net/base/utf8.h"
#include "net/http/http_options.h"

#include <stdlib.h>
#include <string.h>

#define AGENT_FORM "write id:103 = Name, email:a@b = Name, syncId:… = Name or sipUri:… = Name"
#define SPAN_FORM "a span such as 90d, 12w, 6m or 2y"
#define REFRESH_LIMIT 86400
#define SETTLE_LIMIT 720

/* A setting, how its value is read into the field of struct config at `offset`, and what is allowed. */
struct setting {
    const char *section;
    const char *name;
    bool (*set)(void *field, const char *value);
    size_t offset;
    const char *allowed;
};

static bool is_printable(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            return false;
    return true;
}

static bool set_text(void *field, const char *value)
{
    if (!*value || !is_printable(value))
        return false;
    *(char **)field = memory_text(value);
    return true;
}

static bool set_path(void *field, const char *value)
{
    const char *home = getenv("HOME");
    if (strncmp(value, "~/", 2) != 0 || !home)
        return set_text(field, value);
    char *path = memory_format("%s%s", home, value + 1);
    bool set = set_text(field, path);
    free(path);
    return set;
}

static bool set_pin(void *field, const char *value)
{
    return http_options_is_pin(value) && set_text(field, value);
}

static bool set_permission(void *field, const char *value)
{
    bool allowed = strcmp(value, "allow") == 0;
    if (!allowed && strcmp(value, "refuse") != 0)
        return false;
    *(bool *)field = allowed;
    return true;
}

static bool set_span(void *field, const char *value)
{
    int64_t seconds = 0;
    return config_span(value, &seconds) && set_text(field, value);
}

static bool set_history(void *field, const char *value)
{
    return strcmp(value, "all") == 0 ? set_text(field, value) : set_span(field, value);
}

static bool set_color(void *field, const char *value)
{
    bool known = strcmp(value, "auto") == 0 || strcmp(value, "always") == 0 || strcmp(value, "never") == 0;
    return known && set_text(field, value);
}

static bool set_zone(void *field, const char *value)
{
    bool utc = strcmp(value, "utc") == 0;
    if (!utc && strcmp(value, "local") != 0)
        return false;
    *(bool *)field = utc;
    return true;
}

static bool set_start(void *field, const char *value)
{
    static const char *const names[] = {
        [CONFIG_START_NEWEST] = "newest", [CONFIG_START_LAST] = "last", [CONFIG_START_NOTHING] = "nothing"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(value, names[i]) == 0) {
            *(enum config_start *)field = (enum config_start)i;
            return true;
        }
    }
    return false;
}

static bool set_number(unsigned *field, const char *value, unsigned least, unsigned most)
{
    size_t length = strspn(value, "0123456789");
    if (length == 0 || length > 6 || value[length])
        return false;
    unsigned long number = strtoul(value, NULL, 10);
    if (number < least || number > most)
        return false;
    *field = (unsigned)number;
    return true;
}

static bool set_refresh(void *field, const char *value)
{
    return set_number(field, value, 0, REFRESH_LIMIT);
}

static bool set_settle(void *field, const char *value)
{
    return set_number(field, value, 1, SETTLE_LIMIT);
}

#define FIELD(name) offsetof(struct config, name)

static const struct setting settings[] = {
    {"server", "url", set_text, FIELD(url), "an address such as https://host/mot/account"},
    {"server", "secret", set_text, FIELD(file_secret), "the shared secret, one line of printable characters"},
    {"server", "secret_command", set_text, FIELD(secret_command), "a command whose first line is the secret"},
    {"server", "ca", set_path, FIELD(ca_file), "a file of certificates (PEM)"},
    {"server", "pin", set_pin, FIELD(pin),
     "sha256// and the hash of the server's public key, 32 bytes in base64"},
    {"server", "http_proxy_secret", set_permission, FIELD(http_proxy_secret),
     "allow or refuse: whether a proxy may read the secret where the address begins with http://"},
    {"archive", "file", set_path, FIELD(archive_file), "a file name"},
    {"archive", "retention", set_span, FIELD(retention), SPAN_FORM},
    {"archive", "history", set_history, FIELD(history), "all, or " SPAN_FORM},
    {"archive", "verify", set_span, FIELD(verify), SPAN_FORM},
    {"archive", "settle", set_settle, FIELD(settle_hours), "hours, 1 to 720"},
    {"screen", "color", set_color, FIELD(color), "auto, always or never"},
    {"screen", "time", set_zone, FIELD(utc), "local or utc"},
    {"screen", "refresh", set_refresh, FIELD(refresh_seconds), "seconds, up to 86400; 0 for none"},
    {"screen", "start", set_start, FIELD(start), "newest, last or nothing"},
    {"screen", "player", set_text, FIELD(player), "a command that plays a file"},
};

#define SETTING_COUNT (sizeof settings / sizeof *settings)

_Static_assert(SETTING_COUNT <= 32, "the settings that were seen are bits of 32");

/* What is not known is not repeated: it may be the secret, on a line of its own. */
static bool refuse(struct failure *failure, const char *advice, const char *what)
{
    failure_set(failure, FAILURE_USAGE, advice, "%s", what);
    return false;
}

static bool is_section(const char *section)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].section, section) == 0)
            return true;
    return strcmp(section, "agents") == 0 || strcmp(section, "keys") == 0;
}

static bool refuse_section(struct failure *failure, const char *section)
{
    const char *advice = "the sections are [server], [archive], [screen], [agents] and [keys]";
    return refuse(failure, advice, *section ? "unknown section" : "a line before the first section");
}

static bool refuse_name(struct failure *failure, const struct config_line *line)
{
    char *names = memory_text("");
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (strcmp(settings[i].section, line->section) != 0)
            continue;
        char *longer = memory_format("%s%s%s", names, *names ? ", " : "", settings[i].name);
        free(names);
        names = longer;
    }
    char *advice = memory_format("[%s] knows %s", line->section, names);
    refuse(failure, advice, line->value ? "the name before the = is unknown" : "this line has no =");
    free(advice);
    free(names);
    return false;
}

static bool refuse_value(struct failure *failure, const struct setting *setting)
{
    char *advice = memory_format("%s is %s", setting->name, setting->allowed);
    failure_set(failure, FAILURE_USAGE, advice, "bad value for: %s", setting->name);
    free(advice);
    return false;
}

static bool refuse_second(struct failure *failure, const struct setting *setting)
{
    failure_set(failure, FAILURE_USAGE, "leave one of the lines away", "given twice: %s", setting->name);
    return false;
}

static bool apply_setting(struct config *config, const struct config_line *line, uint32_t *seen,
                          struct failure *failure)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct setting *setting = &settings[i];
        if (strcmp(setting->section, line->section) != 0 || strcmp(setting->name, line->name) != 0)
            continue;
        if (*seen & (1U << i))
            return refuse_second(failure, setting);
        *seen |= 1U << i;
        bool set = line->value && setting->set((char *)config + setting->offset, line->value);
        return set || refuse_value(failure, setting);
    }
    return refuse_name(failure, line);
}

/* Whether inih has split a reference at its colon: then the name is the type of it. */
static bool is_reference_type(const char *name)
{
    struct agent_reference reference;
    char *text = memory_format("%s:1", name);
    bool known = !strchr(name, '@') && agent_reference_parse(&reference, text);
    free(text);
    return known;
}

static bool add_agent(struct config *config, const char *reference_text, const char *name)
{
    struct agent_reference reference;
    if (!agent_reference_parse(&reference, reference_text) || !is_printable(name))
        return false;
    size_t count = config->agent_count;
    config->agents = memory_resize(config->agents, count + 1, sizeof *config->agents);
    config->agent_names = memory_resize(config->agent_names, count + 1, sizeof *config->agent_names);
    config->agents[count] = reference;
    config->agent_names[count] = *name ? utf8_repaired(name) : NULL;
    config->agent_count++;
    return true;
}

/* "id:103 = Ida Holm" comes as "id" and "103 = Ida Holm", "103 = Ida Holm" as "103" and "Ida Holm". The
 * parameters of a SIP URI have equals signs in them: there the identification ends at a blank. */
static bool apply_agent(struct config *config, const struct config_line *line, struct failure *failure)
{
    const char *value = line->value ? line->value : "";
    bool added = false;
    if (*value && is_reference_type(line->name)) {
        bool is_sip = (line->name[0] | 0x20) == 's' && (line->name[1] | 0x20) == 'i';
        size_t size = strcspn(value, is_sip ? " \t" : " \t=");
        const char *name = value + size;
        name += strspn(name, " \t");
        name += *name == '=';
        name += strspn(name, " \t");
        char *reference = memory_format("%s:%.*s", line->name, (int)size, value);
        added = add_agent(config, reference, name);
        free(reference);
    } else {
        added = add_agent(config, line->name, value);
    }
    return added || refuse(failure, AGENT_FORM, "not an agent");
}

static bool apply_key(struct config *config, const struct config_line *line, struct failure *failure)
{
    if (!line->value || !*line->name)
        return refuse(failure, "write action = keys", "not a key");
    config->keys = memory_resize(config->keys, config->key_count + 1, sizeof *config->keys);
    config->keys[config->key_count++] = (struct config_key){
        .action = utf8_repaired(line->name),
        .keys = utf8_repaired(line->value),
        .line = line->number,
    };
    return true;
}

bool config_settings_apply(struct config *config, const struct config_line *line, uint32_t *seen,
                           struct failure *failure)
{
    if (!is_section(line->section))
        return refuse_section(failure, line->section);
    if (strcmp(line->section, "agents") == 0)
        return apply_agent(config, line, failure);
    if (strcmp(line->section, "keys") == 0)
        return apply_key(config, line, failure);
    return apply_setting(config, line, seen, failure);
}
