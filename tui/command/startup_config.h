/* The configuration of a command: the file, overridden by the environment and the command line. All return false with
 * *failure filled. */
#ifndef TUI_COMMAND_STARTUP_CONFIG_H
#define TUI_COMMAND_STARTUP_CONFIG_H

#include "model/config/config.h"
#include "net/base/failure.h"
#include "tui/command/options.h"

#include <stdbool.h>

/* Does all three below, the last only if the server is asked. The caller clears *config; after a failure it is
 * cleared. */
bool startup_config_open(struct config *config, const struct options *options, struct failure *failure);

/* Reads the file, and checks its [keys]. */
bool startup_config_read(struct config *config, const struct options *options, struct failure *failure);

/* Checks the address, before anybody is asked for a secret. */
bool startup_config_check_url(const struct config *config, const struct options *options,
                              struct failure *failure);

/* Checks that the file of trusted certificates can be read. */
bool startup_config_check_ca(const struct config *config, const struct options *options,
                             struct failure *failure);

/* Where the value of a setting comes from: "--url", "TAPEDECK_URL", "line 3"; "" if it is the default. Returns
 * buffer. */
enum { STARTUP_CONFIG_ORIGIN = 40 };
const char *startup_config_origin(char buffer[STARTUP_CONFIG_ORIGIN], const struct config *config,
                                  const struct config_setting *setting, const struct options *options);

#endif
