/* What the filter text means: one number out of all tokens of digits, and words for names. */
#include "model/filter.h"

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_digits(const char *text, const char *digits, size_t words)
{
    struct filter filter;
    filter_parse(&filter, text);
    assert_string_equal(filter.digits, digits);
    assert_int_equal(filter.word_count, words);
    assert_int_equal(filter_is_empty(&filter), !*digits && !words);
}

static void digits_are_joined_to_one_number(void **state)
{
    (void)state;
    assert_digits("", "", 0);
    assert_digits(" \t ", "", 0);
    assert_digits("1234", "1234", 0);
    assert_digits("+49 (89) 12.34/5-6", "4989123456", 0);
    assert_digits("0049 89 1234", "49891234", 0);
    assert_digits("030 99", "03099", 0);
    assert_digits("89 ida 12", "8912", 1);
    assert_digits("a1 2b", "", 2);
    assert_digits("- +", "", 2); /* no digit in it: no number */
}

static bool matches_caller(const char *text, const char *number)
{
    struct filter filter;
    filter_parse(&filter, text);
    return filter_matches_caller(&filter, number);
}

static void a_number_matches_anywhere_in_a_caller(void **state)
{
    (void)state;
    assert_true(matches_caller("", NULL));
    assert_true(matches_caller("ida", NULL));
    assert_false(matches_caller("1", NULL));
    assert_false(matches_caller("1", "anonymous"));
    assert_true(matches_caller("89 12", "+49 (89) 12-34"));
    assert_true(matches_caller("+4989", "0049891234"));
    assert_true(matches_caller("004989", "+49891234"));
    assert_false(matches_caller("4998", "+49891234"));
}

static bool word_matches(const char *text, const char *name)
{
    struct filter filter;
    filter_parse(&filter, text);
    assert_int_equal(filter.word_count, 1);
    return filter_word_matches(&filter, 0, name);
}

static void a_word_matches_names_in_any_case(void **state)
{
    (void)state;
    assert_true(word_matches("HOLM", "Ida Holm"));
    assert_true(word_matches("da", "Ida Holm"));
    assert_false(word_matches("idaholm", "Ida Holm"));
    assert_false(word_matches("ida", NULL));
    assert_true(word_matches("mÜLL", "Jörg Müller"));
    assert_true(word_matches("ЖАННА", "Жанна"));
    assert_true(word_matches("%", "100% sales"));
    assert_false(word_matches("%", "sales"));
    assert_true(word_matches("holm", "\xff\xc3Holm\xe2\x82")); /* bytes that are no UTF-8 are passed over */
}

static void long_texts_stay_in_bounds(void **state)
{
    (void)state;
    char text[4 * PAGE_FILTER_SIZE];
    memset(text, '7', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct filter filter;
    filter_parse(&filter, text);
    assert_int_equal(strlen(filter.digits), PAGE_FILTER_SIZE - 1);
    for (size_t i = 0; i + 1 < sizeof text; i++)
        text[i] = i % 2 ? ' ' : 'x';
    filter_parse(&filter, text);
    assert_int_equal(filter.word_count, FILTER_WORDS);
    memset(text, 'x', sizeof text - 1);
    filter_parse(&filter, text);
    assert_int_equal(filter.word_count, 1);
    assert_true(filter_word_matches(&filter, 0, text));
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") == NULL ? -1 : 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_are_joined_to_one_number),
        cmocka_unit_test(a_number_matches_anywhere_in_a_caller),
        cmocka_unit_test(a_word_matches_names_in_any_case),
        cmocka_unit_test(long_texts_stay_in_bounds),
    };
    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
