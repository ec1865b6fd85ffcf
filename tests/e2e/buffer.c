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

size_t utf8_encode(uint32_t code_point, char bytes[4])
{
    static const unsigned char leads[] = {0x00, 0x00, 0xC0, 0xE0, 0xF0};
    size_t length = 1;
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = 0xFFFD;
    if (code_point >= 0x80)
        length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    bytes[0] = (char)(leads[length] | code_point);
    return length;
}

size_t utf8_decode(const char *text, uint32_t *code_point)
{
    const unsigned char *bytes = (const unsigned char *)text;
    *code_point = bytes[0];
    if (bytes[0] < 0x80)
        return bytes[0] != 0;
    size_t length = bytes[0] >= 0xF0 ? 4 : bytes[0] >= 0xE0 ? 3 : 2;
    uint32_t value = bytes[0] & (0x7FU >> length);
    for (size_t i = 1; i < length; i++) {
        if (bytes[0] < 0xC2 || bytes[0] > 0xF4 || (bytes[i] & 0xC0) != 0x80) {
            *code_point = 0xFFFD;
            return 1;
        }
        value = value << 6 | (bytes[i] & 0x3FU);
    }
    *code_point = value;
    return length;
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
