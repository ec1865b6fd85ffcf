#include "model/filter/filter.h"

#include "model/time/timestamp.h"

#include <stdio.h>
#include <string.h>

enum { NAME_LETTERS = 512 }; /* of a folded text; the rest of a longer one is not compared */

/* Whether a folded text contains a value of the term. `plain`: the text was folded by filter_fold_plain. `numbers`:
 * numeric values are looked for as well; they match only where a number starts. */
static bool has_value(const struct filter *filter, const struct filter_term *term, const wchar_t *text,
                      bool plain, bool numbers)
{
    for (size_t i = term->value; i < term->value + term->count; i++) {
        const struct filter_value *value = &filter->values[i];
        const wchar_t *wanted = filter->letters + (plain ? value->plain : value->place);
        const wchar_t *at = value->is_number && !numbers ? NULL : wcsstr(text, wanted);
        while (value->is_number && at && at > text && at[-1] >= L'0' && at[-1] <= L'9') /* within a number */
            at = wcsstr(at + 1, wanted);
        if (at)
            return true;
    }
    return false;
}

static bool contains_part(const struct filter *filter, const struct filter_term *term, const char *text,
                          size_t length, bool numbers)
{
    wchar_t folded[NAME_LETTERS], plain[2 * NAME_LETTERS];
    filter_fold(folded, NAME_LETTERS, text, length);
    if (has_value(filter, term, folded, false, numbers))
        return true;
    filter_fold_plain(plain, folded);
    return has_value(filter, term, plain, true, numbers);
}

static bool contains(const struct filter *filter, const struct filter_term *term, const char *text)
{
    return text && contains_part(filter, term, text, strlen(text), true);
}

/* Whether the number is among the values of the term. */
static bool has_number(const struct filter *filter, const struct filter_term *term, int64_t number)
{
    bool found = false;
    for (size_t i = term->value; !found && i < term->value + term->count; i++)
        found = filter->values[i].is_number && filter->values[i].number == number;
    return found && number != RECORDING_NO_NUMBER;
}

void filter_take_caller(struct filter *filter, const char *caller)
{
    snprintf(filter->caller, sizeof filter->caller, "%s", caller);
    telephone_read(&filter->caller_number, filter->caller, strlen(filter->caller));
    filter->by_caller = filter->by_caller || filter->caller[0];
}

void filter_take_period(struct filter *filter, int64_t begin, int64_t end)
{
    filter->by_time = true;
    filter->terms[filter->term_count++] =
        (struct filter_term){.subject = FILTER_START, .least = begin, .less_than = end};
}

void filter_take_visit(struct filter *filter, int64_t visited)
{
    int64_t least = visited == TIMESTAMP_NONE ? INT64_MIN : visited - visited % TIMESTAMP_SECOND;
    for (size_t i = 0; i < filter->term_count; i++)
        if (filter->terms[i].subject == FILTER_NEW)
            filter->terms[i].least = least;
}

int64_t filter_new_starts(const struct filter_term *term)
{
    const int64_t day = 86400 * TIMESTAMP_SECOND;
    return term->least < INT64_MIN + day ? INT64_MIN : term->least - day;
}

static bool is_taken_caller(const struct filter *filter, const char *caller, const struct telephone *number)
{
    return !filter->caller[0] || (caller && strcmp(filter->caller, caller) == 0) ||
           telephone_is_same(&filter->caller_number, number);
}

bool filter_is_empty(const struct filter *filter)
{
    return !filter->word_count && !filter->term_count && !filter->caller[0];
}

static bool is_same_time(const struct filter *a, const struct filter *b)
{
    bool is_same = !a->by_time || (a->now == b->now && a->utc == b->utc);
    /* Also where the texts are the same: terms of filter_take_period and filter_take_visit are not from the text. */
    for (size_t i = 0; is_same && i < a->term_count; i++)
        is_same = a->terms[i].least == b->terms[i].least && a->terms[i].less_than == b->terms[i].less_than;
    return is_same;
}

bool filter_is_same(const struct filter *a, const struct filter *b)
{
    return a->term_count == b->term_count && strcmp(a->text, b->text) == 0 &&
           strcmp(a->caller, b->caller) == 0 && is_same_time(a, b);
}

