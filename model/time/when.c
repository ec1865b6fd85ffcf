#include "model/time/when.h"

#include "model/time/timestamp.h"
#include "model/time/when_resolve.h"
#include "model/time/when_tokens.h"
#include "model/time/when_written.h"
#include "net/base/translate.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { END_SIZE = 96 };

#define LONGEST_TICKS (INT64_C(330) * 86400 * TIMESTAMP_SECOND) /* of what goes on into days to come */

bool when_parse(struct when *when, const char *text, int64_t now, bool utc, struct failure *failure)
{
    struct when_written written;
    const struct when_question question = {text, now, utc};
    return when_written_read(&written, text) ? when_resolve(when, &written, &question, failure)
                                             : when_refuse(&written, text, failure);
}

bool when_is_ambiguous(const char *text)
{
    struct when_written written;
    return !when_written_read(&written, text) && written.is_ambiguous;
}

bool when_counts_m(const char *text)
{
    struct when_written written;
    if (!when_written_read(&written, text) || written.unit != WHEN_MONTHS ||
        (written.what != WHEN_DAY_BACK && written.what != WHEN_DAY_LAST))
        return false;
    for (const char *at = text; (at = strpbrk(at, "mM")); at++)
        if (!isalpha((unsigned char)at[1]) && (at == text || !isalpha((unsigned char)at[-1])))
            return true;
    return false;
}

bool when_is_legible(const char *text)
{
    return when_tokens(NULL, text);
}

/* The two ends of a period as they are written, and what is said of it. */
struct ends {
    char first[END_SIZE];
    char last[END_SIZE];
    const struct when_question *question;
};

static bool is_day_number(const char *text, int *day)
{
    enum { MOST = 99 };
    char *rest;
    unsigned long number = strtoul(text, &rest, 10);
    *day = number <= MOST ? (int)number : 0;
    return *day > 0 && !strchr(text, '-') && rest[strspn(rest, " .")] == '\0';
}

/* What the first end leaves to the last, "1.-3. maj", and the last to the first, "uge 18-20". */
static bool read_ends(const struct ends *ends, struct when_written *first, struct when_written *last)
{
    bool has_first = when_written_read(first, ends->first), has_last = when_written_read(last, ends->last);
    int number = 0;
    if (!has_first && has_last && last->what == WHEN_DAY_DATE && is_day_number(ends->first, &number)) {
        *first = *last;
        first->day = number;
        return !last->has_time && !last->has_weekday;
    }
    if (has_first && !has_last && first->what == WHEN_DAY_WEEK && is_day_number(ends->last, &number)) {
        *last = *first;
        last->week = number;
        return true;
    }
    if (!has_first || !has_last)
        return false;
    if (last->what == WHEN_DAY_NONE && first->has_time && first->what != WHEN_DAY_NONE) {
        const struct when_written clock = *last;
        *last = *first;
        last->hour = clock.hour;
        last->minute = clock.minute;
        last->second = clock.second;
        last->has_second = clock.has_second;
    }
    if (first->year < 0 && last->year >= 0 && first->what != WHEN_DAY_WEEKDAY && first->what != WHEN_DAY_BACK)
        first->year = last->year;
    return true;
}

/* What has no year of its own is the last one, but where that would end before it begins: "1/5..30/6" in May,
 * "mon-fri" on a Wednesday, "9:00-12:00" at ten. */
static bool resolve_ends(const struct ends *ends, const struct when_written *first,
                         const struct when_written *last, struct when *when)
{
    struct when_question question = *ends->question;
    struct when from, to;
    if (!when_resolve(&from, first, &question, NULL) || !when_resolve(&to, last, &question, NULL))
        return false;
    bool is_turned = to.begin < from.begin, is_dated = last->year < 0 && last->what != WHEN_DAY_BACK;
    if (is_turned && (first->what == WHEN_DAY_WEEKDAY || first->what == WHEN_DAY_NONE)) {
        question.now = to.begin;
        when_resolve(&from, first, &question, NULL);
    } else if (is_turned && is_dated && last->what != WHEN_DAY_NONE) {
        question.now = from.begin + LONGEST_TICKS;
        when_resolve(&to, last, &question, NULL);
    }
    *when = (struct when){from.begin, last->has_time ? to.begin : to.end};
    return true;
}

