/* A text that grows as it is added to. */
#ifndef TESTS_SERVER_TEXT_H
#define TESTS_SERVER_TEXT_H

#include <stddef.h>

/* Empty when zeroed. `bytes` is no C string: it ends at `length`. */
struct text {
    char *bytes;
    size_t length;
    size_t room;
};

void text_add(struct text *text, const void *bytes, size_t length);
void text_puts(struct text *text, const char *string);
void text_format(struct text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Returns where at least `length` bytes may be written; the writer then adds to `length` itself. */
char *text_reserve(struct text *text, size_t length);
void text_free(struct text *text);

#endif
