#include "net/base/shared_library.h"

#include <dlfcn.h>
#include <string.h>

const char *shared_library_load(const char *file, const struct shared_function *functions, size_t count,
                                void *into)
{
    void *library = dlopen(file, RTLD_LAZY | RTLD_LOCAL);
    for (size_t i = 0; library && i < count; i++) {
        void *function = dlsym(library, functions[i].name);
        if (!function)
            return dlerror();
        memcpy((char *)into + functions[i].place, &function, sizeof function);
    }
    return library ? NULL : dlerror();
}
