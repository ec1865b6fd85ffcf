/* What one answer may cost, whatever the server sends: bytes of its head, what its body unfolds to, and the
 * time in which nothing becomes complete. */
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
    HTTP_EXCESS_RATIO,   /* the body unfolds to more than 100 times what was sent, beyond its first 16 MiB */
    HTTP_EXCESS_WAITING, /* bytes come, but for too long nothing that is complete */
};

/* Plain data; all zero but `complete_ns` at the start. */
struct http_bounds {
    uint64_t head;        /* bytes of the headers so far */
    uint64_t body;        /* bytes of the body so far, unfolded */
    uint64_t complete_ns; /* uv_hrtime when something last was complete, or when waiting for it began */
};

/* Each takes what has come, and says whether it is too much. `sent` is the size of the body as it was sent,
 * at the least. */
enum http_excess http_bounds_head(struct http_bounds *bounds, size_t length);
enum http_excess http_bounds_body(struct http_bounds *bounds, size_t length, uint64_t sent);
enum http_excess http_bounds_time(const struct http_bounds *bounds, uint64_t now_ns, unsigned limit_s);

/* Fills *failure; `limit_s` is that of the time. */
void http_bounds_explain(enum http_excess excess, const char *subject, unsigned limit_s,
                         struct failure *failure);

#endif
