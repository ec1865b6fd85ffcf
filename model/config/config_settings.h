/* What may stand in the configuration file: its sections, names and values. */
#ifndef MODEL_CONFIG_CONFIG_SETTINGS_H
#define MODEL_CONFIG_CONFIG_SETTINGS_H

#include "model/config/config_columns.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct config_key {
    char *action;  /* name of an action */
    char *keys;    /* key names as written, "" for none */
    unsigned line; /* of the file, for whoever finds that there is no such action or key */
};

enum config_start {
    CONFIG_START_NEWEST,  /* the newest calls of all agents, fetched unasked */
    CONFIG_START_LAST,    /* the same, with the agent, filter and order of the last time */
    CONFIG_START_NOTHING, /* what is there; nothing is fetched unasked */
};

enum config_theme { CONFIG_THEME_AUTO, CONFIG_THEME_DARK, CONFIG_THEME_LIGHT, CONFIG_THEME_MONO };

enum config_color { CONFIG_COLOR_AUTO, CONFIG_COLOR_ALWAYS, CONFIG_COLOR_NEVER };

enum { CONFIG_SETTINGS_MOST = 64 };

/* All strings are owned by the struct; NULL where not set. */
struct config {
    char *url;
    char *secret; /* once config_find_secret has succeeded */
    char *secret_command;
    char *ca_file;
    char *pin;
    char *archive_file;        /* overrides the place under XDG_DATA_HOME */
    int64_t history_seconds;   /* how far back history is fetched by itself; 0: all of it */
    int64_t retention_seconds; /* recordings older than this are purged; 0 never */
    int64_t verify_seconds;    /* what is older than twice this is seen again within it */
    int64_t settle_seconds;    /* so long a recording may appear among older ones */
    int64_t audio_memory;      /* bytes of audio that are kept */
    char *save_template;       /* use config_save_template */
    char *audio_player;        /* a command that plays instead of mpv, see config_may_run */
    int64_t refresh_seconds;   /* 0 off */
    enum config_color color;
    bool access_log;       /* who looked at what is written down */
    bool purpose_required; /* what is saved or written needs a purpose */
    char *bundle_key;      /* the file of the key by which bundles are signed */
    bool one_pane;
    bool utc;
    bool mouse;
    enum config_theme theme;
    struct config_columns columns;  /* of lists of recordings */
    char *language;                 /* as "da"; NULL: that of the environment */
    bool http_proxy_secret;         /* a proxy may read the secret */
    enum config_start start;        /* what the first screen shows */
    struct agent_reference *agents; /* [agents]: agents the server does not list */
    char **agent_names;             /* their names, NULL where only the reference was given */
    size_t agent_count;
    struct config_key *keys; /* [keys] */
    size_t key_count;
    char *path;                           /* the file that was read, NULL if none */
    unsigned lines[CONFIG_SETTINGS_MOST]; /* of the file, by the row of the setting; 0: not given there */
    char *file_secret;                    /* what it says of `secret =`; use `secret` */
    const char *secret_origin;            /* where `secret` is from: "TAPEDECK_SECRET"; static */
    int secret_limit_ms;                  /* for secret_command; 0: none */
    bool file_is_private;                 /* only its owner can read the file */
    struct failure distrust;              /* who else may write the file, kind FAILURE_NONE for nobody */
};

/* A setting, how its value is read into the field of struct config at `offset`, and what is said of it. */
struct config_setting {
    const char *section;
    const char *name;
    bool (*set)(void *field, const char *value); /* a text is owned by the field */
    size_t offset;
    const char *initial; /* its value where the file has none, as it would stand there; NULL for nothing */
    const char *allowed;
    const char *help; /* NULL where what is allowed says it */
};

/* NULL behind the last. */
const struct config_setting *config_settings_at(size_t index);

void config_settings_reset(struct config *config); /* to what it is without a file */
void config_settings_clear(struct config *config); /* frees the texts of settings, and resets */

/* Of the names under which audio is saved, see recording_name.h. */
const char *config_save_template(const struct config *config);

/* Reads auto, always or never; false otherwise. */
bool config_color(enum config_color *color, const char *text);

/* One `name = value` line. `value` is NULL for a line without a separator (= or :). */
struct config_line {
    const char *section;
    const char *name;
    const char *value;
    unsigned number;
};

/* Puts the line into *config, or returns false with *failure filled (without file and line; its advice says
 * what is allowed). */
bool config_settings_apply(struct config *config, const struct config_line *line, struct failure *failure);

/* The line of the file that gives a setting; 0 if none does. */
unsigned config_settings_line(const struct config *config, const char *section, const char *name);

#endif
