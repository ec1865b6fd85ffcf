/* A date, a time or a span back as it is written, before it is asked what it means or whether there is such a
 * day. For model/time/when.c only. */
#ifndef MODEL_TIME_WHEN_WRITTEN_H
#define MODEL_TIME_WHEN_WRITTEN_H

#include "model/time/when_names.h"

#include <stdbool.h>

enum when_day {
    WHEN_DAY_NONE, /* a time alone */
    WHEN_DAY_DATE, /* month and day, year unless -1 */
    WHEN_DAY_MONTH,
    WHEN_DAY_YEAR,
    WHEN_DAY_WEEK,    /* of the calendar, year unless -1 */
    WHEN_DAY_WEEKDAY, /* the last one; count 1: before today */
    WHEN_DAY_BACK,    /* count of unit before now */
    WHEN_DAY_PERIOD,  /* the whole week, month or year, count of them before this one */
};

struct when_written {
    enum when_day what;
    int year; /* -1 not given */
    int month;
    int day;
    int week;
    int weekday; /* 0 Sunday */
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
    bool is_short_year;
};

/* False for text that is none of the forms of when.h; is_ambiguous says whether that is because it can be a
 * date and a time, hour and minute or day and month, is_short_year because its year has two digits. Numbers
 * are as written: any month, day, hour and year. */
bool when_written_read(struct when_written *written, const char *text);

#endif
