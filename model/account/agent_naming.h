/* The agent that somebody means by a name. */
#ifndef MODEL_ACCOUNT_AGENT_NAMING_H
#define MODEL_ACCOUNT_AGENT_NAMING_H

#include "net/base/failure.h"

#include <stdint.h>

struct account;

/* The number of the one agent that is called so or, where none is, of the one whose name has that in it; as the
 * filter compares names. 0, with *failure filled, if that is nobody (it says who is called alike) or more than
 * one (it says who they are). Of those that are known by now. */
int64_t agent_naming_find(const struct account *account, const char *name, struct failure *failure);

#endif
