/* Whether other users can change the configuration: then no command in it is run. */
#ifndef MODEL_CONFIG_CONFIG_TRUST_H
#define MODEL_CONFIG_CONFIG_TRUST_H

#include "net/base/failure.h"

#include <stdbool.h>

/* Checks the open file and all folders and links of its path. False with *failure filled, which says who can change
 * it and what to do. */
bool config_trust_check(int file, const char *path, struct failure *failure);

#endif
