/* Drives a curl multi handle by a libuv loop: one uv_poll per socket, one timer, and an async handle for work that
 * must not be done inside a curl callback. All calls on the loop's thread. */
#ifndef NET_HTTP_HTTP_LOOP_H
#define NET_HTTP_HTTP_LOOP_H

#include "net/http/curl_library.h"

#include <stdbool.h>
#include <uv.h>

struct http_loop;

/* Keeps at most `connections` connections open. `turn` is called after curl has run and after http_loop_wake, never
 * inside a curl callback: the place to take results and to add, pause or remove easy handles. */
struct http_loop *http_loop_new(uv_loop_t *uv, unsigned connections, void (*turn)(void *context),
                                void *context);

/* Whether libcurl is loaded. The first call starts loading it on a thread of the pool; a turn follows when that is
 * done. *failed is true if it could not be loaded. */
bool http_loop_is_ready(struct http_loop *loop, bool *failed);

/* The multi handle, owned by the loop, created by the first call. Blocks while libcurl is being loaded. */
CURLM *http_loop_multi(struct http_loop *loop);

/* Requests a turn; also allowed inside curl callbacks. */
void http_loop_wake(struct http_loop *loop);

/* Whether this turn has used up its time slice, so that other events of the loop must be served first; another turn
 * is requested then. */
bool http_loop_gives_way(struct http_loop *loop);

/* Runs curl's due timeouts now. Only within `turn`. */
void http_loop_run(struct http_loop *loop);

/* Frees the multi handle, which must have no easy handles left. No `turn` follows; `closed` is called from the loop
 * when all libuv handles are closed. */
void http_loop_close(struct http_loop **loop, void (*closed)(void *context), void *context);

#endif
