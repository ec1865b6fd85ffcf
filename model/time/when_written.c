#include "model/time/when_written.h"

#include "model/time/when_clock.h"
#include "model/time/when_reader.h"

enum { CENTURY = 2000 };

/* "i maj", "in 2024", "on monday", but not "i dag", nor "in 2 weeks", which are to come. */
static bool accept_within(struct when_reader *reader)
{
    static const char *const within[] = {"i", "in", "on", "paa"};
    const struct when_token *next = reader->at + 1;
    int count;
    bool is_named = next->kind == WHEN_TOKEN_WORD &&
                    (when_month(next->word) || when_weekday(next->word, WHEN_LEAST_NAME) >= 0 ||
                     when_last_weekday(next->word) >= 0 || when_which(next->word, "", &count) ||
                     when_is_word(next, "uge") || when_is_word(next, "week"));
    return (is_named || when_is_number(next, 4, 4)) &&
           when_accept_any(reader, within, sizeof within / sizeof *within);
}

/* Words that mean nothing by themselves: "den 3. maj", "the 3rd of May", "d. 3/5". */
static bool accept_filler(struct when_reader *reader)
{
    if (accept_within(reader))
        return true;
    static const char *const fillers[] = {"den", "d", "the", "of", "de"};
    bool found = when_accept_any(reader, fillers, sizeof fillers / sizeof *fillers);
    if (found)
        when_accept_sign(reader, '.');
    return found;
}

/* A year, not the beginning of a time. */
static bool accept_year(struct when_reader *reader)
{
    return when_accept_number(reader, 4, 4, &reader->written->year);
}

/* A year of two digits at the end of a date. */
static bool accept_short_year(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    if (!when_is_number(reader->at, 2, 2) || when_is_clock(reader->at, true))
        return false;
    written->is_short_year = true;
    written->year = CENTURY + reader->at->number;
    reader->at++;
    return true;
}

/* "/2024", "-24", ".2024" or " 2024" behind day and month; nothing is fine, too, but behind a sign. */
static bool read_year_behind(struct when_reader *reader)
{
    bool has_sign =
        when_is_sign(reader->at, '/') || when_is_sign(reader->at, '-') || when_is_sign(reader->at, '.');
    reader->at += has_sign;
    return accept_year(reader) || (has_sign && accept_short_year(reader)) || !has_sign;
}

/* A word before a number of `digits` digits at the most; a point may follow it. */
static bool accept_mark(struct when_reader *reader, const char *const marks[], size_t count, int digits)
{
    const struct when_token *behind = reader->at + 1;
    behind += when_is_sign(behind, '.');
    bool found = when_is_number(behind, 1, digits) && when_accept_any(reader, marks, count);
    reader->at = found ? behind : reader->at;
    return found;
}

static bool accept_week_mark(struct when_reader *reader)
{
    static const char *const marks[] = {"w", "wk", "week", "uge", "u"};
    bool found = accept_mark(reader, marks, sizeof marks / sizeof *marks, 2);
    if (found)
        reader->written->what = WHEN_DAY_WEEK;
    return found;
}

static bool accept_quarter_mark(struct when_reader *reader)
{
    static const char *const marks[] = {"q", "k", "quarter", "kvartal"};
    bool found = accept_mark(reader, marks, sizeof marks / sizeof *marks, 1);
    if (found)
        reader->written->what = WHEN_DAY_QUARTER;
    return found;
}

/* "2024-05-03", "2024-05", "2024-W18"; with slashes and points likewise. */
static bool read_iso(struct when_reader *reader, char separator)
{
    struct when_written *written = reader->written;
    if (!accept_year(reader) || (separator && !when_accept_sign(reader, separator)))
        return false;
    if (accept_week_mark(reader) || accept_quarter_mark(reader))
        return when_accept_number(reader, 1, 2, &written->week);
    if (!when_accept_number(reader, 1, 2, &written->month))
        return false;
    written->what = when_is_sign(reader->at, separator) ? WHEN_DAY_DATE : WHEN_DAY_MONTH;
    if (written->what == WHEN_DAY_MONTH)
        return true;
    return when_accept_sign(reader, separator) && when_accept_number(reader, 1, 2, &written->day);
}

