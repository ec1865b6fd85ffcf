#include "tui/draw/text.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/base/unicode.h"

#include <inttypes.h>
#include <langinfo.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <wchar.h>

enum { REPLACEMENT = 0xFFFD, CONTROL_PICTURES = 0x2400, DELETE_PICTURE = 0x2421, UTF8_MOST = 4 /* bytes */ };

bool text_is_unicode(void)
{
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

/* The next code point, past which *text moves; 0 at the end. */
static uint32_t decode(const char **text)
{
    uint32_t point;
    if (**text == '\0')
        return 0;
    *text += unicode_read(*text, strnlen(*text, UTF8_MOST), &point);
    return point == UNICODE_NONE ? REPLACEMENT : point;
}

static bool is_between(uint32_t point, uint32_t first, uint32_t last)
{
    return point >= first && point <= last;
}

/* Without a width of their own or with one that terminals disagree on, and nothing is lost without them. */
static bool is_left_out(uint32_t point)
{
    return point == 0x00AD || is_between(point, 0x200B, 0x200D) || point == 0x2060 || point == 0xFEFF ||
           is_between(point, 0xFE00, 0xFE0F) || is_between(point, 0xE0000, 0xE01EF);
}

static bool is_unsafe(uint32_t point)
{
    return is_between(point, 0x80, 0x9F) || point == 0x061C || is_between(point, 0x200E, 0x200F) ||
           is_between(point, 0x2028, 0x202E) || is_between(point, 0x2061, 0x206F) ||
           is_between(point, 0xFFF9, 0xFFFB);
}

/* What stands for our own signs, and for server text, where the locale has no UTF-8. */
static uint32_t ascii_likeness(uint32_t point)
{
    static const struct {
        uint32_t point;
        char likeness;
    } table[] = {
        {0x2026, '~'}, {0x2013, '-'}, {0x2014, '-'},  {0x00B7, '-'},  {0x2500, '-'}, {0x2502, '|'},
        {0x252C, '+'}, {0x251C, '+'}, {0x2524, '+'},  {0x2534, '+'},  {0x253C, '+'}, {0x250C, '+'},
        {0x2510, '+'}, {0x2514, '+'}, {0x2518, '+'},  {0x25B8, '>'},  {0x25CF, '*'}, {0x25D0, '+'},
        {0x25CB, 'o'}, {0x2191, '^'}, {0x2193, 'v'},  {0x2190, '<'},  {0x2192, '>'}, {0x00D7, 'x'},
        {0x201C, '"'}, {0x201D, '"'}, {0x2018, '\''}, {0x2019, '\''}, {0x25B4, '^'}, {0x25BE, 'v'},
        {0x21BB, '@'}, {0x00A0, ' '}, {0x22EE, ':'},  {0x2501, '='},  {0x2504, '.'}, {0x2581, '.'},
        {0x2582, ':'}, {0x2583, '-'}, {0x2584, '='},  {0x2585, '+'},  {0x2586, '*'}, {0x2587, '#'},
        {0x2588, '@'}, {0x266A, '>'},
    };
    for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
        if (table[i].point == point)
            return (uint32_t)(unsigned char)table[i].likeness;
    return '?';
}

uint32_t text_next(const char **text)
{
    uint32_t point = decode(text);
    while (point != 0 && is_left_out(point))
        point = decode(text);
    if (point == 0 || is_between(point, 0x20, 0x7E))
        return point;
    if (!text_is_unicode())
        return point < 0x20 || point == 0x7F ? '?' : ascii_likeness(point);
    if (point < 0x20)
        return CONTROL_PICTURES + point;
    if (point == 0x7F)
        return DELETE_PICTURE;
    if (is_unsafe(point) || wcwidth((wchar_t)point) < 0)
        return REPLACEMENT;
    return point;
}

unsigned text_columns(uint32_t character)
{
    if (is_between(character, 0x20, 0x7E))
        return 1;
    int columns = wcwidth((wchar_t)character);
    return columns < 0 ? 1 : (unsigned)columns;
}

unsigned text_width(const char *text)
{
    unsigned width = 0;
    for (uint32_t character = text_next(&text); character != 0; character = text_next(&text))
        width += text_columns(character);
    return width;
}

/* The sign that says that something was cut. */
static uint32_t cut_sign(void)
{
    return text_is_unicode() ? 0x2026 : '~';
}

const char *text_fit(char *buffer, size_t size, const char *text, unsigned columns)
{
    size_t length = 0, kept = 0; /* kept: where the sign for a cut would stand */
    unsigned width = 0;
    if (size == 0)
        return buffer;
    bool cut = false;
    for (const char *at = text == NULL ? "" : text;;) {
        char bytes[4];
        uint32_t character = text_next(&at);
        if (character == 0)
            break;
        size_t bytes_length = unicode_write(bytes, character);
        width += text_columns(character);
        cut = width > columns || length + bytes_length + 1 > size;
        if (cut)
            break;
        memcpy(buffer + length, bytes, bytes_length);
        length += bytes_length;
        if (width < columns && length + 4 <= size)
            kept = length;
    }
    if (cut) {
        length = kept;
        if (columns > 0 && length + 4 <= size)
            length += unicode_write(buffer + length, cut_sign());
    }
    buffer[length] = '\0';
    return buffer;
}

const char *text_escape(char *buffer, size_t size, const char *text)
{
    return text_fit(buffer, size, text, UINT32_MAX);
}

/* A byte becomes one replacement character of three bytes at most. */
char *text_escaped(const char *text)
{
    size_t size = 3 * strlen(text) + 1;
    char *copy = memory_new(size);
    text_escape(copy, size, text);
    return copy;
}

/* A character of which only the beginning is there, at the end of a text. */
static void drop_cut(char *text)
{
    uint32_t last = 0;
    for (size_t at = 0, length = strlen(text), taken; at < length; at += taken) {
        taken = unicode_read(text + at, length - at, &last);
        if (last == UNICODE_NONE && at + taken == length)
            text[at] = '\0';
    }
}

void text_append(char *buffer, size_t size, const char *format, ...)
{
    size_t used = strlen(buffer), room = size - used;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer + used, room, format, arguments);
    va_end(arguments);
    if (length >= 0 && (size_t)length >= room)
        drop_cut(buffer + used);
}

