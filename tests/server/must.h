/* Memory that is there: an allocation that fails ends the program with a message. */
#ifndef TESTS_SERVER_MUST_H
#define TESTS_SERVER_MUST_H

#include <stddef.h>

/* Says why on stderr and exits with status 2. */
void must_die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));

/* Zeroed; the caller frees it. */
void *must_alloc(size_t count, size_t size);
void *must_resize(void *memory, size_t count, size_t size);
char *must_copy(const char *string);

#endif