/* "3/5", "3/5/2024", "3/5-24", "03-05-2024", and "5/2024", the month. */
static bool read_day_first(struct when_reader *reader, char separator)
{
    struct when_written *written = reader->written;
    written->what = WHEN_DAY_DATE;
    written->is_day_first = true;
    if (!when_accept_number(reader, 1, 2, &written->day) || !when_accept_sign(reader, separator))
        return false;
    if (accept_year(reader)) {
        written->month = written->day;
        written->what = WHEN_DAY_MONTH;
        return true;
    }
    return when_accept_number(reader, 1, 2, &written->month) && read_year_behind(reader);
}

/* "18", "18 2024" behind the word for a week. */
static bool read_week(struct when_reader *reader)
{
    if (!when_accept_number(reader, 1, 2, &reader->written->week))
        return false;
    if (when_is_sign(reader->at, '-') || when_is_sign(reader->at, '/'))
        reader->at++;
    accept_year(reader);
    return true;
}

/* "20240503", or "03052024": no number can be both. */
static bool read_packed_date(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    int number = reader->at->number, head = number / 10000, tail = number % 10000;
    bool is_iso = head / 100 == CENTURY / 100 && tail / 100 >= 1 && tail / 100 <= 12;
    written->what = WHEN_DAY_DATE;
    written->year = is_iso ? head : tail;
    written->month = is_iso ? tail / 100 : head % 100;
    written->day = is_iso ? tail % 100 : head / 100;
    reader->at++;
    return is_iso || tail / 100 == CENTURY / 100;
}

/* "3.5" and "10.12": a date, or a time if it can only be that, by itself or because something other than a
 * time follows. */
