#include "model/filter_number.h"

#include "model/telephone.h"
#include "net/unicode.h"

#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { LEAST_NUMBER = 7, CHARACTER_BYTES = 4 };

/* The character at `text`, 0 at its end; *size: its bytes. */
static uint32_t character_at(const char *text, size_t *size)
{
    uint32_t character = 0;
    *size = unicode_read(text, strnlen(text, CHARACTER_BYTES), &character);
    return *size ? character : 0;
}

static bool is_blank(const char *text, size_t *size)
{
    return unicode_is_blank(character_at(text, size));
}

size_t filter_blanks(const char *text)
{
    size_t length = 0, size;
    while (is_blank(text + length, &size))
        length += size;
    return length;
}

size_t filter_word(const char *text)
{
    size_t length = 0, size;
    while (text[length] && !is_blank(text + length, &size))
        length += size;
    return length;
}

size_t filter_quote(const char *text)
{
    static const uint32_t quotes[] = {'"', 0xab, 0xbb, 0x201c, 0x201d, 0x201e, 0x201f, 0xff02};
    size_t size;
    uint32_t character = character_at(text, &size);
    for (size_t i = 0; i < COUNT(quotes); i++) {
        if (quotes[i] == character)
            return size;
    }
    return 0;
}

size_t filter_sign(const char *text)
{
    size_t size;
    uint32_t character = character_at(text, &size);
    bool is_sign = (character == '!' || unicode_is_dash(character)) && filter_word(text + size) > 0;
    return is_sign ? size : 0;
}

enum number_part { PART_OF_NONE, PART_SIGNS, PART_DIGITS };

static enum number_part number_part(const char *text, size_t length)
{
    bool has_digits = false;
    for (size_t at = 0; at < length;) {
        bool is_digit;
        size_t size = telephone_sign(text + at, length - at, &is_digit);
        if (!size)
            return PART_OF_NONE;
        has_digits = has_digits || is_digit;
        at += size;
    }
    return has_digits ? PART_DIGITS : length ? PART_SIGNS : PART_OF_NONE;
}

size_t filter_digits(const char *text)
{
    size_t end = filter_word(text), next = end + filter_blanks(text + end);
    size_t length = filter_word(text + next);
    enum number_part part = number_part(text, end), next_part = number_part(text + next, length);
    if (part == PART_OF_NONE || (part == PART_SIGNS && next_part != PART_DIGITS))
        return 0;
    while (next_part != PART_OF_NONE && (part == PART_SIGNS || text[next] != '+')) {
        part = next_part;
        end = next + length;
        next = end + filter_blanks(text + end);
        length = filter_word(text + next);
        next_part = number_part(text + next, length);
    }
    return end;
}

/* How many bytes before a number only say that it is one. Words that may be names need a sign to do so. */
static size_t label_length(const char *text)
{
    static const char *const labels[] = {"tlf",   "tel",   "telefon", "telephone",
                                         "phone", "mobil", "mobile",  "nr"};
    enum { NO_NAMES = 2 };
    for (size_t i = 0; i < COUNT(labels); i++) {
        size_t length = strlen(labels[i]);
        if (strncasecmp(text, labels[i], length) != 0)
            continue;
        bool has_sign = text[length] == '.' || text[length] == ':';
        length += text[length] == '.';
        length += text[length] == ':';
        size_t blanks = filter_blanks(text + length);
        if (has_sign || (i < NO_NAMES && blanks > 0))
            return length + blanks;
    }
    return 0;
}

size_t filter_named_number(const char *text, size_t *begin)
{
    size_t label = label_length(text), digits = label ? filter_digits(text + label) : 0;
    *begin = digits ? label : 0;
    if (digits)
        return label + digits;
    return telephone_scheme(text, strlen(text)) ? filter_word(text) : 0;
}

bool filter_has_number(const char *text)
{
    size_t digits = 0;
    for (size_t left = strlen(text); left;) {
        bool is_digit = false;
        uint32_t character;
        size_t size = unicode_read(text, left, &character);
        telephone_sign(text, left, &is_digit);
        digits += is_digit;
        text += size;
        left -= size;
    }
    return digits >= LEAST_NUMBER;
}
