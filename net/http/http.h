/* HTTP GET on a libuv loop (curl's multi interface): non-blocking, many at once, cancellable at any
 * time, with the body handed on as it arrives. TLS is verified, redirects are reported and not
 * followed, the secret goes to the configured server only. What an answer may cost is bounded
 * (http_bounds.h), so that no answer ends the program. All calls from the loop's thread. */
#ifndef NET_HTTP_HTTP_H
#define NET_HTTP_HTTP_H

#include "net/base/failure.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct http;
struct http_transfer;

struct http_options {
    const char *server;          /* normalised base address: only what lies below it gets the secret */
    const char *secret;          /* value of X-Miralix-Shared-Secret; NULL sends none */
    const char *ca_file;         /* PEM of a private CA, or NULL */
    const char *pin;             /* "sha256//…", or NULL */
    const char *proxy;           /* see proxy_find, or NULL */
    bool proxy_may_know;         /* for http through a proxy, which then reads the secret */
    unsigned connect_timeout_ms; /* 0: 10,000 */
    unsigned stall_timeout_s;    /* no byte for so long ends the transfer; 0: 30 */
    unsigned wait_timeout_s;     /* nothing complete for so long does, too (HTTP_UNFINISHED); 0: 120 */
    unsigned connections;        /* at most so many at a time; 0: 4. More requests queue. */
    unsigned window;             /* bytes that may be on their way, of which the rest is lost when a transfer
                                    is stopped; 0: as many as the system likes */
};

struct http_head {
    int status;
    int64_t server_time; /* Date header, seconds since 1970; 0 if absent */
    bool is_html;        /* a web page, by its Content-Type and its first byte */
};

enum http_flow {
    HTTP_CONTINUE,
    HTTP_UNFINISHED, /* this block was taken, but nothing in it was complete */
    HTTP_PAUSE,      /* this block was taken; no more until http_resume */
    HTTP_STOP,       /* enough: ends the transfer; on_end follows with HTTP_STOPPED */
};

enum http_outcome {
    HTTP_COMPLETE, /* status 2xx and the body ended as it should */
    HTTP_STOPPED,  /* by HTTP_STOP */
    HTTP_FAILED,   /* anything else; failure says what. Blocks that came before are good. */
};

struct http_callbacks {
    /* Body of a 2xx answer only. `head` is valid during the call. */
    enum http_flow (*on_data)(void *context, const struct http_head *head, const char *bytes, size_t length);
    /* Exactly once, never from inside http_get, and not after http_cancel. The transfer is gone after it. */
    void (*on_end)(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure);
};

/* Options are copied. Returns NULL with *failure filled (bad header value, unreadable CA file). */
struct http *http_open(uv_loop_t *loop, const struct http_options *options, struct failure *failure);

/* Whether a text has the form of a pin: one or more "sha256//" and 32 bytes in base64, with ; between. */
bool http_is_pin(const char *text);

/* Cancels all transfers and closes all handles; `closed` is called from the loop when the last is gone. */
void http_close(struct http **http, void (*closed)(void *context), void *context);

/* Asks for `url`, or queues until a connection is free; queued time counts against no limit. `subject` says
 * what is asked for in messages: "the recordings of Ida Holm". All three are copied. */
struct http_transfer *http_get(struct http *http, const char *url, const char *subject,
                               const struct http_callbacks *callbacks, void *context);

/* Lets a paused transfer go on; a transfer that ended while it was paused calls on_end only after this. */
void http_resume(struct http_transfer *transfer);

/* Ends it now, also from inside a callback of its own; no callback follows. Sets *transfer to NULL. */
void http_cancel(struct http_transfer **transfer);

/* Body bytes received over the wire by all transfers since http_open. */
uint64_t http_bytes_received(const struct http *http);
uint64_t http_requests_made(const struct http *http);

#endif