static bool settle_dotted_pair(struct when_reader *reader, bool two_digits)
{
    struct when_written *written = reader->written;
    bool is_last = reader->at->kind == WHEN_TOKEN_END;
    bool can_be_date = written->day >= 1 && written->month >= 1 && written->month <= 12;
    bool can_be_time = two_digits && !written->has_time && written->day <= 23 && written->month <= 59;
    written->what = WHEN_DAY_DATE;
    written->is_day_first = true;
    if (!can_be_time || (!is_last && when_is_time(*reader)))
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

static bool is_year_sign(const struct when_token *at, char sign)
{
    return when_is_sign(at, sign) && (when_is_number(at + 1, 2, 2) || when_is_number(at + 1, 4, 4));
}

/* "3.5.", "3.5.2024", "3.5-24", "3.5". */
static bool read_dotted(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    if (!when_accept_number(reader, 1, 2, &written->day) || !when_accept_sign(reader, '.'))
        return false;
    bool two_digits = when_is_number(reader->at, 2, 2);
    if (!when_accept_number(reader, 1, 2, &written->month))
        return false;
    bool has_year =
        is_year_sign(reader->at, '-') || is_year_sign(reader->at, '/') || when_is_number(reader->at, 4, 4);
    written->what = WHEN_DAY_DATE;
    written->is_day_first = true;
    if (has_year)
        return read_year_behind(reader);
    if (!when_accept_sign(reader, '.'))
        return settle_dotted_pair(reader, two_digits);
    return accept_year(reader) || accept_short_year(reader) || true;
}

/* "3", "3.", "3rd". */
static bool accept_day_of_month(struct when_reader *reader)
{
    static const char *const endings[] = {"st", "nd", "rd", "th"};
    if (!when_accept_number(reader, 1, 2, &reader->written->day))
        return false;
    if (!when_accept_sign(reader, '.'))
        when_accept_any(reader, endings, sizeof endings / sizeof *endings);
    accept_filler(reader);
    return true;
}

static bool accept_month_name(struct when_reader *reader)
{
    int month = reader->at->kind == WHEN_TOKEN_WORD ? when_month(reader->at->word) : 0;
    if (!month)
        return false;
    reader->written->month = month;
    reader->at++;
    when_accept_sign(reader, '.');
    return true;
}

/* "3 May", "3. maj 2024". */
static bool read_day_and_month(struct when_reader *reader)
{
    reader->written->what = WHEN_DAY_DATE;
    if (!accept_day_of_month(reader) || !accept_month_name(reader))
        return false;
    bool is_no_hour = when_is_number(reader->at, 2, 2) && reader->at->number > 23;
    return accept_year(reader) || (is_no_hour && accept_short_year(reader)) || true;
}

/* "May", "may 2024", "May 3", "May 3, 2024". */
static bool read_month_and_day(struct when_reader *reader)
{
    if (!accept_month_name(reader))
        return false;
    bool has_day = !when_is_clock(reader->at, false) && accept_day_of_month(reader);
    reader->written->what = has_day ? WHEN_DAY_DATE : WHEN_DAY_MONTH;
    accept_year(reader);
    return true;
}

/* "-2w", "2w", "2 weeks ago", "for 2 uger siden". */
static bool read_span(struct when_reader *reader)
{
    static const char *const ago[] = {"ago", "siden"};
    static const char *const since[] = {"for"};
    struct when_written *written = reader->written;
    written->what = WHEN_DAY_BACK;
    bool needs_end = when_accept_any(reader, since, 1);
    if (!needs_end)
        when_accept_sign(reader, '-');
    int number = reader->at->kind == WHEN_TOKEN_WORD ? when_number(reader->at->word) : 0;
    reader->at += number > 0;
    needs_end = needs_end || number > 0;
    written->count = number;
    if ((!number && !when_accept_number(reader, 1, 9, &written->count)) ||
        reader->at->kind != WHEN_TOKEN_WORD || !when_unit(reader->at->word, &written->unit))
        return false;
    reader->at++;
    when_accept_sign(reader, '.');
    return when_accept_any(reader, ago, sizeof ago / sizeof *ago) || !needs_end;
}

/* "7 days", "24 timer" behind "last". */
static bool read_last(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    written->what = WHEN_DAY_LAST;
    return when_accept_number(reader, 1, 9, &written->count) && reader->at->kind == WHEN_TOKEN_WORD &&
           when_unit(reader->at++->word, &written->unit);
}

/* "last week", "denne måned", "sidste mandag", "sidste 7 dage". */
static bool read_period(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    const struct when_token *of = reader->at + 1;
    bool is_last = written->count > 0;
    if (is_last && of->kind == WHEN_TOKEN_NUMBER) {
        reader->at++;
        return read_last(reader);
    }
    written->weekday = of->kind == WHEN_TOKEN_WORD && is_last ? when_weekday(of->word, WHEN_LEAST_NAME) : -1;
    written->what = written->weekday >= 0 ? WHEN_DAY_WEEKDAY : WHEN_DAY_PERIOD;
    reader->at += 2;
    return written->weekday >= 0 || (of->kind == WHEN_TOKEN_WORD && when_unit(of->word, &written->unit) &&
                                     (written->unit == WHEN_WEEKS || written->unit == WHEN_MONTHS ||
                                      written->unit == WHEN_QUARTERS || written->unit == WHEN_YEARS));
}

/* "monday", "fre.", "mandags". */
static bool read_weekday(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    int last = when_last_weekday(reader->at->word);
    int weekday = last < 0 ? when_weekday(reader->at->word, WHEN_LEAST_NAME) : last;
    if (weekday < 0)
        return false;
    written->weekday = weekday;
    written->count = last >= 0;
    written->what = WHEN_DAY_WEEKDAY;
    reader->at++;
    if (when_is_sign(reader->at, '.'))
        reader->at++;
    return true;
}

static bool read_words(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    const struct when_token *at = reader->at;
    if (when_month(at->word))
        return read_month_and_day(reader);
    bool is_span = when_number(at->word) > 0 && at[1].kind == WHEN_TOKEN_WORD;
    if (when_is_word(at, "for") || is_span)
        return read_span(reader);
    if (accept_week_mark(reader) || accept_quarter_mark(reader))
        return read_week(reader);
    if (read_weekday(reader))
        return true;
    if (when_which(at->word, at[1].word, &written->count))
        return read_period(reader);
    written->what = WHEN_DAY_BACK;
    int taken = when_relative_day(at->word, at[1].word, &written->count, &written->unit);
    reader->at += taken;
    return taken > 0;
}

/* "1. kvartal 2024". */
static bool read_quarter(struct when_reader *reader)
{
    reader->written->what = WHEN_DAY_QUARTER;
    reader->written->week = reader->at->number;
    reader->at += 2 + when_is_sign(reader->at + 1, '.');
    accept_year(reader);
    return true;
}

static bool read_numbers(struct when_reader *reader)
{
    const struct when_token *next = reader->at + 1;
    bool begins_with_year = when_is_number(reader->at, 4, 4);
    bool is_quarter =
        when_is_word(next + when_is_sign(next, '.'), "kvartal") || when_is_word(next, "quarter");
    enum when_unit unit = WHEN_DAYS;
    bool is_dated =
        when_is_sign(next, '-') || when_is_sign(next, '/') || (begins_with_year && when_is_sign(next, '.'));
    bool is_parted = when_is_word(next, "w") || when_is_word(next, "uge") || when_is_word(next, "q");
    if (begins_with_year && is_parted && when_is_number(next + 1, 1, 2))
        return read_iso(reader, 0); /* "2024w18" */
    bool is_marked = when_is_word(next, "t") && next[1].kind == WHEN_TOKEN_NUMBER;
    bool is_count = next->kind == WHEN_TOKEN_WORD && when_unit(next->word, &unit) && !is_marked;
    if (when_is_number(reader->at, 8, 8) && !is_count)
        return read_packed_date(reader);
    if (is_quarter && when_is_number(reader->at, 1, 1))
        return read_quarter(reader);
    if (is_dated)
        return begins_with_year ? read_iso(reader, next->sign) : read_day_first(reader, next->sign);
    if (when_is_sign(next, '.') && when_is_number(next + 1, 4, 4))
        return read_day_first(reader, '.');
    if (when_is_sign(next, '.') && next[1].kind == WHEN_TOKEN_NUMBER)
        return read_dotted(reader);
    if (is_count)
        return read_span(reader);
    if (begins_with_year) {
        reader->written->what = WHEN_DAY_YEAR;
        return accept_year(reader);
    }
    return read_day_and_month(reader);
}

/* The weekday of a date that has been read. */
static bool read_weekday_beside(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    written->has_weekday = read_weekday(reader) && !written->count;
    written->what = WHEN_DAY_DATE;
    return written->has_weekday;
}

static bool read_day(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    bool is_weekday = written->what == WHEN_DAY_WEEKDAY && !written->has_weekday && !written->count;
    if (written->what == WHEN_DAY_DATE && reader->at->kind == WHEN_TOKEN_WORD && !written->has_weekday)
        return read_weekday_beside(reader);
    if (written->what != WHEN_DAY_NONE && !is_weekday)
        return false;
    written->has_weekday = is_weekday;
    switch (reader->at->kind) {
    case WHEN_TOKEN_NUMBER:
        return read_numbers(reader);
    case WHEN_TOKEN_WORD:
        return read_words(reader);
    default:
        return read_span(reader);
    }
}

/* "monday 03.05" can be the 3rd of May or five past three. */
static bool note_ambiguous(struct when_reader *reader)
{
    struct when_written *written = reader->written;
    const struct when_token *at = reader->at;
    bool is_pair = when_is_number(at, 1, 2) && when_is_sign(at + 1, '.') && when_is_number(at + 2, 2, 2) &&
                   at[3].kind == WHEN_TOKEN_END;
    if (written->what != WHEN_DAY_WEEKDAY || !is_pair || at->number < 1 || at[2].number < 1 ||
        at[2].number > 12)
        return false;
    written->day = at->number;
    written->month = at[2].number;
    written->is_ambiguous = true;
    return true;
}

bool when_written_read(struct when_written *written, const char *text)
{
    struct when_token tokens[WHEN_TOKENS];
    struct when_reader reader = {tokens, written};
    *written = (struct when_written){.year = -1};
    if (!when_tokens(tokens, text) || reader.at->kind == WHEN_TOKEN_END)
        return false;
    while (reader.at->kind != WHEN_TOKEN_END) {
        if (accept_filler(&reader))
            continue;
        if (note_ambiguous(&reader))
            return false;
        if (!(when_is_time(reader) ? when_read_time(&reader) : read_day(&reader)))
            return false;
    }
    return written->what != WHEN_DAY_NONE || written->has_time;
}
