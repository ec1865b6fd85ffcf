/* Limits for one response, whatever the server sends: the size of its headers, the decompressed size of its body,
 * and the time without a complete entry. */
#ifndef NET_HTTP_HTTP_BOUNDS_H
#define NET_HTTP_HTTP_BOUNDS_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum http_excess {
    HTTP_EXCESS_NONE,
    HTTP_EXCESS_HEAD,    /* more than 256 KiB of headers */
    HTTP_EXCESS_SIZE,    /* the body is larger than 4 GiB */
    HTTP_EXCESS_RATIO,   /* the body decompresses to more than 100 times its size, beyond its first 16 MiB */
    HTTP_EXCESS_WAITING, /* bytes arrive, but no complete entry for too long */
};

/* Plain data. Starts zeroed but for `complete_ns`. */
struct http_bounds {
    uint64_t head;        /* bytes of the headers so far */
    uint64_t body;        /* bytes of the body so far, decompressed */
    uint64_t complete_ns; /* uv_hrtime of the last complete entry, or of the start of waiting for one */
};

/* Account for what has arrived and return the limit that is exceeded, if any. `sent` is a lower bound of the body's
 * size as sent. */
enum http_excess http_bounds_head(struct http_bounds *bounds, size_t length);
enum http_excess http_bounds_body(struct http_bounds *bounds, size_t length, uint64_t sent);
enum http_excess http_bounds_time(const struct http_bounds *bounds, uint64_t now_ns, unsigned limit_s);

/* Fills *failure for an exceeded limit; `limit_s` is the time limit that was used. */
void http_bounds_explain(enum http_excess excess, const char *subject, unsigned limit_s,
                         struct failure *failure);

#endif
