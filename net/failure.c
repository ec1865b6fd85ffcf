#include "net/failure.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum failure_kind failure_set(struct failure *failure, enum failure_kind kind, const char *advice,
                              const char *format, ...)
{
    memset(failure, 0, sizeof *failure);
    failure->kind = kind;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure->what, sizeof failure->what, format, arguments);
    va_end(arguments);
    snprintf(failure->advice, sizeof failure->advice, "%s", advice);
    return kind;
}

const char *failure_quote(char *buffer, unsigned long size, const char *text)
{
    static const char ellipsis[] = "…";
    size_t used = 0;
    for (const unsigned char *byte = (const unsigned char *)text; *byte; byte++) {
        char piece[5];
        bool plain = *byte >= 0x20 && *byte < 0x7f;
        int length = plain ? snprintf(piece, sizeof piece, "%c", *byte)
                           : snprintf(piece, sizeof piece, "\\x%02x", *byte);
        if (used + (size_t)length + sizeof ellipsis > size) {
            memcpy(buffer + used, ellipsis, sizeof ellipsis);
            return buffer;
        }
        memcpy(buffer + used, piece, (size_t)length);
        used += (size_t)length;
    }
    buffer[used] = '\0';
    return buffer;
}
