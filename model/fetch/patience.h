/* Whether and when a failed request is retried automatically. */
#ifndef MODEL_FETCH_PATIENCE_H
#define MODEL_FETCH_PATIENCE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether the same request may succeed later without any change here. */
bool patience_helps(const struct failure *failure);

/* Backoff in milliseconds after `failures` failures in a row (from 1): increasing, never shorter than the server's
 * Retry-After, with jitter so that many clients do not return at once. */
uint64_t patience_of_screen(const struct failure *failure, unsigned failures);

/* The same for a command; 0 if it would take too long to wait for. */
uint64_t patience_of_command(const struct failure *failure, unsigned failures);

#endif
