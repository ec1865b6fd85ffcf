/* Callers in lists: how they are grouped. */
#include "tui/words/caller.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_format(const char *caller, const char *expected)
{
    char buffer[64];
    assert_string_equal(caller_format(buffer, sizeof(buffer), caller), expected);
}

static void danish_numbers_are_grouped(void **state)
{
    (void)state;
    assert_format("+4583123456", "+45 83 12 34 56");
    assert_format("83123456", "83 12 34 56");
}

static void other_callers_stay_as_they_came(void **state)
{
    (void)state;
    assert_format("+46701234567", "+46701234567");
    assert_format("+458312345", "+458312345");
    assert_format("+4583123456789", "+4583123456789");
    assert_format("8312345a", "8312345a");
    assert_format("anonymous", "anonymous");
    assert_format("5663", "5663");
    assert_format("", "–");
    assert_format(NULL, "–");
}

int main(void)
{
    setlocale(LC_CTYPE, "C.UTF-8"); /* elsewhere "–" becomes "-" */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(danish_numbers_are_grouped),
        cmocka_unit_test(other_callers_stay_as_they_came),
    };
    return cmocka_run_group_tests_name("caller", tests, NULL, NULL);
}
