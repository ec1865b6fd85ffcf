#include "model/audio/mpg123_library.h"

#include "net/base/log.h"
#include "net/base/shared_library.h"

#include <pthread.h>

#ifdef __APPLE__
#define LIBRARY "libmpg123.0.dylib"
#else
#define LIBRARY "libmpg123.so.0"
#endif

#define NAME_AND_PLACE(name) {"mpg123_" #name, offsetof(struct mpg123_library, name)},

static struct mpg123_library library;
static const struct mpg123_library *loaded;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    static const struct shared_function functions[] = {MPG123_LIBRARY_FUNCTIONS(NAME_AND_PLACE)};
    const char *why = shared_library_load(LIBRARY, functions, sizeof functions / sizeof *functions, &library);
    if (!why && library.init() != MPG123_OK)
        why = LIBRARY " does not start";
    if (why)
        log_line("cannot load libmpg123: %s", why);
    else
        loaded = &library;
}

const struct mpg123_library *mpg123_library(void)
{
    pthread_once(&once, load);
    return loaded;
}
