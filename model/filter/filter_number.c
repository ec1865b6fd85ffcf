#include "model/filter/filter_number.h"

#include "model/filter/telephone.h"
#include "net/base/translate.h"
#include "net/base/unicode.h"

#include <string.h>
#include <strings.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum {
    LEAST_NUMBER = 7,  /* digits of a complete telephone number; a name has fewer */
    LEAST_PATTERN = 4, /* digits that, without letters, are meant as part of a number */
    CHARACTER_BYTES = 4
};

/* The character at `text`, 0 at its end; *size is its length in bytes. */
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
    size_t size;
    return unicode_is_quotation_mark(character_at(text, &size)) ? size : 0;
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

/* The length in bytes of a label before a number, "Tlf. ", with the blanks behind it; 0 if there is none. Words that
 * may be names need a dot or colon behind them. */
static size_t label_length(const char *text)
{
    static const char *const labels[] = {"tlf",   "tel",   "telefon", "telephone",
                                         "phone", "mobil", "mobile",  "nr"};
    enum { NO_NAMES = 2 }; /* the first labels are no names */
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

/* What characters a word consists of. */
struct makeup {
    size_t digits;
    size_t letters;
    size_t wildcards; /* * % ?, which stand for any characters in other programs */
    bool has_star;
    bool has_plus; /* it starts with a plus and a digit */
};

static struct makeup makeup_of(const char *text, size_t length)
{
    struct makeup makeup = {.digits = 0};
    for (size_t at = 0, size; at < length; at += size) {
        bool is_digit = false;
        uint32_t character;
        size = unicode_read(text + at, length - at, &character);
        telephone_sign(text + at, length - at, &is_digit);
        makeup.has_plus = makeup.has_plus || (is_digit && at == 1 && text[0] == '+');
        makeup.digits += is_digit;
        makeup.letters += !is_digit && character != UNICODE_NONE && unicode_is_alphanumeric(character);
        makeup.wildcards += character == '*' || character == '%' || character == '?';
        makeup.has_star = makeup.has_star || character == '*';
    }
    return makeup;
}

static bool is_pattern(const struct makeup *makeup)
{
    return makeup->digits && !makeup->letters && makeup->wildcards &&
           (makeup->has_star || makeup->digits >= LEAST_PATTERN);
}

#define PATTERN_WORDS                                                                                        \
    tr("a number needs no * and no %: digits are looked for anywhere in it, and from its beginning behind "  \
       "a +")
#define WORD_WORDS tr("not read as a number; write its digits alone, or in quotes what a name has")

const char *filter_odd_text(const char *text)
{
    struct makeup makeup = makeup_of(text, strlen(text));
    return is_pattern(&makeup) ? PATTERN_WORDS : NULL;
}

const char *filter_odd_word(const char *word)
{
    word += label_length(word);
    struct makeup makeup = makeup_of(word, strlen(word));
    if (is_pattern(&makeup))
        return PATTERN_WORDS;
    bool is_odd = makeup.has_plus || makeup.digits >= LEAST_NUMBER ||
                  (!makeup.letters && makeup.digits >= LEAST_PATTERN);
    return is_odd ? WORD_WORDS : NULL;
}

const char *filter_odd_address(const char *text, size_t length)
{
    size_t scheme = telephone_scheme(text, length);
    struct makeup makeup = makeup_of(text + scheme, length - scheme);
    bool is_tel = scheme && (text[0] | 0x20) == 't';
    return is_pattern(&makeup) ? PATTERN_WORDS
           : is_tel            ? tr("not read as a number; write its digits alone")
                               : NULL;
}

/* The number of parts that have the digits of a complete number. Parts are separated by one of the characters of
 * `between`, or by blanks if that is NULL. */
static size_t whole_numbers(const char *text, size_t length, const char *between)
{
    size_t whole = 0;
    for (size_t at = 0, end; at < length; at = end + 1) {
        for (end = at; end < length; end++) {
            size_t size;
            if (between ? strchr(between, text[end]) != NULL : is_blank(text + end, &size))
                break;
        }
        whole += makeup_of(text + at, end - at).digits >= LEAST_NUMBER;
    }
    return whole;
}

const char *filter_odd_number(const char *text, size_t length)
{
    bool is_several = whole_numbers(text, length, ",/") > 1 || whole_numbers(text, length, NULL) > 1;
    return is_several ? tr("more than one number: no call has two, write one of them") : NULL;
}

bool filter_is_number(const char *text)
{
    size_t length = strlen(text), blanks = filter_blanks(text);
    struct makeup makeup = makeup_of(text + blanks, length - blanks);
    size_t digits = filter_digits(text + blanks);
    return digits && digits + filter_blanks(text + blanks + digits) == length - blanks &&
           (makeup.has_plus || makeup.digits >= LEAST_NUMBER);
}
