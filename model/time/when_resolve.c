#include "model/time/when_resolve.h"

#include "model/time/calendar.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <time.h>

enum { QUARTER_MONTHS = 3, MINUTE = 60, HOUR = 3600, DAY = 86400, WEEK = 7 * DAY };
enum { LEAST_SHORT_YEAR = 2010, FIRST_YEAR = 1971, LAST_YEAR = 2199, LEAP_YEAR = 2000, LEAP_YEARS_APART = 8 };

#define FIRST_INSTANT INT64_C(31536000)    /* 1971-01-01T00:00:00Z, in seconds since 1970 */
#define AFTER_INSTANTS INT64_C(7258118400) /* 2200-01-01T00:00:00Z */
#define FURTHEST_WRITTEN (14 * HOUR)       /* of the zones that there are */

#define ADVICE tr("write 2024-05-03, 3 May, 14:00, yesterday 14:00, monday or -2w")

/* Instants are seconds since 1970. "Shown" are the seconds from 1970-01-01 00:00 to a date and time as the
 * clocks of the zone show it, whatever has happened to them in between. */
struct reckoning {
    const struct when_written *written;
    const char *text;
    struct failure *failure;
    bool is_local;
    int64_t zone; /* seconds east of UTC if not local */
    int64_t now;
    int64_t today; /* shown, at midnight */
};

/* [first, after) of shown midnights. */
struct days {
    int64_t first;
    int64_t after;
};

static bool refuse(const struct reckoning *reckoning, const char *advice, const char *why)
{
    char quoted[80];
    if (!reckoning->failure)
        return false;
    return failure_set(reckoning->failure, FAILURE_USAGE, advice, "\"%s\": %s",
                       failure_quote(quoted, sizeof quoted, reckoning->text), why);
}

static bool refuse_years(const struct reckoning *reckoning)
{
    return refuse(reckoning, ADVICE, tr("only the years 1971 to 2199 are known"));
}

static int64_t floor_to(int64_t value, int64_t unit)
{
    int64_t rest = value % unit;
    return value - (rest < 0 ? rest + unit : rest);
}

static int64_t zone_at(const struct reckoning *reckoning, int64_t instant)
{
    time_t seconds = (time_t)instant;
    struct tm local;
    if (!reckoning->is_local)
        return reckoning->zone;
    return localtime_r(&seconds, &local) ? local.tm_gmtoff : 0;
}

/* The first instant at which the clocks show `shown` or later. */
static int64_t first_instant(const struct reckoning *reckoning, int64_t shown)
{
    return reckoning->is_local ? calendar_local_instant(shown) : shown - reckoning->zone;
}

/* Months and days beyond the end run on: the 13th month is the January that follows. */
static int64_t midnight(int year, int month, int day)
{
    struct tm date = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
    return (int64_t)timegm(&date);
}

static struct tm date_of(int64_t shown)
{
    time_t seconds = (time_t)shown;
    struct tm date = {0};
    gmtime_r(&seconds, &date);
    return date;
}

static int month_days(int year, int month)
{
    return (int)((midnight(year, month + 1, 1) - midnight(year, month, 1)) / DAY);
}

static bool check_year(const struct reckoning *reckoning, int64_t year)
{
    return (year >= FIRST_YEAR && year <= LAST_YEAR) || refuse_years(reckoning);
}

static bool check_month(const struct reckoning *reckoning)
{
    char why[80];
    int month = reckoning->written->month;
    int day = reckoning->written->day;
    if (month >= 1 && month <= 12)
        return true;
    bool is_turned = reckoning->written->is_day_first && day >= 1 && day <= 12 && month <= 31;
    if (is_turned)
        snprintf(why, sizeof why, tr("there is no month %d; the day comes first, %d/%d"), month, month, day);
    else
        snprintf(why, sizeof why, tr("there is no month %d"), month);
    return refuse(reckoning, ADVICE, why);
}

/* Without a year a date may be that of any. */
static bool check_date(const struct reckoning *reckoning)
{
    const struct when_written *written = reckoning->written;
    bool has_year = written->year >= 0;
    if ((has_year && !check_year(reckoning, written->year)) || !check_month(reckoning))
        return false;
    int most = month_days(has_year ? written->year : LEAP_YEAR, written->month);
    if (written->day >= 1 && written->day <= most)
        return true;
    char why[60];
    const char *month = when_month_name(written->month);
    if (written->day < 1)
        snprintf(why, sizeof why, tr("there is no day %d"), written->day);
    else if (has_year)
        snprintf(why, sizeof why, tr("%s %d has %d days"), month, written->year, most);
    else
        snprintf(why, sizeof why, tr("%s has at most %d days"), month, most);
    return refuse(reckoning, ADVICE, why);
}

