#include "model/config/config_settings.h"

#include "model/recording/recording_name.h"
#include "net/base/likeness.h"
#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/base/utf8.h"
#include "net/http/http_options.h"

#include <stdlib.h>
#include <string.h>

#define AGENT_FORM N_("write id:103 = Name, email:a@b = Name, syncId:… = Name or sipUri:… = Name")
#define SPAN_FORM N_("a span such as 90d, 12w, 6m or 2y")
#define SAVE_TEMPLATE "~/Recordings/{start:%Y-%m-%d}/{start:%H%M}_{agent}_{caller}_{call}_{file}.mp3"
#define REFRESH_LIMIT 86400
#define SETTLE_LIMIT 720
#define LEAST_MEMORY 16 /* MiB */

/* How values are read into their fields. */
static bool set_text(void *field, const char *value)
{
    if (!*value || utf8_has_controls(value))
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

static bool set_template(void *field, const char *value)
{
    return recording_name_is_template(value) && set_text(field, value);
}

static bool set_pin(void *field, const char *value)
{
    return http_options_is_pin(value) && set_text(field, value);
}

/* "90d", "12w", "6m", "2y", "36h" in seconds: a month is 30 days, a year 365. */
static bool set_span(void *field, const char *value)
{
    static const struct {
        char unit;
        int32_t seconds;
    } units[] = {{'h', 3600}, {'d', 86400}, {'w', 7 * 86400}, {'m', 30 * 86400}, {'y', 365 * 86400}};
    size_t length = strspn(value, "0123456789");
    if (length == 0 || length > 6 || !value[length] || value[length + 1])
        return false;
    int64_t count = strtol(value, NULL, 10);
    for (size_t i = 0; count && i < sizeof units / sizeof *units; i++) {
        if (units[i].unit != value[length])
            continue;
        *(int64_t *)field = count * units[i].seconds;
        return true;
    }
    return false;
}

static bool set_history(void *field, const char *value)
{
    bool is_all = strcmp(value, "all") == 0;
    if (is_all)
        *(int64_t *)field = 0;
    return is_all || set_span(field, value);
}

/* The place of the value among the names; -1 if it is none of them. */
static int find_name(const char *value, const char *const names[], int count)
{
    while (--count >= 0 && strcmp(value, names[count]) != 0)
        ;
    return count;
}

/* False for one word, true for another. */
static bool set_either(bool *field, const char *value, const char *no, const char *yes)
{
    *field = strcmp(value, yes) == 0;
    return *field || strcmp(value, no) == 0;
}

static bool set_permission(void *field, const char *value)
{
    return set_either(field, value, "refuse", "allow");
}

static bool set_demand(void *field, const char *value)
{
    return set_either(field, value, "optional", "required");
}

static bool set_panes(void *field, const char *value)
{
    return set_either(field, value, "all", "one");
}

static bool set_zone(void *field, const char *value)
{
    return set_either(field, value, "local", "utc");
}

static bool set_switch(void *field, const char *value)
{
    return set_either(field, value, "off", "on");
}

static bool set_theme(void *field, const char *value)
{
    int place = find_name(value, (const char *const[]){"auto", "dark", "light", "mono"}, 4);
    *(enum config_theme *)field = (enum config_theme)place;
    return place >= 0;
}

/* "da", "en"; "auto" leaves it to the environment. */
static bool set_language(void *field, const char *value)
{
    size_t length = strspn(value, "abcdefghijklmnopqrstuvwxyz");
    if (strcmp(value, "auto") == 0)
        return true;
    return (length == 2 || length == 3) && !value[length] && set_text(field, value);
}

static bool set_columns(void *field, const char *value)
{
    return config_columns_read(field, value);
}

static bool set_color(void *field, const char *value)
{
    return config_color(field, value);
}

static bool set_start(void *field, const char *value)
{
    int place = find_name(value, (const char *const[]){"newest", "last", "nothing"}, 3);
    *(enum config_start *)field = (enum config_start)place;
    return place >= 0;
}

static bool set_number(int64_t *field, const char *value, unsigned least, unsigned most)
{
    size_t length = strspn(value, "0123456789");
    if (length == 0 || length > 6 || value[length])
        return false;
    unsigned long number = strtoul(value, NULL, 10);
    if (number < least || number > most)
        return false;
    *field = (int64_t)number;
    return true;
}

/* "256M" or "1G" in bytes. */
static bool set_memory(void *field, const char *value)
{
    size_t length = strspn(value, "0123456789");
    if (length == 0 || length > 5 || (strcmp(value + length, "M") != 0 && strcmp(value + length, "G") != 0))
        return false;
    int64_t bytes = (int64_t)strtol(value, NULL, 10) << (value[length] == 'G' ? 30 : 20);
    bool is_sound = bytes >= (int64_t)LEAST_MEMORY << 20;
    if (is_sound)
        *(int64_t *)field = bytes;
    return is_sound;
}

static bool set_refresh(void *field, const char *value)
{
    return set_number(field, value, 0, REFRESH_LIMIT);
}

static bool set_settle(void *field, const char *value)
{
    int64_t hours = 0;
    bool set = set_number(&hours, value, 1, SETTLE_LIMIT);
    *(int64_t *)field = hours * 3600;
    return set;
}

#define FIELD(name) offsetof(struct config, name)

static const struct config_setting settings[] = {
    {"server", "url", set_text, FIELD(url), NULL, N_("an address such as https://host/mot/account"),
     N_("as --url")},
    {"server", "secret", set_text, FIELD(file_secret), NULL,
     N_("the shared secret, one line of printable characters"), N_("only if nobody else can read the file")},
    {"server", "secret_command", set_text, FIELD(secret_command), NULL,
     N_("a command whose first line is the secret"), N_("only if nobody else can write the file")},
    {"server", "ca", set_path, FIELD(ca_file), NULL, N_("a file of certificates (PEM)"), N_("as --ca")},
    {"server", "pin", set_pin, FIELD(pin), NULL,
     N_("sha256// and the hash of the server's public key, 32 bytes in base64"), N_("as --pin")},
    {"server", "http_proxy_secret", set_permission, FIELD(http_proxy_secret), "refuse",
     N_("allow or refuse: whether a proxy may read the secret where the address begins with http://"), NULL},
    {"archive", "file", set_path, FIELD(archive_file), NULL, N_("a file name"), N_("as --archive")},
    {"archive", "retention", set_span, FIELD(retention_seconds), NULL, SPAN_FORM,
     N_("older recordings are deleted here")},
    {"archive", "history", set_history, FIELD(history_seconds), "all",
     N_("all, or a span such as 90d, 12w, 6m or 2y"), N_("how far back histories are fetched by themselves")},
    {"archive", "verify", set_span, FIELD(verify_seconds), "90d", SPAN_FORM,
     N_("within it old recordings are looked at again")},
    {"archive", "settle", set_settle, FIELD(settle_seconds), "24", N_("hours, 1 to 720"),
     N_("so long a recording may still appear among older ones")},
    {"audio", "memory", set_memory, FIELD(audio_memory), "256M",
     N_("a size such as 256M or 1G, at least 16M"), N_("so much audio of calls is kept in memory")},
    {"audio", "save", set_template, FIELD(save_template), SAVE_TEMPLATE,
     N_("a path with {start:%Y-%m-%d}, {end}, {agent}, {agentid}, {caller}, {caller4}, {call}, {file}, "
        "{queue}, "
        "{type}"),
     N_("where audio is saved; {caller4}: the caller's last four digits")},
    {"audio", "player", set_text, FIELD(audio_player), NULL,
     N_("a command that plays what it gets on its standard input"),
     N_("run by sh in the place of mpv, and started and stopped only; only if nobody else can write the "
        "file")},
    {"log", "access", set_switch, FIELD(access_log), "on", N_("on or off"),
     N_("who searched, heard and saved what is written down: tapedeck log")},
    {"log", "purpose", set_demand, FIELD(purpose_required), "optional", N_("optional or required"),
     N_("required: whoever saves audio, writes recordings or notes into a file or a pipe, or bundles a case "
        "has to say why")},
    {"bundle", "key", set_path, FIELD(bundle_key), NULL,
     N_("the file of an ssh key, without a passphrase or held by an agent"),
     N_("signs bundles, by ssh-keygen")},
    {"screen", "color", set_color, FIELD(color), "auto", N_("auto, always or never"), NULL},
    {"screen", "theme", set_theme, FIELD(theme), "auto", N_("auto, dark, light or mono"),
     N_("colours for a dark or a light background, which the terminal is asked for, or none")},
    {"screen", "language", set_language, FIELD(language), "auto", N_("auto, or a language such as da or en"),
     N_("of the screen and all messages; auto: that of LANGUAGE, LC_ALL, LC_MESSAGES or LANG")},
    {"screen", "columns", set_columns, FIELD(columns), CONFIG_COLUMNS_USUAL,
     N_("some of start, length, caller, agent, queue and type, in an order"),
     N_("of the lists of recordings; where the window is too narrow the last ones go first")},
    {"screen", "panes", set_panes, FIELD(one_pane), "all", N_("all or one"),
     N_("one: a pane at a time has all the window to itself")},
    {"screen", "time", set_zone, FIELD(utc), "local", N_("local or utc"), NULL},
    {"screen", "refresh", set_refresh, FIELD(refresh_seconds), "30", N_("seconds, up to 86400; 0 for none"),
     N_("between refreshes")},
    {"screen", "start", set_start, FIELD(start), "last", N_("newest, last or nothing"),
     N_("the first screen fetches the newest calls of all agents, and then their histories; so, too, with "
        "the "
        "agent, filter, order and selection of the last time, if there was one; or only what is asked for")},
    {"screen", "mouse", set_switch, FIELD(mouse), "on", N_("on or off"),
     N_("a click selects, a double click opens, the wheel scrolls; with Shift the terminal selects text")},
};

#define SETTING_COUNT (sizeof settings / sizeof *settings)

_Static_assert(SETTING_COUNT <= CONFIG_SETTINGS_MOST, "each has a place for its line");

const struct config_setting *config_settings_at(size_t index)
{
    return index < SETTING_COUNT ? &settings[index] : NULL;
}

bool config_color(enum config_color *color, const char *text)
{
    int place = find_name(text, (const char *const[]){"auto", "always", "never"}, 3);
    *color = (enum config_color)place;
    return place >= 0;
}

/* Its field is a text of its own. */
static bool is_text(const struct config_setting *setting)
{
    return setting->set == set_text || setting->set == set_path || setting->set == set_pin ||
           setting->set == set_template || setting->set == set_language;
}

void config_settings_reset(struct config *config)
{
    *config = (struct config){.path = NULL};
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (settings[i].initial && !is_text(&settings[i]))
            settings[i].set((char *)config + settings[i].offset, settings[i].initial);
}

void config_settings_clear(struct config *config)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (is_text(&settings[i]))
            free(*(char **)((char *)config + settings[i].offset));
    config_settings_reset(config);
}

