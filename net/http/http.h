/* HTTP GET with curl's multi interface on a libuv loop: non-blocking, concurrent, cancellable at any time, with the
 * body delivered as it arrives. TLS is verified; redirects are reported, not followed; the secret goes to the
 * configured server only. The size and duration of a response are limited (http_bounds.h). All calls and callbacks
 * on the loop's thread. */
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
    HTTP_UNFINISHED, /* the block was accepted but completed no entry: counts against wait_timeout_s */
    HTTP_PAUSE,      /* the block was accepted; no more until http_resume */
    HTTP_STOP,       /* ends the transfer; on_end follows with HTTP_STOPPED */
};

enum http_outcome {
    HTTP_COMPLETE, /* status 2xx and the body is complete */
    HTTP_STOPPED,  /* by HTTP_STOP */
    HTTP_FAILED,   /* anything else, see *failure. Blocks that were delivered before are valid. */
};

struct http_callbacks {
    /* A block of the body of a 2xx response. `head` and `bytes` are valid during the call. */
    enum http_flow (*on_data)(void *context, const struct http_head *head, const char *bytes, size_t length);
    /* Called once, never from inside http_ask and not after http_cancel. The transfer is freed afterwards. *failure
     * is FAILURE_NONE unless the outcome is HTTP_FAILED. */
    void (*on_end)(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure);
};

/* Copies the options. NULL with *failure filled if they are invalid, see http_options_are_sound. */
struct http *http_open(uv_loop_t *loop, const struct http_options *options, struct failure *failure);

/* Cancels all transfers without calling on_end and sets *http to NULL. `closed` is called from the loop when all
 * handles are closed. */
void http_close(struct http **http, void (*closed)(void *context), void *context);

/* Starts a request or queues it until a connection is free; time in the queue counts against no timeout. Request
 * and callbacks are copied. The transfer is valid until on_end or http_cancel. */
struct http_transfer *http_ask(struct http *http, const struct http_request *request,
                               const struct http_callbacks *callbacks, void *context);

/* The same for a request that is not urgent and whose body is text. */
static inline struct http_transfer *http_get(struct http *http, const char *url, const char *subject,
                                             const struct http_callbacks *callbacks, void *context)
{
    const struct http_request request = {.url = url, .subject = subject};
    return http_ask(http, &request, callbacks, context);
}

/* Resumes a paused transfer. One that ended while it was paused calls on_end only after this. */
void http_resume(struct http_transfer *transfer);

/* Cancels a transfer, also from inside its own callbacks; no callback follows. Sets *transfer to NULL; NULL is
 * allowed. */
void http_cancel(struct http_transfer **transfer);

/* Appends the server's own error text in an unexpected body to *failure, see server_words.h. */
void http_tell_words(const struct http *http, const char *body, size_t length, struct failure *failure);

/* Body bytes received by all transfers since http_open, as sent (compressed). */
uint64_t http_bytes_received(const struct http *http);
uint64_t http_requests_made(const struct http *http);

#endif
