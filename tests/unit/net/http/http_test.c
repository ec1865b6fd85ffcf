/* What a GET makes of the answers and faults of a server. */
#include "tests/unit/net/http/http_fixture.h"

#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define OK "HTTP/1.1 200 OK\r\n"
#define DATE "Date: Thu, 22 Oct 2020 10:29:53 GMT\r\n"
#define LENGTH "Content-Length: "

enum after { STAY, CLOSE, RESET, HANG };

/* What the server answers for a path. */
static const struct canned {
    const char *path;
    const char *text;
    enum after after;
} canned[] = {
    {"/hello", OK DATE "Content-Type: application/json\r\n" LENGTH "5\r\n\r\nhello", STAY},
    {"/chunked", OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n", STAY},
    {"/until-closed", OK "Connection: close\r\n\r\nto the end", CLOSE},
    {"/nothing", "HTTP/1.1 204 No Content\r\n\r\n", STAY},
    {"/empty", OK LENGTH "0\r\n\r\n", STAY},
    {"/cut", OK LENGTH "100\r\n\r\n0123456789", CLOSE},
    {"/cut-chunk", OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n4\r\nde", CLOSE},
    {"/bad-chunk", OK "Transfer-Encoding: chunked\r\n\r\nzz\r\n[]", CLOSE},
    {"/reset", OK LENGTH "100\r\n\r\n0123456789", RESET},
    {"/silence", "", CLOSE},
    {"/hang", OK LENGTH "100\r\n\r\n0123456789", HANG},
    {"/hang-before", "", HANG},
    {"/not-http", "SSH-2.0-OpenSSH_9.2\r\n", CLOSE},
    {"/redirect", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/l\033[2J?x\r\n" LENGTH "0\r\n\r\n",
     STAY},
    {"/page", OK "Content-Type: text/html; charset=utf-8\r\n" LENGTH "6\r\n\r\n<html>", STAY},
    {"/no-page", OK "Content-Type: text/html\r\n" LENGTH "4\r\n\r\n\r\n[]", STAY},
    {"/latin", OK "Content-Type: application/json; charset=windows-1252\r\n" LENGTH "8\r\n\r\n\"J\xf8rgen\"",
     STAY},
    {"/utf-8", OK "Content-Encoding: utf-8\r\n" LENGTH "2\r\n\r\n[]", STAY},
    {"/no-gzip", OK "Content-Encoding: gzip\r\n" LENGTH "2\r\n\r\n[]", STAY},
    {"/empty-page", OK "Content-Type: TEXT/HTML\r\n" LENGTH "0\r\n\r\n", STAY},
    {"/403-says", "HTTP/1.1 403 No\r\n" LENGTH "33\r\n\r\n{\"Message\":\"Licence REC missing\"}", STAY},
    {"/500-says",
     "HTTP/1.1 500 No\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nThe disk \r\n8\r\nis full.\r\n0\r\n\r\n",
     STAY},
    {"/403-echo", "HTTP/1.1 403 No\r\n" LENGTH "35\r\n\r\n{\"error\":\"no: s3cret-of-the-tests\"}", STAY},
    {"/400", "HTTP/1.1 400 Bad\r\n" LENGTH "2\r\n\r\nno", STAY},
    {"/401", "HTTP/1.1 401 No\r\n" LENGTH "2\r\n\r\nno", STAY},
    {"/403", "HTTP/1.1 403 No\r\nContent-Type: text/html\r\n" LENGTH "2\r\n\r\nno", STAY},
    {"/404", "HTTP/1.1 404 No\r\n" LENGTH "2\r\n\r\nno", STAY},
    {"/500", "HTTP/1.1 500 No\r\n" LENGTH "200\r\n\r\ncut", CLOSE},
    {"/503", "HTTP/1.1 503 No\r\nRetry-After: 17\r\n" LENGTH "0\r\n\r\n", STAY},
    {"/503-date",
     "HTTP/1.1 503 No\r\n" DATE "Retry-After: Thu, 22 Oct 2020 10:31:53 GMT\r\n" LENGTH "0\r\n\r\n", STAY},
    {"/503-past", "HTTP/1.1 503 No\r\nRetry-After: Thu, 22 Oct 2020 10:31:53 GMT\r\n" LENGTH "0\r\n\r\n",
     STAY},
    {"/503-odd", "HTTP/1.1 503 No\r\nRetry-After: -99999999999999999999 soon\r\n" LENGTH "0\r\n\r\n", STAY},
};

/* "[{"a":1}]" */
static const unsigned char squeezed[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
                                         0x8b, 0xae, 0x56, 0x4a, 0x54, 0xb2, 0x32, 0xac, 0x8d, 0x05,
                                         0x00, 0x7d, 0x73, 0xcb, 0xf2, 0x09, 0x00, 0x00, 0x00};

/* The first `length` bytes of it, as if that were all. */
static bool answer_squeezed(struct loopback_client *client, size_t length)
{
    char head[100];
    snprintf(head, sizeof head, OK "Content-Encoding: gzip\r\n" LENGTH "%zu\r\n\r\n", length);
    return loopback_send_text(client, head) && loopback_send(client, (const char *)squeezed, length);
}

/* With bytes behind its end that do not belong to it. */
static bool answer_trailing(struct loopback_client *client)
{
    char head[100];
    snprintf(head, sizeof head, OK "Content-Encoding: gzip\r\n" LENGTH "%zu\r\n\r\n", sizeof squeezed + 4);
    return loopback_send_text(client, head) &&
           loopback_send(client, (const char *)squeezed, sizeof squeezed) && loopback_send(client, "junk", 4);
}

static bool answer_endless_error(struct loopback_client *client)
{
    char block[4096];
    memset(block, 'x', sizeof block);
    bool sent = loopback_send_text(client, "HTTP/1.1 500 No\r\nConnection: close\r\n\r\n");
    while (sent)
        sent = loopback_send(client, block, sizeof block);
    return false;
}

enum { FAST_BLOCKS = 80, FAST_BLOCK = 16 * 1024 };

/* Faster than it is taken. */
static bool answer_fast(struct loopback_client *client)
{
    char block[FAST_BLOCK];
    memset(block, 'x', sizeof block);
    snprintf(block, sizeof block, OK LENGTH "%d\r\n\r\n", FAST_BLOCKS * FAST_BLOCK);
    bool sent = loopback_send_text(client, block);
    memset(block, 'x', sizeof block);
    for (int i = 0; i < FAST_BLOCKS && sent; i++)
        sent = loopback_send(client, block, sizeof block);
    return sent;
}

static bool answer(struct loopback_client *client, const char *request)
{
    char path[100] = "";
    sscanf(request, "GET /mot/test%99s ", path); /* NOLINT(cert-err34-c) */
    if (strcmp(path, "/squeezed") == 0)
        return answer_squeezed(client, sizeof squeezed);
    if (strcmp(path, "/cut-gzip-head") == 0)
        return answer_squeezed(client, 3);
    if (strcmp(path, "/cut-gzip") == 0)
        return answer_squeezed(client, 11);
    if (strcmp(path, "/trailing-gzip") == 0)
        return answer_trailing(client);
    if (strcmp(path, "/endless-error") == 0)
        return answer_endless_error(client);
    if (strcmp(path, "/fast") == 0)
        return answer_fast(client);
    for (size_t i = 0; i < sizeof canned / sizeof *canned; i++) {
        if (strcmp(path, canned[i].path) != 0)
            continue;
        loopback_send_text(client, canned[i].text);
        if (canned[i].after == HANG)
            loopback_wait(client, 60000);
        if (canned[i].after == RESET) {
            loopback_wait(client, 50); /* so that the data arrives before */
            loopback_reset(client);
        }
        return canned[i].after == STAY;
    }
    return loopback_send_text(client, "HTTP/1.1 410 Gone\r\n" LENGTH "0\r\n\r\n");
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){.stall_timeout_s = 1, .connect_timeout_ms = 5000});
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    fixture_close(*state);
    return 0;
}

static void expect_body(struct fixture *fixture, const char *path, int status, const char *body)
{
    struct fetch fetch = {0};
    fixture_start(fixture, &fetch, path);
    fixture_await(fixture, &fetch);
    assert_int_equal(fetch.outcome, HTTP_COMPLETE);
    assert_int_equal(fetch.head.status, status);
    assert_string_equal(fetch.body ? fetch.body : "", body);
    assert_false(fetch.head.is_html);
    fetch_free(&fetch);
}

static void expect_failure(struct fixture *fixture, const char *path, enum failure_kind kind,
                           const char *what, const char *advice)
{
    struct fetch fetch = {0};
    fixture_expect_failure(fixture, &fetch, path, kind, what, advice);
    fetch_free(&fetch);
}

static void test_bodies(void **state)
{
    struct fixture *fixture = *state;
    expect_body(fixture, "/hello", 200, "hello");
    expect_body(fixture, "/chunked", 200, "abcdefg");
    expect_body(fixture, "/squeezed", 200, "[{\"a\":1}]");
    expect_body(fixture, "/nothing", 204, "");
    expect_body(fixture, "/empty", 200, "");
    assert_int_equal(loopback_connections(fixture->server), 1);
    assert_int_equal(http_bytes_received(fixture->http), 5 + 7 + sizeof squeezed);
    expect_body(fixture, "/until-closed", 200, "to the end");
    assert_int_equal(http_requests_made(fixture->http), 6);
}

static void test_request(void **state)
{
    struct fixture *fixture = *state;
    struct fetch fetch = {0};
    fixture_start(fixture, &fetch, "/hello");
    fixture_await(fixture, &fetch);
    assert_int_equal(fetch.head.server_time, 1603362593);
    assert_true(loopback_saw(fixture->server, "GET /mot/test/hello HTTP/1.1\r\n"));
    assert_true(loopback_saw(fixture->server, "\r\nX-Miralix-Shared-Secret: " FIXTURE_SECRET "\r\n"));
    assert_true(loopback_saw(fixture->server, "gzip"));
    assert_true(loopback_saw(fixture->server, "\r\nUser-Agent: tapedeck/"));
    fetch_free(&fetch);
}

static void test_broken_connections(void **state)
{
    struct fixture *fixture = *state;
    struct fetch fetch = {0};
    fixture_expect_failure(fixture, &fetch, "/cut", FAILURE_NETWORK, "broke after 10 bytes", "try again");
    assert_string_equal(fetch.body, "0123456789");
    fetch_free(&fetch);
    expect_failure(fixture, "/cut-chunk", FAILURE_NETWORK, "broke after", "try again");
    expect_failure(fixture, "/bad-chunk", FAILURE_NETWORK, "broke after 0 bytes", "try again");
    expect_failure(fixture, "/reset", FAILURE_NETWORK, "broke after 10 bytes", "try again");
    expect_failure(fixture, "/silence", FAILURE_NETWORK, "without an answer", "try again");
}

static void test_stall(void **state)
{
    struct fixture *fixture = *state;
    expect_failure(fixture, "/hang", FAILURE_NETWORK, "no data from 127.0.0.1 port", "try again");
    expect_failure(fixture, "/hang-before", FAILURE_NETWORK, "for 1 s", "try again");
}

static void test_redirect(void **state)
{
    struct fixture *fixture = *state;
    expect_failure(fixture, "/redirect", FAILURE_SERVER, "http://127.0.0.1:9/l", "not followed");
    expect_failure(fixture, "/redirect", FAILURE_SERVER, "Ida Ørsted", "secret");
    assert_int_equal(loopback_requests(fixture->server), 2);
}

static void test_page(void **state)
{
    struct fixture *fixture = *state;
    struct fetch fetch = {0};
    fixture_expect_failure(fixture, &fetch, "/page", FAILURE_ANSWER, "web page", "login page");
    assert_int_equal(fetch.blocks, 0);
    assert_int_equal(fetch.failure.status, 200);
    assert_true(fetch.head.is_html);
    fetch_free(&fetch);
    expect_failure(fixture, "/empty-page", FAILURE_ANSWER, "web page", "login page");
    expect_body(fixture, "/latin", 200, "\"Jørgen\"");
    expect_body(fixture, "/no-page", 200, "\r\n[]"); /* by its first byte */
}

/* The coding is named, and nothing is said of a disk. */
static void test_codings(void **state)
{
    struct fixture *fixture = *state;
    expect_failure(fixture, "/utf-8", FAILURE_ANSWER, "Content-Encoding is utf-8", "administrator");
    expect_failure(fixture, "/no-gzip", FAILURE_ANSWER, "Content-Encoding is gzip", "administrator");
    expect_failure(fixture, "/trailing-gzip", FAILURE_ANSWER, "Content-Encoding is gzip", "administrator");
    expect_failure(fixture, "/cut-gzip-head", FAILURE_ANSWER, "Content-Encoding is gzip", "administrator");
    expect_failure(fixture, "/cut-gzip", FAILURE_ANSWER, "Content-Encoding is gzip", "administrator");
}

static void test_statuses(void **state)
{
    struct fixture *fixture = *state;
    expect_failure(fixture, "/400", FAILURE_SERVER, "(400)", "identification");
    expect_failure(fixture, "/401", FAILURE_REFUSED, "(401)", "secret");
    expect_failure(fixture, "/403", FAILURE_REFUSED, "(403)", "licence");
    expect_failure(fixture, "/404", FAILURE_NOT_FOUND, "(404)", "identification");
    assert_int_equal(loopback_connections(fixture->server), 1);
    expect_failure(fixture, "/500", FAILURE_SERVER, "(500)", "try again");
    expect_failure(fixture, "/endless-error", FAILURE_SERVER, "(500)", "try again");
    expect_failure(fixture, "/gone", FAILURE_SERVER, "410", "address");
}

/* Its words are quoted, unless they hold the secret. */
static void test_words(void **state)
{
    struct fixture *fixture = *state;
    struct fetch fetch = {0};
    expect_failure(fixture, "/403-says", FAILURE_REFUSED, "(the server says \"Licence REC missing\")",
                   "licence");
    expect_failure(fixture, "/500-says", FAILURE_SERVER, "(the server says \"The disk is full.\")", "later");
    fixture_expect_failure(fixture, &fetch, "/403-echo", FAILURE_REFUSED, "(403)", "licence");
    assert_null(strstr(fetch.failure.what, "says"));
    fetch_free(&fetch);
}

static void expect_retry_after(struct fixture *fixture, const char *path, int seconds)
{
    struct fetch fetch = {0};
    fixture_expect_failure(fixture, &fetch, path, FAILURE_SERVER, "(503)", "try again");
    assert_int_equal(fetch.failure.status, 503);
    assert_int_equal(fetch.failure.retry_after, seconds);
    fetch_free(&fetch);
}

static void test_retry_after(void **state)
{
    struct fixture *fixture = *state;
    expect_retry_after(fixture, "/503", 17);
    expect_retry_after(fixture, "/503-date", 120);
    expect_retry_after(fixture, "/503-past", 0);
    expect_retry_after(fixture, "/503-odd", 0);
}

static void test_no_http(void **state)
{
    struct fixture *fixture = *state;
    char url[64];
    expect_failure(fixture, "/not-http", FAILURE_ANSWER, "is not HTTP", "http or https");
    snprintf(url, sizeof url, "https://127.0.0.1:%d/", loopback_port(fixture->server));
    expect_failure(fixture, url, FAILURE_NETWORK, "no TLS connection", "speaks https");
    expect_failure(fixture, "ftp://127.0.0.1/", FAILURE_ANSWER, "is not HTTP", "http or https");
    expect_failure(fixture, "file:///etc/hostname", FAILURE_ANSWER, "is not HTTP", "http or https");
}

/* A listening socket that nobody accepts from. */
static int listen_only(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int socket_number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(socket_number >= 0);
    assert_int_equal(bind(socket_number, (struct sockaddr *)&address, length), 0);
    assert_int_equal(getsockname(socket_number, (struct sockaddr *)&address, &length), 0);
    *port = ntohs(address.sin_port);
    return socket_number;
}

static void test_refused_port(void **state)
{
    struct fixture *fixture = *state;
    int port = 0;
    char url[64];
    int unheard = listen_only(&port);
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", port);
    expect_failure(fixture, url, FAILURE_NETWORK, "connection refused", "check the port");
    close(unheard);
}

/* With its queue of one full, a socket leaves further connections without an answer. */
static void test_connect_timeout(void **state)
{
    struct fixture fixture;
    int waiting[4];
    int port = 0;
    char url[64];
    (void)state;
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){.connect_timeout_ms = 400, .stall_timeout_s = 20});
    int full = listen_only(&port);
    assert_int_equal(listen(full, 0), 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int i = 0; i < 4; i++) {
        waiting[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        (void)!connect(waiting[i], (struct sockaddr *)&address, sizeof address);
    }
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", port);
    expect_failure(&fixture, url, FAILURE_NETWORK, "within 0.4 s", "network");
    for (int i = 0; i < 4; i++)
        close(waiting[i]);
    close(full);
    fixture_close(&fixture);
}

