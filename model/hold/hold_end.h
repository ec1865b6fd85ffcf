/* Parses the end of a hold as a user writes it. */
#ifndef MODEL_HOLD_HOLD_END_H
#define MODEL_HOLD_HOLD_END_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* Parses a date with when_parse_coming; the hold lasts to the end of that day. "" gives TIMESTAMP_NONE: until
 * released. False with *failure filled if it is no date or is before `now`. */
bool hold_end_parse(int64_t *until, const char *text, int64_t now, bool utc, struct failure *failure);

#endif
