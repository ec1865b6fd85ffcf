/* What is said of a transfer that curl has ended with an error which no server here can bring about. */
#include "net/http/http_explain.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct failure explained(CURLcode code, const char *detail, const struct http_options *options)
{
    struct failure failure = {0};
    CURL *easy = curl_easy_init();
    assert_non_null(easy);
    http_explain_code(easy, code, detail, "the list of agents", options, &failure);
    curl_easy_cleanup(easy);
    return failure;
}

/* A new system has none before ca-certificates is installed. */
static void test_a_system_without_certificates(void **state)
{
    (void)state;
    struct http_options options = {0};
    struct failure failure = explained(CURLE_SSL_CACERT_BADFILE, "", &options);
    assert_non_null(strstr(failure.what, "no list of the certificate authorities"));
    assert_non_null(strstr(failure.advice, "install ca-certificates"));
    assert_null(strstr(failure.advice, "PEM"));
}

static void test_a_file_of_the_user_that_is_none(void **state)
{
    (void)state;
    struct http_options options = {.ca_file = "/etc/own.pem"};
    struct failure failure = explained(CURLE_SSL_CACERT_BADFILE, "", &options);
    assert_non_null(strstr(failure.what, "/etc/own.pem"));
    assert_non_null(strstr(failure.advice, "--ca takes a file of certificates"));
}

/* curl repeats the whole of a proxy that it cannot use. */
static void test_the_password_of_a_proxy_is_not_repeated(void **state)
{
    (void)state;
    struct http_options options = {.proxy = "ftp://someone:hunter2@proxy.test:21"};
    struct failure failure =
        explained(CURLE_COULDNT_CONNECT, "Unsupported proxy scheme for 'ftp://someone:hunter2@proxy.test:21'",
                  &options);
    assert_non_null(strstr(failure.what, "proxy.test:21"));
    assert_null(strstr(failure.what, "hunter2"));
}

/* Who closed it before there was TLS with the server. */
static void test_a_proxy_that_closes_is_named(void **state)
{
    (void)state;
    struct http_options options = {.proxy = "http://proxy.test:3128"};
    struct failure failure = explained(CURLE_RECV_ERROR, "", &options);
    assert_non_null(strstr(failure.what, "the proxy proxy.test:3128 closed the connection"));
    assert_non_null(strstr(failure.advice, "check the proxy"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_system_without_certificates),
        cmocka_unit_test(test_a_file_of_the_user_that_is_none),
        cmocka_unit_test(test_the_password_of_a_proxy_is_not_repeated),
        cmocka_unit_test(test_a_proxy_that_closes_is_named),
    };
    return cmocka_run_group_tests_name("http_explain", tests, NULL, NULL);
}