/* Of a date beside which a weekday stands. */
static bool check_weekday(const struct reckoning *reckoning, int64_t day)
{
    static const char *const names[] = {N_("Sunday"),   N_("Monday"), N_("Tuesday"), N_("Wednesday"),
                                        N_("Thursday"), N_("Friday"), N_("Saturday")};
    const struct tm date = date_of(day);
    char why[80];
    if (!reckoning->written->has_weekday || date.tm_wday == reckoning->written->weekday)
        return true;
    snprintf(why, sizeof why, tr("%d %s %d is a %s"), date.tm_mday, when_month_name(date.tm_mon + 1),
             date.tm_year + 1900, tr(names[date.tm_wday]));
    return refuse(reckoning, ADVICE, why);
}

static bool resolve_date(const struct reckoning *reckoning, struct days *days)
{
    const struct when_written *written = reckoning->written;
    if (!check_date(reckoning))
        return false;
    int latest = date_of(reckoning->today).tm_year + 1900;
    int year = written->year >= 0 ? written->year : latest;
    for (; written->year < 0 && year >= latest - LEAP_YEARS_APART; year--) {
        if (written->day <= month_days(year, written->month) &&
            midnight(year, written->month, written->day) <= reckoning->today)
            break;
    }
    days->first = midnight(year, written->month, written->day);
    days->after = days->first + DAY;
    return check_year(reckoning, year) && check_weekday(reckoning, days->first);
}

static bool resolve_month(const struct reckoning *reckoning, struct days *days)
{
    int year = reckoning->written->year;
    int month = reckoning->written->month;
    if (!check_month(reckoning))
        return false;
    if (year < 0) {
        year = date_of(reckoning->today).tm_year + 1900;
        year -= midnight(year, month, 1) > reckoning->today;
    }
    days->first = midnight(year, month, 1);
    days->after = midnight(year, month + 1, 1);
    return check_year(reckoning, year);
}

static bool resolve_quarter(const struct reckoning *reckoning, struct days *days)
{
    int year = reckoning->written->year, month = (reckoning->written->week - 1) * QUARTER_MONTHS + 1;
    if (reckoning->written->week < 1 || month > 12)
        return refuse(reckoning, ADVICE, tr("there are four quarters"));
    if (year < 0) {
        year = date_of(reckoning->today).tm_year + 1900;
        year -= midnight(year, month, 1) > reckoning->today;
    }
    days->first = midnight(year, month, 1);
    days->after = midnight(year, month + QUARTER_MONTHS, 1);
    return check_year(reckoning, year);
}

static bool resolve_year(const struct reckoning *reckoning, struct days *days)
{
    int year = reckoning->written->year;
    days->first = midnight(year, 1, 1);
    days->after = midnight(year + 1, 1, 1);
    return check_year(reckoning, year);
}

/* The same day of the month so many months earlier, or the last day of that month. */
static bool resolve_months_back(const struct reckoning *reckoning, int64_t count, int64_t *day)
{
    struct tm today = date_of(reckoning->today);
    int64_t months = ((int64_t)today.tm_year + 1900) * 12 + today.tm_mon - count;
    if (!check_year(reckoning, floor_to(months, 12) / 12))
        return false;
    int year = (int)(months / 12);
    int month = (int)(months % 12) + 1;
    int most = month_days(year, month);
    *day = midnight(year, month, today.tm_mday < most ? today.tm_mday : most);
    return true;
}

static bool resolve_back(const struct reckoning *reckoning, struct days *days)
{
    static const int months[] = {[WHEN_MONTHS] = 1, [WHEN_QUARTERS] = QUARTER_MONTHS, [WHEN_YEARS] = 12};
    int64_t count = reckoning->written->count;
    switch (reckoning->written->unit) {
    case WHEN_WEEKS:
        days->first = reckoning->today - count * WEEK;
        break;
    case WHEN_MONTHS:
    case WHEN_QUARTERS:
    case WHEN_YEARS:
        if (!resolve_months_back(reckoning, count * months[reckoning->written->unit], &days->first))
            return false;
        break;
    default:
        days->first = reckoning->today - count * DAY;
    }
    days->after = days->first + DAY;
    return check_year(reckoning, (int64_t)date_of(days->first).tm_year + 1900);
}

/* So many days and so on up to today. */
static bool resolve_last(const struct reckoning *reckoning, struct days *days)
{
    bool done = resolve_back(reckoning, days);
    days->first += DAY;
    days->after = reckoning->today + DAY;
    return done && (days->first < days->after || refuse(reckoning, ADVICE, tr("that is no time at all")));
}

