#include "model/time/when_clock.h"

/* What says that a time follows. */
static bool accept_time_mark(struct when_reader *reader)
{
    static const char *const marks[] = {"t", "kl", "at"};
    return when_accept_any(reader, marks, sizeof marks / sizeof *marks);
}

static bool is_half(const struct when_token *at)
{
    return when_is_word(at, "am") || when_is_word(at, "pm");
}

bool when_is_clock(const struct when_token *at, bool after_day)
{
    if (!when_is_number(at, 1, 2))
        return false;
    return when_is_sign(at + 1, ':') || is_half(at + 1) ||
           (after_day && when_is_sign(at + 1, '.') && when_is_number(at + 2, 2, 2) &&
            !(when_is_sign(at + 3, '.') && when_is_number(at + 4, 4, 4)));
}

bool when_is_time(struct when_reader reader)
{
    return accept_time_mark(&reader) || when_is_clock(reader.at, reader.written->what != WHEN_DAY_NONE);
}

/* "1400" or "140005". */
static bool accept_packed_time(struct when_reader *reader)
{
    int number = reader->at->number;
    struct when_written *written = reader->written;
    if (!when_is_number(reader->at, 4, 4) && !when_is_number(reader->at, 6, 6))
        return false;
    written->has_second = reader->at->digits == 6;
    written->second = written->has_second ? number % 100 : 0;
    number /= written->has_second ? 100 : 1;
    written->hour = number / 100;
    written->minute = number % 100;
    reader->at++;
    return true;
}

/* ":00", ":00:05", ".00", ".00.05", ":00:05.1696606"; fractions of the second are left away. */
static bool read_minutes(struct when_reader *reader, char separator)
{
    struct when_written *written = reader->written;
    if (!when_accept_sign(reader, separator) || !when_accept_number(reader, 2, 2, &written->minute))
        return false;
    if (!when_accept_sign(reader, separator))
        return true;
    written->has_second = true;
    if (!when_accept_number(reader, 2, 2, &written->second))
        return false;
    int fraction = 0;
    return separator == '.' || !when_accept_sign(reader, '.') || when_accept_number(reader, 1, 9, &fraction);
}

/* "Z", "UTC", "+02:00", "+0200", "+02". */
static void accept_zone(struct when_reader *reader)
{
    static const char *const names[] = {"z", "utc"};
    struct when_written *written = reader->written;
    const struct when_token *at = reader->at;
    if (when_accept_any(reader, names, sizeof names / sizeof *names)) {
        written->has_zone = true;
        return;
    }
    if (!when_is_sign(at, '+') && !when_is_sign(at, '-'))
        return;
    bool is_packed = when_is_number(at + 1, 4, 4);
    if (!is_packed && !when_is_number(at + 1, 2, 2))
        return;
    bool has_colon = !is_packed && when_is_sign(at + 2, ':') && when_is_number(at + 3, 2, 2);
    int hours = is_packed ? at[1].number / 100 : at[1].number;
    int minutes = is_packed ? at[1].number % 100 : has_colon ? at[3].number : 0;
    if (minutes > 59)
        return;
    reader->at += has_colon ? 4 : 2;
    written->has_zone = true;
    written->zone_seconds = (hours * 60 + minutes) * (at->sign == '-' ? -60 : 60);
}

/* "am", "pm" behind an hour of twelve. */
static bool read_half(struct when_reader *reader)
{
    bool is_later = when_is_word(reader->at, "pm");
    int *hour = &reader->written->hour;
    reader->at++;
    if (*hour < 1 || *hour > 12)
        return false;
    *hour = *hour % 12 + (is_later ? 12 : 0);
    return true;
}

bool when_read_time(struct when_reader *reader)
{
    if (reader->written->has_time)
        return false;
    reader->written->has_time = true;
    bool is_marked = accept_time_mark(reader);
    if (is_marked)
        when_accept_sign(reader, '.');
    if (!is_marked || !accept_packed_time(reader)) {
        if (!when_accept_number(reader, 1, 2, &reader->written->hour))
            return false;
        bool has_minutes = when_is_sign(reader->at, ':') || when_is_sign(reader->at, '.');
        if (has_minutes ? !read_minutes(reader, reader->at->sign) : !is_marked && !is_half(reader->at))
            return false;
    }
    if (is_half(reader->at) && !read_half(reader))
        return false;
    accept_zone(reader);
    return true;
}
