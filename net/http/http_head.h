/* What the head of an answer says. */
#ifndef NET_HTTP_HTTP_HEAD_H
#define NET_HTTP_HTTP_HEAD_H

#include <stdbool.h>
#include <stdint.h>

struct http_head {
    int status;
    int64_t server_time; /* Date header, seconds since 1970; 0 if absent */
    bool is_html;        /* a web page, by its Content-Type and its first byte */
    bool has_end;        /* it says itself where its body ends: the end of the connection alone is none */
    int64_t length;      /* Content-Length; -1 if absent */
    int64_t part_from;   /* of a part (status 206) its first byte; -1 if it does not say */
    int64_t part_total;  /* and how many there are in all; likewise */
};

#endif