static void test_unknown_host(void **state)
{
    expect_failure(*state, "http://no-such-host.invalid/mot/x", FAILURE_NETWORK,
                   "cannot find no-such-host.invalid", "DNS");
}

static void fetch_elsewhere(struct fixture *fixture, const char *host, int port, const char *account)
{
    struct fetch fetch = {0};
    char url[100];
    snprintf(url, sizeof url, "http://%s:%d/mot/%s/hello", host, port, account);
    fixture_start(fixture, &fetch, url);
    fixture_await(fixture, &fetch);
    fetch_free(&fetch);
}

static void test_secret_stays_with_its_server(void **state)
{
    struct fixture *fixture = *state;
    struct loopback *other = loopback_new(answer);
    fetch_elsewhere(fixture, "127.0.0.1", loopback_port(other), "test");
    fetch_elsewhere(fixture, "localhost", loopback_port(fixture->server), "test");
    fetch_elsewhere(fixture, "127.0.0.1", loopback_port(fixture->server), "test2");
    assert_int_equal(loopback_requests(other), 1);
    assert_int_equal(loopback_requests(fixture->server), 2);
    assert_false(loopback_saw(other, "Miralix") || loopback_saw(other, FIXTURE_SECRET));
    assert_false(loopback_saw(fixture->server, "Miralix"));
    loopback_free(&other);
}

