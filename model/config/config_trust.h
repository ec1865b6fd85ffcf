/* Whether somebody else may write what the configuration says: then no command in it is run. */
#ifndef MODEL_CONFIG_CONFIG_TRUST_H
#define MODEL_CONFIG_CONFIG_TRUST_H

#include "net/base/failure.h"

#include <stdbool.h>

/* Looks at the open file, and at all folders and links on the way to it. False with *failure filled, which
 * says who and what to do. */
bool config_trust_check(int file, const char *path, struct failure *failure);

#endif
