/* The time of the day in a written date. For model/time/when_written.c only. */
#ifndef MODEL_TIME_WHEN_CLOCK_H
#define MODEL_TIME_WHEN_CLOCK_H

#include "model/time/when_reader.h"

/* Whether "14:00" or "2 pm" stands there, and after a day "14.00": before it, that might be a date. */
bool when_is_clock(const struct when_token *at, bool after_day);

/* Whether that or what says that a time follows is next, and reads it with its zone. */
bool when_is_time(struct when_reader reader);
bool when_read_time(struct when_reader *reader);

#endif
