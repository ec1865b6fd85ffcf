/* Who is between us and the server: what the environment says of it, that a proxy hears no secret, and that
 * what fails because of it is named. */
#include "net/http/proxy.h"

#include "net/base/memory.h"
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define SECURE "https://pbx.test/mot/test"
#define PLAIN "http://pbx.test/mot/test"
#define USER "someone:hunter2@"

static const char *const variables[] = {"http_proxy", "https_proxy", "HTTPS_PROXY", "HTTP_PROXY",
                                        "all_proxy",  "ALL_PROXY",   "no_proxy",    "NO_PROXY"};

static int forget_variables(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof variables / sizeof *variables; i++)
        unsetenv(variables[i]);
    return 0;
}

static void expect_proxy(const char *base, const char *expected)
{
    char *proxy = proxy_find(base);
    if (expected)
        assert_string_equal(proxy, expected);
    else
        assert_null(proxy);
    free(proxy);
}

static void the_environment_names_it(void **state)
{
    (void)state;
    expect_proxy(SECURE, NULL);
    setenv("HTTP_PROXY", "http://capital:1", 1);
    expect_proxy(PLAIN, NULL);
    setenv("ALL_PROXY", "socks5://all:1", 1);
    expect_proxy(PLAIN, "socks5://all:1");
    expect_proxy(SECURE, "socks5://all:1");
    setenv("http_proxy", "http://plain:1", 1);
    setenv("HTTPS_PROXY", "http://secure:1", 1);
    expect_proxy(PLAIN, "http://plain:1");
    expect_proxy(SECURE, "http://secure:1");
    expect_proxy("http://localhost:8080/mot/a", NULL);
    expect_proxy("http://127.1.2.3:8080/mot/a", NULL);
    expect_proxy("https://[::1]/mot/a", NULL);
    setenv("no_proxy", "other.test, .test", 1);
    expect_proxy(SECURE, NULL);
}

static void an_empty_one_is_not_set(void **state)
{
    (void)state;
    setenv("ALL_PROXY", "http://all:1", 1);
    setenv("all_proxy", "", 1);
    setenv("http_proxy", "", 1);
    setenv("https_proxy", "", 1);
    expect_proxy(PLAIN, "http://all:1");
    expect_proxy(SECURE, "http://all:1");
    setenv("HTTPS_PROXY", "http://secure:1", 1);
    expect_proxy(SECURE, "http://secure:1");
    setenv("no_proxy", "", 1);
    setenv("NO_PROXY", ".test", 1);
    expect_proxy(SECURE, NULL);
}

