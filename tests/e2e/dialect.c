#include "tests/e2e/dialect.h"

#include <string.h>

enum { BELL = 0x07, CANCEL = 0x18, SUBSTITUTE = 0x1A, ESCAPE = 0x1B };

/* What is longer is passed on as it comes. */
enum { LONGEST_SEQUENCE = 1 << 20 };

static size_t parameter_length(const char *text)
{
    return strcspn(text, ";m");
}

/* How many parameters after a 38 or 48 belong to it: `5;n` or `2;r;g;b`. */
static int colour_parameters(const char *following)
{
    if (strncmp(following, "5;", 2) == 0)
        return 2;
    if (strncmp(following, "2;", 2) == 0)
        return 4;
    return 0;
}

/* Writes one parameter of an SGR, in the emulator's words. */
static void translate_parameter(const char *parameter, size_t length, struct buffer *translated)
{
    if (length == 1 && parameter[0] == '2')
        buffer_format(translated, "%d", 10 + DIALECT_FAINT_FONT);
    else if (length == 2 && strncmp(parameter, "22", 2) == 0)
        buffer_text(translated, "22;10");
    else
        buffer_append(translated, parameter, length);
}

/* `parameters` are those of an SGR with its final m. */
static void translate_rendition(const char *parameters, struct buffer *translated)
{
    int literal = 0;
    buffer_text(translated, "\033[");
    for (const char *at = parameters;;) {
        size_t length = parameter_length(at);
        if (literal > 0) {
            buffer_append(translated, at, length);
            literal--;
        } else {
            translate_parameter(at, length, translated);
            if (length == 2 && (strncmp(at, "38", 2) == 0 || strncmp(at, "48", 2) == 0))
                literal = colour_parameters(at[2] == ';' ? at + 3 : "");
        }
        at += length;
        if (*at != ';')
            break;
        buffer_text(translated, ";");
        at++;
    }
    buffer_text(translated, "m");
}

/* The value of a digit of base64; -1 if it is none. */
static int base64_digit(char digit)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = digit ? strchr(digits, digit) : NULL;
    return found ? (int)(found - digits) : -1;
}

/* `text` is what follows `ESC ] 5 2 ;`: the names of clipboards, a semicolon, the content. */
static void take_copy(struct dialect *dialect, const char *text)
{
    const char *at = strchr(text, ';');
    unsigned int bits = 0;
    int count = 0;
    buffer_reset(&dialect->copied);
    for (at = at ? at + 1 : ""; base64_digit(*at) >= 0; at++) {
        bits = (bits << 6 | (unsigned int)base64_digit(*at)) & 0xFFFF;
        count += 6;
        if (count >= 8) {
            count -= 8;
            char byte = (char)(bits >> count);
            buffer_append(&dialect->copied, &byte, 1);
        }
    }
}

/* The pending sequence is complete, or is none: writes it and forgets it. */
static void release(struct dialect *dialect, struct buffer *translated)
{
    const char *text = dialect->pending.data;
    size_t length = dialect->pending.length;
    if (strncmp(text, "\033[?2004", 7) == 0)
        dialect->paste = text[length - 1] == 'h';
    if (strncmp(text, "\033]52;", 5) == 0)
        take_copy(dialect, text + 5);
    if (length > 3 && text[1] == '[' && text[length - 1] == 'm' &&
        strspn(text + 2, "0123456789;:") == length - 3)
        translate_rendition(text + 2, translated);
    else
        buffer_append(translated, text, length);
    buffer_reset(&dialect->pending);
}

/* Whether the pending sequence ends with its last byte. */
static bool is_complete(const struct buffer *pending)
{
    char second = pending->data[1];
    char last = pending->data[pending->length - 1];
    if (last == CANCEL || last == SUBSTITUTE || pending->length > LONGEST_SEQUENCE)
        return true;
    if (second == '[')
        return pending->length > 2 && (last < 0x20 || last > 0x3F);
    if (second != '\0' && strchr("]PX^_", second))
        return pending->length > 2 && (last == BELL || pending->data[pending->length - 2] == ESCAPE);
    return true;
}

void dialect_translate(struct dialect *dialect, const char *bytes, size_t length, struct buffer *translated)
{
    for (size_t i = 0; i < length;) {
        if (dialect->pending.length > 0) {
            buffer_append(&dialect->pending, &bytes[i++], 1);
            if (is_complete(&dialect->pending))
                release(dialect, translated);
            continue;
        }
        const char *escape = memchr(bytes + i, ESCAPE, length - i);
        size_t plain = escape ? (size_t)(escape - (bytes + i)) : length - i;
        buffer_append(translated, bytes + i, plain);
        i += plain;
        if (escape)
            buffer_append(&dialect->pending, &bytes[i++], 1);
    }
}

void dialect_clear(struct dialect *dialect)
{
    buffer_clear(&dialect->pending);
    buffer_clear(&dialect->copied);
}
