#include "tests/e2e/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void out_of_memory(void)
{
    fputs("tests: out of memory\n", stderr);
    abort();
}

void *allocate(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (!memory)
        out_of_memory();
    return memory;
}

char *copy_text(const char *text)
{
    char *copy = strdup(text);
    if (!copy)
        out_of_memory();
    return copy;
}

/* Makes room for `length` more bytes and the NUL. */
static void reserve(struct buffer *buffer, size_t length)
{
    if (length >= SIZE_MAX / 4 || buffer->length >= SIZE_MAX / 4)
        out_of_memory();
    size_t needed = buffer->length + length + 1;
    if (needed <= buffer->capacity)
        return;
    size_t capacity = needed < 256 ? 256 : needed + needed / 2;
    char *data = realloc(buffer->data, capacity);
    if (!data)
        out_of_memory();
    buffer->data = data;
    buffer->capacity = capacity;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length)
{
    reserve(buffer, length);
    if (length > 0)
        memcpy(buffer->data + buffer->length, bytes, length);
    buffer->length += length;
    buffer->data[buffer->length] = '\0';
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_append(buffer, text, strlen(text));
}

void buffer_format(struct buffer *buffer, const char *format, ...)
{
    va_list arguments;
    char *text = NULL;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        out_of_memory();
    buffer_append(buffer, text, (size_t)length);
    free(text);
}

void buffer_character(struct buffer *buffer, unsigned int code_point)
{
    unsigned char bytes[4];
    size_t length = 0;
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = 0xFFFD;
    if (code_point < 0x80) {
        bytes[length++] = (unsigned char)code_point;
    } else if (code_point < 0x800) {
        bytes[length++] = (unsigned char)(0xC0 | (code_point >> 6));
    } else if (code_point < 0x10000) {
        bytes[length++] = (unsigned char)(0xE0 | (code_point >> 12));
        bytes[length++] = (unsigned char)(0x80 | ((code_point >> 6) & 0x3F));
    } else {
        bytes[length++] = (unsigned char)(0xF0 | (code_point >> 18));
        bytes[length++] = (unsigned char)(0x80 | ((code_point >> 12) & 0x3F));
        bytes[length++] = (unsigned char)(0x80 | ((code_point >> 6) & 0x3F));
    }
    if (code_point >= 0x80)
        bytes[length++] = (unsigned char)(0x80 | (code_point & 0x3F));
    buffer_append(buffer, bytes, length);
}

void buffer_reset(struct buffer *buffer)
{
    reserve(buffer, 0);
    buffer->length = 0;
    buffer->data[0] = '\0';
}

void buffer_consume(struct buffer *buffer, size_t length)
{
    if (length == 0)
        return;
    if (length > buffer->length)
        length = buffer->length;
    memmove(buffer->data, buffer->data + length, buffer->length - length + 1);
    buffer->length -= length;
}

void buffer_clear(struct buffer *buffer)
{
    free(buffer->data);
    *buffer = (struct buffer){0};
}

char *buffer_take(struct buffer *buffer)
{
    reserve(buffer, 0);
    buffer->data[buffer->length] = '\0';
    char *text = buffer->data;
    *buffer = (struct buffer){0};
    return text;
}
