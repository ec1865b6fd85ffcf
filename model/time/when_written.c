#include "model/time/when_written.h"

#include "model/time/when_tokens.h"

#include <stddef.h>
#include <string.h>

/* `at` is the next token. Functions that read return whether what they are for stands there; what they have
 * taken of it then does not matter, since the text as a whole is refused. Functions that accept take nothing
 * if it does not. */
struct reader {
    const struct when_token *at;
    struct when_written *written;
};

static bool is_sign(const struct when_token *token, char sign)
{
    return token->kind == WHEN_TOKEN_SIGN && token->sign == sign;
}

static bool is_word(const struct when_token *token, const char *word)
{
    return token->kind == WHEN_TOKEN_WORD && strcmp(token->word, word) == 0;
}

static bool is_number(const struct when_token *token, int least_digits, int most_digits)
{
    return token->kind == WHEN_TOKEN_NUMBER && token->digits >= least_digits && token->digits <= most_digits;
}

static bool accept_sign(struct reader *reader, char sign)
{
    bool found = is_sign(reader->at, sign);
    reader->at += found;
    return found;
}

static bool accept_any(struct reader *reader, const char *const words[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (is_word(reader->at, words[i])) {
            reader->at++;
            return true;
        }
    }
    return false;
}

static bool accept_number(struct reader *reader, int least_digits, int most_digits, int *number)
{
    if (!is_number(reader->at, least_digits, most_digits))
        return false;
    *number = reader->at->number;
    reader->at++;
    return true;
}

/* What says that a time follows. */
static bool accept_time_mark(struct reader *reader)
{
    static const char *const marks[] = {"t", "kl", "at"};
    return accept_any(reader, marks, sizeof marks / sizeof *marks);
}

/* "14:00", and after a day "14.00": before it, that might be a date. */
static bool is_clock(const struct when_token *at, bool after_day)
{
    if (!is_number(at, 1, 2))
        return false;
    return is_sign(at + 1, ':') || (after_day && is_sign(at + 1, '.') && is_number(at + 2, 2, 2));
}

static bool is_time(struct reader reader)
{
    return accept_time_mark(&reader) || is_clock(reader.at, reader.written->what != WHEN_DAY_NONE);
}

/* A year, not the beginning of a time. */
static bool accept_year(struct reader *reader)
{
    return accept_number(reader, 4, 4, &reader->written->year);
}

