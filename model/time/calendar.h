/* Hours, days, weeks and longer periods as the calendar and the clocks of local time (TZ) or UTC have them.
 * Pure, but for the zone of the process. */
#ifndef MODEL_TIME_CALENDAR_H
#define MODEL_TIME_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/* From the finest on. Weeks begin on Monday. */
enum calendar_unit {
    CALENDAR_HOUR,
    CALENDAR_DAY,
    CALENDAR_WEEK,
    CALENDAR_MONTH,
    CALENDAR_QUARTER,
    CALENDAR_YEAR,
    CALENDAR_UNITS
};

/* From begin up to, not including, end: ticks as in model/time/timestamp.h. */
struct calendar_period {
    int64_t begin;
    int64_t end;
};

/* The period of a unit in which an instant lies, by ticks; the one that follows begins where it ends. A day
 * begins when the clocks first show its date; its hours are counted from there on, so that a day on which
 * clocks change has one more or less, and the last of them may be short. For the years that timestamp_parse
 * knows. */
struct calendar_period calendar_period_at(enum calendar_unit unit, int64_t instant, bool utc);

/* The first instant at which the clocks of local time show `shown` or later, both in seconds from the beginning
 * of 1970. mktime would do but where clocks change: there its answer depends on what it was asked before. */
int64_t calendar_local_instant(int64_t shown);

/* How far the clocks of local time are ahead of UTC, in seconds, around the instant that was asked for last.
 * Zeroed at first. */
struct calendar_zone {
    int64_t begin;
    int64_t end;
    int64_t ahead;
};

/* The same at an instant, in seconds from the beginning of 1970: fast where one is near the one before. */
int64_t calendar_ahead(struct calendar_zone *zone, int64_t instant);

#endif