static void expect_not_opened(struct http_options options, const char *what)
{
    uv_loop_t loop;
    struct failure failure;
    assert_int_equal(uv_loop_init(&loop), 0);
    assert_null(http_open(&loop, &options, &failure));
    assert_int_equal(failure.kind, FAILURE_USAGE);
    assert_non_null(strstr(failure.what, what));
    assert_null(strstr(failure.what, "hunter2"));
    assert_int_equal(uv_loop_close(&loop), 0);
}

static void test_options_are_checked(void **state)
{
    (void)state;
    static const char server[] = "https://pbx.company.com/mot/greenbox";
    expect_not_opened((struct http_options){.server = server, .secret = "hunter2\r\nHost: x"}, "secret");
    expect_not_opened((struct http_options){.server = server, .secret = "hunter2\n"}, "secret");
    expect_not_opened((struct http_options){.server = server, .secret = ""}, "secret");
    expect_not_opened((struct http_options){.secret = "hunter2"}, "no server");
    expect_not_opened((struct http_options){.server = "https:", .secret = "hunter2"}, "no server");
    expect_not_opened((struct http_options){.server = server, .ca_file = "/no/such/ca.pem"},
                      "/no/such/ca.pem");
    expect_not_opened((struct http_options){.server = server, .pin = "md5//x"}, "sha256//");
    expect_not_opened((struct http_options){.server = server, .pin = "sha256//x"}, "32 bytes in base64");
}

