#include "model/telephone.h"

#include <string.h>

enum {
    COUNTRY_DIGITS = 3, /* codes of countries have one to three */
    LEAST_NATIONAL = 7, /* fewer digits are no whole number of a country */
    PREFIX_DIGITS = 2,  /* "00" */
};

static bool is_digit(char character)
{
    return character >= '0' && character <= '9';
}

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

void telephone_read(struct telephone *telephone, const char *text, size_t length)
{
    telephone->has_plus = false;
    telephone->count = telephone->bare_count = 0;
    for (size_t i = 0; i < length && telephone->count + 1 < TELEPHONE_SIZE; i++) {
        telephone->has_plus = telephone->has_plus || (text[i] == '+' && telephone->count == 0);
        if (!is_digit(text[i]))
            continue;
        bool is_dialled_within = text[i] == '0' && i > 0 && text[i - 1] == '(' && telephone->count > 0;
        if (!is_dialled_within) {
            telephone->place[telephone->bare_count] = (uint8_t)telephone->count;
            telephone->bare[telephone->bare_count++] = text[i];
        }
        telephone->digits[telephone->count++] = text[i];
    }
    telephone->digits[telephone->count] = telephone->bare[telephone->bare_count] = '\0';
    bool has_zeros = begins_with(telephone->bare, "00");
    telephone->is_international = telephone->has_plus || has_zeros;
    if (has_zeros) {
        telephone->bare_count -= PREFIX_DIGITS;
        memmove(telephone->bare, telephone->bare + PREFIX_DIGITS, telephone->bare_count + 1);
        memmove(telephone->place, telephone->place + PREFIX_DIGITS, telephone->bare_count);
    }
}

/* Tells that `count` of the bare digits from `at` on are what was sought. */
static bool found_bare(const struct telephone *number, size_t at, size_t count, size_t *begin, size_t *end)
{
    *begin = number->place[at];
    *end = (size_t)number->place[at + count - 1] + 1;
    return true;
}

static bool find_anywhere(const struct telephone *sought, const struct telephone *number, size_t *begin,
                          size_t *end)
{
    const char *at = strstr(number->digits, sought->digits);
    if (at) {
        *begin = (size_t)(at - number->digits);
        *end = *begin + sought->count;
        return true;
    }
    at = sought->is_international ? NULL : strstr(number->bare, sought->bare);
    return at && found_bare(number, (size_t)(at - number->bare), sought->bare_count, begin, end);
}

/* What is sought has its country: the number begins with it, or is known without the country. */
static bool find_international(const struct telephone *sought, const struct telephone *number, size_t *begin,
                               size_t *end)
{
    if (sought->bare_count > 0 && begins_with(number->bare, sought->bare))
        return found_bare(number, 0, sought->bare_count, begin, end);
    size_t zero = number->bare[0] == '0', count = number->bare_count - zero;
    if (number->is_international || count < LEAST_NATIONAL || sought->bare_count <= count ||
        sought->bare_count - count > COUNTRY_DIGITS ||
        strcmp(sought->bare + sought->bare_count - count, number->bare + zero) != 0)
        return false;
    return found_bare(number, 0, number->bare_count, begin, end);
}

/* What is sought begins with the zero that is dialled within the country: the rest stands behind the code of
 * the country, or at the start of a number that is known without either. */
static bool find_national(const struct telephone *sought, const struct telephone *number, size_t *begin,
                          size_t *end)
{
    size_t first = number->is_international ? 1 : 0, last = number->is_international ? COUNTRY_DIGITS : 0;
    for (size_t at = first; at <= last && at < number->bare_count; at++)
        if (begins_with(number->bare + at, sought->bare + 1))
            return found_bare(number, at, sought->bare_count - 1, begin, end);
    return false;
}

bool telephone_find(const struct telephone *sought, const struct telephone *number, size_t *begin,
                    size_t *end)
{
    if (number->count == 0)
        return false;
    if (!sought->has_plus && find_anywhere(sought, number, begin, end))
        return true;
    if (sought->is_international)
        return find_international(sought, number, begin, end);
    return sought->bare[0] == '0' && sought->bare_count > 1 && find_national(sought, number, begin, end);
}
