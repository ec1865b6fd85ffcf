/* The configuration file (INI; its settings are rows of config_settings.c) and the secret. Command-line options
 * win over it. Comments are lines of their own that begin with # or ;. A path may begin with ~/. */
#ifndef MODEL_CONFIG_CONFIG_H
#define MODEL_CONFIG_CONFIG_H

#include "model/config/config_settings.h"
#include "net/base/failure.h"

#include <stdbool.h>

/* Reads `path`, or with NULL $XDG_CONFIG_HOME/tapedeck/config (absent is fine then). An unknown section or
 * name, or a bad value, is refused with file and line; *config is cleared then. Uses the global settings of
 * inih: from one thread at a time. */
bool config_load(struct config *config, const char *path, struct failure *failure);
void config_clear(struct config *config); /* wipes the secret */

/* Whether a command of the file may be run: not if others may write the file, or replace it. False with *failure
 * filled, which names the setting. */
bool config_may_run(const struct config *config, const char *setting, struct failure *failure);

/* Finds the secret: TAPEDECK_SECRET (removed from the environment afterwards), secret_command (its first
 * line of output; it may ask on the terminal, and is not run if others may write the file, or replace it), or
 * the file's `secret`, refused when others than its owner may read the file. */
bool config_find_secret(struct config *config, struct failure *failure);

/* Puts file and line of a setting before what a failure says of its value, where the file gives it. */
void config_name_line(const struct config *config, const char *section, const char *name,
                      struct failure *failure);

#endif
