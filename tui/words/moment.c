#include "tui/words/moment.h"

#include "model/time/calendar.h"
#include "model/time/timestamp.h"
#include "net/base/translate.h"

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

const char *moment_weekday_name(int64_t ticks, bool utc)
{
    static const char *const names[] = {N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
                                        N_("Thu"), N_("Fri"), N_("Sat")};
    struct tm parts;
    return break_down(&parts, ticks, utc) ? tr(names[parts.tm_wday]) : "–";
}

const char *moment_weekday(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    char text[TIMESTAMP_TEXT_SIZE];
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    snprintf(buffer, MOMENT_SIZE, "%s %s", moment_weekday_name(ticks, utc),
             timestamp_short_text(text, ticks, utc));
    return buffer;
}

const char *moment_weekday_and_day(char buffer[MOMENT_SIZE], int64_t ticks, bool utc)
{
    char day[MOMENT_SIZE];
    if (ticks == TIMESTAMP_NONE)
        return absent(buffer);
    snprintf(buffer, MOMENT_SIZE, "%s %.10s", moment_weekday_name(ticks, utc), moment_day(day, ticks, utc));
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

static const char *const months[] = {N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun"),
                                     N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")};

/* "3 May 2024", and "3 May 2024 14:02". */
static void put_date(char *buffer, size_t size, int64_t ticks, bool utc, bool has_time)
{
    struct tm parts;
    if (!break_down(&parts, ticks, utc))
        return;
    int length =
        snprintf(buffer, size, "%d %s %d", parts.tm_mday, tr(months[parts.tm_mon]), parts.tm_year + 1900);
    if (has_time)
        snprintf(buffer + length, size - (size_t)length, " %02d:%02d", parts.tm_hour, parts.tm_min);
}

static bool is_midnight(int64_t ticks, bool utc)
{
    return ticks == INT64_MIN || ticks == INT64_MAX || moment_day_begin(ticks, utc, 0) == ticks;
}

const char *moment_period(char buffer[MOMENT_SIZE], int64_t begin, int64_t end, bool utc)
{
    bool has_begin = begin != INT64_MIN, has_end = end != INT64_MAX;
    bool has_time = !is_midnight(begin, utc) || !is_midnight(end, utc), is_day = false;
    char first[MOMENT_SIZE] = "", last[MOMENT_SIZE], clock[MOMENT_SIZE];
    snprintf(last, sizeof(last), "%s", tr("now"));
    if (has_end)
        put_date(last, sizeof(last), end - (has_time ? 0 : 1), utc, has_time);
    if (has_begin && has_end)
        is_day = moment_day_number(begin, utc) == moment_day_number(end - 1, utc);
    size_t used = is_day ? (size_t)snprintf(first, sizeof(first), "%s ", moment_weekday_name(begin, utc)) : 0;
    if (has_begin)
        put_date(first + used, sizeof(first) - used, begin, utc, has_time);
    if (is_day && has_time && end - begin > 60 * TIMESTAMP_SECOND)
        snprintf(last, sizeof(last), "%.5s", moment_clock(clock, end, utc));
    if (is_day && (!has_time || end - begin <= 60 * TIMESTAMP_SECOND))
        snprintf(buffer, MOMENT_SIZE, "%s", first);
    else if (has_begin)
        snprintf(buffer, MOMENT_SIZE, tr("%.30s to %.24s"), first, last);
    else
        snprintf(buffer, MOMENT_SIZE, tr("to %.24s"), last);
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

const char *moment_until(char buffer[MOMENT_SIZE], int64_t end, bool utc)
{
    char text[TIMESTAMP_TEXT_SIZE];
    if (end == TIMESTAMP_NONE)
        return absent(buffer);
    if (moment_day_begin(end, utc, 0) == end)
        return moment_day(buffer, end - 1, utc);
    snprintf(buffer, MOMENT_SIZE, "%.16s", timestamp_short_text(text, end - 1, utc));
    return buffer;
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
