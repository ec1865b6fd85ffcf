/* The configuration that a command runs with: the file, with what the environment and the command line say
 * instead. In steps, each of which may fail by itself. */
#ifndef TUI_COMMAND_STARTUP_CONFIG_H
#define TUI_COMMAND_STARTUP_CONFIG_H

#include "model/config/config.h"
#include "net/base/failure.h"
#include "tui/command/options.h"

#include <stdbool.h>

/* All three, the last only if the server is asked. The caller clears *config; after a failure it is clear. */
bool startup_config_open(struct config *config, const struct options *options, struct failure *failure);

/* Reads the file, its [keys] too. */
bool startup_config_read(struct config *config, const struct options *options, struct failure *failure);

/* The address, so that nobody is asked for a secret in vain. */
bool startup_config_check_url(const struct config *config, const struct options *options,
                              struct failure *failure);

/* The file of certificates that are trusted. */
bool startup_config_check_ca(const struct config *config, const struct options *options,
                             struct failure *failure);

/* Where the value of a setting is from: "--url", "TAPEDECK_URL" (if `variable` names it), "line 3", "" where
 * nothing gives it. Returns buffer. */
enum { STARTUP_CONFIG_ORIGIN = 40 };
const char *startup_config_origin(char buffer[STARTUP_CONFIG_ORIGIN], const struct config *config,
                                  const struct config_setting *setting, const struct options *options);

#endif
