/* Resolves a name to an agent. */
#ifndef MODEL_ACCOUNT_AGENT_NAMING_H
#define MODEL_ACCOUNT_AGENT_NAMING_H

#include "net/base/failure.h"

#include <stdint.h>

struct account;

/* The number of the only known agent with that name or, if there is none, with a name that contains it; names are
 * compared as by the filter. 0 with *failure filled if there is none (it suggests similar names) or more than one
 * (it lists them). */
int64_t agent_naming_find(const struct account *account, const char *name, struct failure *failure);

#endif
