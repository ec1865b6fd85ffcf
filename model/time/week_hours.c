#include "model/time/week_hours.h"

#include "model/time/when_names.h"
#include "model/time/when_reader.h"
#include "net/base/translate.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum { HOUR = 3600, DAY = 86400, SUNDAY = 0, MONDAY = 1, FRIDAY = 5, SATURDAY = 6, LEAST_DAY_NAME = 2 };

static int64_t floor_divide(int64_t value, int64_t unit)
{
    return value / unit - (value % unit < 0);
}

bool week_hours_has(const struct week_hours *hours, struct calendar_zone *zone, int64_t instant)
{
    enum { FIRST_DAY = 4 }; /* 1970 began on a Thursday */
    int64_t shown = instant + (hours->utc ? 0 : calendar_ahead(zone, instant));
    int64_t day = floor_divide(shown, DAY), hour = floor_divide(shown, HOUR) - day * WEEK_HOURS_HOURS;
    int64_t weekday = (day % WEEK_HOURS_DAYS + WEEK_HOURS_DAYS + FIRST_DAY) % WEEK_HOURS_DAYS;
    return (hours->days >> weekday & 1) && (hours->hours >> hour & 1);
}

/* The bits from first up to, not including, end, around the last of `count`; all if these are the same. */
static uint32_t span(int first, int end, int count)
{
    uint32_t bits = 0;
    do {
        bits |= UINT32_C(1) << first;
        first = (first + 1) % count;
    } while (first != end % count);
    return bits;
}

/* Days that have a name together; 0 for another word. */
static uint32_t days_of(const char *word)
{
    static const struct {
        const char *word;
        int first, last;
    } groups[] = {{"weekend", SATURDAY, SUNDAY},   {"weekends", SATURDAY, SUNDAY},
                  {"weekday", MONDAY, FRIDAY},     {"weekdays", MONDAY, FRIDAY},
                  {"hverdag", MONDAY, FRIDAY},     {"hverdage", MONDAY, FRIDAY},
                  {"weekenden", SATURDAY, SUNDAY}, {"hverdagene", MONDAY, FRIDAY}};
    int day = when_weekday(word, LEAST_DAY_NAME);
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
        if (strcmp(groups[i].word, word) == 0)
            return span(groups[i].first, groups[i].last + 1, WEEK_HOURS_DAYS);
    return day < 0 ? 0 : UINT32_C(1) << day;
}

/* Whether something that is understood may begin so. */
static bool begins_day(const char *word)
{
    return strchr("smtwfolhu", *word) != NULL && (!word[1] || strncmp("weekend", word, strlen(word)) == 0 ||
                                                  strncmp("hverdage", word, strlen(word)) == 0);
}

/* One day, several or "mon-fri". */
static enum week_reading take_days(const struct when_token **at, uint32_t *days)
{
    const struct when_token *first = *at;
    if (first->kind != WHEN_TOKEN_WORD)
        return first->kind == WHEN_TOKEN_END ? WEEK_UNFINISHED : WEEK_WRONG;
    uint32_t named = days_of(first->word);
    if (!named)
        return first[1].kind == WHEN_TOKEN_END && begins_day(first->word) ? WEEK_UNFINISHED : WEEK_WRONG;
    *at += 1 + when_is_sign(first + 1, '.');
    *days |= named;
    if (!when_is_sign(*at, '-'))
        return WEEK_READ;
    const struct when_token *last = *at + 1;
    if (last->kind == WHEN_TOKEN_END)
        return WEEK_UNFINISHED;
    int from = when_weekday(first->word, LEAST_DAY_NAME);
    int to = last->kind == WHEN_TOKEN_WORD ? when_weekday(last->word, LEAST_DAY_NAME) : -1;
    if (from < 0 || to < 0)
        return last->kind == WHEN_TOKEN_WORD && begins_day(last->word) ? WEEK_UNFINISHED : WEEK_WRONG;
    *days |= span(from, to + 1, WEEK_HOURS_DAYS);
    *at = last + 1 + when_is_sign(last + 1, '.');
    return WEEK_READ;
}

