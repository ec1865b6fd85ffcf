/* The texts of failures: cut between characters, and free of what could harm a terminal. */
#include "net/base/failure.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void test_set(void **state)
{
    (void)state;
    struct failure failure = {.status = 500, .retry_after = 7};
    assert_false(failure_set(&failure, FAILURE_NETWORK, "do", "cannot reach %s port %d", "a", 7));
    assert_int_equal(failure.kind, FAILURE_NETWORK);
    assert_int_equal(failure.status, 0);
    assert_int_equal(failure.retry_after, 0);
    assert_string_equal(failure.what, "cannot reach a port 7");
    assert_string_equal(failure.advice, "do");
}

static void test_set_cuts_between_characters(void **state)
{
    (void)state;
    char text[400];
    for (size_t shift = 0; shift < 4; shift++) {
        memset(text, 'x', shift);
        for (size_t at = shift; at + 4 < sizeof text; at += 2)
            memcpy(text + at, "ø", sizeof "ø");
        struct failure failure;
        failure_set(&failure, FAILURE_DISK, text, "%s", text);
        size_t what = strlen(failure.what);
        size_t advice = strlen(failure.advice);
        assert_true(what >= sizeof failure.what - 2 && (what - shift) % 2 == 0);
        assert_true(advice >= sizeof failure.advice - 2 && (advice - shift) % 2 == 0);
    }
}

static void test_set_removes_controls(void **state)
{
    (void)state;
    struct failure failure;
    failure_set(&failure, FAILURE_DISK, "a\nb", "%s", "x\033[2J\x7fø");
    assert_string_equal(failure.what, "x?[2J?ø");
    assert_string_equal(failure.advice, "a?b");
}

static void test_fit(void **state)
{
    (void)state;
    assert_int_equal(failure_fit("abc", 4), 3);
    assert_int_equal(failure_fit("abc", 3), 2);
    assert_int_equal(failure_fit("aø", 4), 3);
    assert_int_equal(failure_fit("aø", 3), 1);
    assert_int_equal(failure_fit("🎧", 4), 0);
    assert_int_equal(failure_fit("🎧", 5), 4);
    assert_int_equal(failure_fit("", 1), 0);
    assert_int_equal(failure_fit("x", 1), 0);
}

static void test_quote(void **state)
{
    (void)state;
    char buffer[16];
    static const char right_to_left[] = {'\xe2', '\x80', '\xae', '\0'};
    assert_string_equal(failure_quote(buffer, sizeof buffer, "plain"), "plain");
    assert_string_equal(failure_quote(buffer, sizeof buffer, "\033\n"), "\\x1b\\x0a");
    assert_string_equal(failure_quote(buffer, sizeof buffer, "ø 語"), "ø 語");
    assert_string_equal(failure_quote(buffer, sizeof buffer, "\xc3 \x9b"), "\\xc3 \\x9b");
    assert_string_equal(failure_quote(buffer, sizeof buffer, right_to_left), "\\xe2\\x80\\xae");
    assert_string_equal(failure_quote(buffer, sizeof buffer, "øøøøøøøø"), "øøøøøø…");
    assert_string_equal(failure_quote(buffer, sizeof buffer, "0123456789abcdefgh"), "0123456789ab…");
    assert_string_equal(failure_quote(buffer, sizeof buffer, ""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_set),
        cmocka_unit_test(test_set_cuts_between_characters),
        cmocka_unit_test(test_set_removes_controls),
        cmocka_unit_test(test_fit),
        cmocka_unit_test(test_quote),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
