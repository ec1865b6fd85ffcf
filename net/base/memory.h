/* Allocation that never returns NULL; every allocation of the project goes through here. On overflow of a size or
 * out of memory the program ends by `die`. The caller frees with free(). */
#ifndef NET_BASE_MEMORY_H
#define NET_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

void *memory_new(size_t size);                               /* zero-initialised */
void *memory_array(size_t count, size_t size);               /* zero-initialised; count * size is checked */
void *memory_resize(void *block, size_t count, size_t size); /* realloc; new bytes are uninitialised */
char *memory_text(const char *text);                         /* strdup; NULL gives NULL */
char *memory_text_part(const char *text, size_t length);     /* a terminated copy of length bytes */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *memory_format_list(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* Reallocates block, whose capacity is *capacity elements of `size` bytes, to at least `needed` elements by
 * doubling. Returns the block; new elements are uninitialised. */
void *memory_grow(void *block, size_t *capacity, size_t needed, size_t size);

/* Ends the program from any thread: runs the hook, prints "tapedeck: " and the message to stderr, exits with status
 * 4. The hook (NULL: none) restores the terminal. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
void memory_on_die(void (*hook)(void));

#endif
