/* Dates, times and spans as people write them of what is to come. Pure, but for the zone of the process (TZ). */
#ifndef MODEL_TIME_WHEN_COMING_H
#define MODEL_TIME_WHEN_COMING_H

#include "model/time/when_type.h"
#include "net/base/failure.h"

#include <stdbool.h>
#include <stdint.h>

/* As when_parse, but what has no year is the next one that is not over, today too, and spans count from now on:
 *
 *   31/1  31 Jan  May  week 18  friday  14:00              the next one, or that of now
 *   3 months  +6m  90d  in two weeks  om 2 uger            that day, by the calendar
 *   tomorrow  i morgen
 *   next friday  næste fredag                              the first one that has not begun
 *   next week  next month  næste år                        the whole of it
 *
 * What is written as over (yesterday, -3d, 2020-01-01) is read as when_parse does. */
bool when_parse_coming(struct when *when, const char *text, int64_t now, bool utc, struct failure *failure);

#endif
