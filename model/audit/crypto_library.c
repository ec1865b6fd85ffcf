#include "model/audit/crypto_library.h"

#include "net/base/shared_library.h"
#include "net/base/translate.h"

#include <pthread.h>

#ifdef __APPLE__
#define LIBRARY "libcrypto.3.dylib"
#else
#define LIBRARY "libcrypto.so.3"
#endif

#define NAME_AND_PLACE(name) {#name, offsetof(struct crypto_library, name)},

static struct crypto_library library;
static const char *missing;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void)
{
    static const struct shared_function functions[] = {CRYPTO_LIBRARY_FUNCTIONS(NAME_AND_PLACE)};
    missing = shared_library_load(LIBRARY, functions, sizeof functions / sizeof *functions, &library);
}

const struct crypto_library *crypto_library(struct failure *failure)
{
    pthread_once(&once, load);
    if (missing)
        failure_set(failure, FAILURE_DISK, tr("install libssl3 (OpenSSL 3)"),
                    tr("no hash can be computed: %s"), missing);
    return missing ? NULL : &library;
}