static void test_pins(void **state)
{
    (void)state;
#define HASH "sha256//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjA1/QcLzGrZ3cU="
    assert_true(http_options_is_pin(HASH));
    assert_true(http_options_is_pin(HASH ";" HASH));
    static const char *const wrong[] = {
        "",       "sha256//", "sha256//AAAA", "md5//YhKJKSzoTt2b5FP18fvpHo7fJYqQCjA1/Q=", HASH ";", HASH "=",
        HASH " ", " " HASH,   HASH ":" HASH};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(http_options_is_pin(wrong[i]));
}

/* A millisecond for each block. */
static enum http_flow take_slowly(struct fetch *fetch)
{
    (void)fetch;
    for (uint64_t begun = uv_hrtime(); uv_hrtime() - begun < 1000000;)
        ;
    return HTTP_CONTINUE;
}

/* What else is on the loop has its turn all the same, and nothing is lost. */
static void test_fast_server(void **state)
{
    struct fixture *fixture = *state;
    struct fetch fetches[2] = {{.on_data = take_slowly}, {.on_data = take_slowly}};
    unsigned most = 0, at_once = 0;
    for (int i = 0; i < 2; i++)
        fixture_start(fixture, &fetches[i], "/fast");
    while (!fetches[0].ends || !fetches[1].ends) {
        unsigned before = fetches[0].blocks + fetches[1].blocks;
        uv_run(&fixture->loop, UV_RUN_ONCE);
        unsigned blocks = fetches[0].blocks + fetches[1].blocks - before;
        most = blocks > most ? blocks : most;
        at_once += fetches[0].blocks && fetches[1].blocks && !fetches[0].ends && !fetches[1].ends;
    }
    assert_in_range(most, 1, 16);
    assert_true(at_once > 0); /* neither waits for the end of the other */
    for (int i = 0; i < 2; i++) {
        assert_int_equal(fetches[i].outcome, HTTP_COMPLETE);
        assert_int_equal(fetches[i].length, FAST_BLOCKS * FAST_BLOCK);
        fetch_free(&fetches[i]);
    }
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(test_bodies),
        WITH_FIXTURE(test_fast_server),
        WITH_FIXTURE(test_request),
        WITH_FIXTURE(test_broken_connections),
        WITH_FIXTURE(test_stall),
        WITH_FIXTURE(test_redirect),
        WITH_FIXTURE(test_page),
        WITH_FIXTURE(test_codings),
        WITH_FIXTURE(test_statuses),
        WITH_FIXTURE(test_words),
        WITH_FIXTURE(test_retry_after),
        WITH_FIXTURE(test_no_http),
        WITH_FIXTURE(test_refused_port),
        cmocka_unit_test(test_connect_timeout),
        WITH_FIXTURE(test_unknown_host),
        WITH_FIXTURE(test_secret_stays_with_its_server),
        cmocka_unit_test(test_options_are_checked),
        cmocka_unit_test(test_pins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
