#include "model/filter/telephone.h"

#include "net/base/unicode.h"

#include <string.h>
#include <strings.h>

enum {
    COUNTRY_DIGITS = 3, /* most digits of a country code (ITU-T E.164) */
    LEAST_NATIONAL = 7, /* fewest digits of a complete number without country code */
    PREFIX_DIGITS = 2,  /* "00" */
    FULL_WIDTH_PLUS = 0xff0b,
};

static bool begins_with(const char *text, const char *beginning)
{
    return strncmp(text, beginning, strlen(beginning)) == 0;
}

size_t telephone_scheme(const char *text, size_t length)
{
    static const char *const schemes[] = {"sip:", "sips:", "tel:"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t size = strlen(schemes[i]);
        if (length >= size && strncasecmp(text, schemes[i], size) == 0)
            return size;
    }
    return 0;
}

static bool is_plus(uint32_t character)
{
    return character == '+' || character == FULL_WIDTH_PLUS;
}

size_t telephone_sign(const char *text, size_t length, bool *is_digit)
{
    static const uint32_t signs[] = {'(', ')',  '.',    '/',    ',',    '_',   '[',
                                     ']', 0xb7, 0x2022, 0xff08, 0xff09, 0xff0e};
    uint32_t character;
    size_t size = unicode_read(text, length, &character);
    bool digit = unicode_digit(character) >= 0, sign = is_plus(character) || unicode_is_dash(character);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        sign = sign || signs[i] == character;
    if (is_digit)
        *is_digit = digit;
    return digit || sign ? size : 0;
}

/* Offsets in a text: an address, and in it the part before host and parameters; in a text without an address the part
 * that may have the number. */
struct address {
    bool is_address;
    size_t begin; /* of the scheme */
    size_t from;  /* of the part */
    size_t end;
};

static bool is_letter_at(const char *text, size_t at)
{
    return (unsigned char)text[at] >= 0x80 || unicode_is_alphanumeric((unsigned char)text[at]);
}

/* The offset of the first byte from `at` on that is in `any`; `length` if there is none. */
static size_t find_any(const char *text, size_t length, size_t at, const char *any)
{
    while (at < length && !(text[at] && strchr(any, text[at])))
        at++;
    return at;
}

/* Whether the part is an IPv4 address: in an address without "@" that is the host. */
static bool is_host(const char *text, size_t length)
{
    size_t dots = 0;
    for (size_t i = 0; i < length; i++) {
        dots += text[i] == '.';
        if (text[i] != '.' && unicode_digit((unsigned char)text[i]) < 0)
            return false;
    }
    return dots == 3;
}

/* Whether a part of an address is a number and not a name; "%2B" is an escaped plus. */
static bool is_number_part(const char *text, size_t length)
{
    size_t at = length >= 3 && strncasecmp(text, "%2B", 3) == 0 ? 3 : 0;
    while (at < length) {
        uint32_t character;
        size_t size = telephone_sign(text + at, length - at, NULL);
        if (!size && (size = unicode_read(text + at, length - at, &character)) > 0 &&
            !unicode_is_blank(character))
            return false;
        at += size;
    }
    return true;
}

static struct address find_address(const char *text, size_t length)
{
    const char *sign = memchr(text, '@', length);
    size_t at = 0, scheme = 0, at_sign = sign ? (size_t)(sign - text) : length;
    if (!sign && !memchr(text, ':', length) && !memchr(text, ';', length)) /* so most callers */
        return (struct address){false, 0, 0, length};
    while (at < length &&
           !(scheme = at > 0 && is_letter_at(text, at - 1) ? 0 : telephone_scheme(text + at, length - at)))
        at++;
    if (!scheme) {
        size_t bracket = find_any(text, at_sign, 0, "<");
        at = bracket < at_sign ? bracket + 1 : 0;
    }
    struct address address = {scheme > 0 || at_sign < length, at, at + scheme, 0};
    address.end = find_any(text, length, address.from, "@;:>");
    if (!address.is_address) { /* "Tel.: 8312", but not "8312;ext=9" */
        size_t digit = find_any(text, length, 0, "0123456789");
        address.end = find_any(text, length, digit, ";:");
    }
    return address;
}

/* The part of the text whose digits are the number; empty in an address without a number. */
static struct address find_number(const char *text, size_t length)
{
    struct address address = find_address(text, length);
    const char *part = text + address.from;
    size_t size = address.end - address.from;
    bool has_host = address.end < length && text[address.end] == '@';
    if (!address.is_address)
        return address;
    bool is_tel = (text[address.begin] | 0x20) == 't';
    if (!is_number_part(part, size) || (!has_host && !is_tel && is_host(part, size)))
        address.end = address.from;
    return address;
}

/* `is_trunk_zero`: it is the zero of +44 (0)20, dialled only within the country, which `bare` leaves out. */
static void add_digit(struct telephone *telephone, char digit, bool is_trunk_zero)
{
    if (!is_trunk_zero) {
        telephone->place[telephone->bare_count] = (uint8_t)telephone->count;
        telephone->bare[telephone->bare_count++] = digit;
    }
    telephone->digits[telephone->count++] = digit;
}

/* Removes the 00 from `bare`. */
static void drop_zeros(struct telephone *telephone)
{
    telephone->bare_count -= PREFIX_DIGITS;
    memmove(telephone->bare, telephone->bare + PREFIX_DIGITS, telephone->bare_count + 1);
    memmove(telephone->place, telephone->place + PREFIX_DIGITS, telephone->bare_count);
}

