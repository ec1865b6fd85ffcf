/* libcurl, loaded with dlopen for the first request: loading it with its forty dependencies takes longer than
 * opening an archive and showing its first page. Include this instead of curl's own header; the program is not
 * linked against libcurl. */
#ifndef NET_HTTP_CURL_LIBRARY_H
#define NET_HTTP_CURL_LIBRARY_H

#include <curl/curl.h>
#include <stdbool.h>

/* The functions that are used, without the prefix curl_. */
#define CURL_LIBRARY_FUNCTIONS(each)                                                                         \
    each(global_init) each(getdate) each(free) each(slist_append) each(slist_free_all) each(easy_init)       \
        each(easy_cleanup) each(easy_setopt) each(easy_getinfo) each(easy_header) each(easy_pause)           \
            each(easy_strerror) each(multi_init) each(multi_cleanup) each(multi_setopt)                      \
                each(multi_add_handle) each(multi_remove_handle) each(multi_assign) each(multi_info_read)    \
                    each(multi_socket_action) each(multi_strerror) each(url) each(url_cleanup) each(url_get) \
                        each(url_set)

#define CURL_LIBRARY_MEMBER(name) __typeof__(curl_##name) *(name);

struct curl_library {
    CURL_LIBRARY_FUNCTIONS(CURL_LIBRARY_MEMBER)
};

/* Loads and initialises it once; thread-safe. False if it cannot be loaded. */
bool curl_library_load(void);

/* Why it could not be loaded; valid for the life of the program. */
const char *curl_library_error(void);

/* The library; ends the program if it cannot be loaded. */
const struct curl_library *curl_library(void);

/* The functions with variable arguments are missing here: curl's type-checking macros need their own names, which
 * are defined beside curl_library. */
#define curl_getdate (curl_library()->getdate)
#define curl_free (curl_library()->free)
#define curl_slist_append (curl_library()->slist_append)
#define curl_slist_free_all (curl_library()->slist_free_all)
#define curl_easy_init (curl_library()->easy_init)
#define curl_easy_cleanup (curl_library()->easy_cleanup)
#define curl_easy_header (curl_library()->easy_header)
#define curl_easy_pause (curl_library()->easy_pause)
#define curl_easy_strerror (curl_library()->easy_strerror)
#define curl_multi_init (curl_library()->multi_init)
#define curl_multi_cleanup (curl_library()->multi_cleanup)
#define curl_multi_add_handle (curl_library()->multi_add_handle)
#define curl_multi_remove_handle (curl_library()->multi_remove_handle)
#define curl_multi_assign (curl_library()->multi_assign)
#define curl_multi_info_read (curl_library()->multi_info_read)
#define curl_multi_socket_action (curl_library()->multi_socket_action)
#define curl_multi_strerror (curl_library()->multi_strerror)
#define curl_url (curl_library()->url)
#define curl_url_cleanup (curl_library()->url_cleanup)
#define curl_url_get (curl_library()->url_get)
#define curl_url_set (curl_library()->url_set)

#endif
