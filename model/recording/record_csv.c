#include "model/recording/record_csv.h"

#include "model/recording/record_stream.h"
#include "model/time/timestamp.h"
#include "net/base/unicode.h"
#include "net/base/utf8.h"

#include <stdbool.h>

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Whether a character cannot stand in a CSV file. */
static bool is_unfit(uint32_t character)
{
    bool is_blank = character == '\t' || character == '\r' || character == '\n';
    return character == UNICODE_NONE || (unicode_is_control(character) && !is_blank);
}

/* Whether what stands here, at the beginning of a cell, may be taken for a formula: blanks and quotes before it
 * are passed over by some programs. */
static bool is_formula(const char *text)
{
    text += strspn(text, " \"'");
    return *text && strchr("=+-@\t\r\n", *text);
}

/* Whether some program begins a cell behind this character. */
static bool parts_cells(char character)
{
    return strchr(",;\t\r\n", character) != NULL;
}

/* As many bytes as certainly stand as they are, with or without quotes around them. */
static size_t plain_length(const struct record_style *style, const char *text)
{
    size_t length = 0;
    while (text[length] > '"' && text[length] < 0x7f && text[length] != style->separator)
        length++;
    return length;
}

static bool needs_quotes(const struct record_style *style, const char *text, size_t length)
{
    const char special[] = {style->separator, '"', '\r', '\n', style->has_mark ? '\t' : '"', '\0'};
    return text[strcspn(text, special)] || (length && (*text == ' ' || text[length - 1] == ' '));
}

static void put_escaped(FILE *stream, const struct record_style *style, const char *text, size_t left)
{
    bool begins_cell = true;
    while (left > 0) {
        uint32_t character;
        size_t size = unicode_read(text, left, &character);
        if (style->is_safe && begins_cell && is_formula(text))
            put_character(stream, '\'');
        begins_cell = parts_cells(*text);
        if (is_unfit(character))
            put_string(stream, UTF8_REPLACEMENT);
        else if (*text == '"')
            put_bytes(stream, "\"\"", 2);
        else
            put_bytes(stream, text, size);
        text += size;
        left -= size;
    }
}

static void put_text(FILE *stream, const struct record_style *style, const char *text)
{
    size_t plain = style->is_safe ? 0 : plain_length(style, text);
    if (text[plain] == '\0') {
        put_bytes(stream, text, plain);
        return;
    }
    size_t length = strlen(text);
    bool quoted = needs_quotes(style, text, length);
    if (quoted)
        put_character(stream, '"');
    put_bytes(stream, text, plain);
    put_escaped(stream, style, text + plain, length - plain);
    if (quoted)
        put_character(stream, '"');
}

static void put_time(FILE *stream, const struct record_value *value)
{
    char buffer[TIMESTAMP_TEXT_SIZE];
    put_string(stream, value->is_local ? timestamp_short_text(buffer, value->time, false)
                                       : timestamp_utc_text(buffer, value->time));
}

/* A number has the decimal sign of the style. */
static void put_plain(FILE *stream, const struct record_style *style, const struct record_value *value)
{
    for (const char *at = value->plain; *at; at++)
        put_character(stream, *at == '.' && !value->is_quoted ? style->decimal : *at);
}

void record_csv_put(FILE *stream, const struct record_style *style, const struct record_value *values,
                    size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i)
            put_character(stream, style->separator);
        if (values[i].text)
            put_text(stream, style, values[i].text);
        else if (values[i].time)
            put_time(stream, &values[i]);
        else if (values[i].plain)
            put_plain(stream, style, &values[i]);
    }
    put_bytes(stream, "\r\n", 2);
}

void record_csv_put_names(FILE *stream, const struct record_style *style, const struct record_value *values,
                          size_t count)
{
    if (style->has_mark)
        put_string(stream, BYTE_ORDER_MARK);
    for (size_t i = 0; i < count; i++) {
        if (i)
            put_character(stream, style->separator);
        put_string(stream, values[i].name);
    }
    put_bytes(stream, "\r\n", 2);
}
