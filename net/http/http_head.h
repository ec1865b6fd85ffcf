/* What the head of an answer says, and how far the transfer came for it. */
#ifndef NET_HTTP_HTTP_HEAD_H
#define NET_HTTP_HTTP_HEAD_H

#include <stdbool.h>
#include <stdint.h>

/* In this order; counted from the start only where a connection was made for it. */
enum http_reach {
    HTTP_REACH_NOTHING,
    HTTP_REACH_NAME,   /* the address of the host is known, or that of the proxy */
    HTTP_REACH_SERVER, /* it took the connection */
    HTTP_REACH_TLS,    /* and its certificate is trusted */
    HTTP_REACH_ANSWER,
};

enum { HTTP_ADDRESS_SIZE = 48 };

struct http_head {
    enum http_reach reach;
    char address
        [HTTP_ADDRESS_SIZE]; /* "10.0.0.1", of whom took the connection; "" if nobody did or it is untold */
    int64_t certificate_end; /* seconds since 1970; 0 if it was not asked for, or there is none */
    int status;
    int64_t server_time; /* Date header, seconds since 1970; 0 if absent */
    bool is_html;        /* a web page, by its Content-Type and its first byte */
    bool has_end;        /* it says itself where its body ends: the end of the connection alone is none */
    int64_t length;      /* Content-Length; -1 if absent */
    int64_t part_from;   /* of a part (status 206) its first byte; -1 if it does not say */
    int64_t part_total;  /* and how many there are in all; likewise */
};

#endif
