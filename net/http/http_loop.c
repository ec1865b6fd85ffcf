#include "net/http/http_loop.h"

#include "net/base/memory.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>

/* curl reads on in one call for as long as the server keeps up with it; a key waits for the turn before its own, and for one
 * that is made ready together with it. */
#define TURN_NS UINT64_C(250000)

/* One socket of curl's. */
struct watch {
    uv_poll_t poll;
    struct http_loop *loop;
    curl_socket_t socket;
    int events; /* UV_READABLE, UV_WRITABLE */
    bool closing;
    struct watch *previous;
    struct watch *next;
};

struct http_loop {
    uv_loop_t *uv;
    CURLM *multi; /* NULL until it is needed */
    uv_work_t load;
    enum { NOT_ASKED, LOADING, LOADED, FAILED } curl;
    uv_timer_t timer;
    uv_async_t wake;
    struct watch *watches;
    unsigned connections; /* that are kept open, at the most */
    unsigned open_handles;
    uint64_t turn_began; /* ns */
    bool closing;
    void (*turn)(void *context);
    void *context;
    void (*closed)(void *context);
    void *closed_context;
};

/* A handle, or the loading, has come to its end. */
static void handle_closed(struct http_loop *loop)
{
    if (--loop->open_handles || !loop->closing)
        return;
    void (*closed)(void *context) = loop->closed;
    void *context = loop->closed_context;
    free(loop);
    closed(context);
}

static void on_watch_closed(uv_handle_t *handle)
{
    struct watch *watch = handle->data;
    struct http_loop *loop = watch->loop;
    free(watch);
    handle_closed(loop);
}

static void on_handle_closed(uv_handle_t *handle)
{
    handle_closed(handle->data);
}

static void watch_close(struct watch *watch)
{
    struct http_loop *loop = watch->loop;
    if (watch->previous)
        watch->previous->next = watch->next;
    else
        loop->watches = watch->next;
    if (watch->next)
        watch->next->previous = watch->previous;
    watch->closing = true;
    uv_poll_stop(&watch->poll);
    uv_close((uv_handle_t *)&watch->poll, on_watch_closed);
}

static struct watch *watch_new(struct http_loop *loop, curl_socket_t socket)
{
    struct watch *watch = memory_new(sizeof *watch);
    watch->loop = loop;
    watch->socket = socket;
    watch->poll.data = watch;
    int code = uv_poll_init_socket(loop->uv, &watch->poll, socket);
    if (code)
        die("cannot watch a connection: %s", uv_strerror(code));
    loop->open_handles++;
    watch->next = loop->watches;
    if (watch->next)
        watch->next->previous = watch;
    loop->watches = watch;
    return watch;
}

static void begin_turn(struct http_loop *loop)
{
    loop->turn_began = uv_hrtime();
}

/* Tells curl what happened on a socket or, with CURL_SOCKET_TIMEOUT, that time has passed. */
static void act(struct http_loop *loop, curl_socket_t socket, int flags)
{
    int running = 0;
    curl_multi_socket_action(loop->multi, socket, flags, &running);
}

static void on_poll(uv_poll_t *poll, int status, int events);

static void watch_start(struct watch *watch)
{
    int code = uv_poll_start(&watch->poll, watch->events, on_poll);
    if (code)
        die("cannot watch a connection: %s", uv_strerror(code));
}

static void on_poll(uv_poll_t *poll, int status, int events)
{
    struct watch *watch = poll->data;
    struct http_loop *loop = watch->loop;
    int flags = 0;
    /* On an error libuv has stopped the handle. curl reads what the kernel still has, then the error. */
    if (status < 0)
        flags |= CURL_CSELECT_ERR | CURL_CSELECT_IN;
    if (events & UV_READABLE)
        flags |= CURL_CSELECT_IN;
    if (events & UV_WRITABLE)
        flags |= CURL_CSELECT_OUT;
    begin_turn(loop);
    act(loop, watch->socket, flags);
    if (status < 0 && !watch->closing)
        watch_start(watch);
    loop->turn(loop->context);
}

static void on_timer(uv_timer_t *timer)
{
    struct http_loop *loop = timer->data;
    begin_turn(loop);
    act(loop, CURL_SOCKET_TIMEOUT, 0);
    loop->turn(loop->context);
}

static void on_wake(uv_async_t *wake)
{
    struct http_loop *loop = wake->data;
    begin_turn(loop);
    loop->turn(loop->context);
}

