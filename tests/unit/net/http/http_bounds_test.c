/* That no answer costs more than it may, whatever the server sends: a failure of that answer, and the next
 * request is answered as usual. */
#include "tests/unit/net/http/http_fixture.h"

#include "net/api/framer.h"
#include "net/base/memory.h"
#include "net/http/http_bounds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OK "HTTP/1.1 200 OK\r\n"

enum {
    LONG_HEADER = 150000,
    BOMB_BYTES = 1500000, /* unfold to 235 MB */
    DRIP_MS = 100,
};

static bool send_filled(struct loopback_client *client, char letter, size_t length)
{
    char *block = memory_array(length, 1);
    memset(block, letter, length);
    bool sent = loopback_send(client, block, length);
    free(block);
    return sent;
}

static bool answer_long_header(struct loopback_client *client)
{
    return loopback_send_text(client, OK "X-Long: ") && send_filled(client, 'x', LONG_HEADER) &&
           loopback_send_text(client, "\r\nContent-Length: 2\r\n\r\n[]");
}

static bool answer_many_headers(struct loopback_client *client)
{
    bool sent = loopback_send_text(client, OK);
    for (int i = 0; sent && i < 100; i++)
        sent = loopback_send_text(client, "X-Long: ") && send_filled(client, 'x', 5000) &&
               loopback_send_text(client, "\r\n");
    return sent && loopback_send_text(client, "Content-Length: 2\r\n\r\n[]");
}

/* Bits of a deflate stream, the least significant of each byte first. */
struct bits {
    unsigned char *bytes;
    size_t length;
    unsigned used; /* of the last byte */
};

static void put_bits(struct bits *bits, unsigned value, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (bits->used == 0)
            bits->bytes[bits->length++] = 0;
        bits->bytes[bits->length - 1] |= (unsigned char)((value >> i & 1) << bits->used);
        bits->used = (bits->used + 1) % 8;
    }
}

/* RFC 1951 with fixed codes: "[", a blank, then 258 blanks for every 13 bits. */
static bool answer_bomb(struct loopback_client *client)
{
    static const unsigned char header[10] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3};
    struct bits bits = {.bytes = memory_array(BOMB_BYTES + 64, 1)};
    memcpy(bits.bytes, header, sizeof header);
    bits.length = sizeof header;
    put_bits(&bits, 1, 1);    /* the last block */
    put_bits(&bits, 1, 2);    /* of fixed codes */
    put_bits(&bits, 0xd1, 8); /* 0x30 + '[', its bits turned round */
    put_bits(&bits, 0x0a, 8); /* 0x30 + ' ' */
    while (bits.length < BOMB_BYTES) {
        put_bits(&bits, 0xa3, 8); /* a length of 258, 11000101 */
        put_bits(&bits, 0, 5);    /* at a distance of 1 */
    }
    bool sent = loopback_send_text(client, OK "Content-Encoding: gzip\r\nConnection: close\r\n\r\n") &&
                loopback_send(client, (const char *)bits.bytes, bits.length);
    free(bits.bytes);
    return sent && false;
}

static bool answer_drip(struct loopback_client *client, const char *head)
{
    bool sent = loopback_send_text(client, head);
    while (sent) {
        loopback_wait(client, DRIP_MS);
        sent = loopback_send_text(client, " ");
    }
    return false;
}

/* Slow, but every entry becomes complete. */
static bool answer_slowly(struct loopback_client *client)
{
    bool sent = loopback_send_text(client, OK "Connection: close\r\n\r\n[");
    for (int i = 0; sent && i < 25; i++) {
        loopback_wait(client, DRIP_MS);
        sent = loopback_send_text(client, i ? ",1" : "1");
    }
    loopback_send_text(client, "]");
    return false;
}

static bool answer(struct loopback_client *client, const char *request)
{
    char path[100] = "";
    sscanf(request, "GET /mot/test%99s ", path); /* NOLINT(cert-err34-c) */
    if (strcmp(path, "/long-header") == 0)
        return answer_long_header(client);
    if (strcmp(path, "/many-headers") == 0)
        return answer_many_headers(client);
    if (strcmp(path, "/bomb") == 0)
        return answer_bomb(client);
    if (strcmp(path, "/drip") == 0)
        return answer_drip(client, OK "Connection: close\r\n\r\n[1,");
    if (strcmp(path, "/drip-error") == 0)
        return answer_drip(client, "HTTP/1.1 503 No\r\nConnection: close\r\n\r\n");
    if (strcmp(path, "/drip-head") == 0)
        return answer_drip(client, OK "X-Slow:");
    if (strcmp(path, "/slow") == 0)
        return answer_slowly(client);
    return loopback_send_text(client, OK "Content-Length: 2\r\n\r\n[]");
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){.stall_timeout_s = 20, .wait_timeout_s = 1});
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    fixture_close(*state);
    return 0;
}

