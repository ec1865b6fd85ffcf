/* The end of a hold as somebody writes it. */
#ifndef MODEL_HOLD_HOLD_END_H
#define MODEL_HOLD_HOLD_END_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* A date as when_parse_coming reads it, which counts in full; "" is TIMESTAMP_NONE: until it is released. False with *failure
 * filled for what is none, or is over at `now`. */
bool hold_end_parse(int64_t *until, const char *text, int64_t now, bool utc, struct failure *failure);

#endif
