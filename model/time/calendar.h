/* Calendar periods, from hours to years, in local time (TZ) or UTC. Pure, except for the process's time zone. */
#ifndef MODEL_TIME_CALENDAR_H
#define MODEL_TIME_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/* In ascending length. Weeks start on Monday. */
enum calendar_unit {
    CALENDAR_HOUR,
    CALENDAR_DAY,
    CALENDAR_WEEK,
    CALENDAR_MONTH,
    CALENDAR_QUARTER,
    CALENDAR_YEAR,
    CALENDAR_UNITS
};

/* [begin, end) in ticks, see model/time/timestamp.h. */
struct calendar_period {
    int64_t begin;
    int64_t end;
};

/* The period of a unit that contains an instant (ticks); periods are contiguous. A day starts when the clock first
 * shows its date, and its hours are counted from there: a day with a clock change has an hour more or less, and its
 * last hour may be short. Valid for the years of timestamp_parse. */
struct calendar_period calendar_period_at(enum calendar_unit unit, int64_t instant, bool utc);

/* The first instant at which local clocks show `shown` or later; both in seconds since 1970. Unlike mktime, the
 * result at clock changes does not depend on earlier calls. */
int64_t calendar_local_instant(int64_t shown);

/* A cache of the UTC offset in seconds around the last instant. Starts zeroed. */
struct calendar_zone {
    int64_t begin;
    int64_t end;
    int64_t ahead;
};

/* The UTC offset at an instant (seconds since 1970); fast for instants near the last one. */
int64_t calendar_ahead(struct calendar_zone *zone, int64_t instant);

#endif
