/* HTTP GET on a libuv loop (curl's multi interface): non-blocking, many at once, cancellable at any
 * time, with the body handed on as it arrives. TLS is verified, redirects are reported and not
 * followed, the secret goes to the configured server only. What an answer may cost is bounded
 * (http_bounds.h), so that no answer ends the program. All calls from the loop's thread. */
#ifndef NET_HTTP_HTTP_H
#define NET_HTTP_HTTP_H

#include "net/base/failure.h"
#include "net/http/http_head.h"
#include "net/http/http_options.h"
#include "net/http/http_request.h"

#include <stddef.h>
#include <stdint.h>
#include <uv.h>

struct http;
struct http_transfer;

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

/* Cancels all transfers and closes all handles; `closed` is called from the loop when the last is gone. */
void http_close(struct http **http, void (*closed)(void *context), void *context);

/* Asks, or queues until a connection is free; queued time counts against no limit. All is copied. */
struct http_transfer *http_ask(struct http *http, const struct http_request *request,
                               const struct http_callbacks *callbacks, void *context);

/* The same for what is not urgent, and text. */
static inline struct http_transfer *http_get(struct http *http, const char *url, const char *subject,
                                             const struct http_callbacks *callbacks, void *context)
{
    const struct http_request request = {.url = url, .subject = subject};
    return http_ask(http, &request, callbacks, context);
}

/* Lets a paused transfer go on; a transfer that ended while it was paused calls on_end only after this. */
void http_resume(struct http_transfer *transfer);

/* Ends it now, also from inside a callback of its own; no callback follows. Sets *transfer to NULL. */
void http_cancel(struct http_transfer **transfer);

/* Adds what the server says in the body of an answer that is not what was asked for, see server_words.h. */
void http_tell_words(const struct http *http, const char *body, size_t length, struct failure *failure);

/* Body bytes received over the wire by all transfers since http_open. */
uint64_t http_bytes_received(const struct http *http);
uint64_t http_requests_made(const struct http *http);

#endif
