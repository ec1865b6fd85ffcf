/* Sources of the shared secret. It is wiped from memory after use and never part of a failure. */
#ifndef MODEL_CONFIG_SECRET_H
#define MODEL_CONFIG_SECRET_H

#include "net/base/failure.h"

#include <stdbool.h>

/* The value of TAPEDECK_SECRET, NULL if unset or empty. Removes it from the environment and wipes the copy visible
 * in /proc. The caller frees with secret_free. */
char *secret_from_environment(void);

/* The first line of output of /bin/sh -c `command`, without its newline. NULL with *failure filled if the command
 * fails or prints none, or, with FAILURE_CANCELLED, has not ended within `limit_ms` (0: no limit). The command
 * shares our standard input and error. Blocks. The caller frees with secret_free. */
char *secret_from_command(const char *command, int limit_ms, struct failure *failure);

/* False with *failure filled if the secret cannot stand in a header; `origin` says where it is from. */
bool secret_check(const char *secret, const char *origin, struct failure *failure);

/* Wipes and frees; safe on NULL. */
void secret_free(char **secret);

#endif
