/* What is urgent does not wait for what is under way. */
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static atomic_bool is_held; /* what is slow */

static bool answer(struct loopback_client *client, const char *request)
{
    while (is_held && strstr(request, "/slow "))
        loopback_wait(client, 5);
    return loopback_send_text(client, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
}

/* All connections are taken, and others wait for them. */
static void what_is_urgent_is_asked_at_once(void **state)
{
    (void)state;
    struct fixture fixture;
    struct fetch slow[2] = {0}, waiting = {0}, urgent = {0};
    is_held = true;
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){.connections = 2});
    fixture_start(&fixture, &slow[0], "/slow");
    fixture_start(&fixture, &slow[1], "/slow");
    fixture_start(&fixture, &waiting, "/waiting");
    while (loopback_requests(fixture.server) < 2)
        uv_run(&fixture.loop, UV_RUN_NOWAIT);
    fixture_start_urgent(&fixture, &urgent, "/urgent");
    fixture_await(&fixture, &urgent);
    assert_int_equal(urgent.outcome, HTTP_COMPLETE);
    assert_int_equal(slow[0].ends + slow[1].ends + waiting.ends, 0);
    assert_false(loopback_saw(fixture.server, "/waiting"));
    is_held = false;
    fixture_await(&fixture, &waiting);
    fixture_await(&fixture, &slow[0]);
    fixture_await(&fixture, &slow[1]);
    fetch_free(&slow[0]);
    fetch_free(&slow[1]);
    fetch_free(&waiting);
    fetch_free(&urgent);
    fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_urgent_is_asked_at_once)};
    (void)signal(SIGPIPE, SIG_IGN);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
