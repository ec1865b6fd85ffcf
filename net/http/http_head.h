/* What the head of an answer says. */
#ifndef NET_HTTP_HTTP_HEAD_H
#define NET_HTTP_HTTP_HEAD_H

#include <stdbool.h>
#include <stdint.h>

struct http_head {
    int status;
    int64_t server_time; /* Date header, seconds since 1970; 0 if absent */
    bool is_html;        /* a web page, by its Content-Type and its first byte */
};

#endif
