/* What the status codes mean. */
#include "net/http/http_status.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void expect_status(int status, enum failure_kind kind, const char *what, const char *advice)
{
    struct failure failure;
    http_status_failure(&failure, status, "the recordings of Ida Ørsted", NULL);
    assert_int_equal(failure.kind, kind);
    assert_int_equal(failure.status, status);
    assert_non_null(strstr(failure.what, "the recordings of Ida Ørsted"));
    assert_non_null(strstr(failure.what, what));
    assert_non_null(strstr(failure.advice, advice));
}

static void test_statuses(void **state)
{
    (void)state;
    expect_status(400, FAILURE_SERVER, "not valid (400)", "identification");
    expect_status(401, FAILURE_REFUSED, "secret", "shared secret");
    expect_status(403, FAILURE_REFUSED, "(403)", "licence");
    expect_status(404, FAILURE_NOT_FOUND, "(404)", "identification");
    expect_status(429, FAILURE_SERVER, "(429)", "wait");
    expect_status(500, FAILURE_SERVER, "(500)", "try again");
    expect_status(503, FAILURE_SERVER, "(503)", "try again");
    expect_status(304, FAILURE_SERVER, "304", "address");
    expect_status(418, FAILURE_SERVER, "418", "address");
}

static void test_every_status_fits(void **state)
{
    (void)state;
    char subject[300];
    memset(subject, 'x', sizeof subject - 1);
    subject[sizeof subject - 1] = '\0';
    for (int status = 300; status < 600; status++) {
        struct failure failure;
        http_status_failure(&failure, status, subject, status < 400 ? subject : NULL);
        assert_true(strlen(failure.what) < sizeof failure.what - 1);
        assert_true(strlen(failure.advice) < sizeof failure.advice - 1);
    }
}

static void test_redirect(void **state)
{
    (void)state;
    struct failure failure;
    http_status_failure(&failure, 302, "the list of agents", "https://evil.example/\033[2Jlogin");
    assert_int_equal(failure.kind, FAILURE_SERVER);
    assert_non_null(strstr(failure.what, "https://evil.example/\\x1b[2Jlogin"));
    assert_non_null(strstr(failure.advice, "not followed"));
}

static void test_redirect_repeats_no_secret(void **state)
{
    (void)state;
    struct failure failure;
    http_status_failure(&failure, 302, "the list of agents", "https://pbx.company.com/login?hunter2");
    assert_null(strstr(failure.what, "hunter2"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_statuses),
        cmocka_unit_test(test_every_status_fits),
        cmocka_unit_test(test_redirect),
        cmocka_unit_test(test_redirect_repeats_no_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