/* "1400" or "140005". */
static bool accept_packed_time(struct reader *reader)
{
    int number = reader->at->number;
    struct when_written *written = reader->written;
    if (!is_number(reader->at, 4, 4) && !is_number(reader->at, 6, 6))
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
static bool read_minutes(struct reader *reader, char separator)
{
    struct when_written *written = reader->written;
    if (!accept_sign(reader, separator) || !accept_number(reader, 2, 2, &written->minute))
        return false;
    if (!accept_sign(reader, separator))
        return true;
    written->has_second = true;
    if (!accept_number(reader, 2, 2, &written->second))
        return false;
    int fraction = 0;
    return separator == '.' || !accept_sign(reader, '.') || accept_number(reader, 1, 9, &fraction);
}

/* "Z", "UTC", "+02:00", "+0200", "+02". */
static void accept_zone(struct reader *reader)
{
    static const char *const names[] = {"z", "utc"};
    struct when_written *written = reader->written;
    const struct when_token *at = reader->at;
    if (accept_any(reader, names, sizeof names / sizeof *names)) {
        written->has_zone = true;
        return;
    }
    if (!is_sign(at, '+') && !is_sign(at, '-'))
        return;
    bool is_packed = is_number(at + 1, 4, 4);
    if (!is_packed && !is_number(at + 1, 2, 2))
        return;
    bool has_colon = !is_packed && is_sign(at + 2, ':') && is_number(at + 3, 2, 2);
    int hours = is_packed ? at[1].number / 100 : at[1].number;
    int minutes = is_packed ? at[1].number % 100 : has_colon ? at[3].number : 0;
    if (minutes > 59)
        return;
    reader->at += has_colon ? 4 : 2;
    written->has_zone = true;
    written->zone_seconds = (hours * 60 + minutes) * (at->sign == '-' ? -60 : 60);
}

static bool read_time(struct reader *reader)
{
    if (reader->written->has_time)
        return false;
    reader->written->has_time = true;
    bool is_marked = accept_time_mark(reader);
    if (is_marked)
        accept_sign(reader, '.');
    if (!is_marked || !accept_packed_time(reader)) {
        if (!accept_number(reader, 1, 2, &reader->written->hour))
            return false;
        bool has_minutes = is_sign(reader->at, ':') || is_sign(reader->at, '.');
        if (has_minutes ? !read_minutes(reader, reader->at->sign) : !is_marked)
            return false;
    }
    accept_zone(reader);
    return true;
}

/* Whether a year of two digits stands at the end of a date: in which century is anybody's guess. */
static bool note_short_year(struct reader *reader)
{
    bool is_year = is_number(reader->at, 2, 2) && !is_clock(reader->at, true);
    reader->written->is_short_year = reader->written->is_short_year || is_year;
    return is_year;
}

static bool accept_week_mark(struct reader *reader)
{
    static const char *const marks[] = {"w", "wk", "week", "uge"};
    bool found = is_number(reader->at + 1, 1, 2) && accept_any(reader, marks, sizeof marks / sizeof *marks);
    if (found)
        reader->written->what = WHEN_DAY_WEEK;
    return found;
}

/* "2024-05-03", "2024-05", "2024-W18"; with slashes likewise. */
static bool read_iso(struct reader *reader, char separator)
{
    struct when_written *written = reader->written;
    if (!accept_year(reader) || !accept_sign(reader, separator))
        return false;
    if (accept_week_mark(reader))
        return accept_number(reader, 1, 2, &written->week);
    if (!accept_number(reader, 1, 2, &written->month))
        return false;
    written->what = is_sign(reader->at, separator) ? WHEN_DAY_DATE : WHEN_DAY_MONTH;
    if (written->what == WHEN_DAY_MONTH)
        return true;
    return accept_sign(reader, separator) && accept_number(reader, 1, 2, &written->day);
}

/* "3/5", "3/5/2024", "03-05", "03-05-2024". */
static bool read_day_first(struct reader *reader, char separator)
{
    struct when_written *written = reader->written;
    written->what = WHEN_DAY_DATE;
    written->is_day_first = true;
    if (!accept_number(reader, 1, 2, &written->day) || !accept_sign(reader, separator) ||
        !accept_number(reader, 1, 2, &written->month))
        return false;
    return !accept_sign(reader, separator) || accept_year(reader) || (note_short_year(reader) && false);
}

/* "18", "18 2024" behind the word for a week. */
static bool read_week(struct reader *reader)
{
    if (!accept_number(reader, 1, 2, &reader->written->week))
        return false;
    if (is_sign(reader->at, '-') || is_sign(reader->at, '/'))
        reader->at++;
    accept_year(reader);
    return true;
}

/* "3.5" and "10.12": a date, or a time if it can only be that, by itself or because something other than a
 * time follows. */
static bool settle_dotted_pair(struct reader *reader, bool two_digits)
{
    struct when_written *written = reader->written;
    bool is_last = reader->at->kind == WHEN_TOKEN_END;
    bool can_be_date = written->day >= 1 && written->month >= 1 && written->month <= 12;
    bool can_be_time = two_digits && !written->has_time && written->day <= 23 && written->month <= 59;
    written->what = WHEN_DAY_DATE;
    written->is_day_first = true;
    if (!can_be_time || (!is_last && is_time(*reader)))
        return true;
    written->is_ambiguous = is_last && can_be_date;
    if (written->is_ambiguous)
        return false;
    written->what = WHEN_DAY_NONE;
    written->is_day_first = false;
    written->has_time = true;
    written->hour = written->day;
    written->minute = written->month;
    return true;
}

/* "3.5.", "3.5.2024", "3.5". */
static bool read_dotted(struct reader *reader)
{
    struct when_written *written = reader->written;
    if (!accept_number(reader, 1, 2, &written->day) || !accept_sign(reader, '.'))
        return false;
    bool two_digits = is_number(reader->at, 2, 2);
    if (!accept_number(reader, 1, 2, &written->month))
        return false;
    if (!accept_sign(reader, '.'))
        return settle_dotted_pair(reader, two_digits);
    written->what = WHEN_DAY_DATE;
    written->is_day_first = true;
    return accept_year(reader) || !note_short_year(reader);
}

/* "3", "3.", "3rd". */
static bool accept_day_of_month(struct reader *reader)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    if (!accept_number(reader, 1, 2, &reader->written->day))
        return false;
    if (!accept_sign(reader, '.'))
        accept_any(reader, endings, sizeof endings / sizeof *endings);
    return true;
}

static bool accept_month_name(struct reader *reader)
{
    int month = reader->at->kind == WHEN_TOKEN_WORD ? when_month(reader->at->word) : 0;
    if (!month)
        return false;
    reader->written->month = month;
    reader->at++;
    accept_sign(reader, '.');
    return true;
}

/* "3 May", "3. maj 2024". */
static bool read_day_and_month(struct reader *reader)
{
    reader->written->what = WHEN_DAY_DATE;
    if (!accept_day_of_month(reader) || !accept_month_name(reader))
        return false;
    accept_year(reader);
    return true;
}

