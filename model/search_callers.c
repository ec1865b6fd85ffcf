#include "model/search_callers.h"

#include "net/memory.h"

#include <stdlib.h>
#include <string.h>

#define FEW 8 /* one in so many callers: they are looked at one by one */
#define CALLERS_MOST (INT64_C(1) << 28)
#define LEAST_WHOLE 7 /* digits: as many of a number with its country stand in one without */

void search_callers_clear(struct search_callers *callers)
{
    free(callers->texts);
    free(callers->starts);
    memset(callers, 0, sizeof *callers);
}

int64_t search_callers_last(const struct search_callers *callers)
{
    return (int64_t)callers->count - 1;
}

/* Grows by an eighth: they are many, and few come once all have been read. */
static void *grow(void *block, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return block;
    *capacity = needed + needed / 8 + 1024;
    return memory_resize(block, *capacity, size);
}

static void add_start(struct search_callers *callers)
{
    callers->starts =
        grow(callers->starts, &callers->start_capacity, callers->count + 1, sizeof *callers->starts);
    callers->starts[callers->count++] = (uint32_t)callers->used;
}

static bool add_text(struct search_callers *callers, const char *text)
{
    size_t size = strlen(text) + 1;
    if (size > UINT32_MAX - callers->used)
        return false;
    callers->texts = grow(callers->texts, &callers->capacity, callers->used + size, 1);
    memcpy(callers->texts + callers->used, text, size);
    callers->used += size;
    return true;
}

bool search_callers_add(struct search_callers *callers, int64_t caller, const char *text)
{
    struct telephone number;
    if (caller < (int64_t)callers->count || caller >= CALLERS_MOST)
        return false;
    while ((int64_t)callers->count < caller) /* numbers that nobody has: an end without a text */
        add_start(callers);
    add_start(callers);
    text = text ? text : "";
    telephone_read(&number, text, strlen(text));
    callers->has_long = callers->has_long || strlen(text) >= TELEPHONE_SIZE;
    return add_text(callers, text) && (strstr(text, number.digits) || add_text(callers, number.digits)) &&
           (strstr(number.digits, number.bare) || add_text(callers, number.bare));
}

static bool asks_caller(const struct filter_term *term)
{
    return term->subject == FILTER_NUMBER || term->subject == FILTER_CALLER ||
           term->subject == FILTER_NO_CALLER;
}

/* A number that every match has; NULL if there is none. */
static const struct telephone *sought_number(const struct filter *filter)
{
    for (size_t i = 0; i < filter->term_count; i++) {
        if (filter->terms[i].subject == FILTER_NUMBER && !filter->terms[i].negated)
            return &filter->numbers[filter->terms[i].place];
    }
    return NULL;
}

void search_needle(const struct filter *filter, char needle[SEARCH_NEEDLE_SIZE])
{
    const struct telephone *sought = sought_number(filter);
    size_t length = 0;
    needle[0] = '\0';
    if (!sought)
        return;
    while (length < sought->bare_count &&
           sought->bare[sought->bare_count - 1 - length] == sought->digits[sought->count - 1 - length])
        length++; /* what follows a zero in brackets, or all */
    if (sought->is_international && length > LEAST_WHOLE)
        length = LEAST_WHOLE;
    else if (sought->bare[0] == '0' && length == sought->bare_count)
        length--; /* behind the code of a country that zero is missing */
    memcpy(needle, sought->digits + sought->count - length, length + 1);
}

bool search_needle_decides(const struct filter *filter, const char *needle)
{
    const struct telephone *sought = sought_number(filter);
    size_t asked = 0;
    for (size_t i = 0; i < filter->term_count; i++)
        asked += asks_caller(&filter->terms[i]);
    return asked == 1 && sought && !sought->has_plus && !sought->is_international &&
           strlen(needle) == sought->count;
}

/* Where the texts of a caller end. */
static size_t end_of(const struct search_callers *callers, size_t caller)
{
    return caller + 1 < callers->count ? callers->starts[caller + 1] : callers->used;
}

static bool has_needle(const struct search_callers *callers, size_t caller, const char *needle, size_t length)
{
    size_t start = callers->starts[caller];
    return memmem(callers->texts + start, end_of(callers, caller) - start, needle, length) != NULL;
}

static void look_within(const struct search_callers *callers, const char *needle, const struct bits *within,
                        struct bits *candidates)
{
    size_t length = strlen(needle);
    for (size_t word = 0; word < within->count / 64; word++) {
        for (uint64_t left = within->words[word]; left; left &= left - 1) {
            size_t caller = word * 64 + (size_t)__builtin_ctzll(left);
            if (caller < callers->count && has_needle(callers, caller, needle, length))
                bits_set(candidates, (int64_t)caller);
        }
    }
}

/* In all texts as if they were one: a needle has no zero byte. */
static void look_anywhere(const struct search_callers *callers, const char *needle, struct bits *candidates)
{
    const char *end = callers->texts + callers->used;
    const char *from = callers->texts;
    size_t length = strlen(needle);
    size_t caller = 0;
    while (from < end && (from = memmem(from, (size_t)(end - from), needle, length))) {
        size_t at = (size_t)(from - callers->texts);
        while (end_of(callers, caller) <= at)
            caller++;
        bits_set(candidates, (int64_t)caller);
        from = callers->texts + end_of(callers, caller);
    }
}

/* Asks the filter about those of `asked`. */
static void ask_filter(const struct search_callers *callers, const struct filter *filter,
                       const struct bits *asked, struct bits *found)
{
    for (size_t word = 0; word < asked->count / 64; word++) {
        for (uint64_t left = asked->words[word]; left; left &= left - 1) {
            size_t caller = word * 64 + (size_t)__builtin_ctzll(left);
            if (filter_matches_caller(filter, callers->texts + callers->starts[caller]))
                bits_set(found, (int64_t)caller);
        }
    }
}

/* All but the numbers that nobody has. */
static void take_all(const struct search_callers *callers, struct bits *candidates)
{
    for (size_t caller = 0; caller < callers->count; caller++) {
        if (end_of(callers, caller) > callers->starts[caller])
            bits_set(candidates, (int64_t)caller);
    }
}

void search_callers_find(const struct search_callers *callers, const struct filter *filter,
                         const char *needle, const struct bits *within, struct bits *candidates,
                         struct bits *found)
{
    bits_clear(candidates);
    bits_reserve(candidates, callers->count);
    bits_reserve(found, callers->count);
    if (!*needle)
        take_all(callers, candidates);
    else if (within && bits_total(within) < callers->count / FEW)
        look_within(callers, needle, within, candidates);
    else
        look_anywhere(callers, needle, candidates);
    if (callers->has_long || !search_needle_decides(filter, needle))
        ask_filter(callers, filter, candidates, found);
    else
        bits_add(found, candidates);
}

size_t search_callers_memory(const struct search_callers *callers)
{
    return callers->capacity + callers->start_capacity * sizeof *callers->starts;
}
