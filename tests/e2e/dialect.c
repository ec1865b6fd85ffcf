#include "tests/e2e/dialect.h"

#include <stdbool.h>
#include <string.h>

enum { ESCAPE = 0x1B };

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

/* The pending sequence is complete, or is none: writes it and forgets it. */
static void release(struct dialect *dialect, struct buffer *translated)
{
    size_t length = dialect->length;
    dialect->pending[length] = '\0';
    dialect->length = 0;
    if (length > 3 && dialect->pending[1] == '[' && dialect->pending[length - 1] == 'm' &&
        strspn(dialect->pending + 2, "0123456789;:") == length - 3)
        translate_rendition(dialect->pending + 2, translated);
    else
        buffer_append(translated, dialect->pending, length);
}

/* Takes one byte of a pending sequence. */
static void collect(struct dialect *dialect, char byte, struct buffer *translated)
{
    dialect->pending[dialect->length++] = byte;
    if (dialect->length == 2 && byte == '[')
        return;
    bool parameter = byte >= 0x20 && byte <= 0x3F;
    if (dialect->length == 2 || !parameter || dialect->length == sizeof(dialect->pending) - 1)
        release(dialect, translated);
}

void dialect_translate(struct dialect *dialect, const char *bytes, size_t length, struct buffer *translated)
{
    for (size_t i = 0; i < length;) {
        if (dialect->length > 0) {
            collect(dialect, bytes[i++], translated);
            continue;
        }
        const char *escape = memchr(bytes + i, ESCAPE, length - i);
        size_t plain = escape ? (size_t)(escape - (bytes + i)) : length - i;
        buffer_append(translated, bytes + i, plain);
        i += plain;
        if (escape) {
            dialect->pending[dialect->length++] = ESCAPE;
            i++;
        }
    }
}