const char *config_save_template(const struct config *config)
{
    return config->save_template ? config->save_template : SAVE_TEMPLATE;
}

/* What is not known is not repeated: it may be the secret, on a line of its own. */
static bool refuse(struct failure *failure, const char *advice, const char *what)
{
    return failure_set(failure, FAILURE_USAGE, advice, "%s", what);
}

static bool is_section(const char *section)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].section, section) == 0)
            return true;
    return strcmp(section, "agents") == 0 || strcmp(section, "keys") == 0;
}

/* Adds a name to those that there are, any of which may have been meant. */
static void add_name(char **names, struct likeness *best, const char *written, const char *name)
{
    char *longer = memory_format("%s%s%s", *names, **names ? ", " : "", name);
    free(*names);
    *names = longer;
    likeness_take(best, written, name);
}

static bool refuse_section(struct failure *failure, const char *section)
{
    char *names = memory_text("");
    struct likeness best = {NULL, 0};
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (i == 0 || strcmp(settings[i - 1].section, settings[i].section) != 0)
            add_name(&names, &best, section, settings[i].section);
    add_name(&names, &best, section, "agents");
    add_name(&names, &best, section, "keys");
    char *advice = best.name ? memory_format(tr("did you mean [%s]? the sections are %s"), best.name, names)
                             : memory_format(tr("the sections are %s"), names);
    refuse(failure, advice, *section ? tr("unknown section") : tr("a line before the first section"));
    free(advice);
    free(names);
    return false;
}

