#include "model/query/search_callers.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define FEW 8 /* candidates are tested one by one if they are fewer than one caller in eight */
#define CALLERS_MOST (INT64_C(1) << 28)
#define LEAST_WHOLE 7 /* last digits that a number has with and without country code, see telephone.c */

void search_callers_clear(struct search_callers *callers)
{
    free(callers->odd);
    free(callers->odd_texts);
    free(callers->named);
    free(callers->texts);
    free(callers->starts);
    memset(callers, 0, sizeof *callers);
}

int64_t search_callers_last(const struct search_callers *callers)
{
    return (int64_t)callers->count - 1;
}

/* Grows an array by an eighth only: it is large, and once all callers are read few are added. */
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

/* Whether the text has digits outside its number, by which a search in it would find the caller wrongly. */
static bool is_odd(const struct telephone *number, const char *text)
{
    const char *first = strpbrk(text, "0123456789");
    return first &&
           (first < text + number->begin || number->count == 0 || strpbrk(text + number->end, "0123456789"));
}

static bool add_odd(struct search_callers *callers, uint32_t caller, const char *text)
{
    size_t size = strlen(text) + 1;
    if (size > UINT32_MAX - callers->odd_used)
        return false;
    callers->odd = grow(callers->odd, &callers->odd_capacity, callers->odd_count + 1, sizeof *callers->odd);
    callers->odd_texts = grow(callers->odd_texts, &callers->odd_texts_capacity, callers->odd_used + size, 1);
    callers->odd[callers->odd_count++] = (struct search_odd){caller, (uint32_t)callers->odd_used};
    memcpy(callers->odd_texts + callers->odd_used, text, size);
    callers->odd_used += size;
    return true;
}

static void add_named(struct search_callers *callers, uint32_t caller)
{
    callers->named =
        grow(callers->named, &callers->named_capacity, callers->named_count + 1, sizeof *callers->named);
    callers->named[callers->named_count++] = caller;
}

bool search_callers_add(struct search_callers *callers, int64_t caller, const char *text)
{
    struct telephone number;
    if (caller < (int64_t)callers->count || caller >= CALLERS_MOST)
        return false;
    while ((int64_t)callers->count < caller) /* unused numbers get an empty range of texts */
        add_start(callers);
    add_start(callers);
    text = text ? text : "";
    size_t length = strlen(text);
    telephone_read(&number, text, length);
    callers->has_long = callers->has_long || length >= TELEPHONE_SIZE;
    if (number.count + number.has_plus == length) /* digits only, as most callers */
        return add_text(callers, text);
    if (telephone_name(&number, text))
        add_named(callers, (uint32_t)caller);
    bool odd = is_odd(&number, text);
    if (odd && !add_odd(callers, (uint32_t)caller, text))
        return false;
    text = odd ? "" : text;
    return add_text(callers, text) && (strstr(text, number.digits) || add_text(callers, number.digits)) &&
           (strstr(number.digits, number.bare) || add_text(callers, number.bare));
}

/* The caller's text as the server gave it. */
static const char *text_of(const struct search_callers *callers, size_t caller)
{
    size_t low = 0, high = callers->odd_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (callers->odd[middle].caller < caller)
            low = middle + 1;
        else
            high = middle;
    }
    bool is_apart = low < callers->odd_count && callers->odd[low].caller == caller;
    return is_apart ? callers->odd_texts + callers->odd[low].start : callers->texts + callers->starts[caller];
}

static bool asks_caller(const struct filter_term *term)
{
    return term->subject == FILTER_NUMBER || term->subject == FILTER_CALLER ||
           term->subject == FILTER_NO_CALLER;
}

/* A number that every match has; NULL if there is none. */
static const struct telephone *wanted_number(const struct filter *filter)
{
    for (size_t i = 0; i < filter->term_count; i++) {
        if (filter->terms[i].subject == FILTER_NUMBER && !filter->terms[i].negated)
            return &filter->numbers[filter->terms[i].number];
    }
    return NULL;
}

