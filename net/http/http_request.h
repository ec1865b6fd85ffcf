/* What is asked of a server. Plain data. */
#ifndef NET_HTTP_HTTP_REQUEST_H
#define NET_HTTP_HTTP_REQUEST_H

#include <stdbool.h>
#include <stdint.h>

enum { HTTP_BYTES_BEGIN_S = 300 }; /* so long a server may take to begin with bytes */

struct http_request {
    const char *url;
    const char *subject; /* in messages: "the recordings of Ida Holm" */
    bool is_urgent;      /* waits for no connection: one more is used */
    bool is_bytes;       /* the body is handed on as it was sent: not unpacked, whatever its charset */
    uint64_t from;       /* (of bytes) only those from there on are wanted: the head says what comes */
};

#endif