size_t text_line(const char *text, unsigned columns, size_t *skip)
{
    unsigned width = 0;
    const char *blank = NULL;
    *skip = 0;
    for (const char *at = text;;) {
        const char *before = at;
        uint32_t character = text_next(&at);
        if (character == 0)
            return (size_t)(before - text);
        if (character == ' ')
            blank = before;
        width += text_columns(character);
        if (width <= columns)
            continue;
        if (blank == NULL || blank == text)
            return before == text ? (size_t)(at - text) : (size_t)(before - text);
        *skip = strspn(blank, " ");
        return (size_t)(blank - text);
    }
}

const char *text_bar(unsigned eighths)
{
    static const char *const bars[TEXT_BARS + 1] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    return bars[eighths];
}

/* What stands between thousands, and before a fraction: the sign in the example. */
static char sign_of(const char *example)
{
    return example[strspn(example, "0123456789")];
}

const char *text_number(char buffer[TEXT_NUMBER_SIZE], uint64_t number)
{
    char digits[TEXT_NUMBER_SIZE], separator = sign_of(tr("1,234"));
    int length = snprintf(digits, sizeof(digits), "%" PRIu64, number);
    size_t at = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            buffer[at++] = separator;
        buffer[at++] = digits[i];
    }
    buffer[at] = '\0';
    return buffer;
}

const char *text_decimal(char buffer[TEXT_NUMBER_SIZE], double number)
{
    snprintf(buffer, TEXT_NUMBER_SIZE, "%.1f", number);
    buffer[strspn(buffer, "-0123456789")] = sign_of(tr("1.5"));
    return buffer;
}

const char *text_bytes(char buffer[TEXT_NUMBER_SIZE], uint64_t bytes)
{
    static const char *const units[] = {"kB", "MB", "GB", "TB"};
    char text[TEXT_NUMBER_SIZE];
    size_t unit = 0;
    double number = (double)bytes / 1000;
    if (bytes < 1000) {
        snprintf(buffer, TEXT_NUMBER_SIZE, tr_count("%d byte", "%d bytes", bytes), (int)bytes);
        return buffer;
    }
    for (; number >= 999.5 && unit + 1 < sizeof(units) / sizeof(units[0]); unit++)
        number /= 1000;
    if (number < 9.95)
        text_decimal(text, number);
    else
        snprintf(text, sizeof(text), "%.0f", number);
    snprintf(buffer, TEXT_NUMBER_SIZE, "%.20s %s", text, units[unit]);
    return buffer;
}

const char *text_form(char *buffer, size_t size, const char *form, const char *text)
{
    const char *place = strstr(form, "%s");
    if (place == NULL)
        snprintf(buffer, size, "%s", form);
    else
        snprintf(buffer, size, "%.*s%s%s", (int)(place - form), form, text, place + 2);
    return buffer;
}

const char *text_form_number(char *buffer, size_t size, const char *form, uint64_t number)
{
    char text[TEXT_NUMBER_SIZE];
    return text_form(buffer, size, form, text_number(text, number));
}

const char *text_count(char *buffer, size_t size, uint64_t number, const char *one, const char *many)
{
    return text_form_number(buffer, size, tr_count(one, many, number), number);
}
