#include "net/base/failure.h"

#include "net/base/memory.h"
#include "net/base/translate.h"
#include "net/base/unicode.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FAILURE_PIECE = 4 * 4 + 1 };

size_t failure_fit(const char *text, size_t size)
{
    size_t length = strnlen(text, size);
    if (length < size)
        return length;
    length = size - 1;
    while (length && ((unsigned char)text[length] & 0xc0) == 0x80)
        length--;
    return length;
}

/* Copies what fits, without control characters. */
static void copy_clean(char *buffer, size_t size, const char *text)
{
    size_t length = failure_fit(text, size);
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)text[i];
        buffer[i] = byte < 0x20 || byte == 0x7f ? '?' : text[i];
    }
    buffer[length] = '\0';
}

__attribute__((format(printf, 4, 0))) static void set(struct failure *failure, enum failure_kind kind,
                                                      const char *advice, const char *format,
                                                      va_list arguments)
{
    char what[sizeof failure->what + 4]; /* longer, so that copy_clean sees where a character is cut */
    memset(failure, 0, sizeof *failure);
    failure->kind = kind;
    vsnprintf(what, sizeof what, format, arguments);
    copy_clean(failure->what, sizeof failure->what, what);
    copy_clean(failure->advice, sizeof failure->advice, tr(advice)); /* of a table, or translated already */
}

bool failure_set(struct failure *failure, enum failure_kind kind, const char *advice, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set(failure, kind, advice, format, arguments);
    va_end(arguments);
    return false;
}

bool failure_set_disk(struct failure *failure, const char *advice, const char *format, ...)
{
    bool is_full = errno == ENOSPC || errno == EDQUOT;
    va_list arguments;
    va_start(arguments, format);
    set(failure, is_full ? FAILURE_FULL : FAILURE_DISK, is_full ? N_("make room there") : advice, format,
        arguments);
    va_end(arguments);
    return false;
}

/* One character as it is quoted, at the most 4 bytes of text or 4 for each of them. Returns how many of text
 * it takes. */
static size_t quote_one(char piece[FAILURE_PIECE], const char *text, size_t length)
{
    uint32_t character;
    size_t size = unicode_read(text, length, &character);
    if (unicode_is_printable(character)) {
        memcpy(piece, text, size);
        piece[size] = '\0';
        return size;
    }
    for (size_t i = 0; i < size; i++)
        snprintf(piece + 4 * i, FAILURE_PIECE - 4 * i, "\\x%02x", (unsigned char)text[i]);
    return size;
}

const char *failure_quote(char *buffer, unsigned long size, const char *text)
{
    static const char ellipsis[] = "…";
    size_t used = 0;
    for (size_t left = strlen(text); left;) {
        char piece[FAILURE_PIECE];
        size_t taken = quote_one(piece, text, left), length = strlen(piece);
        if (used + length + sizeof ellipsis > size) {
            memcpy(buffer + used, ellipsis, sizeof ellipsis);
            return buffer;
        }
        memcpy(buffer + used, piece, length);
        used += length;
        text += taken;
        left -= taken;
    }
    buffer[used] = '\0';
    return buffer;
}

char *failure_text(const struct failure *failure)
{
    return memory_format("%s%s%s", failure->what, failure->advice[0] ? "; " : "", failure->advice);
}
