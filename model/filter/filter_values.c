#include "model/filter/filter_values.h"

#include "model/filter/filter_number.h"
#include "model/time/timestamp.h"
#include "model/time/when.h"
#include "net/base/translate.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define LONGEST_SECONDS INT64_C(999999999)

enum { LONGEST_DATE = 40, VALUE_SIZE = LONGEST_DATE + 32 };

static bool is_letter(char character)
{
    char lower = (char)(character | 0x20);
    return (lower >= 'a' && lower <= 'z') || (unsigned char)character >= 0x80;
}

typedef bool read_when(struct when *when, const char *text, int64_t now, bool utc, struct failure *failure);

static bool is_date(const char *beginning, size_t kept, const char *rest, const struct filter_clock *clock,
                    read_when *read)
{
    char value[VALUE_SIZE];
    struct when when;
    snprintf(value, sizeof value, "%.*s%s", (int)kept, beginning, rest);
    return read(&when, value, clock->now, clock->utc, NULL);
}

/* How an unfinished date may go on. `endings` complete digits and signs. `words` complete the letters at the end of
 * the text; if there are none only the first FIRST_WORDS are tried, which represent the others. */
static const char *const endings[] = {"0",     "1",    "01", "24", "024",  "4",   "d",
                                      "1d",    ".",    "1.", "00", "0:00", ":00", "00:00",
                                      "02:00", "2:00", "Z",  "TC", "-1-1", "1-1", "01-01"};
static const char *const words[] = {"today",        "now",           "last week",     "week 1",
                                    "i dag",        "january",       "monday",        "minutes",
                                    "weeks",        "ago",           "siden",         "for 1 dag siden",
                                    "kl 14",        "UTC",           "yesterday",     "nu",
                                    "this week",    "sidste uge",    "denne uge",     "i uge 1",
                                    "i g\xc3\xa5r", "idag",          "ig\xc3\xa5r",   "februar",
                                    "march",        "marts",         "april",         "may",
                                    "maj",          "june",          "july",          "august",
                                    "september",    "october",       "oktober",       "november",
                                    "december",     "tuesday",       "wednesday",     "thursday",
                                    "friday",       "saturday",      "sunday",        "forg\xc3\xa5rs",
                                    "last 7 days",  "siden 3/5",     "quarter",       "kvartal",
                                    "mandag",       "tirsdag",       "onsdag",        "torsdag",
                                    "fredag",       "l\xc3\xb8rdag", "s\xc3\xb8ndag", "hours",
                                    "days",         "months",        "years",         "minutter",
                                    "timer",        "dage",          "uger",          "m\xc3\xa5neder"};
enum { FIRST_WORDS = 14 };

/* Whether one of the endings or words completes the text to a date. */
static bool may_become_date(const char *text, const struct filter_clock *clock, read_when *read)
{
    size_t length = strlen(text), word = length;
    if (length > LONGEST_DATE || !when_is_legible(text))
        return false;
    for (size_t i = 0; i < COUNT(endings); i++)
        if (is_date(text, length, endings[i], clock, read))
            return true;
    while (word > 0 && is_letter(text[word - 1]))
        word--;
    for (size_t i = 0; i < (word < length ? COUNT(words) : FIRST_WORDS); i++)
        if (strncasecmp(words[i], text + word, length - word) == 0 &&
            is_date(text, word, words[i], clock, read))
            return true;
    return false;
}

static enum filter_verdict read_by(read_when *read, const char *text, const struct filter_clock *clock,
                                   struct when *when, char what[FILTER_WHAT_SIZE])
{
    struct failure failure;
    if (read(when, text, clock->now, clock->utc, &failure))
        return FILTER_GOOD;
    bool unfinished = may_become_date(text, clock, read);
    if (unfinished && !when_is_ambiguous(text))
        snprintf(what, FILTER_WHAT_SIZE, tr("a date or time: 2024-05-03, \"3 May 14:00\", yesterday, -2w"));
    else
        snprintf(what, FILTER_WHAT_SIZE, "%.*s", FILTER_WHAT_SIZE - 1, failure.what);
    return unfinished ? FILTER_UNFINISHED : FILTER_WRONG;
}

