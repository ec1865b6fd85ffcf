/* Whether and when a failed request is retried automatically. */
#ifndef MODEL_FETCH_PATIENCE_H
#define MODEL_FETCH_PATIENCE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether the same request may succeed later without any change here. */
bool patience_helps(const struct failure *failure);

/* Backoff in milliseconds after `failures` failures in a row (from 1): doubled each time up to four minutes, about an
 * hour if the secret was refused; never shorter than the server's Retry-After, with jitter so that many clients do not
 * return at once. */
uint64_t patience_of_screen(const struct failure *failure, unsigned failures);

/* The same for a command, up to one minute; 0 if the server asks for more than two. */
uint64_t patience_of_command(const struct failure *failure, unsigned failures);

#endif