static void expect_failure(struct fixture *fixture, const char *path, enum failure_kind kind,
                           const char *what, const char *advice)
{
    struct fetch fetch = {0};
    fixture_expect_failure(fixture, &fetch, path, kind, what, advice);
    fetch_free(&fetch);
    fixture_start(fixture, &fetch, "/hello");
    fixture_await(fixture, &fetch);
    assert_int_equal(fetch.outcome, HTTP_COMPLETE);
    fetch_free(&fetch);
}

static void a_head_that_is_too_long_fails(void **state)
{
    expect_failure(*state, "/long-header", FAILURE_ANSWER, "header", "administrator");
    expect_failure(*state, "/many-headers", FAILURE_ANSWER, "headers of more than 256 KiB", "administrator");
}

static enum http_flow feed(struct fetch *fetch)
{
    struct framer *framer = fetch->context;
    uint64_t before = framer_count(framer);
    framer_feed(framer, fetch->body, fetch->length);
    fetch->length = 0;
    return framer_count(framer) > before ? HTTP_CONTINUE : HTTP_UNFINISHED;
}

static void ignore_element(void *context, const char *text, size_t length)
{
    (void)context;
    (void)text;
    (void)length;
}

/* With a framer, which says when something is complete. */
static void expect_framed_failure(struct fixture *fixture, const char *path, enum failure_kind kind,
                                  const char *what)
{
    struct framer *framer = framer_new(ignore_element, NULL);
    struct fetch fetch = {.on_data = feed, .context = framer};
    fixture_expect_failure(fixture, &fetch, path, kind, what, "");
    fetch_free(&fetch);
    framer_free(&framer);
}

static void a_body_that_unfolds_to_too_much_fails(void **state)
{
    expect_framed_failure(*state, "/bomb", FAILURE_ANSWER, "more than 100 times its size");
}

static enum http_flow pause_always(struct fetch *fetch)
{
    fetch->length = 0;
    return HTTP_PAUSE;
}

/* What curl unfolds meanwhile waits in memory: that it is paused does not end the program either. */
static void a_pause_while_it_unfolds_is_survived(void **state)
{
    struct fixture *fixture = *state;
    struct fetch fetch = {.on_data = pause_always};
    fixture_start(fixture, &fetch, "/bomb");
    for (int i = 0; i < 20000 && !fetch.ends; i++) {
        unsigned blocks = fetch.blocks;
        while (fetch.blocks == blocks && !fetch.ends)
            uv_run(&fixture->loop, UV_RUN_ONCE);
        if (!fetch.ends)
            http_resume(fetch.transfer);
    }
    assert_int_equal(fetch.outcome, HTTP_FAILED);
    /* Since 8.6 curl refuses by itself to keep so much. */
    assert_true(strstr(fetch.failure.what, "100 times its size") ||
                strstr(fetch.failure.what, "larger than can be taken"));
    fetch_free(&fetch);
}

static void what_never_becomes_complete_fails(void **state)
{
    expect_framed_failure(*state, "/drip", FAILURE_NETWORK, "no complete entry for 1 s");
    expect_framed_failure(*state, "/drip-head", FAILURE_NETWORK, "no complete entry for 1 s");
    expect_framed_failure(*state, "/drip-error", FAILURE_SERVER, "(503)");
}

static void what_is_slow_is_waited_for(void **state)
{
    struct fixture *fixture = *state;
    struct framer *framer = framer_new(ignore_element, NULL);
    struct fetch fetch = {.on_data = feed, .context = framer};
    fixture_start(fixture, &fetch, "/slow");
    fixture_await(fixture, &fetch);
    assert_int_equal(fetch.outcome, HTTP_COMPLETE);
    assert_int_equal(framer_count(framer), 25);
    fetch_free(&fetch);
    framer_free(&framer);
}

static void an_answer_has_its_size(void **state)
{
    (void)state;
    struct http_bounds bounds = {0};
    const uint64_t block = UINT64_C(1) << 30;
    for (int i = 0; i < 4; i++)
        assert_int_equal(http_bounds_body(&bounds, block, block), HTTP_EXCESS_NONE);
    assert_int_equal(http_bounds_body(&bounds, 1, block), HTTP_EXCESS_SIZE);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(a_head_that_is_too_long_fails),
        WITH_FIXTURE(a_body_that_unfolds_to_too_much_fails),
        WITH_FIXTURE(a_pause_while_it_unfolds_is_survived),
        WITH_FIXTURE(what_never_becomes_complete_fails),
        WITH_FIXTURE(what_is_slow_is_waited_for),
        cmocka_unit_test(an_answer_has_its_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