/* "8", "08:00", "8.00". Only whole hours are known. */
static enum week_reading take_hour(const struct when_token **at, int *hour)
{
    const struct when_token *token = *at;
    if (token->kind != WHEN_TOKEN_NUMBER || token->digits > 2 || token->number > WEEK_HOURS_HOURS)
        return token->kind == WHEN_TOKEN_END ? WEEK_UNFINISHED : WEEK_WRONG;
    *hour = token->number;
    *at += 1;
    if (!when_is_sign(token + 1, ':') && !when_is_sign(token + 1, '.'))
        return WEEK_READ;
    *at += 2;
    if (token[2].kind == WHEN_TOKEN_END || (token[2].digits == 1 && token[3].kind == WHEN_TOKEN_END))
        return WEEK_UNFINISHED;
    return token[2].digits == 2 && token[2].number == 0 ? WEEK_READ : WEEK_WRONG;
}

/* One hour or "8-10". */
static enum week_reading take_hours(const struct when_token **at, uint32_t *hours)
{
    int from = 0, to = 0;
    if (when_is_word(*at, "kl") || when_is_word(*at, "at"))
        *at += 1 + when_is_sign(*at + 1, '.');
    enum week_reading reading = take_hour(at, &from);
    bool is_span = reading == WEEK_READ && when_is_sign(*at, '-');
    to = from + 1;
    if (is_span) {
        *at += 1;
        reading = take_hour(at, &to);
    }
    if (reading != WEEK_READ)
        return reading;
    if (from >= WEEK_HOURS_HOURS || from == to)
        return WEEK_WRONG;
    *hours |= span(from, to, WEEK_HOURS_HOURS);
    return WEEK_READ;
}

static enum week_reading read_all(uint32_t *bits, const char *text,
                                  enum week_reading (*take)(const struct when_token **at, uint32_t *bits))
{
    struct when_token tokens[WHEN_TOKENS];
    const struct when_token *at = tokens;
    enum week_reading reading = WEEK_READ;
    *bits = 0;
    if (!when_tokens(tokens, text))
        return WEEK_WRONG;
    do
        reading = take(&at, bits);
    while (reading == WEEK_READ && at->kind != WHEN_TOKEN_END);
    return reading;
}

enum week_reading week_hours_read_days(uint32_t *days, const char *text)
{
    return read_all(days, text, take_days);
}

enum week_reading week_hours_read_hours(uint32_t *hours, const char *text)
{
    return read_all(hours, text, take_hours);
}

/* Where the run of set bits that begins at `first` ends; each bit stands for one of `count`. */
static int run_end(uint32_t bits, int first, int count)
{
    while (first < count && bits >> first & 1)
        first++;
    return first;
}

static size_t put_days(char *buffer, size_t size, uint32_t days)
{
    static const char *const names[] = {N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"),
                                        N_("Fri"), N_("Sat"), N_("Sun")};
    uint32_t from_monday = (days >> 1 | (days & 1) << SATURDAY) & WEEK_HOURS_ANY.days;
    uint32_t begins = from_monday == WEEK_HOURS_ANY.days ? 0 : from_monday & ~(from_monday << 1);
    size_t used = 0;
    for (int day = 0; day < WEEK_HOURS_DAYS; day++) {
        int end = run_end(from_monday, day, WEEK_HOURS_DAYS);
        if (begins >> day & 1)
            used += (size_t)snprintf(buffer + used, size - used, "%s%s%s%s", used ? ", " : "", tr(names[day]),
                                     end > day + 1 ? "–" : "", end > day + 1 ? tr(names[end - 1]) : "");
    }
    return used;
}

const char *week_hours_text(char buffer[WEEK_HOURS_SIZE], const struct week_hours *hours)
{
    buffer[0] = '\0';
    size_t used = put_days(buffer, WEEK_HOURS_SIZE, hours->days);
    for (int hour = 0, end = 0; hours->hours != WEEK_HOURS_ANY.hours && hour < WEEK_HOURS_HOURS;
         hour = end + 1) {
        end = run_end(hours->hours, hour, WEEK_HOURS_HOURS);
        if (end > hour && used + 16 < WEEK_HOURS_SIZE)
            used += (size_t)snprintf(buffer + used, WEEK_HOURS_SIZE - used, "%s%02d:00–%02d:00",
                                     used ? ", " : "", hour, end);
    }
    return buffer;
}
