#include "tests/server/text.h"

#include "tests/server/must.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *text_reserve(struct text *text, size_t length)
{
    if (text->room - text->length < length) {
        text->room = text->room * 2 + length + 64;
        text->bytes = must_resize(text->bytes, text->room, 1);
    }
    return text->bytes + text->length;
}

void text_add(struct text *text, const void *bytes, size_t length)
{
    if (length == 0)
        return;
    memcpy(text_reserve(text, length), bytes, length);
    text->length += length;
}

void text_puts(struct text *text, const char *string)
{
    text_add(text, string, strlen(string));
}

void text_format(struct text *text, const char *format, ...)
{
    va_list arguments;
    va_list again;

    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length > 0) {
        vsnprintf(text_reserve(text, (size_t)length + 1), (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
}

void text_free(struct text *text)
{
    free(text->bytes);
    *text = (struct text){0};
}
