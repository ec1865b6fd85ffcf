/* Runs a curl multi handle on a libuv loop: one uv_poll for each socket, one timer, and a wake-up
 * for work that must not be done inside a callback of curl. */
#ifndef NET_HTTP_HTTP_LOOP_H
#define NET_HTTP_HTTP_LOOP_H

#include "net/http/curl_library.h"

#include <stdbool.h>
#include <uv.h>

struct http_loop;

/* At most so many connections are kept open. `turn` is called each time after curl has run and after
 * http_loop_wake, never inside a callback of curl: the place to take results and to add, pause or remove
 * handles. */
struct http_loop *http_loop_new(uv_loop_t *uv, unsigned connections, void (*turn)(void *context),
                                void *context);

/* Whether curl is there. The first time that it is asked for it is loaded in another thread, and a turn
 * follows when that has been done; *failed then says whether it was in vain. */
bool http_loop_is_ready(struct http_loop *loop, bool *failed);

/* Owned by the loop, made when it is first asked for. Waits for curl if it is not there yet. */
CURLM *http_loop_multi(struct http_loop *loop);

/* Asks for a turn soon. Allowed everywhere on the loop's thread, inside callbacks of curl too. */
void http_loop_wake(struct http_loop *loop);

/* Whether this turn has lasted so long that others have to have theirs before it goes on; another follows then. */
bool http_loop_gives_way(struct http_loop *loop);

/* Lets curl do at once what is due. For use within `turn`. */
void http_loop_run(struct http_loop *loop);

/* Ends the multi handle, which must have no easy handles any more, and all that belongs to it. No `turn`
 * follows; `closed` is called from the libuv loop when the last handle is gone. */
void http_loop_close(struct http_loop **loop, void (*closed)(void *context), void *context);

#endif
