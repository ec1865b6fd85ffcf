/* What is UTF-8, and how much of what is not one U+FFFD stands for. */
#include "net/base/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define BAD UTF8_REPLACEMENT

static void assert_repaired(const char *text, const char *expected)
{
    char *repaired = utf8_repaired(text);
    assert_string_equal(repaired, expected);
    free(repaired);
}

static void good_text_stays_as_it_is(void **state)
{
    (void)state;
    assert_repaired("", "");
    assert_repaired("Ida Holm", "Ida Holm");
    assert_repaired("S\xc3\xb8ren \xe2\x82\xac \xf0\x9f\x93\xbc",
                    "S\xc3\xb8ren \xe2\x82\xac \xf0\x9f\x93\xbc");
    assert_repaired("\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf", "\xed\x9f\xbf\xee\x80\x80\xf4\x8f\xbf\xbf");
    assert_null(utf8_repaired(NULL));
}

static void each_bad_sequence_becomes_one_sign(void **state)
{
    (void)state;
    assert_repaired("a\xff"
                    "b",
                    "a" BAD "b");
    assert_repaired("\x80\x80", BAD BAD);
    assert_repaired("\xc3", BAD);
    assert_repaired("\xc3(", BAD "(");
    assert_repaired("\xe2\x82", BAD);
    assert_repaired("\xf0\x9f\x93x", BAD "x");
    assert_repaired("\xe2\x82\xe2\x82\xac", BAD "\xe2\x82\xac");
}

static void overlong_forms_surrogates_and_too_large_ones_are_bad(void **state)
{
    (void)state;
    assert_repaired("\xc0\xaf", BAD BAD);
    assert_repaired("\xe0\x80\xaf", BAD BAD BAD);
    assert_repaired("\xed\xa0\x80", BAD BAD BAD);
    assert_repaired("\xf4\x90\x80\x80", BAD BAD BAD BAD);
    assert_repaired("\xf5\x80\x80\x80", BAD BAD BAD BAD);
}

static void a_sequence_never_reaches_beyond_the_end(void **state)
{
    (void)state;
    bool valid = true;
    assert_int_equal(utf8_sequence("\xe2\x82\xac", 2, &valid), 2);
    assert_false(valid);
    assert_int_equal(utf8_sequence("", 0, &valid), 0);
    assert_int_equal(utf8_sequence("\0", 1, &valid), 1);
    assert_true(valid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_text_stays_as_it_is),
        cmocka_unit_test(each_bad_sequence_becomes_one_sign),
        cmocka_unit_test(overlong_forms_surrogates_and_too_large_ones_are_bad),
        cmocka_unit_test(a_sequence_never_reaches_beyond_the_end),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
