/* How long to wait before what failed is tried again by itself, and whether that can help. */
#ifndef MODEL_FETCH_PATIENCE_H
#define MODEL_FETCH_PATIENCE_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Whether the same question may be answered well later, with nothing changed here. */
bool patience_helps(const struct failure *failure);

/* Milliseconds to wait after so many failures in a row (from 1): longer each time, never shorter than the
 * server asked, and a little by chance, so that many who lost the server at the same time do not come back at
 * the same time. */
uint64_t patience_of_screen(const struct failure *failure, unsigned failures);

/* The same for a command, that somebody or another program waits for; 0 if it is not worth waiting so long.
 */
uint64_t patience_of_command(const struct failure *failure, unsigned failures);

#endif