static void some_hosts_are_exempt(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        const char *list;
        bool is_exempt;
    } cases[] = {
        {"pbx.company.com", "company.com", true},
        {"pbx.company.com", ".company.com", true},
        {"pbx.company.com.", "Company.COM.", true},
        {"company.com", ".company.com", true},
        {"pbxcompany.com", "company.com", false},
        {"company.com", "pbx.company.com", false},
        {"pbx.company.com", "a.b,  c.d pbx.company.com", true},
        {"pbx.company.com", "*", true},
        {"pbx.company.com", "", false},
        {"pbx.company.com", ",. ,", false},
        {"10.1.2.3", "10.0.0.0/8", true},
        {"11.1.2.3", "10.0.0.0/8", false},
        {"10.1.2.3", "10.1.2.3", true},
        {"10.1.2.3", "2.3", false},
        {"10.1.2.3", "10.1.2.3/99", false},
        {"192.168.1.129", "192.168.1.128/25", true},
        {"fe80::1", "fe80::/10", true},
        {"fe80::1", "10.0.0.0/0", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (proxy_is_exempt(cases[i].host, cases[i].list) != cases[i].is_exempt)
            fail_msg("%s in %s", cases[i].host, cases[i].list);
}

static void plain_http_is_told_but_on_this_machine(void **state)
{
    (void)state;
    assert_true(proxy_is_plain(PLAIN));
    assert_true(proxy_is_plain("http://192.168.1.10/mot/a"));
    assert_false(proxy_is_plain(SECURE));
    assert_false(proxy_is_plain("http://127.0.0.1:8080/mot/a"));
    assert_false(proxy_is_plain("http://localhost/mot/a"));
    assert_false(proxy_is_plain("http://[::1]:8080/mot/a"));
    assert_true(proxy_is_plain("http://localhost.company.com/mot/a"));
}

static void its_password_is_not_shown(void **state)
{
    (void)state;
    char place[90];
    assert_string_equal(proxy_place(place, sizeof place, "http://" USER "proxy:3128/x?y"), "proxy:3128");
    assert_string_equal(proxy_place(place, sizeof place, "some@one:hunter2@proxy:3128"), "proxy:3128");
}

/* As a proxy does that reaches nobody, and as one that reads what it is given. */
static bool answer(struct loopback_client *client, const char *request)
{
    if (strncmp(request, "CONNECT refused", 15) == 0)
        return loopback_send_text(client, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
    if (strncmp(request, "CONNECT ", 8) == 0) {
        loopback_send_text(client, "HTTP/1.1 200 Connected\r\n\r\n");
        return false;
    }
    return loopback_send_text(client, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    fixture_open(&fixture, answer);
    *state = &fixture;
    return forget_variables(state);
}

static int close_fixture(void **state)
{
    fixture_close(*state);
    return 0;
}

static void connect_through(struct fixture *fixture, const char *server, const char *proxy)
{
    struct failure failure;
    struct http_options options = {.server = server,
                                   .secret = FIXTURE_SECRET,
                                   .proxy = proxy,
                                   .proxy_may_know = true,
                                   .stall_timeout_s = 20};
    fixture->http = http_open(&fixture->loop, &options, &failure);
    assert_non_null(fixture->http);
}

static void expect_failure(struct fixture *fixture, const char *url, const char *what, const char *advice)
{
    struct fetch fetch = {0};
    fixture_expect_failure(fixture, &fetch, url, FAILURE_NETWORK, what, advice);
    assert_null(strstr(fetch.failure.what, "hunter2"));
    fetch_free(&fetch);
}

static void it_gets_the_secret_within_tls_only(void **state)
{
    struct fixture *fixture = *state;
    char proxy[80];
    snprintf(proxy, sizeof proxy, "http://" USER "127.0.0.1:%d", loopback_port(fixture->server));
    connect_through(fixture, SECURE, proxy);
    expect_failure(fixture, SECURE "/agents", "pbx.test", "");
    expect_failure(fixture, "https://refused.test/mot/test/agents",
                   "refused to connect to refused.test port 443", "no_proxy");
    assert_true(loopback_saw(fixture->server, "CONNECT pbx.test:443 "));
    assert_false(loopback_saw(fixture->server, "Miralix"));
    assert_false(loopback_saw(fixture->server, FIXTURE_SECRET));
}

static void it_reads_plain_http_where_that_is_allowed(void **state)
{
    struct fixture *fixture = *state;
    struct fetch fetch = {0};
    char proxy[80];
    snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", loopback_port(fixture->server));
    connect_through(fixture, PLAIN, proxy);
    fixture_start(fixture, &fetch, PLAIN "/agents");
    fixture_await(fixture, &fetch);
    assert_int_equal(fetch.outcome, HTTP_COMPLETE);
    fetch_free(&fetch);
    assert_true(loopback_saw(fixture->server, "GET " PLAIN "/agents "));
    assert_true(loopback_saw(fixture->server, FIXTURE_SECRET));
}

static void it_is_named_when_it_is_away(void **state)
{
    struct fixture *fixture = *state;
    struct loopback *gone = loopback_new(answer);
    char proxy[80], what[80];
    snprintf(proxy, sizeof proxy, "http://" USER "127.0.0.1:%d", loopback_port(gone));
    snprintf(what, sizeof what, "cannot connect to the proxy 127.0.0.1:%d: connection refused",
             loopback_port(gone));
    loopback_free(&gone);
    connect_through(fixture, SECURE, proxy);
    expect_failure(fixture, SECURE "/agents", what, "check the proxy in the environment");
}

static void it_is_named_when_nobody_knows_it(void **state)
{
    connect_through(*state, SECURE, "http://" USER "no-such-proxy.invalid:1");
    expect_failure(*state, SECURE "/agents", "cannot find the proxy no-such-proxy.invalid:1",
                   "check the proxy");
}

static void it_is_refused_where_it_would_hear_the_secret(void **state)
{
    (void)state;
    uv_loop_t loop;
    struct failure failure;
    struct http_options options = {.server = PLAIN, .secret = "hush", .proxy = "http://" USER "proxy:3128"};
    assert_int_equal(uv_loop_init(&loop), 0);
    assert_null(http_open(&loop, &options, &failure));
    assert_int_equal(failure.kind, FAILURE_USAGE);
    assert_non_null(strstr(failure.what, "the proxy proxy:3128 would read the secret"));
    assert_null(strstr(failure.what, "hunter2"));
    assert_non_null(strstr(failure.advice, "http_proxy_secret = allow"));
    assert_int_equal(uv_loop_close(&loop), 0);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_environment_names_it, forget_variables, forget_variables),
        cmocka_unit_test_setup_teardown(an_empty_one_is_not_set, forget_variables, forget_variables),
        cmocka_unit_test(some_hosts_are_exempt),
        cmocka_unit_test(plain_http_is_told_but_on_this_machine),
        cmocka_unit_test(its_password_is_not_shown),
        WITH_FIXTURE(it_gets_the_secret_within_tls_only),
        WITH_FIXTURE(it_reads_plain_http_where_that_is_allowed),
        WITH_FIXTURE(it_is_named_when_it_is_away),
        WITH_FIXTURE(it_is_named_when_nobody_knows_it),
        cmocka_unit_test(it_is_refused_where_it_would_hear_the_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
