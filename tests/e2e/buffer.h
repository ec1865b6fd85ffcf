/* Bytes that grow. Out of memory ends the test program. */
#ifndef TESTS_E2E_BUFFER_H
#define TESTS_E2E_BUFFER_H

#include <stddef.h>
#include <stdint.h>

/* Starts as all zeroes. `data` is owned by the buffer and, once not NULL, ends in a NUL that `length` does
 * not count. */
struct buffer {
    char *data;
    size_t length;
    size_t capacity;
};

void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_format(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Empties the buffer and keeps its memory. `data` is a string afterwards, never NULL. */
void buffer_reset(struct buffer *buffer);

/* Drops the first `length` bytes. */
void buffer_consume(struct buffer *buffer, size_t length);

/* Frees the bytes; the buffer can be used again. */
void buffer_clear(struct buffer *buffer);

/* Gives the bytes away as a string that the caller frees (never NULL), and leaves the buffer empty. */
char *buffer_take(struct buffer *buffer);

/* Writes the UTF-8 form of a code point and tells its length; one that has none becomes U+FFFD. */
size_t utf8_encode(uint32_t code_point, char bytes[4]);

/* Reads one character of a string and tells its length; 0 at the end. A byte that is not UTF-8 counts as
 * U+FFFD. */
size_t utf8_decode(const char *text, uint32_t *code_point);

/* calloc and strdup that never answer NULL. */
void *allocate(size_t count, size_t size);
char *copy_text(const char *text);

#endif