/* Whether each value of the term has a character from 'A' on, in both foldings: digits and most signs are below. */
static bool wants_letters(const struct filter *filter, const struct filter_term *term)
{
    bool wants = true;
    for (size_t i = term->value; wants && i < term->value + term->count; i++) {
        const wchar_t *folded = filter->letters + filter->values[i].place;
        const wchar_t *plain = filter->letters + filter->values[i].plain;
        while (*folded && *folded < L'A')
            folded++;
        while (*plain && *plain < L'A')
            plain++;
        wants = *folded && *plain;
    }
    return wants;
}

/* Whether the caller as a text contains a value of the term. Most callers are numbers, which need no folding if all
 * values have letters. */
static bool contains_caller(const struct filter *filter, const struct filter_term *term, const char *caller)
{
    const char *letter = caller;
    while (letter && *letter && (unsigned char)*letter < 'A')
        letter++;
    return letter && (*letter || !wants_letters(filter, term)) && contains(filter, term, caller);
}

static bool caller_matches(const struct filter *filter, const struct filter_term *term, const char *caller,
                           const struct telephone *number)
{
    size_t begin, end;
    if (term->subject == FILTER_NO_CALLER)
        return number->count == 0;
    if (term->subject == FILTER_NUMBER)
        return telephone_find(&filter->numbers[term->number], number, &begin, &end);
    return contains_caller(filter, term, caller);
}

/* Whether a term needs the caller parsed as a telephone number. */
static bool asks_number(const struct filter *filter)
{
    bool asks = filter->caller[0];
    for (size_t i = 0; !asks && i < filter->term_count; i++)
        asks = filter->terms[i].subject == FILTER_NUMBER || filter->terms[i].subject == FILTER_NO_CALLER;
    return asks;
}

bool filter_matches_caller(const struct filter *filter, const char *caller)
{
    struct telephone number = {.count = 0};
    if (!filter->by_caller)
        return true;
    if (asks_number(filter))
        telephone_read(&number, caller ? caller : "", caller ? strlen(caller) : 0);
    if (!is_taken_caller(filter, caller, &number))
        return false;
    for (size_t i = 0; i < filter->term_count; i++) {
        const struct filter_term *term = &filter->terms[i];
        bool asks = term->subject >= FILTER_NUMBER && term->subject <= FILTER_NO_CALLER;
        if (asks && caller_matches(filter, term, caller, &number) == term->negated)
            return false;
    }
    return true;
}

bool filter_matches_type(const struct filter *filter, const char *type)
{
    for (size_t i = 0; filter->by_type && i < filter->term_count; i++) {
        const struct filter_term *term = &filter->terms[i];
        if (term->subject == FILTER_TYPE && contains(filter, term, type) == term->negated)
            return false;
    }
    return true;
}

bool filter_matches_call(const struct filter *filter, int64_t call, const char *file)
{
    for (size_t i = 0; filter->by_call && i < filter->term_count; i++) {
        const struct filter_term *term = &filter->terms[i];
        if (term->subject == FILTER_CALL && has_number(filter, term, call) == term->negated)
            return false;
        if (term->subject == FILTER_FILE && contains(filter, term, file) == term->negated)
            return false;
    }
    return true;
}

/* Searches a text of any length part by part, since folding takes NAME_LETTERS at most. Parts overlap by FILTER_SIZE
 * bytes, more than the longest value; a character that is cut at the end of a part is ignored there. */
static bool contains_anywhere(const struct filter *filter, const struct filter_term *term, const char *text)
{
    enum { PART = FILTER_SIZE + 200 };
    size_t length = strlen(text);
    for (size_t at = 0;; at += PART - FILTER_SIZE) {
        size_t part = length - at < PART ? length - at : PART;
        if (contains_part(filter, term, text + at, part, true))
            return true;
        if (at + part == length)
            return false;
    }
}

bool filter_matches_noted(const struct filter *filter, const struct filter_noted *noted)
{
    for (size_t i = 0; filter->by_note && i < filter->term_count; i++) {
        const struct filter_term *term = &filter->terms[i];
        if (term->subject == FILTER_MARK && (noted->is_marked == (term->least != 0)) == term->negated)
            return false;
        if (term->subject == FILTER_HELD && (noted->is_held == (term->least != 0)) == term->negated)
            return false;
        if (term->subject == FILTER_TAG && contains_anywhere(filter, term, noted->tags) == term->negated)
            return false;
        if (term->subject == FILTER_NOTE && contains_anywhere(filter, term, noted->text) == term->negated)
            return false;
        if (term->subject == FILTER_HEARD && (noted->is_heard == (term->least != 0)) == term->negated)
            return false;
    }
    return true;
}

