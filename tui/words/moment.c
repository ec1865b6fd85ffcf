#include "tui/words/moment.h"

#include "model/time/calendar.h"
#include "model/time/timestamp.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static bool break_down(struct tm *parts, int64_t ticks, bool utc)
{
    if (ticks == TIMESTAMP_NONE)
        return false;
    time_t seconds = ticks / TIMESTAMP_SECOND - (ticks % TIMESTAMP_SECOND < 0 ? 1 : 0);
    return (utc ? gmtime_r(&seconds, parts) : localtime_r(&seconds, parts)) != NULL;
}

static const char *absent(char buffer[MOMENT_SIZE])
{
    snprintf(buffer, MOMENT_SIZE, "–");
    return buffer;
}

const char *moment_weekday(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    static const char *const names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    char text[TIMESTAMP_TEXT_SIZE];
    struct tm parts;
    if (!break_down(&parts, ticks, utc))
        return absent(buffer);
    snprintf(buffer, MOMENT_SIZE, "%s %s", names[parts.tm_wday], timestamp_short_text(text, ticks, utc));
    return buffer;
}

const char *moment_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    char text[TIMESTAMP_TEXT_SIZE];
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    snprintf(buffer, MOMENT_SIZE, "%.10s", timestamp_short_text(text, ticks, utc));
    return buffer;
}

const char *moment_clock(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    char text[TIMESTAMP_TEXT_SIZE];
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    snprintf(buffer, MOMENT_SIZE, "%.8s", timestamp_short_text(text, ticks, utc) + 11);
    return buffer;
}

const char *moment_period(char buffer[MOMENT_SIZE], int64_t begin, int64_t end, bool utc)
{
    char first[MOMENT_SIZE], last[MOMENT_SIZE];
    bool has_begin = begin != INT64_MIN, has_end = end != INT64_MAX;
    if (has_begin && has_end && end - begin <= 60 * TIMESTAMP_SECOND)
        snprintf(buffer, MOMENT_SIZE, "%.20s", moment_weekday(first, begin, utc));
    else if (has_begin && has_end && moment_day_number(begin, utc) == moment_day_number(end - 1, utc))
        snprintf(buffer, MOMENT_SIZE, "%.14s", moment_weekday(first, begin, utc));
    else
        snprintf(buffer, MOMENT_SIZE, "%.10s%s%.10s", has_begin ? moment_day(first, begin, utc) : "",
                 has_begin ? " to " : "to ", has_end ? moment_day(last, end - 1, utc) : "now");
    return buffer;
}

const char *moment_recent(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    char text[TIMESTAMP_TEXT_SIZE];
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    bool today = moment_day_number(ticks, utc) == moment_day_number(timestamp_now(), utc);
    timestamp_short_text(text, ticks, utc);
    snprintf(buffer, MOMENT_SIZE, "%.16s", text);
    if (today)
        snprintf(buffer, MOMENT_SIZE, "%.5s", text + 11);
    return buffer;
}

const char *moment_coming(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    char text[MOMENT_SIZE];
    if (moment_day_number(ticks, utc) == moment_day_number(timestamp_now(), utc))
        return moment_clock(buffer, ticks, utc);
    snprintf(buffer, MOMENT_SIZE, "%.20s", moment_weekday(text, ticks, utc));
    return buffer;
}

const char *moment_local(char buffer[MOMENT_SIZE], int64_t ticks)
{
    char text[MOMENT_SIZE], offset[TIMESTAMP_TEXT_SIZE];
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    snprintf(buffer, MOMENT_SIZE, "%.40s %.16s", moment_weekday(text, ticks, false),
             timestamp_offset_text(offset, ticks));
    return buffer;
}

const char *moment_utc(char buffer[MOMENT_SIZE], int64_t ticks)
{
    char text[TIMESTAMP_TEXT_SIZE];
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    bool same_day = moment_day_number(ticks, true) == moment_day_number(ticks, false);
    timestamp_short_text(text, ticks, true);
    snprintf(buffer, MOMENT_SIZE, "%s UTC", same_day ? text + 11 : text);
    return buffer;
}

const char *moment_first_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    struct calendar_period day = calendar_period_at(CALENDAR_DAY, ticks, utc);
    return moment_day(buffer, day.begin == ticks ? day.begin : day.end, utc);
}

const char *moment_last_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    return moment_day(buffer, calendar_period_at(CALENDAR_DAY, ticks + 1, utc).begin - 1, utc);
}

int64_t moment_day_number(int64_t ticks, bool utc)
{
    struct tm parts;
    if (!break_down(&parts, ticks, utc))
        return INT64_MIN;
    return (int64_t)parts.tm_year * 366 + parts.tm_yday;
}

int64_t moment_day_begin(int64_t ticks, bool utc, int days)
{
    struct tm parts;
    if (!break_down(&parts, ticks, utc))
        return ticks;
    parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
    parts.tm_mday += days;
    parts.tm_isdst = -1;
    return (int64_t)(utc ? timegm(&parts) : mktime(&parts)) * TIMESTAMP_SECOND;
}
