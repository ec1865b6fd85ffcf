#include "model/time/calendar.h"

#include "model/time/timestamp.h"

#include <time.h>

enum { HOUR = 3600, DAY = 24 * HOUR, WEEK_DAYS = 7, QUARTER_MONTHS = 3 };

#define FURTHEST_ZONE ((int64_t)26 * HOUR) /* no zone is further from UTC */

static int64_t local_offset(int64_t instant)
{
    time_t seconds = (time_t)instant;
    struct tm local;
    return localtime_r(&seconds, &local) ? local.tm_gmtoff : 0;
}

int64_t calendar_ahead(struct calendar_zone *zone, int64_t instant)
{
    const int64_t safe = (int64_t)3 * DAY; /* clocks do not change twice within so long before and behind */
    if (instant >= zone->begin && instant < zone->end)
        return zone->ahead;
    int64_t ahead = local_offset(instant);
    if (local_offset(instant - safe) == ahead && local_offset(instant + safe) == ahead)
        *zone = (struct calendar_zone){instant - safe, instant + safe, ahead};
    return ahead;
}

int64_t calendar_local_instant(int64_t shown)
{
    int64_t low = shown - FURTHEST_ZONE;
    int64_t high = shown + FURTHEST_ZONE;
    int64_t before = local_offset(low);
    int64_t after = local_offset(high);
    if (before == after)
        return shown - before;
    while (high - low > 1) {
        int64_t middle = low + (high - low) / 2;
        if (local_offset(middle) == before)
            low = middle;
        else
            high = middle;
    }
    if (shown - before < high)
        return shown - before;
    return shown - after > high ? shown - after : high;
}

static struct tm date_at(int64_t instant, bool utc)
{
    time_t seconds = (time_t)instant;
    struct tm date = {0};
    if (utc)
        gmtime_r(&seconds, &date);
    else
        localtime_r(&seconds, &date);
    return date;
}

/* When a date begins; months and days beyond the end run on. */
static int64_t date_begin(int year, int month, int day, bool utc)
{
    struct tm date = {.tm_year = year, .tm_mon = month, .tm_mday = day};
    int64_t shown = (int64_t)timegm(&date);
    return utc ? shown : calendar_local_instant(shown);
}

/* The period of dates that begins with the one of `date` or before, `steps` of the unit later. */
static int64_t dates_begin(enum calendar_unit unit, const struct tm *date, int steps, bool utc)
{
    int from_monday = (date->tm_wday + WEEK_DAYS - 1) % WEEK_DAYS;
    switch (unit) {
    case CALENDAR_WEEK:
        return date_begin(date->tm_year, date->tm_mon, date->tm_mday - from_monday + WEEK_DAYS * steps, utc);
    case CALENDAR_MONTH:
        return date_begin(date->tm_year, date->tm_mon + steps, 1, utc);
    case CALENDAR_QUARTER:
        return date_begin(date->tm_year,
                          date->tm_mon - date->tm_mon % QUARTER_MONTHS + QUARTER_MONTHS * steps, 1, utc);
    case CALENDAR_YEAR:
        return date_begin(date->tm_year + steps, 0, 1, utc);
    default:
        return date_begin(date->tm_year, date->tm_mon, date->tm_mday + steps, utc);
    }
}

/* In seconds. Where a midnight comes twice the date goes back once: then it is the next period already. */
static struct calendar_period dates_at(enum calendar_unit unit, int64_t instant, bool utc)
{
    const struct tm date = date_at(instant, utc);
    int steps = 0;
    struct calendar_period period = {dates_begin(unit, &date, 0, utc), dates_begin(unit, &date, 1, utc)};
    while (period.end <= instant)
        period = (struct calendar_period){period.end, dates_begin(unit, &date, ++steps + 1, utc)};
    return period;
}

static struct calendar_period hour_at(int64_t instant, bool utc)
{
    const struct calendar_period day = dates_at(CALENDAR_DAY, instant, utc);
    int64_t begin = instant - (instant - day.begin) % HOUR;
    return (struct calendar_period){begin, begin + HOUR < day.end ? begin + HOUR : day.end};
}

struct calendar_period calendar_period_at(enum calendar_unit unit, int64_t instant, bool utc)
{
    int64_t second = instant / TIMESTAMP_SECOND - (instant % TIMESTAMP_SECOND < 0);
    struct calendar_period period =
        unit == CALENDAR_HOUR ? hour_at(second, utc) : dates_at(unit, second, utc);
    return (struct calendar_period){period.begin * TIMESTAMP_SECOND, period.end * TIMESTAMP_SECOND};
}
