/* Where the shared secret comes from, and how it is kept out of sight: it is wiped when it is no longer
 * needed and stands in no failure. */
#ifndef MODEL_CONFIG_SECRET_H
#define MODEL_CONFIG_SECRET_H

#include "net/base/failure.h"

#include <stdbool.h>

/* The value of TAPEDECK_SECRET, NULL if it is unset or empty. Takes it out of the environment, also out of
 * the copy that the system shows to others. The caller frees with secret_free. */
char *secret_from_environment(void);

/* The first line that /bin/sh -c `command` writes, without its line end; NULL with *failure filled if it
 * fails or writes none, or (FAILURE_CANCELLED) has not ended within `limit_ms`, of which 0 is none. Standard
 * input and error are ours. The caller frees with secret_free. */
char *secret_from_command(const char *command, int limit_ms, struct failure *failure);

/* False with *failure filled if the secret cannot stand in a header; `origin` says where it is from. */
bool secret_check(const char *secret, const char *origin, struct failure *failure);

/* Wipes and frees; safe on NULL. */
void secret_free(char **secret);

#endif
