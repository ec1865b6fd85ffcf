/* Libraries that are loaded when they are needed, as they take longer to load than a program may to start, or
 * may be missing. */
#ifndef NET_BASE_SHARED_LIBRARY_H
#define NET_BASE_SHARED_LIBRARY_H

#include <stddef.h>

/* A function, and where in a struct its address is put. */
struct shared_function {
    const char *name;
    size_t place;
};

/* Loads `file` and finds all of the functions. NULL, or why that failed: a text of the system's. */
const char *shared_library_load(const char *file, const struct shared_function *functions, size_t count,
                                void *into);

#endif
