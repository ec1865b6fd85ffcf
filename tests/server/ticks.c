#include "tests/server/ticks.h"

#include <stdio.h>
#include <time.h>

int64_t ticks_now(const struct ticks_clock *clock)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * TICKS_PER_SECOND + now.tv_nsec / 100 + atomic_load(&clock->shift);
}

/* Both conversions count in years that begin in March, so that the jump day comes last. */
int64_t ticks_days(int64_t year, int64_t month, int64_t day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

void ticks_date(int64_t days, int *year, int *month, int *day)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t march_month = (5 * day_of_year + 2) / 153;

    *day = (int)(day_of_year - (153 * march_month + 2) / 5 + 1);
    *month = (int)(march_month < 10 ? march_month + 3 : march_month - 9);
    *year = (int)(year_of_era + era * 400 + (*month <= 2));
}

int ticks_weekday(int64_t days)
{
    return (int)(((days + 3) % 7 + 7) % 7);
}

static int64_t last_sunday(int year, int month)
{
    int64_t last = ticks_days(year, month, 31);

    return last - (ticks_weekday(last) + 1) % 7;
}

int ticks_danish_offset(int64_t days)
{
    int year;
    int month;
    int day;

    ticks_date(days, &year, &month, &day);
    return days >= last_sunday(year, 3) && days < last_sunday(year, 10) ? 2 : 1;
}

/* Reads a number of exactly `digits` digits; -1 if there is none. */
static int fixed_number(const char **string, int digits)
{
    int number = 0;

    for (int i = 0; i < digits; i++, (*string)++) {
        if (**string < '0' || **string > '9')
            return -1;
        number = number * 10 + (**string - '0');
    }
    return number;
}

static bool read_part(const char **string, char before, int greatest, int *value)
{
    if (**string != before)
        return false;
    (*string)++;
    *value = fixed_number(string, 2);
    return *value >= 0 && *value <= greatest;
}

bool ticks_parse(const char *string, int64_t *ticks)
{
    int month;
    int day;
    int hour = 0;
    int minute = 0;
    int second = 0;
    int year = fixed_number(&string, 4);

    if (year < 1 || !read_part(&string, '-', 12, &month) || !read_part(&string, '-', 31, &day))
        return false;
    if (month < 1 || day < 1)
        return false;
    if (*string == 'T') {
        if (!read_part(&string, 'T', 23, &hour) || !read_part(&string, ':', 59, &minute))
            return false;
        if (*string == ':' && !read_part(&string, ':', 59, &second))
            return false;
    }
    if (*string == 'Z')
        string++;
    *ticks = ticks_days(year, month, day) * TICKS_PER_DAY +
             (hour * INT64_C(3600) + minute * INT64_C(60) + second) * TICKS_PER_SECOND;
    return *string == '\0';
}

/* Splits into the day and the seconds of the day; rounds down, also before 1970. */
static int64_t split(int64_t ticks, int *second_of_day, int *fraction)
{
    int64_t days = ticks / TICKS_PER_DAY - (ticks % TICKS_PER_DAY < 0);
    int64_t rest = ticks - days * TICKS_PER_DAY;

    *second_of_day = (int)(rest / TICKS_PER_SECOND);
    *fraction = (int)(rest % TICKS_PER_SECOND);
    return days;
}

void ticks_text(int64_t ticks, char text[TICKS_TEXT_SIZE])
{
    int year;
    int month;
    int day;
    int second;
    int fraction;

    ticks_date(split(ticks, &second, &fraction), &year, &month, &day);
    snprintf(text, TICKS_TEXT_SIZE, "%04u-%02u-%02uT%02u:%02u:%02u.%07uZ", (unsigned)year % 10000,
             (unsigned)month % 100, (unsigned)day % 100, (unsigned)(second / 3600) % 100,
             (unsigned)(second / 60 % 60), (unsigned)(second % 60), (unsigned)fraction % 10000000);
}

void ticks_http(int64_t ticks, char text[TICKS_HTTP_SIZE])
{
    static const char weekdays[7][4] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int year;
    int month;
    int day;
    int second;
    int fraction;
    int64_t days = split(ticks, &second, &fraction);

    ticks_date(days, &year, &month, &day);
    snprintf(text, TICKS_HTTP_SIZE, "%s, %02u %s %04u %02u:%02u:%02u GMT", weekdays[ticks_weekday(days)],
             (unsigned)day % 100, months[(month + 11) % 12], (unsigned)year % 10000,
             (unsigned)(second / 3600) % 100, (unsigned)(second / 60 % 60), (unsigned)(second % 60));
}
