#include "model/bundle/zip_library.h"

#include "net/base/shared_library.h"
#include "net/base/translate.h"

#include <pthread.h>

#ifdef __APPLE__
#define LIBRARY "libzip.5.dylib"
#else
#define LIBRARY "libzip.so.4"
#endif
#define NEWER_LIBRARY "libzip.so.5" /* has the same functions */

#define NAME_AND_PLACE(name) {"zip_" #name, offsetof(struct zip_library, name)},

static struct zip_library library;
static const char *missing;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    static const struct shared_function functions[] = {ZIP_LIBRARY_FUNCTIONS(NAME_AND_PLACE)};
    const size_t count = sizeof functions / sizeof *functions;
    missing = shared_library_load(LIBRARY, functions, count, &library);
    if (missing)
        missing = shared_library_load(NEWER_LIBRARY, functions, count, &library);
}

const struct zip_library *zip_library(struct failure *failure)
{
    pthread_once(&once, load);
    if (missing)
        failure_set(failure, FAILURE_DISK, tr("install libzip"), tr("no zip can be written or read: %s"),
                    missing);
    return missing ? NULL : &library;
}
