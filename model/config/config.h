/* The configuration file (INI; settings are rows of config_settings.c) and the secret. Command-line options
 * override it. Comment lines start with # or ;. Paths may start with ~/. */
#ifndef MODEL_CONFIG_CONFIG_H
#define MODEL_CONFIG_CONFIG_H

#include "model/config/config_settings.h"
#include "net/base/failure.h"

#include <stdbool.h>

/* Reads `path`, or with NULL $XDG_CONFIG_HOME/tapedeck/config (absent is fine then). An unknown section or
 * name, or a bad value, is refused with file and line; *config is cleared then. Uses the global settings of
 * inih: from one thread at a time. */
bool config_load(struct config *config, const char *path, struct failure *failure);
void config_clear(struct config *config); /* also wipes the secret */

/* Whether a command in the file may be run: not if others can write or replace the file. False with *failure
 * filled, which names the setting. */
bool config_may_run(const struct config *config, const char *setting, struct failure *failure);

/* Finds the secret: TAPEDECK_SECRET (removed from the environment afterwards), secret_command (its first
 * line of output; it may ask on the terminal, and is not run if others may write the file, or replace it), or
 * the file's `secret`, refused when others than its owner may read the file. */
bool config_find_secret(struct config *config, struct failure *failure);

/* Prefixes a failure about a setting's value with its file and line, if the file sets it. */
void config_name_line(const struct config *config, const char *section, const char *name,
                      struct failure *failure);

#endif
