#include "net/base/memory.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*die_hook)(void);

void memory_on_die(void (*hook)(void))
{
    die_hook = hook;
}

_Noreturn void die(const char *format, ...)
{
    if (die_hook)
        die_hook();
    va_list arguments;
    va_start(arguments, format);
    fputs("tapedeck: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    _Exit(4);
}

void *memory_array(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size ? size : 1);
    if (!block)
        die("out of memory (%zu × %zu bytes)", count, size);
    return block;
}

void *memory_new(size_t size)
{
    return memory_array(1, size);
}

void *memory_resize(void *block, size_t count, size_t size)
{
    if (!count || !size)
        count = size = 1;
    if (count > SIZE_MAX / size)
        die("out of memory (%zu × %zu bytes)", count, size);
    void *resized = realloc(block, count * size);
    if (!resized)
        die("out of memory (%zu × %zu bytes)", count, size);
    return resized;
}

void *memory_grow(void *block, size_t *capacity, size_t needed, size_t size)
{
    if (needed <= *capacity)
        return block;
    size_t grown = *capacity ? *capacity : 16;
    while (grown < needed) {
        if (grown > SIZE_MAX / 2)
            die("out of memory (%zu elements)", needed);
        grown *= 2;
    }
    block = memory_resize(block, grown, size);
    *capacity = grown;
    return block;
}

char *memory_text_part(const char *text, size_t length)
{
    char *copy = memory_new(length + 1);
    memcpy(copy, text, length);
    return copy;
}

char *memory_text(const char *text)
{
    return text ? memory_text_part(text, strlen(text)) : NULL;
}

char *memory_format_list(const char *format, va_list arguments)
{
    char *text = NULL;
    if (vasprintf(&text, format, arguments) < 0)
        die("out of memory (formatting text)");
    return text;
}

char *memory_format(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = memory_format_list(format, arguments);
    va_end(arguments);
    return text;
}
