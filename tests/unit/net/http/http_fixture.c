#include "tests/unit/net/http/http_fixture.h"

#include "net/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATIENCE_MS = 30000 };

void fixture_open(struct fixture *fixture, loopback_answer *answer)
{
    static const char *const proxies[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy",
                                          "ALL_PROXY"};
    for (size_t i = 0; i < sizeof proxies / sizeof *proxies; i++)
        unsetenv(proxies[i]);
    memset(fixture, 0, sizeof *fixture);
    assert_int_equal(uv_loop_init(&fixture->loop), 0);
    fixture->server = loopback_new(answer);
    snprintf(fixture->base, sizeof fixture->base, "http://127.0.0.1:%d/mot/test",
             loopback_port(fixture->server));
}

void fixture_connect(struct fixture *fixture, struct http_options options)
{
    struct failure failure;
    options.server = fixture->base;
    options.secret = FIXTURE_SECRET;
    fixture->http = http_open(&fixture->loop, &options, &failure);
    assert_non_null(fixture->http);
}

static void on_closed(void *context)
{
    struct fixture *fixture = context;
    fixture->closed++;
}

void fixture_close(struct fixture *fixture)
{
    if (fixture->http)
        http_close(&fixture->http, on_closed, fixture);
    assert_null(fixture->http);
    uv_run(&fixture->loop, UV_RUN_DEFAULT);
    assert_int_equal(fixture->closed, 1);
    assert_int_equal(uv_loop_close(&fixture->loop), 0);
    loopback_free(&fixture->server);
}

static enum http_flow on_data(void *context, const struct http_head *head, const char *bytes, size_t length)
{
    struct fetch *fetch = context;
    assert_int_equal(fetch->ends, 0);
    assert_true(head->status >= 200 && head->status < 300);
    fetch->body = memory_grow(fetch->body, &fetch->capacity, fetch->length + length + 1, 1);
    memcpy(fetch->body + fetch->length, bytes, length);
    fetch->length += length;
    fetch->body[fetch->length] = '\0';
    fetch->blocks++;
    return fetch->on_data ? fetch->on_data(fetch) : HTTP_CONTINUE;
}

static void on_end(void *context, enum http_outcome outcome, const struct http_head *head,
                   const struct failure *failure)
{
    struct fetch *fetch = context;
    fetch->ends++;
    assert_int_equal(fetch->ends, 1);
    fetch->outcome = outcome;
    fetch->head = *head;
    fetch->failure = *failure;
    assert_int_equal(outcome == HTTP_FAILED, failure->kind != FAILURE_NONE);
    if (fetch->on_end)
        fetch->on_end(fetch);
    fetch->transfer = NULL;
}

static void ask(struct fixture *fixture, struct fetch *fetch, const char *path, bool is_urgent)
{
    const struct http_callbacks callbacks = {on_data, on_end};
    char *url = strstr(path, "://") ? memory_text(path) : memory_format("%s%s", fixture->base, path);
    const struct http_request request = {
        .url = url, .subject = "the recordings of Ida Ørsted", .is_urgent = is_urgent};
    fetch->transfer = http_ask(fixture->http, &request, &callbacks, fetch);
    assert_non_null(fetch->transfer);
    assert_int_equal(fetch->ends, 0);
    free(url);
}

void fixture_start(struct fixture *fixture, struct fetch *fetch, const char *path)
{
    ask(fixture, fetch, path, false);
}

void fixture_start_urgent(struct fixture *fixture, struct fetch *fetch, const char *path)
{
    ask(fixture, fetch, path, true);
}

static void on_timer(uv_timer_t *timer)
{
    *(bool *)timer->data = true;
}

static void on_timer_closed(uv_handle_t *handle)
{
    handle->data = NULL;
}

/* Runs the loop until the fetch (may be NULL) has ended. Returns false if time ran out before. */
static bool run(struct fixture *fixture, const struct fetch *fetch, unsigned milliseconds)
{
    uv_timer_t timer;
    bool over = false;
    uv_timer_init(&fixture->loop, &timer);
    timer.data = &over;
    uv_update_time(&fixture->loop);
    uv_timer_start(&timer, on_timer, milliseconds, 0);
    while (!over && !(fetch && fetch->ends))
        uv_run(&fixture->loop, UV_RUN_ONCE);
    uv_close((uv_handle_t *)&timer, on_timer_closed);
    while (timer.data)
        uv_run(&fixture->loop, UV_RUN_NOWAIT);
    return !over;
}

void fixture_await(struct fixture *fixture, struct fetch *fetch)
{
    assert_true(run(fixture, fetch, PATIENCE_MS));
}

void fixture_run_for(struct fixture *fixture, unsigned milliseconds)
{
    run(fixture, NULL, milliseconds);
}

static void assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("'%s' does not contain '%s'", text, part);
}

void fixture_expect_failure(struct fixture *fixture, struct fetch *fetch, const char *path,
                            enum failure_kind kind, const char *what, const char *advice)
{
    fixture_start(fixture, fetch, path);
    fixture_await(fixture, fetch);
    assert_int_equal(fetch->outcome, HTTP_FAILED);
    assert_contains(fetch->failure.what, what);
    assert_contains(fetch->failure.advice, advice);
    assert_int_equal(fetch->failure.kind, kind);
    assert_null(strstr(fetch->failure.what, FIXTURE_SECRET));
}

void fetch_free(struct fetch *fetch)
{
    free(fetch->body);
    memset(fetch, 0, sizeof *fetch);
}
