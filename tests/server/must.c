#include "tests/server/must.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void must_die(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    fputs("demo-server: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(2);
}

void *must_alloc(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);

    if (memory == NULL)
        must_die("out of memory (%zu times %zu bytes)", count, size);
    return memory;
}

void *must_resize(void *memory, size_t count, size_t size)
{
    void *resized = NULL;

    if (size > 0 && count <= SIZE_MAX / size)
        resized = realloc(memory, count > 0 ? count * size : 1);
    if (resized == NULL)
        must_die("out of memory (%zu times %zu bytes)", count, size);
    return resized;
}

char *must_copy(const char *string)
{
    size_t size = strlen(string) + 1;

    return memcpy(must_alloc(size, 1), string, size);
}