static bool refuse_name(struct failure *failure, const struct config_line *line)
{
    char *names = memory_text("");
    struct likeness best = {NULL, 0};
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].section, line->section) == 0)
            add_name(&names, &best, line->name, settings[i].name);
    char *advice = best.name
                       ? memory_format(tr("did you mean %s? [%s] knows %s"), best.name, line->section, names)
                       : memory_format(tr("[%s] knows %s"), line->section, names);
    refuse(failure, advice, line->value ? tr("the name before the = is unknown") : tr("this line has no ="));
    free(advice);
    free(names);
    return false;
}

static bool refuse_value(struct failure *failure, const struct config_setting *setting)
{
    char *advice = memory_format(tr("%s is %s"), setting->name, tr(setting->allowed));
    failure_set(failure, FAILURE_USAGE, advice, tr("bad value for: %s"), setting->name);
    free(advice);
    return false;
}

static bool refuse_second(struct failure *failure, const struct config_setting *setting)
{
    return failure_set(failure, FAILURE_USAGE, tr("leave one of the lines away"), tr("given twice: %s"),
                       setting->name);
}

static bool apply_setting(struct config *config, const struct config_line *line, struct failure *failure)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        const struct config_setting *setting = &settings[i];
        if (strcmp(setting->section, line->section) != 0 || strcmp(setting->name, line->name) != 0)
            continue;
        if (config->lines[i] > 0)
            return refuse_second(failure, setting);
        config->lines[i] = line->number;
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
    if (!agent_reference_parse(&reference, reference_text) || utf8_has_controls(name))
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
    return added || refuse(failure, AGENT_FORM, tr("not an agent"));
}

static bool apply_key(struct config *config, const struct config_line *line, struct failure *failure)
{
    if (!line->value || !*line->name)
        return refuse(failure, tr("write action = keys"), tr("not a key"));
    config->keys = memory_resize(config->keys, config->key_count + 1, sizeof *config->keys);
    config->keys[config->key_count++] = (struct config_key){
        .action = utf8_repaired(line->name),
        .keys = utf8_repaired(line->value),
        .line = line->number,
    };
    return true;
}

bool config_settings_apply(struct config *config, const struct config_line *line, struct failure *failure)
{
    if (!is_section(line->section))
        return refuse_section(failure, line->section);
    if (strcmp(line->section, "agents") == 0)
        return apply_agent(config, line, failure);
    if (strcmp(line->section, "keys") == 0)
        return apply_key(config, line, failure);
    return apply_setting(config, line, failure);
}

unsigned config_settings_line(const struct config *config, const char *section, const char *name)
{
    for (size_t i = 0; i < SETTING_COUNT; i++)
        if (strcmp(settings[i].section, section) == 0 && strcmp(settings[i].name, name) == 0)
            return config->lines[i];
    return 0;
}
