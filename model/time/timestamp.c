#include "model/time/timestamp.h"

#include <string.h>
#include <time.h>

#define DAY_SECONDS 86400
#define SECONDS_1971 INT64_C(31536000)
#define SECONDS_2200 INT64_C(7258118400)
#define NOT_GIVEN "–"

struct civil {
    int64_t year;
    unsigned month; /* 1 to 12 */
    unsigned day;   /* 1 to 31 */
    unsigned hour, minute, second;
};

/* Days from 1970-01-01 to a date of the proleptic Gregorian calendar. Years are counted from March, so
 * that the jump day is the last of its year, in eras of 400 years. */
static int64_t days_of_date(int64_t year, unsigned month, unsigned day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t year_of_era = year - era * 400;
    int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static void date_of_days(struct civil *civil, int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t day_of_era = days - era * 146097;
    int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned march_month = (unsigned)((5 * day_of_year + 2) / 153);
    civil->day = (unsigned)(day_of_year - (153 * march_month + 2) / 5 + 1);
    civil->month = march_month < 10 ? march_month + 3 : march_month - 9;
    civil->year = year_of_era + era * 400 + (civil->month <= 2);
}

/* Seconds since 1970 of an instant, rounded down; *fraction gets the ticks above them. */
static int64_t seconds_of_ticks(int64_t ticks, int64_t *fraction)
{
    int64_t seconds = ticks / TIMESTAMP_SECOND;
    *fraction = ticks % TIMESTAMP_SECOND;
    if (*fraction < 0) {
        *fraction += TIMESTAMP_SECOND;
        seconds--;
    }
    return seconds;
}

static void civil_of_seconds(struct civil *civil, int64_t seconds)
{
    int64_t days = seconds / DAY_SECONDS;
    int64_t rest = seconds % DAY_SECONDS;
    if (rest < 0) {
        rest += DAY_SECONDS;
        days--;
    }
    date_of_days(civil, days);
    civil->hour = (unsigned)(rest / 3600);
    civil->minute = (unsigned)(rest / 60 % 60);
    civil->second = (unsigned)(rest % 60);
}

/* Text that is read from its front. */
struct cursor {
    const char *at;
    const char *end;
};

/* A number of `least` to `most` digits. */
static bool take_number(struct cursor *cursor, int least, int most, int *value)
{
    int count = 0;
    *value = 0;
    for (; count < most && cursor->at < cursor->end; count++, cursor->at++) {
        unsigned digit = (unsigned)(unsigned char)*cursor->at - '0';
        if (digit > 9)
            break;
        *value = *value * 10 + (int)digit;
    }
    return count >= least;
}

/* One of the letters; false, and nothing is taken, if another one comes. */
static bool take_letter(struct cursor *cursor, const char *letters)
{
    if (cursor->at == cursor->end || !*cursor->at || !strchr(letters, *cursor->at))
        return false;
    cursor->at++;
    return true;
}

static bool take_text(struct cursor *cursor, const char *text)
{
    size_t length = strlen(text);
    if ((size_t)(cursor->end - cursor->at) < length || memcmp(cursor->at, text, length) != 0)
        return false;
    cursor->at += length;
    return true;
}

static unsigned month_days(int year, int month)
{
    static const unsigned char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool jump = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return days[month - 1] + (month == 2 && jump ? 1U : 0U);
}

/* "2020-10-22" or "2020/10/22" into days since 1970. */
static bool take_date(struct cursor *cursor, int64_t *days)
{
    int year, month, day;
    if (!take_number(cursor, 4, 4, &year))
        return false;
    const char *separator = cursor->at < cursor->end && *cursor->at == '/' ? "/" : "-";
    if (!take_letter(cursor, separator) || !take_number(cursor, 1, 2, &month) ||
        !take_letter(cursor, separator) || !take_number(cursor, 1, 2, &day))
        return false;
    if (month < 1 || month > 12 || day < 1 || (unsigned)day > month_days(year, month))
        return false;
    *days = days_of_date(year, (unsigned)month, (unsigned)day);
    return true;
}

/* "10:29:53" into seconds. */
static bool take_time(struct cursor *cursor, int64_t *seconds)
{
    int hour, minute, second;
    if (!take_number(cursor, 1, 2, &hour) || !take_letter(cursor, ":") ||
        !take_number(cursor, 1, 2, &minute) || !take_letter(cursor, ":") ||
        !take_number(cursor, 1, 2, &second))
        return false;
    *seconds = (int64_t)hour * 3600 + (int64_t)minute * 60 + second;
    return hour <= 23 && minute <= 59 && second <= 60;
}

/* Nothing, or ".1696606" into ticks; digits below a tick are cut. */
static bool take_fraction(struct cursor *cursor, int64_t *ticks)
{
    int64_t weight = TIMESTAMP_SECOND / 10;
    int digit;
    *ticks = 0;
    if (!take_letter(cursor, ".,"))
        return true;
    if (!take_number(cursor, 1, 1, &digit))
        return false;
    do {
        *ticks += digit * weight;
        weight /= 10;
    } while (take_number(cursor, 1, 1, &digit));
    return true;
}

/* Nothing, "Z", "+02:00", "+0200" or "+02" into seconds east of UTC. */
static bool take_offset(struct cursor *cursor, int64_t *seconds)
{
    int hours;
    int minutes = 0;
    bool is_west = cursor->at < cursor->end && *cursor->at == '-';
    *seconds = 0;
    if (cursor->at == cursor->end || take_letter(cursor, "Zz"))
        return true;
    if (!take_letter(cursor, "+-") || !take_number(cursor, 2, 2, &hours))
        return false;
    bool goes_on = take_letter(cursor, ":") || cursor->at < cursor->end;
    if (goes_on && !take_number(cursor, 2, 2, &minutes))
        return false;
    *seconds = ((int64_t)hours * 60 + minutes) * (is_west ? -60 : 60);
    return hours <= 23 && minutes <= 59;
}

/* The form in which older .NET writes JSON, "/Date(1714557600000+0200)/": milliseconds since 1970 in UTC; the
 * offset only says where it was written. */
static bool take_milliseconds(struct cursor *cursor, int64_t *seconds, int64_t *ticks)
{
    int digit;
    int64_t offset;
    int64_t milliseconds = 0;
    bool is_before = take_letter(cursor, "-");
    const char *begin = cursor->at;
    while (cursor->at - begin < 18 && take_number(cursor, 1, 1, &digit))
        milliseconds = milliseconds * 10 + digit;
    if (cursor->at == begin || cursor->end - cursor->at < 2)
        return false;
    if (*cursor->at != ')') {
        struct cursor written = {cursor->at, cursor->end - 2};
        if (!take_offset(&written, &offset) || written.at != written.end)
            return false;
        cursor->at = written.end;
    }
    *seconds = (is_before ? -milliseconds : milliseconds) / 1000;
    *ticks = is_before ? 0 : milliseconds % 1000 * (TIMESTAMP_SECOND / 1000);
    return take_text(cursor, ")/");
}

static bool take_written(struct cursor *cursor, int64_t *seconds, int64_t *ticks)
{
    int64_t days;
    int64_t of_day;
    int64_t offset;
    if (!take_date(cursor, &days) || !take_letter(cursor, "Tt ") || !take_time(cursor, &of_day) ||
        !take_fraction(cursor, ticks) || !take_offset(cursor, &offset))
        return false;
    *seconds = days * DAY_SECONDS + of_day - offset;
    return true;
}

enum timestamp_reading timestamp_read(const char *text, size_t length, int64_t *ticks)
{
    struct cursor cursor = {text, text + length};
    int64_t seconds = 0;
    int64_t fraction = 0;
    *ticks = TIMESTAMP_NONE;
    while (take_letter(&cursor, " \t\r\n"))
        ;
    while (cursor.end > cursor.at && strchr(" \t\r\n", cursor.end[-1]) && cursor.end[-1])
        cursor.end--;
    if (cursor.at == cursor.end)
        return TIMESTAMP_NOT_GIVEN;
    bool is_read = take_text(&cursor, "/Date(") ? take_milliseconds(&cursor, &seconds, &fraction)
                                                : take_written(&cursor, &seconds, &fraction);
    if (!is_read || cursor.at != cursor.end)
        return TIMESTAMP_UNREADABLE;
    if (seconds < SECONDS_1971 || seconds >= SECONDS_2200)
        return TIMESTAMP_NOT_GIVEN;
    *ticks = seconds * TIMESTAMP_SECOND + fraction;
    return TIMESTAMP_READ;
}

int64_t timestamp_parse(const char *text, size_t length)
{
    int64_t ticks;
    timestamp_read(text, length, &ticks);
    return ticks;
}

/* Writes `value` with at least `width` digits and returns where it ends. */
static char *put_number(char *at, uint64_t value, int width)
{
    char reversed[20];
    int count = 0;
    while (value || count < width) {
        reversed[count++] = (char)('0' + value % 10);
        value /= 10;
    }
    while (count)
        *at++ = reversed[--count];
    return at;
}

static char *put_pair(char *at, char separator, unsigned value)
{
    *at++ = separator;
    return put_number(at, value, 2);
}

static char *put_civil(char *at, const struct civil *civil, char between)
{
    if (civil->year < 0)
        *at++ = '-';
    at = put_number(at, (uint64_t)(civil->year < 0 ? -civil->year : civil->year), 4);
    at = put_pair(at, '-', civil->month);
    at = put_pair(at, '-', civil->day);
    at = put_pair(at, between, civil->hour);
    at = put_pair(at, ':', civil->minute);
    return put_pair(at, ':', civil->second);
}

static const char *not_given(char buffer[TIMESTAMP_TEXT_SIZE])
{
    memcpy(buffer, NOT_GIVEN, sizeof NOT_GIVEN);
    return buffer;
}

const char *timestamp_utc_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t ticks)
{
    if (ticks == TIMESTAMP_NONE)
        return not_given(buffer);
    struct civil civil;
    int64_t fraction = 0;
    civil_of_seconds(&civil, seconds_of_ticks(ticks, &fraction));
    char *at = put_civil(buffer, &civil, 'T');
    *at++ = '.';
    at = put_number(at, (uint64_t)fraction, 7);
    *at++ = 'Z';
    *at = '\0';
    return buffer;
}