/* curl's; also called during curl_multi_cleanup. */
static int on_socket(CURL *easy, curl_socket_t socket, int what, void *context, void *socket_context)
{
    (void)easy;
    struct http_loop *loop = context;
    struct watch *watch = socket_context;
    if (what == CURL_POLL_REMOVE) {
        if (watch)
            watch_close(watch);
        curl_multi_assign(loop->multi, socket, NULL);
        return 0;
    }
    if (!watch) {
        watch = watch_new(loop, socket);
        curl_multi_assign(loop->multi, socket, watch);
    }
    watch->events = (what & CURL_POLL_IN ? UV_READABLE : 0) | (what & CURL_POLL_OUT ? UV_WRITABLE : 0);
    watch_start(watch);
    return 0;
}

/* curl's. 0 becomes 1 ms: libuv would run a timer of 0 ms within the same round for ever. */
static int on_deadline(CURLM *multi, long timeout_ms, void *context)
{
    (void)multi;
    struct http_loop *loop = context;
    if (loop->closing)
        return 0;
    if (timeout_ms < 0)
        uv_timer_stop(&loop->timer);
    else
        uv_timer_start(&loop->timer, on_timer, timeout_ms ? (uint64_t)timeout_ms : 1, 0);
    return 0;
}

/* A connection that the other side closed must not end the program; a handler of the program's stays. */
static void ignore_broken_pipes(void)
{
    struct sigaction action;
    if (sigaction(SIGPIPE, NULL, &action) == 0 && action.sa_handler == SIG_DFL)
        signal(SIGPIPE, SIG_IGN);
}

static void load(uv_work_t *work)
{
    (void)work;
    curl_library_load();
}

static void on_loaded(uv_work_t *work, int status)
{
    struct http_loop *loop = work->data;
    (void)status;
    loop->curl = curl_library_load() ? LOADED : FAILED;
    if (!loop->closing)
        loop->turn(loop->context);
    handle_closed(loop);
}

bool http_loop_is_ready(struct http_loop *loop, bool *failed)
{
    if (loop->curl == NOT_ASKED) {
        loop->curl = LOADING;
        loop->load.data = loop;
        loop->open_handles++;
        int code = uv_queue_work(loop->uv, &loop->load, load, on_loaded);
        if (code)
            die("cannot load libcurl: %s", uv_strerror(code));
    }
    *failed = loop->curl == FAILED;
    return loop->curl == LOADED;
}

struct http_loop *http_loop_new(uv_loop_t *uv, unsigned connections, void (*turn)(void *context),
                                void *context)
{
    struct http_loop *loop = memory_new(sizeof *loop);
    loop->uv = uv;
    loop->connections = connections;
    loop->turn = turn;
    loop->context = context;
    ignore_broken_pipes();
    uv_timer_init(uv, &loop->timer);
    int code = uv_async_init(uv, &loop->wake, on_wake);
    if (code)
        die("cannot watch connections: %s", uv_strerror(code));
    loop->timer.data = loop;
    loop->wake.data = loop;
    loop->open_handles = 2;
    return loop;
}

static CURLM *make_multi(struct http_loop *loop)
{
    CURLM *multi = curl_multi_init();
    if (!multi)
        die("out of memory (connections)");
    curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_socket);
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, loop);
    curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_deadline);
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, loop);
    curl_multi_setopt(multi, CURLMOPT_PIPELINING, CURLPIPE_NOTHING);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, (long)loop->connections);
    return multi;
}

CURLM *http_loop_multi(struct http_loop *loop)
{
    if (!loop->multi)
        loop->multi = make_multi(loop);
    return loop->multi;
}

void http_loop_wake(struct http_loop *loop)
{
    uv_async_send(&loop->wake);
}

bool http_loop_gives_way(struct http_loop *loop)
{
    bool is_late = uv_hrtime() - loop->turn_began > TURN_NS;
    if (is_late)
        http_loop_wake(loop);
    return is_late;
}

void http_loop_run(struct http_loop *loop)
{
    if (loop->multi)
        act(loop, CURL_SOCKET_TIMEOUT, 0);
}

void http_loop_close(struct http_loop **loop_pointer, void (*closed)(void *context), void *context)
{
    struct http_loop *loop = *loop_pointer;
    *loop_pointer = NULL;
    loop->closing = true;
    loop->closed = closed;
    loop->closed_context = context;
    if (loop->multi)
        curl_multi_cleanup(loop->multi);
    loop->multi = NULL;
    while (loop->watches)
        watch_close(loop->watches);
    uv_timer_stop(&loop->timer);
    uv_close((uv_handle_t *)&loop->timer, on_handle_closed);
    uv_close((uv_handle_t *)&loop->wake, on_handle_closed);
}