enum filter_verdict filter_read_date(const char *text, const struct filter_clock *clock, struct when *when,
                                     char what[FILTER_WHAT_SIZE])
{
    return read_by(when_parse, text, clock, when, what);
}

enum filter_verdict filter_read_period(const char *text, const struct filter_clock *clock, struct when *when,
                                       char what[FILTER_WHAT_SIZE])
{
    return read_by(when_parse_period, text, clock, when, what);
}

/* Parses digits and moves *text behind them; false if there are none or the number is too large. */
static bool take_number(const char **text, int64_t *number)
{
    const char *begin = *text;
    for (*number = 0; **text >= '0' && **text <= '9' && *number <= LONGEST_SECONDS; (*text)++)
        *number = *number * 10 + (**text - '0');
    return *text > begin && *number <= LONGEST_SECONDS;
}

/* Parses the rest of "1:30" or "1:02:03" from the first colon on; *seconds is the number before it at first, then the
 * result. */
static enum filter_verdict read_clock(const char *text, int64_t *seconds)
{
    int64_t part;
    for (int colons = 0; *text; colons++) {
        if (*text++ != ':' || colons == 2)
            return FILTER_WRONG;
        if (!*text)
            return FILTER_UNFINISHED;
        if (!take_number(&text, &part) || part >= 60)
            return FILTER_WRONG;
        *seconds = *seconds * 60 + part;
    }
    return FILTER_GOOD;
}

/* The seconds of the unit that `text` starts with, 0 if it starts with none; *length is the length of its name. */
static int64_t unit_at(const char *text, size_t *length)
{
    static const struct {
        const char *name;
        int64_t seconds;
    } units[] = {{"hours", 3600},  {"hour", 3600},  {"timer", 3600}, {"time", 3600}, {"h", 3600}, {"t", 3600},
                 {"minutter", 60}, {"minutes", 60}, {"minute", 60},  {"minut", 60},  {"min", 60}, {"m", 60},
                 {"sekunder", 1},  {"seconds", 1},  {"second", 1},   {"sek", 1},     {"sec", 1},  {"s", 1}};
    for (size_t i = 0; i < COUNT(units); i++) {
        *length = strlen(units[i].name);
        if (strncasecmp(text, units[i].name, *length) == 0)
            return units[i].seconds;
    }
    return 0;
}

size_t filter_unit(const char *text)
{
    size_t length;
    return unit_at(text, &length) && length == filter_word(text) ? length : 0;
}

static int64_t unit_seconds(const char **text)
{
    size_t length;
    int64_t seconds = unit_at(*text, &length);
    *text += seconds ? length : 0;
    return seconds;
}

/* Parses "90", "90s", "5m", "1h30m": units get smaller, and only a single number may have no unit. */
static enum filter_verdict read_units(const char *text, int64_t *seconds)
{
    int64_t number, before = INT64_MAX;
    *seconds = 0;
    while (*text) {
        if (!take_number(&text, &number))
            return FILTER_WRONG;
        text += filter_blanks(text);
        bool alone = before == INT64_MAX && !*text;
        int64_t unit = alone ? 1 : unit_seconds(&text);
        if (!*text && unit == 0)
            return FILTER_UNFINISHED;
        if (unit == 0 || unit >= before)
            return FILTER_WRONG;
        before = unit;
        *seconds += number * unit;
        text += filter_blanks(text);
    }
    return FILTER_GOOD;
}

enum filter_verdict filter_read_length(const char *text, int64_t *seconds, char *what, size_t size)
{
    const char *rest = text;
    enum filter_verdict verdict = FILTER_UNFINISHED;
    *seconds = 0;
    if (*text && (!take_number(&rest, seconds) || *rest != ':'))
        verdict = read_units(text, seconds);
    else if (*text)
        verdict = read_clock(rest, seconds);
    if (verdict == FILTER_GOOD && *seconds > LONGEST_SECONDS)
        verdict = FILTER_WRONG;
    snprintf(what, size, "%s",
             verdict == FILTER_WRONG ? tr("not a length; write 90, 90s, 5m, 1h30m or 1:30")
                                     : tr("a length: 90, 90s, 5m, 1h30m or 1:30"));
    return verdict;
}