/* Seconds that local time is ahead of UTC at an instant (seconds since 1970). */
static int64_t local_offset(int64_t seconds)
{
    time_t instant = (time_t)seconds;
    struct tm local;
    return localtime_r(&instant, &local) ? local.tm_gmtoff : 0;
}

int64_t timestamp_local(int64_t ticks)
{
    int64_t fraction = 0;
    return ticks + local_offset(seconds_of_ticks(ticks, &fraction)) * TIMESTAMP_SECOND;
}

const char *timestamp_short_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t ticks, bool utc)
{
    if (ticks == TIMESTAMP_NONE)
        return not_given(buffer);
    struct civil civil;
    int64_t fraction = 0;
    int64_t seconds = seconds_of_ticks(ticks, &fraction);
    civil_of_seconds(&civil, seconds + (utc ? 0 : local_offset(seconds)));
    *put_civil(buffer, &civil, ' ') = '\0';
    return buffer;
}

const char *timestamp_offset_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t ticks)
{
    if (ticks == TIMESTAMP_NONE)
        return not_given(buffer);
    int64_t fraction = 0;
    int64_t offset = local_offset(seconds_of_ticks(ticks, &fraction));
    unsigned minutes = (unsigned)((offset < 0 ? -offset : offset) / 60);
    char *at = put_pair(buffer, offset < 0 ? '-' : '+', minutes / 60);
    *put_pair(at, ':', minutes % 60) = '\0';
    return buffer;
}

const char *timestamp_length_text(char buffer[TIMESTAMP_TEXT_SIZE], int64_t duration)
{
    if (duration < 0)
        return not_given(buffer);
    int64_t seconds = duration / TIMESTAMP_SECOND;
    if (duration % TIMESTAMP_SECOND >= TIMESTAMP_SECOND / 2)
        seconds++;
    char *at = put_number(buffer, (uint64_t)(seconds / 3600), 1);
    at = put_pair(at, ':', (unsigned)(seconds / 60 % 60));
    *put_pair(at, ':', (unsigned)(seconds % 60)) = '\0';
    return buffer;
}

int64_t timestamp_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * TIMESTAMP_SECOND + now.tv_nsec / 100;
}

int64_t timestamp_of_answer(int64_t asked_at, int64_t seconds)
{
    if (seconds >= INT64_MAX / TIMESTAMP_SECOND)
        return asked_at;
    int64_t begin = seconds * TIMESTAMP_SECOND; /* of the second that it names */
    return begin > TIMESTAMP_EARLIEST && begin < asked_at ? begin : asked_at;
}