static bool resolve_weekday(const struct reckoning *reckoning, struct days *days)
{
    int back = (date_of(reckoning->today).tm_wday - reckoning->written->weekday + 7) % 7;
    back = back == 0 && reckoning->written->count > 0 ? 7 : back;
    days->first = reckoning->today - (int64_t)back * DAY;
    days->after = days->first + DAY;
    return check_year(reckoning, (int64_t)date_of(days->first).tm_year + 1900);
}

/* Monday of the first week of a year, the one with 4 January (ISO 8601). */
static int64_t first_monday(int year)
{
    int64_t day = midnight(year, 1, 4);
    return day - (int64_t)((date_of(day).tm_wday + 6) % 7) * DAY;
}

/* Whether the week of that number is one of the year. */
static bool find_week(int year, int week, struct days *days)
{
    days->first = first_monday(year) + (int64_t)(week - 1) * WEEK;
    days->after = days->first + WEEK;
    return week >= 1 && days->first < first_monday(year + 1);
}

static bool resolve_week(const struct reckoning *reckoning, struct days *days)
{
    char why[80];
    int year = reckoning->written->year, week = reckoning->written->week;
    int latest = date_of(reckoning->today).tm_year + 1900 + 1;
    bool has_year = year >= 0, found = has_year && find_week(year, week, days);
    for (int i = 0; !has_year && !found && i <= LEAP_YEARS_APART; i++) {
        year = latest - i;
        found = find_week(year, week, days) && days->first <= reckoning->today;
    }
    if (found)
        return check_year(reckoning, year);
    snprintf(why, sizeof why, has_year ? tr("there is no week %d in that year") : tr("there is no week %d"),
             week);
    return refuse(reckoning, ADVICE, why);
}

/* This week, month or year, or one before. */
static bool resolve_period(const struct reckoning *reckoning, struct days *days)
{
    const struct when_written *written = reckoning->written;
    struct tm today = date_of(reckoning->today);
    int year = today.tm_year + 1900, month = today.tm_mon + 1 - written->count;
    if (written->unit == WHEN_WEEKS) {
        days->first =
            reckoning->today - (int64_t)((today.tm_wday + 6) % 7) * DAY - (int64_t)written->count * WEEK;
        days->after = days->first + WEEK;
    } else if (written->unit == WHEN_QUARTERS) {
        month = today.tm_mon / QUARTER_MONTHS * QUARTER_MONTHS + 1 - written->count * QUARTER_MONTHS;
        days->first = midnight(year, month, 1);
        days->after = midnight(year, month + QUARTER_MONTHS, 1);
    } else if (written->unit == WHEN_MONTHS) {
        days->first = midnight(year, month, 1);
        days->after = midnight(year, month + 1, 1);
    } else {
        days->first = midnight(year - written->count, 1, 1);
        days->after = midnight(year - written->count + 1, 1, 1);
    }
    return check_year(reckoning, (int64_t)date_of(days->first).tm_year + 1900);
}

static bool resolve_days(const struct reckoning *reckoning, struct days *days)
{
    switch (reckoning->written->what) {
    case WHEN_DAY_DATE:
        return resolve_date(reckoning, days);
    case WHEN_DAY_MONTH:
        return resolve_month(reckoning, days);
    case WHEN_DAY_YEAR:
        return resolve_year(reckoning, days);
    case WHEN_DAY_WEEK:
        return resolve_week(reckoning, days);
    case WHEN_DAY_QUARTER:
        return resolve_quarter(reckoning, days);
    case WHEN_DAY_PERIOD:
        return resolve_period(reckoning, days);
    case WHEN_DAY_LAST:
        return resolve_last(reckoning, days);
    case WHEN_DAY_WEEKDAY:
        return resolve_weekday(reckoning, days);
    case WHEN_DAY_BACK:
        return resolve_back(reckoning, days);
    default:
        *days = (struct days){reckoning->today, reckoning->today + DAY};
        return true;
    }
}

/* An instant, not a day, in the past. */
static bool is_instant_back(const struct when_written *written)
{
    return (written->what == WHEN_DAY_BACK || written->what == WHEN_DAY_LAST) &&
           (written->unit == WHEN_MINUTES || written->unit == WHEN_HOURS);
}