/* "May", "may 2024", "May 3", "May 3, 2024". */
static bool read_month_and_day(struct reader *reader)
{
    if (!accept_month_name(reader))
        return false;
    bool has_day = !is_clock(reader->at, false) && accept_day_of_month(reader);
    reader->written->what = has_day ? WHEN_DAY_DATE : WHEN_DAY_MONTH;
    accept_year(reader);
    return true;
}

/* "-2w", "2w", "2 weeks ago", "for 2 uger siden". */
static bool read_span(struct reader *reader)
{
    static const char *const ago[] = {"ago", "siden"};
    static const char *const since[] = {"for"};
    struct when_written *written = reader->written;
    written->what = WHEN_DAY_BACK;
    bool needs_end = accept_any(reader, since, 1);
    if (!needs_end)
        accept_sign(reader, '-');
    if (!accept_number(reader, 1, 9, &written->count) || reader->at->kind != WHEN_TOKEN_WORD ||
        !when_unit(reader->at->word, &written->unit))
        return false;
    reader->at++;
    return accept_any(reader, ago, sizeof ago / sizeof *ago) || !needs_end;
}

/* "last week", "denne måned", "sidste mandag". */
static bool read_period(struct reader *reader)
{
    struct when_written *written = reader->written;
    const struct when_token *of = reader->at + 1;
    bool is_last = written->count > 0;
    written->weekday = of->kind == WHEN_TOKEN_WORD && is_last ? when_weekday(of->word, WHEN_LEAST_NAME) : -1;
    written->what = written->weekday >= 0 ? WHEN_DAY_WEEKDAY : WHEN_DAY_PERIOD;
    reader->at += 2;
    return written->weekday >= 0 ||
           (of->kind == WHEN_TOKEN_WORD && when_unit(of->word, &written->unit) &&
            (written->unit == WHEN_WEEKS || written->unit == WHEN_MONTHS || written->unit == WHEN_YEARS));
}

static bool read_words(struct reader *reader)
{
    static const char *const within[] = {"i", "in"};
    struct when_written *written = reader->written;
    const struct when_token *at = reader->at;
    if (when_month(at->word))
        return read_month_and_day(reader);
    if (is_word(at, "for"))
        return read_span(reader);
    if (is_number(at + 2, 1, 2))
        accept_any(reader, within, sizeof within / sizeof *within);
    if (accept_week_mark(reader))
        return read_week(reader);
    written->weekday = when_weekday(at->word, WHEN_LEAST_NAME);
    if (written->weekday >= 0) {
        written->what = WHEN_DAY_WEEKDAY;
        reader->at++;
        return true;
    }
    if (when_which(at->word, at[1].word, &written->count))
        return read_period(reader);
    written->what = WHEN_DAY_BACK;
    int taken = when_relative_day(at->word, at[1].word, &written->count, &written->unit);
    reader->at += taken;
    return taken > 0;
}

static bool read_numbers(struct reader *reader)
{
    const struct when_token *next = reader->at + 1;
    bool begins_with_year = is_number(reader->at, 4, 4);
    enum when_unit unit = WHEN_DAYS;
    bool is_dated = is_sign(next, '-') || is_sign(next, '/');
    if (is_dated)
        return begins_with_year ? read_iso(reader, next->sign) : read_day_first(reader, next->sign);
    if (is_sign(next, '.') && next[1].kind == WHEN_TOKEN_NUMBER)
        return read_dotted(reader);
    if (next->kind == WHEN_TOKEN_WORD && when_unit(next->word, &unit))
        return read_span(reader);
    if (begins_with_year) {
        reader->written->what = WHEN_DAY_YEAR;
        return accept_year(reader);
    }
    return read_day_and_month(reader);
}

static bool read_day(struct reader *reader)
{
    if (reader->written->what != WHEN_DAY_NONE)
        return false;
    switch (reader->at->kind) {
    case WHEN_TOKEN_NUMBER:
        return read_numbers(reader);
    case WHEN_TOKEN_WORD:
        return read_words(reader);
    default:
        return read_span(reader);
    }
}

bool when_written_read(struct when_written *written, const char *text)
{
    struct when_token tokens[WHEN_TOKENS];
    struct reader reader = {tokens, written};
    *written = (struct when_written){.year = -1};
    if (!when_tokens(tokens, text) || reader.at->kind == WHEN_TOKEN_END)
        return false;
    while (reader.at->kind != WHEN_TOKEN_END) {
        if (!(is_time(reader) ? read_time(&reader) : read_day(&reader)))
            return false;
    }
    return true;
}
