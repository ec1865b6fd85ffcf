#include "model/recording/record_json.h"

#include "model/recording/record_stream.h"
#include "model/time/timestamp.h"
#include "net/base/unicode.h"
#include "net/base/utf8.h"

#include <stdbool.h>

static void put_escape(FILE *stream, uint32_t character)
{
    static const char short_forms[] = "\bb\ff\nn\rr\tt\"\"\\\\";
    for (const char *form = short_forms; *form; form += 2) {
        if ((unsigned char)*form == character) {
            put_character(stream, '\\');
            put_character(stream, form[1]);
            return;
        }
    }
    if (character > 0xffff) {
        fprintf(stream, "\\u%04x", 0xd7c0 + (character >> 10)); /* RFC 8259, 7: a pair of surrogates */
        character = 0xdc00 + (character & 0x3ff);
    }
    fprintf(stream, "\\u%04x", character);
}

/* As many bytes as certainly need no escape. */
static size_t plain_length(const char *text)
{
    size_t length = 0;
    while (text[length] >= ' ' && text[length] < 0x7f && text[length] != '"' && text[length] != '\\')
        length++;
    return length;
}

/* A character, escaped where a terminal might do anything but show it; returns its length. */
static size_t put_other(FILE *stream, const char *text, size_t left)
{
    uint32_t character;
    size_t size = unicode_read(text, left, &character);
    if (character == UNICODE_NONE)
        put_string(stream, UTF8_REPLACEMENT);
    else if (!unicode_is_printable(character) || character == '"' || character == '\\')
        put_escape(stream, character);
    else
        put_bytes(stream, text, size);
    return size;
}

static void put_text(FILE *stream, const char *text)
{
    put_character(stream, '"');
    for (size_t left = strlen(text); left;) {
        size_t length = plain_length(text);
        put_bytes(stream, text, length);
        if (length < left)
            length += put_other(stream, text + length, left - length);
        text += length;
        left -= length;
    }
    put_character(stream, '"');
}

static void put_value(FILE *stream, const struct record_value *value)
{
    char buffer[TIMESTAMP_TEXT_SIZE];
    const char *plain = value->plain;
    if (value->time)
        plain = value->is_local ? timestamp_short_text(buffer, value->time, false)
                                : timestamp_utc_text(buffer, value->time);
    bool is_quoted = value->time || value->is_quoted;
    if (value->text) {
        put_text(stream, value->text);
        return;
    }
    if (plain && is_quoted)
        put_character(stream, '"');
    put_string(stream, plain ? plain : "null");
    if (plain && is_quoted)
        put_character(stream, '"');
}

void record_json_put(FILE *stream, const struct record_value *values, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        put_character(stream, i ? ',' : '{');
        put_character(stream, '"');
        put_string(stream, values[i].name);
        put_bytes(stream, "\":", 2);
        put_value(stream, &values[i]);
    }
    put_character(stream, '}');
}
