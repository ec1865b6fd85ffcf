#include "net/http/curl_library.h"

#include "net/base/memory.h"
#include "net/base/shared_library.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>

/* The functions themselves are defined here, not the macros that check their arguments. */
#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

#ifdef __APPLE__
#define LIBRARY "libcurl.4.dylib"
#else
#define LIBRARY "libcurl.so.4"
#endif

#define NAME_AND_PLACE(name) {"curl_" #name, offsetof(struct curl_library, name)},

static struct curl_library library;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static bool loaded;
static char error[160];

static void load(void)
{
    static const struct shared_function functions[] = {CURL_LIBRARY_FUNCTIONS(NAME_AND_PLACE)};
    const char *why = shared_library_load(LIBRARY, functions, sizeof functions / sizeof *functions, &library);
    if (!why && library.global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        why = LIBRARY " does not start";
    loaded = !why;
    snprintf(error, sizeof error, "%s", why ? why : "");
}

bool curl_library_load(void)
{
    pthread_once(&once, load);
    return loaded;
}

const char *curl_library_error(void)
{
    return error;
}

const struct curl_library *curl_library(void)
{
    if (!curl_library_load())
        die("cannot load libcurl: %s", error);
    return &library;
}

/* The number of an option tells the type of its argument. */
/* NOLINTBEGIN(bugprone-branch-clone): the branches differ in the types that they take */
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...)
{
    va_list arguments;
    CURLcode code;
    va_start(arguments, option);
    if (option < CURLOPTTYPE_OBJECTPOINT)
        code = curl_library()->easy_setopt(easy, option, va_arg(arguments, long));
    else if (option >= CURLOPTTYPE_OFF_T && option < CURLOPTTYPE_BLOB)
        code = curl_library()->easy_setopt(easy, option, va_arg(arguments, curl_off_t));
    else
        code = curl_library()->easy_setopt(easy, option, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...)
{
    va_list arguments;
    va_start(arguments, info);
    CURLcode code = curl_library()->easy_getinfo(easy, info, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}

CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...)
{
    va_list arguments;
    va_start(arguments, option);
    CURLMcode code = (int)option < CURLOPTTYPE_OBJECTPOINT
                         ? curl_library()->multi_setopt(multi, option, va_arg(arguments, long))
                         : curl_library()->multi_setopt(multi, option, va_arg(arguments, void *));
    va_end(arguments);
    return code;
}
/* NOLINTEND(bugprone-branch-clone) */
