#include "net/base/unicode.h"

/* How many bytes follow a first byte, its bits that count, and the bounds of the second (which exclude
 * overlong forms, surrogates and what lies above U+10FFFF). */
struct lead {
    unsigned char following, bits, low, high;
};

struct range {
    uint32_t first, last;
};

static struct lead lead_of(unsigned char byte)
{
    if (byte >= 0xc2 && byte <= 0xdf)
        return (struct lead){1, 0x1f, 0x80, 0xbf};
    if (byte >= 0xe0 && byte <= 0xef)
        return (struct lead){2, 0x0f, byte == 0xe0 ? 0xa0 : 0x80, byte == 0xed ? 0x9f : 0xbf};
    if (byte >= 0xf0 && byte <= 0xf4)
        return (struct lead){3, 0x07, byte == 0xf0 ? 0x90 : 0x80, byte == 0xf4 ? 0x8f : 0xbf};
    return (struct lead){0, 0, 0, 0};
}

size_t unicode_read_long(const char *text, size_t length, uint32_t *character)
{
    const unsigned char *bytes = (const unsigned char *)text;
    *character = UNICODE_NONE;
    if (length == 0)
        return 0;
    struct lead lead = lead_of(bytes[0]);
    uint32_t value = bytes[0] & lead.bits;
    size_t at = 1;
    while (at < length && at <= lead.following && bytes[at] >= lead.low && bytes[at] <= lead.high) {
        value = value << 6 | (bytes[at++] & 0x3fU);
        lead.low = 0x80;
        lead.high = 0xbf;
    }
    if (lead.following && at == (size_t)lead.following + 1)
        *character = value;
    return at;
}

/* Ranges are in ascending order. */
static bool is_among(uint32_t character, const struct range *ranges, size_t count)
{
    size_t i = 0;
    while (i < count && ranges[i].last < character)
        i++;
    return i < count && ranges[i].first <= character;
}

size_t unicode_write(char bytes[4], uint32_t character)
{
    if (character < 0x80) {
        bytes[0] = (char)character;
        return 1;
    }
    size_t length = character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--, character >>= 6)
        bytes[i] = (char)(0x80 | (character & 0x3f));
    bytes[0] = (char)((0xf00 >> length & 0xff) | character);
    return length;
}

#define IS_AMONG(character, ranges) is_among(character, ranges, sizeof(ranges) / sizeof *(ranges))

bool unicode_is_blank(uint32_t character)
{
    static const struct range blanks[] = {
        {0x09, 0x0d},     {0x20, 0x20},     {0x85, 0x85},     {0xa0, 0xa0},
        {0x1680, 0x1680}, {0x180e, 0x180e}, {0x2000, 0x200f}, {0x2028, 0x202f},
        {0x205f, 0x2064}, {0x2066, 0x2069}, {0x3000, 0x3000}, {0xfeff, 0xfeff},
    };
    return IS_AMONG(character, blanks);
}

bool unicode_is_dash(uint32_t character)
{
    static const struct range dashes[] = {
        {'-', '-'},       {0xad, 0xad},     {0x058a, 0x058a}, {0x05be, 0x05be}, {0x1806, 0x1806},
        {0x2010, 0x2015}, {0x2043, 0x2043}, {0x2053, 0x2053}, {0x207b, 0x207b}, {0x208b, 0x208b},
        {0x2212, 0x2212}, {0x2e3a, 0x2e3b}, {0x301c, 0x301c}, {0x30fb, 0x30fc}, {0xfe58, 0xfe58},
        {0xfe63, 0xfe63}, {0xff0d, 0xff0d},
    };
    return IS_AMONG(character, dashes);
}

bool unicode_is_quotation_mark(uint32_t character)
{
    static const struct range marks[] = {
        {'"', '"'}, {0xab, 0xab}, {0xbb, 0xbb}, {0x201c, 0x201f}, {0xff02, 0xff02}};
    return IS_AMONG(character, marks);
}

bool unicode_is_control(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

bool unicode_is_printable(uint32_t character)
{
    static const struct range others[] = {
        {0x00, 0x1f},       {0x7f, 0xa0},        {0xad, 0xad},
        {0x061c, 0x061c},   {0x1680, 0x1680},    {0x180b, 0x180f},
        {0x2000, 0x200f},   {0x2028, 0x202f},    {0x205f, 0x206f},
        {0x3000, 0x3000},   {0xd800, 0xf8ff},    {0xfe00, 0xfe0f},
        {0xfeff, 0xfeff},   {0xfff0, 0xfffb},    {0xfffe, 0xffff},
        {0xe0000, 0xe0fff}, {0xf0000, 0x10ffff}, {UNICODE_NONE, UNICODE_NONE},
    };
    return !IS_AMONG(character, others);
}

bool unicode_is_alphanumeric(uint32_t character)
{
    static const struct range letters[] = {
        {'0', '9'},       {'A', 'Z'},       {'a', 'z'},       {0xaa, 0xaa},     {0xb2, 0xb3},
        {0xb5, 0xb5},     {0xb9, 0xba},     {0xbc, 0xbe},     {0xc0, 0xd6},     {0xd8, 0xf6},
        {0xf8, 0x1fff},   {0x2070, 0x209f}, {0x2100, 0x218f}, {0x2c00, 0x2dff}, {0x2e80, 0x2fff},
        {0x3005, 0x3007}, {0x3021, 0xfe0f}, {0xfe20, 0xfe2f}, {0xfe70, 0xff0c}, {0xff10, 0x10ffff},
    };
    return IS_AMONG(character, letters) && !unicode_is_dash(character) && !unicode_is_blank(character);
}