/* Splits a text before and behind `length` bytes from `at` on, and reads both as a period. */
static bool read_split(struct ends *ends, const char *text, size_t at, size_t length, struct when *when)
{
    struct when_written first, last;
    if (at >= END_SIZE || strlen(text + at + length) >= END_SIZE)
        return false;
    snprintf(ends->first, END_SIZE, "%.*s", (int)at, text);
    snprintf(ends->last, END_SIZE, "%s", text + at + length);
    return read_ends(ends, &first, &last) && resolve_ends(ends, &first, &last, when);
}

static bool is_empty(const char *text)
{
    return text[strspn(text, " \t")] == '\0';
}

/* "1/5..3/5", of which one end may be left open. False, with the reason, if it is wrong. */
static bool read_dots(struct ends *ends, const char *text, size_t at, size_t length, struct when *when,
                      struct failure *failure)
{
    const struct when_question *question = ends->question;
    struct when from = {.begin = INT64_MIN}, to = {.end = INT64_MAX};
    if (read_split(ends, text, at, length, when))
        return true;
    if (at >= END_SIZE || strlen(text + at + length) >= END_SIZE)
        return when_refuse(&(struct when_written){0}, text, failure);
    if ((!is_empty(ends->first) && !when_parse(&from, ends->first, question->now, question->utc, failure)) ||
        (!is_empty(ends->last) && !when_parse(&to, ends->last, question->now, question->utc, failure)))
        return false;
    *when = (struct when){from.begin, to.end};
    return true;
}

/* What may stand between two dates where they are not parted by dots. */
static size_t split_length(const char *at)
{
    static const char *const signs[] = {" to ", " til ",        " and ",        " og ",
                                        " - ",  "\xe2\x80\x93", "\xe2\x80\x94", "-"};
    if (!strchr(" -\xe2", *at)) /* most begin none */
        return 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strncasecmp(at, signs[i], strlen(signs[i])) == 0)
            return strlen(signs[i]);
    return 0;
}

/* A dash stands between two dates if as many are within one as within the other: 2024-05-01-2024-05-03, 1/5-3/5. */
static bool is_even(const char *text, size_t at, size_t length)
{
    int before = 0, behind = 0;
    for (size_t i = 0; i < at; i++)
        before += text[i] == '-';
    for (const char *rest = text + at + length; *rest; rest++)
        behind += *rest == '-';
    return length > 1 || before == behind;
}

/* How long a word is that begins a period; *is_open: it can be all that does. */
static size_t begin_length(const char *text, bool *is_open)
{
    static const struct {
        const char *word;
        bool is_open;
    } words[] = {{"from ", true},  {"fra ", true},      {"since ", true},
                 {"siden ", true}, {"between ", false}, {"mellem ", false}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *is_open = words[i].is_open;
        if (strncasecmp(text, words[i].word, strlen(words[i].word)) == 0)
            return strlen(words[i].word);
    }
    return *is_open = false;
}

static bool check_order(const struct when *when, const char *text, struct failure *failure)
{
    char quoted[80];
    if (when->begin < when->end)
        return true;
    return failure &&
           failure_set(failure, FAILURE_USAGE, tr("write the earlier date first"),
                       tr("\"%s\": ends before it begins"), failure_quote(quoted, sizeof quoted, text));
}

bool when_parse_period(struct when *when, const char *text, int64_t now, bool utc, struct failure *failure)
{
    const struct when_question question = {text, now, utc};
    struct ends ends = {.question = &question};
    const char *dots = strstr(text, ".."), *sign = strstr(text, "\xe2\x80\xa6");
    struct when_written written;
    struct when read = {0, 0};
    bool is_open, found = false;
    if (dots || sign) {
        size_t at =
            dots ? (size_t)(dots - text) + (dots[2] == '.') : (size_t)(sign - text); /* "3.5...5.5." */
        found = read_dots(&ends, text, at, dots ? 2 : 3, &read, failure) && check_order(&read, text, failure);
        *when = found ? read : *when;
        return found;
    }
    if (when_parse(when, text, now, utc, failure))
        return true;
    size_t begin = begin_length(text, &is_open);
    if (is_open && when_parse(&read, text + begin, now, utc, NULL)) {
        read.end = INT64_MAX;
        found = true;
    }
    bool is_whole = when_written_read(&written, text + begin) && (!written.has_zone || written.year >= 0);
    for (size_t at = begin; !found && !is_whole && text[at]; at++) {
        size_t length = split_length(text + at);
        found = length > 0 && is_even(text + begin, at - begin, length) &&
                read_split(&ends, text + begin, at - begin, length, &read);
    }
    found = found && check_order(&read, text, failure);
    *when = found ? read : *when;
    return found;
}
