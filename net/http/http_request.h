/* One request. Plain data; the caller owns the texts. */
#ifndef NET_HTTP_HTTP_REQUEST_H
#define NET_HTTP_HTTP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

enum { HTTP_BYTES_BEGIN_S = 300 }; /* seconds until the first byte of a binary body */

struct http_request {
    const char *url;
    const char *subject; /* in messages: "the recordings of Ida Holm" */
    bool is_urgent;      /* does not queue: opens an additional connection */
    bool is_bytes;       /* binary: the body is delivered as sent, neither decompressed nor converted */
    uint64_t from;       /* (binary) first byte wanted; http_head.part_from says what the server sends */
};

#endif
