/* Memory that is there or the program ends: every allocation of the project goes through here.
 * Sizes are overflow-checked; out of memory calls the hook set with memory_on_die (which restores
 * the terminal) and exits with a message. */
#ifndef NET_BASE_MEMORY_H
#define NET_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

void *memory_new(size_t size);                               /* zeroed */
void *memory_array(size_t count, size_t size);               /* zeroed, count * size checked */
void *memory_resize(void *block, size_t count, size_t size); /* grown part is not zeroed */
char *memory_text(const char *text);                         /* copy; NULL gives NULL */
char *memory_text_part(const char *text, size_t length);     /* copy of length bytes, terminated */
char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *memory_format_list(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));

/* Grows *block so that it holds at least `needed` elements of `size` bytes; doubles. */
void *memory_grow(void *block, size_t *capacity, size_t needed, size_t size);

/* Ends the program: runs the hook, prints "tapedeck: " and the message, exits with status 4. */
_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));
void memory_on_die(void (*hook)(void));

#endif
