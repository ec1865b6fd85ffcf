/* Loads shared libraries with dlopen when they are first needed: they may be missing, and loading them at start
 * would delay the first screen. */
#ifndef NET_BASE_SHARED_LIBRARY_H
#define NET_BASE_SHARED_LIBRARY_H

#include <stddef.h>

/* A function and the offset in a struct at which its address is stored. */
struct shared_function {
    const char *name;
    size_t place;
};

/* Loads the library `file` and stores the addresses of all functions in the struct `into`. Returns NULL, or the
 * text of dlerror(). The library is never unloaded. */
const char *shared_library_load(const char *file, const struct shared_function *functions, size_t count,
                                void *into);

#endif