static bool check_parts(const struct reckoning *reckoning)
{
    const struct when_written *written = reckoning->written;
    bool is_day = written->what != WHEN_DAY_MONTH && written->what != WHEN_DAY_YEAR &&
                  written->what != WHEN_DAY_WEEK && written->what != WHEN_DAY_PERIOD &&
                  written->what != WHEN_DAY_QUARTER && written->what != WHEN_DAY_LAST &&
                  !is_instant_back(written);
    bool is_zone = written->zone_seconds >= -FURTHEST_WRITTEN && written->zone_seconds <= FURTHEST_WRITTEN;
    char why[40];
    if (written->is_short_year &&
        (written->year < LEAST_SHORT_YEAR || written->year > date_of(reckoning->today).tm_year + 1900))
        return refuse(reckoning, tr("write 3/5/2024"), tr("write the year with four digits"));
    if (written->has_weekday && written->what != WHEN_DAY_DATE)
        return refuse(reckoning, ADVICE, tr("a weekday needs its date, or nothing beside it"));
    if (written->has_time && !is_day)
        return refuse(reckoning, ADVICE, tr("a time needs a day"));
    if (written->has_zone && (written->what != WHEN_DAY_DATE || written->year < 0))
        return refuse(reckoning, tr("write 2024-05-03T14:00Z"), tr("a zone needs a date with its year"));
    if (!is_zone)
        return refuse(reckoning, tr("write 2024-05-03T14:00+02:00"), tr("no zone is so far from UTC"));
    if (written->hour < 24 && written->minute < 60 && written->second < 60)
        return true;
    int length = snprintf(why, sizeof why, tr("there is no time %02d:%02d"), written->hour, written->minute);
    if (written->has_second)
        snprintf(why + length, sizeof why - (size_t)length, ":%02d", written->second);
    return refuse(reckoning, ADVICE, why);
}

/* The minute or second of a day; without one, of the last day on which it has begun. */
static struct when resolve_time(const struct reckoning *reckoning, int64_t day)
{
    const struct when_written *written = reckoning->written;
    int64_t shown = day + (int64_t)written->hour * HOUR + (int64_t)written->minute * MINUTE + written->second;
    struct when period = {.begin = first_instant(reckoning, shown)};
    if (written->what == WHEN_DAY_NONE && period.begin > reckoning->now)
        period.begin = first_instant(reckoning, shown - DAY);
    period.end = period.begin + (written->has_second ? 1 : MINUTE);
    return period;
}

/* In seconds, not yet checked against the instants that there are. */
static bool resolve(const struct reckoning *reckoning, struct when *period)
{
    const struct when_written *written = reckoning->written;
    if (is_instant_back(written)) {
        int64_t instant =
            reckoning->now - (int64_t)written->count * (written->unit == WHEN_HOURS ? HOUR : MINUTE);
        int64_t zone = zone_at(reckoning, instant);
        period->begin = floor_to(instant + zone, MINUTE) - zone;
        period->end = period->begin + MINUTE;
        if (written->what == WHEN_DAY_LAST)
            period->end = floor_to(reckoning->now + zone, MINUTE) - zone + MINUTE;
        return true;
    }
    struct days days;
    if (!resolve_days(reckoning, &days))
        return false;
    period->begin = first_instant(reckoning, days.first);
    period->end = first_instant(reckoning, days.after);
    if (period->begin >= period->end)
        return refuse(reckoning, ADVICE, tr("the clocks skipped this day"));
    if (written->has_time)
        *period = resolve_time(reckoning, days.first);
    return true;
}

static bool refuse_ambiguous(const struct reckoning *reckoning)
{
    char why[80];
    int first = reckoning->written->day, second = reckoning->written->month;
    snprintf(why, sizeof why, tr("write %d/%d for the day %d %s, %02d:%02d for the time"), first, second,
             first, when_month_name(second), first, second);
    return refuse(reckoning, tr("write a day as 10/12 or 10.12., a time as 10:12"), why);
}

bool when_resolve(struct when *when, const struct when_written *written, const struct when_question *question,
                  struct failure *failure)
{
    struct reckoning reckoning = {.written = written, .text = question->text, .failure = failure};
    struct when period;
    int64_t now = question->now;
    reckoning.is_local = !question->utc && !written->has_zone;
    reckoning.zone = written->zone_seconds;
    reckoning.now = now / TIMESTAMP_SECOND - (now % TIMESTAMP_SECOND < 0);
    reckoning.today = floor_to(reckoning.now + zone_at(&reckoning, reckoning.now), DAY);
    if (!check_parts(&reckoning) || !resolve(&reckoning, &period))
        return false;
    if (period.end <= FIRST_INSTANT || period.begin >= AFTER_INSTANTS)
        return refuse_years(&reckoning);
    when->begin = (period.begin < FIRST_INSTANT ? FIRST_INSTANT : period.begin) * TIMESTAMP_SECOND;
    when->end = (period.end > AFTER_INSTANTS ? AFTER_INSTANTS : period.end) * TIMESTAMP_SECOND;
    return true;
}

bool when_refuse(const struct when_written *written, const char *text, struct failure *failure)
{
    const struct reckoning reckoning = {.written = written, .text = text, .failure = failure};
    return written->is_ambiguous ? refuse_ambiguous(&reckoning)
                                 : refuse(&reckoning, ADVICE, tr("not a date or a time"));
}