void search_needle(const struct filter *filter, char needle[SEARCH_NEEDLE_SIZE])
{
    const struct telephone *wanted = wanted_number(filter);
    size_t length = 0;
    needle[0] = '\0';
    if (filter->caller[0]) { /* all forms of the number have the same last digits */
        wanted = &filter->caller_number;
        length = wanted->bare_count < LEAST_WHOLE ? wanted->bare_count : LEAST_WHOLE;
        memcpy(needle, wanted->bare + wanted->bare_count - length, length + 1);
        return;
    }
    if (!wanted)
        return;
    while (length < wanted->bare_count &&
           wanted->bare[wanted->bare_count - 1 - length] == wanted->digits[wanted->count - 1 - length])
        length++; /* the digits behind a trunk zero in brackets; all digits if there is none */
    if (wanted->is_international && length > LEAST_WHOLE)
        length = LEAST_WHOLE;
    else if (wanted->bare[0] == '0' && length == wanted->bare_count)
        length--; /* the trunk zero is left out behind a country code */
    memcpy(needle, wanted->digits + wanted->count - length, length + 1);
}

bool search_needle_decides(const struct filter *filter, const char *needle)
{
    const struct telephone *wanted = wanted_number(filter);
    size_t asked = 0;
    for (size_t i = 0; i < filter->term_count; i++)
        asked += asks_caller(&filter->terms[i]);
    return !filter->caller[0] && asked == 1 && wanted && !wanted->has_plus && !wanted->is_international &&
           strlen(needle) == wanted->count;
}

/* The offset behind the texts of a caller. */
static size_t end_of(const struct search_callers *callers, size_t caller)
{
    return caller + 1 < callers->count ? callers->starts[caller + 1] : callers->used;
}

const char *search_callers_text(const struct search_callers *callers, int64_t caller)
{
    bool is_known = caller > 0 && (uint64_t)caller < callers->count &&
                    end_of(callers, (size_t)caller) > callers->starts[caller];
    return is_known ? text_of(callers, (size_t)caller) : NULL;
}

static bool has_needle(const struct search_callers *callers, size_t caller, const char *needle, size_t length)
{
    size_t start = callers->starts[caller];
    return memmem(callers->texts + start, end_of(callers, caller) - start, needle, length) != NULL;
}

/* Tests the callers of `within` for the needle. */
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

/* Searches the texts of all callers as one: a match cannot span two texts, since a needle has no zero byte. */
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

/* Sets the bits of the callers of `asked` that the filter matches. */
static void ask_filter(const struct search_callers *callers, const struct filter *filter,
                       const struct bits *asked, struct bits *found)
{
    for (size_t word = 0; word < asked->count / 64; word++) {
        for (uint64_t left = asked->words[word]; left; left &= left - 1) {
            size_t caller = word * 64 + (size_t)__builtin_ctzll(left);
            if (filter_matches_caller(filter, text_of(callers, caller)))
                bits_set(found, (int64_t)caller);
        }
    }
}

/* Sets the bits of all callers but unused numbers. */
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

/* Sets the bits of the callers in whose number the word, which is one, is found. */
static void find_numbered(const struct search_callers *callers, const struct filter *filter, size_t word,
                          struct bits *found)
{
    char needle[SEARCH_NEEDLE_SIZE];
    struct bits candidates = {0};
    struct filter *number = memory_new(sizeof *number);
    filter_take_number(number, filter, word);
    search_needle(number, needle);
    search_callers_find(callers, number, needle, NULL, &candidates, found);
    bits_clear(&candidates);
    free(number);
}

void search_callers_find_named(const struct search_callers *callers, const struct filter *filter, size_t word,
                               struct bits *found)
{
    if (filter->words[word].by_number)
        find_numbered(callers, filter, word, found);
    for (size_t i = 0; i < callers->named_count; i++) {
        if (filter_word_names_caller(filter, word, text_of(callers, callers->named[i])))
            bits_set(found, (int64_t)callers->named[i]);
    }
}

size_t search_callers_memory(const struct search_callers *callers)
{
    return callers->capacity + callers->start_capacity * sizeof *callers->starts +
           callers->odd_capacity * sizeof *callers->odd + callers->odd_texts_capacity +
           callers->named_capacity * sizeof *callers->named;
}