static bool is_in_week(const struct filter *filter, const struct filter_term *term, int64_t started)
{
    const struct week_hours week = {(uint32_t)term->least, (uint32_t)term->less_than, filter->utc};
    struct calendar_zone zone = {0};
    return started != TIMESTAMP_NONE && week_hours_has(&week, &zone, started / TIMESTAMP_SECOND);
}

static bool is_within(const struct filter_term *term, int64_t value)
{
    return value != TIMESTAMP_NONE && value >= term->least && value < term->less_than;
}

static bool is_new(const struct filter_term *term, int64_t started, int64_t ended)
{
    int64_t last = ended == TIMESTAMP_NONE || ended < started ? started : ended;
    return started != TIMESTAMP_NONE && last >= term->least && started >= filter_new_starts(term);
}

bool filter_matches_times(const struct filter *filter, int64_t started, int64_t ended)
{
    const struct recording times = {.started = started, .ended = ended};
    for (size_t i = 0; filter->by_time && i < filter->term_count; i++) {
        const struct filter_term *term = &filter->terms[i];
        if (term->subject == FILTER_START && is_within(term, started) == term->negated)
            return false;
        if (term->subject == FILTER_LENGTH && is_within(term, recording_duration(&times)) == term->negated)
            return false;
        if (term->subject == FILTER_NEW && is_new(term, started, ended) == term->negated)
            return false;
        if (term->subject == FILTER_WEEK && is_in_week(filter, term, started) == term->negated)
            return false;
    }
    return true;
}

bool filter_word_names(const struct filter *filter, size_t word, enum filter_name which, const char *name,
                       int64_t id)
{
    const struct filter_term *term = &filter->words[word];
    enum filter_subject other = which == FILTER_NAME_OF_QUEUE ? FILTER_AGENT : FILTER_QUEUE;
    if (term->subject == other)
        return false;
    return has_number(filter, term, id) ||
           (name && contains_part(filter, term, name, strlen(name), which != FILTER_NAME_WHEN_RECORDED));
}

bool filter_word_names_caller(const struct filter *filter, size_t word, const char *caller)
{
    const struct filter_term *term = &filter->words[word];
    struct telephone number;
    size_t begin, end;
    if (!caller || term->subject != FILTER_NAMES)
        return false;
    telephone_read(&number, caller, strlen(caller));
    if (term->by_number && telephone_find(&filter->numbers[term->number], &number, &begin, &end))
        return true;
    size_t length = telephone_name(&number, caller);
    return length > 0 && contains_part(filter, term, caller, length, true);
}

void filter_take_number(struct filter *filter, const struct filter *from, size_t word)
{
    memset(filter, 0, sizeof *filter);
    filter->by_caller = true;
    filter->numbers[filter->number_count++] = from->numbers[from->words[word].number];
    filter->terms[filter->term_count++] = (struct filter_term){.subject = FILTER_NUMBER};
}

/* Whether the number with that index has to be in the caller of a match: its term is not negated. */
static bool is_wanted(const struct filter *filter, size_t number)
{
    for (size_t i = 0; i < filter->term_count; i++)
        if (filter->terms[i].subject == FILTER_NUMBER && filter->terms[i].number == number)
            return !filter->terms[i].negated;
    for (size_t i = 0; i < filter->word_count; i++)
        if (filter->words[i].by_number && filter->words[i].number == number)
            return !filter->words[i].negated;
    return false;
}

size_t filter_mark_caller(const struct filter *filter, const char *caller, size_t begin[FILTER_NUMBERS],
                          size_t end[FILTER_NUMBERS])
{
    struct telephone number;
    size_t count = 0;
    telephone_read(&number, caller, strlen(caller));
    for (size_t i = 0; i < filter->number_count; i++) {
        size_t from, to;
        if (!is_wanted(filter, i) || !telephone_find(&filter->numbers[i], &number, &from, &to))
            continue;
        begin[count] = telephone_digit_begin(&number, caller, from);
        end[count++] = telephone_digit_end(&number, caller, to - 1);
    }
    return count;
}
