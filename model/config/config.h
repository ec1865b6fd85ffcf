/* The configuration file (INI; its settings are rows of config_settings.c) and the secret. Command-line options
 * win over it. Comments are lines of their own that begin with # or ;. A path may begin with ~/. */
#ifndef MODEL_CONFIG_CONFIG_H
#define MODEL_CONFIG_CONFIG_H

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

enum config_color { CONFIG_COLOR_AUTO, CONFIG_COLOR_ALWAYS, CONFIG_COLOR_NEVER };

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
    int64_t refresh_seconds;   /* 0 off */
    enum config_color color;
    bool utc;
    bool http_proxy_secret;         /* a proxy may read the secret */
    enum config_start start;        /* what the first screen shows */
    struct agent_reference *agents; /* [agents]: agents the server does not list */
    char **agent_names;             /* their names, NULL where only the reference was given */
    size_t agent_count;
    struct config_key *keys; /* [keys] */
    size_t key_count;
    char *path;              /* the file that was read, NULL if none */
    bool secret_in_file;     /* the file has `secret =` */
    char *file_secret;       /* what it says there; use `secret` */
    bool file_is_private;    /* only its owner can read the file */
    struct failure distrust; /* who else may write the file, kind FAILURE_NONE for nobody */
};

/* Reads `path`, or with NULL $XDG_CONFIG_HOME/tapedeck/config (absent is fine then). An unknown section or
 * name, or a bad value, is refused with file and line; *config is cleared then. Uses the global settings of
 * inih: from one thread at a time. */
bool config_load(struct config *config, const char *path, struct failure *failure);
void config_clear(struct config *config); /* wipes the secret */

/* Finds the secret: TAPEDECK_SECRET (removed from the environment afterwards), secret_command (its first
 * line of output; it may ask on the terminal; see config_may_run), or the file's `secret`, refused when
 * others than its owner may read the file. */
bool config_find_secret(struct config *config, struct failure *failure);

/* Whether a command that the file gives may be run: not if others may write the file, or replace it. False
 * with *failure filled, which names the setting. */
bool config_may_run(const struct config *config, const char *setting, struct failure *failure);

#endif
