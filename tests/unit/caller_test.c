/* Callers in lists: their groups, what a filter looks for in them, and where it stands. */
#include "tui/caller.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_format(const char *caller, const char *expected)
{
    char buffer[64];
    assert_string_equal(caller_format(buffer, sizeof(buffer), caller), expected);
}

static void assert_needle(const char *filter, const char *expected)
{
    char buffer[64];
    assert_string_equal(caller_needle(buffer, sizeof(buffer), filter), expected);
}

/* `marked` is the part of `formatted` that is to be marked. */
static void assert_marked(const char *formatted, const char *needle, const char *marked)
{
    char part[64] = "";
    struct caller_span span = caller_find(formatted, needle);
    memcpy(part, formatted + span.from, span.to - span.from);
    assert_string_equal(part, marked);
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

static void needles_are_digits(void **state)
{
    (void)state;
    assert_needle("8312", "8312");
    assert_needle("+45 83 12 34 56", "4583123456");
    assert_needle("0045 8312", "458312");
    assert_needle("83-12 (34)", "831234");
    assert_needle("support 8312", "8312");
    assert_needle("8312 support 99", "8312");
    assert_needle("ida", "");
    assert_needle("", "");
    assert_needle("agent:12a", "");
}

static void matches_are_found_across_groups(void **state)
{
    (void)state;
    assert_marked("+45 83 12 34 56", "8312", "83 12");
    assert_marked("+45 83 12 34 56", "56", "56");
    assert_marked("+45 83 12 34 56", "4583123456", "45 83 12 34 56");
    assert_marked("+45 83 12 34 56", "99", "");
    assert_marked("+45 83 12 34 56", "", "");
    assert_marked("anonymous", "1", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(danish_numbers_are_grouped),
        cmocka_unit_test(other_callers_stay_as_they_came),
        cmocka_unit_test(needles_are_digits),
        cmocka_unit_test(matches_are_found_across_groups),
    };
    return cmocka_run_group_tests_name("caller", tests, NULL, NULL);
}
