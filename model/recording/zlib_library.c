#include "model/recording/zlib_library.h"

#include "net/base/log.h"
#include "net/base/shared_library.h"

#include <pthread.h>
#include <stddef.h>

#ifdef __APPLE__
#define LIBRARY "libz.1.dylib"
#else
#define LIBRARY "libz.so.1"
#endif

#define NAME_AND_PLACE(name) {#name, offsetof(struct zlib_library, name)},

static struct zlib_library library;
static const struct zlib_library *loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    static const struct shared_function functions[] = {ZLIB_LIBRARY_FUNCTIONS(NAME_AND_PLACE)};
    const char *why = shared_library_load(LIBRARY, functions, sizeof functions / sizeof *functions, &library);
    if (why)
        log_line("cannot load zlib: %s", why);
    else
        loaded = &library;
}

const struct zlib_library *zlib_library(void)
{
    pthread_once(&once, load);
    return loaded;
}
