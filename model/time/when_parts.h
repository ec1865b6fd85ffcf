/* The parts of a date, a time or a span back as they are written. For model/time/when.c and its parts only. */
#ifndef MODEL_TIME_WHEN_PARTS_H
#define MODEL_TIME_WHEN_PARTS_H

#include "model/time/when_names.h"

#include <stdbool.h>

enum when_day {
    WHEN_DAY_NONE, /* a time alone */
    WHEN_DAY_DATE, /* month and day, year unless -1 */
    WHEN_DAY_MONTH,
    WHEN_DAY_YEAR,
    WHEN_DAY_WEEK,    /* of the calendar, year unless -1 */
    WHEN_DAY_QUARTER, /* `week` of the year, year unless -1 */
    WHEN_DAY_WEEKDAY, /* the last one; count 1: before today */
    WHEN_DAY_BACK,    /* count of unit before now */
    WHEN_DAY_PERIOD,  /* the whole week, month or year, count of them before this one */
    WHEN_DAY_LAST,    /* count of unit up to now */
};

struct when_written {
    enum when_day what;
    int year; /* -1 not given */
    int month;
    int day;
    int week;
    int weekday;      /* 0 Sunday */
    bool has_weekday; /* it stands beside a date */
    int count;
    enum when_unit unit;
    bool has_time;
    bool has_second;
    int hour;
    int minute;
    int second;
    bool has_zone;
    int zone_seconds;  /* east of UTC */
    bool is_day_first; /* numbers alone, and the day before the month */
    bool is_ambiguous;
    bool is_short_year; /* written with two digits */
};

#endif