void telephone_read(struct telephone *telephone, const char *text, size_t length)
{
    struct address address = find_number(text, length);
    uint32_t before = 0;
    telephone->has_plus = false;
    telephone->begin = address.from;
    telephone->end = address.end;
    telephone->count = telephone->bare_count = 0;
    for (size_t at = address.from; at < address.end && telephone->count + 1 < TELEPHONE_SIZE;) {
        uint32_t character;
        size_t size = unicode_read(text + at, address.end - at, &character);
        int digit = unicode_digit(character);
        if (character == '%' && address.end - at >= 3 && strncasecmp(text + at, "%2B", 3) == 0) {
            character = '+';
            size = 3;
        }
        telephone->has_plus = telephone->has_plus || (is_plus(character) && telephone->count == 0);
        if (digit >= 0)
            add_digit(telephone, (char)('0' + digit), digit == 0 && before == '(' && telephone->count > 0);
        before = character;
        at += size;
    }
    telephone->digits[telephone->count] = telephone->bare[telephone->bare_count] = '\0';
    bool has_zeros = begins_with(telephone->bare, "00");
    telephone->is_international = telephone->has_plus || has_zeros;
    if (has_zeros)
        drop_zeros(telephone);
}

/* The offset of the digit behind the next *index digits from `at` on. */
static size_t pass_digits(const struct telephone *telephone, const char *text, size_t at, size_t *index)
{
    while (at < telephone->end) {
        uint32_t character;
        size_t size = unicode_read(text + at, telephone->end - at, &character);
        if (character == '%' && telephone->end - at >= 3 && strncasecmp(text + at, "%2B", 3) == 0)
            size = 3;
        if (unicode_digit(character) >= 0 && (*index)-- == 0)
            break;
        at += size;
    }
    return at;
}

size_t telephone_digit_begin(const struct telephone *telephone, const char *text, size_t index)
{
    return pass_digits(telephone, text, telephone->begin, &index);
}

size_t telephone_digit_end(const struct telephone *telephone, const char *text, size_t index)
{
    uint32_t character;
    size_t at = pass_digits(telephone, text, telephone->begin, &index);
    return at + unicode_read(text + at, telephone->end - at, &character);
}

static bool has_letter(const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t character;
        at += unicode_read(text + at, length - at, &character);
        if (character != UNICODE_NONE && unicode_digit(character) < 0 && unicode_is_alphanumeric(character))
            return true;
    }
    return false;
}

size_t telephone_name(const struct telephone *telephone, const char *text)
{
    size_t length = strlen(text);
    if (telephone->count > 0) {
        struct address address = find_address(text, length);
        length = address.is_address ? address.begin : length;
    }
    return has_letter(text, length) ? length : 0;
}

/* Reports `count` bare digits from index `at` on as the match, in terms of `digits`. */
static bool found_bare(const struct telephone *number, size_t at, size_t count, size_t *begin, size_t *end)
{
    *begin = number->place[at];
    *end = (size_t)number->place[at + count - 1] + 1;
    return true;
}

static bool find_anywhere(const struct telephone *wanted, const struct telephone *number, size_t *begin,
                          size_t *end)
{
    const char *at = strstr(number->digits, wanted->digits);
    if (at) {
        *begin = (size_t)(at - number->digits);
        *end = *begin + wanted->count;
        return true;
    }
    at = wanted->is_international ? NULL : strstr(number->bare, wanted->bare);
    return at && found_bare(number, (size_t)(at - number->bare), wanted->bare_count, begin, end);
}

/* Whether `whole`, which has a country code, is that code followed by all of `national`, without its trunk zero. */
static bool ends_in(const struct telephone *whole, const struct telephone *national)
{
    size_t zero = national->bare[0] == '0', count = national->bare_count - zero;
    return !national->is_international && count >= LEAST_NATIONAL && whole->bare_count > count &&
           whole->bare_count - count <= COUNTRY_DIGITS &&
           strcmp(whole->bare + whole->bare_count - count, national->bare + zero) == 0;
}

/* Finds a wanted number with a country code: the number starts with it, or is the same without the country code. */
static bool find_international(const struct telephone *wanted, const struct telephone *number, size_t *begin,
                               size_t *end)
{
    if (wanted->bare_count > 0 && begins_with(number->bare, wanted->bare))
        return found_bare(number, 0, wanted->bare_count, begin, end);
    if (!ends_in(wanted, number))
        return false;
    return found_bare(number, 0, number->bare_count, begin, end);
}

/* Finds a wanted number that starts with a trunk zero: the rest of it follows the country code, or starts a number
 * that has neither. */
static bool find_national(const struct telephone *wanted, const struct telephone *number, size_t *begin,
                          size_t *end)
{
    size_t first = number->is_international ? 1 : 0, last = number->is_international ? COUNTRY_DIGITS : 0;
    for (size_t at = first; at <= last && at < number->bare_count; at++)
        if (begins_with(number->bare + at, wanted->bare + 1))
            return found_bare(number, at, wanted->bare_count - 1, begin, end);
    return false;
}

bool telephone_find(const struct telephone *wanted, const struct telephone *number, size_t *begin,
                    size_t *end)
{
    if (number->count == 0)
        return false;
    if (!wanted->has_plus && find_anywhere(wanted, number, begin, end))
        return true;
    if (wanted->is_international)
        return find_international(wanted, number, begin, end);
    return wanted->bare[0] == '0' && wanted->bare_count > 1 && find_national(wanted, number, begin, end);
}

bool telephone_is_same(const struct telephone *a, const struct telephone *b)
{
    if (a->bare_count == 0 || b->bare_count == 0)
        return false;
    return strcmp(a->bare, b->bare) == 0 || (a->is_international && ends_in(a, b)) ||
           (b->is_international && ends_in(b, a));
}
