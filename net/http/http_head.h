/* The head of a response, and how far the transfer got. */
#ifndef NET_HTTP_HTTP_HEAD_H
#define NET_HTTP_HTTP_HEAD_H

#include <stdbool.h>
#include <stdint.h>

/* In ascending order. HTTP_REACH_NAME to HTTP_REACH_TLS are only seen if a new connection was made for the request. */
enum http_reach {
    HTTP_REACH_NOTHING,
    HTTP_REACH_NAME,   /* the name of the host, or of the proxy, was resolved */
    HTTP_REACH_SERVER, /* it accepted the connection */
    HTTP_REACH_TLS,    /* its certificate was verified */
    HTTP_REACH_ANSWER,
};

enum { HTTP_ADDRESS_SIZE = 48 };

struct http_head {
    enum http_reach reach;
    char address[HTTP_ADDRESS_SIZE]; /* "10.0.0.1": the peer's address; "" if unknown */
    int64_t certificate_end;         /* expiry of the certificate, seconds since 1970; 0 if unknown */
    int status;
    int64_t server_time; /* Date header, seconds since 1970; 0 if absent */
    bool is_html;        /* a web page, by its Content-Type and the start of its body */
    bool has_end;        /* it delimits its body; otherwise only the end of the connection does */
    int64_t length;      /* Content-Length; -1 if absent */
    int64_t part_from;   /* status 206: offset of the part's first byte; -1 if not given */
    int64_t part_total;  /* status 206: size of the whole; -1 if not given */
};

#endif
