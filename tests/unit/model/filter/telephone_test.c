/* Telephone numbers: how they are read, and what is found in which. */
#include "model/filter/telephone.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void numbers_are_read_without_their_signs(void **state)
{
    static const struct {
        const char *text, *digits, *bare;
        bool is_international;
    } cases[] = {
        {"", "", "", false},
        {"anonymous", "", "", false},
        {"8312", "8312", "8312", false},
        {"+45 83-12.34/56",
         "45831234"
         "56",
         "4583123456", true},
        {"0045 8312", "00458312", "458312", true},
        {"+44 (0)20 7946", "440207946", "44207946", true},
        {"+44 (020) 7946", "440207946", "44207946", true},
        {"(020) 7946", "0207946", "0207946", false},
        {"sip:+4583@pbx", "4583", "4583", true},
        {"45+83", "4583", "4583", false},
        {"00", "00", "", true},
        {"83\xc2\xa0"
         "00\xe2\x80\xaf"
         "00\xe2\x80\x89"
         "05",
         "83000005", "83000005", false},
        {"83\xe2\x80\x91"
         "00–05",
         "830005", "830005", false},
        {"\xe2\x80\xaa+45 83\xe2\x80\xac", "4583", "4583", true},
        {"＋４５　８３", "4583", "4583", true},
        {"sip:83123470@10.0.0.7:5060;user=phone", "83123470", "83123470", false},
        {"SIPS:%2B4583123470;tag=12@host", "4583123470", "4583123470", true},
        {"\"Ida 2\" <sip:004583123470@pbx1>;tag=77", "004583123470", "4583123470", true},
        {"sip:83123470:5060", "83123470", "83123470", false},
        {"tel:+45-83-12-34-70;ext=12;phone-context=+44", "4583123470", "4583123470", true},
        {"83123470@10.0.0.7", "83123470", "83123470", false},
        {"83123470:5060", "83123470", "83123470", false},
        {"83123470;user=phone", "83123470", "83123470", false},
        {"Tlf.: 83 12", "8312", "8312", false},
        {"sip:10.0.0.7:5060", "", "", false},
        {"sip:lp1@company2.local", "", "", false},
        {"ida2@company3.local", "", "", false},
        {"sip:anonymous@anonymous.invalid:5060", "", "", false},
        {"TDC-INFO", "", "", false},
        {"TDC 1881", "1881", "1881", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct telephone number;
        telephone_read(&number, cases[i].text, strlen(cases[i].text));
        assert_string_equal(number.digits, cases[i].digits);
        assert_string_equal(number.bare, cases[i].bare);
        assert_int_equal(number.count, strlen(number.digits));
        assert_int_equal(number.bare_count, strlen(number.bare));
        assert_int_equal(number.is_international, cases[i].is_international);
        for (size_t digit = 0; digit < number.bare_count; digit++)
            assert_int_equal(number.digits[number.place[digit]], number.bare[digit]);
    }
}

/* The digits that are found, "" if none are. */
static void assert_found(const char *wanted_text, const char *number_text, const char *found)
{
    struct telephone wanted, number;
    size_t begin = 0, end = 0;
    telephone_read(&wanted, wanted_text, strlen(wanted_text));
    telephone_read(&number, number_text, strlen(number_text));
    bool is_found = telephone_find(&wanted, &number, &begin, &end);
    if (is_found != (*found != '\0'))
        fail_msg("%s in %s: %d", wanted_text, number_text, is_found);
    assert_int_equal(end - begin, strlen(found));
    assert_memory_equal(number.digits + begin, found, strlen(found));
}

static void any_form_finds_a_number(void **state)
{
    static const char *const forms[] = {"+45 83 12 34 56",   "0045-83123456", "83123456",
                                        "83 12 34 56",       "+4583123456",   "4583123456",
                                        "(0045) 83.12.34.56"};
    static const char *const kept[] = {"+4583123456", "004583123456", "4583123456", "+45 83 12 34 56"};
    static const char *const british[] = {"(020) 7946 0123",      "020 7946 0123", "+44 (0)20 7946 0123",
                                          "0044 (020) 7946-0123", "20 7946 0123",  "0123"};
    struct telephone wanted, number;
    size_t begin, end;
    (void)state;
    for (size_t i = 0; i < COUNT(forms); i++) {
        telephone_read(&wanted, forms[i], strlen(forms[i]));
        for (size_t k = 0; k < COUNT(kept); k++) {
            telephone_read(&number, kept[k], strlen(kept[k]));
            if (!telephone_find(&wanted, &number, &begin, &end))
                fail_msg("%s in %s", forms[i], kept[k]);
        }
    }
    for (size_t i = 0; i < COUNT(british); i++)
        for (size_t size = 1; size <= strlen(british[i]); size++) { /* and while it is typed */
            telephone_read(&wanted, british[i], size);
            telephone_read(&number, "+442079460123", strlen("+442079460123"));
            if (wanted.count > 1 && wanted.bare_count > 0 && !telephone_find(&wanted, &number, &begin, &end))
                fail_msg("%.*s", (int)size, british[i]);
        }
}

static void what_is_found_is_told(void **state)
{
    (void)state;
    assert_found("8312", "+4583123456", "8312");
    assert_found("3456", "+4583123456", "3456");
    assert_found("99", "+4583123456", "");
    assert_found("1", "anonymous", "");
    assert_found("+45", "+4583123456", "45");
    assert_found("+83", "+4583123456", "");
    assert_found("0045", "+4583123456", "45");
    assert_found("0083", "+4583123456", "");
    assert_found("0012", "+4583120012", "0012");
    assert_found("0012", "+4583121200", "");
    assert_found("020", "+442079460123", "20");
    assert_found("020", "2079460123", "20");
    assert_found("0123", "+442079460123", "0123");
    assert_found("0746", "+442079460123", "");
    assert_found("4420", "+44 (0)20 7946", "44020");
    assert_found("44020", "+44 (0)20 7946", "44020");
    assert_found("+44 20 7946 0123", "(020) 7946 0123", "02079460123");
    assert_found("+45 83 12 34 56", "83123456", "83123456");
    assert_found("+45 83 12 34 56", "3456", "");
    assert_found("+4512345 83 12 34 56", "83123456", "");
    assert_found("012345678", "+353 1 234 5678",
                 "12345678"); /* a country's code has three digits at the most */
    assert_found("02345678", "+353 1 234 5678", "");
    assert_found("+353 1 234 5678", "(01) 234 5678", "012345678");
    assert_found("+3531 234 5678", "0234 5678", "");
    assert_found("0", "+4583123456", "");
    assert_found("00", "004583", "00");
}

static void numbers_are_the_same_however_they_are_written(void **state)
{
    (void)state;
    static const char *const groups[][5] = {
        {"+4583123456", "004583123456", "83 12 34 56", "83123456", "sip:83123456@10.0.0.7:5060"},
        {"+442079460123", "020 7946 0123", "+44 (0)20 7946 0123", "0044 (0)20 7946 0123",
         "tel:+442079460123"},
        {"+353 1 234 5678", "(01) 234 5678", "00353 1 2345678", "+353 (0)1 234 5678", "01 2345678"},
        {"1881", "18 81", "1881", "18-81", "sip:1881@pbx"},
        {"+4683123456", "004683123456", "+46 83123456", "+46 (0)83123456", "tel:+4683123456"},
        {"anonymous", "", "TDC-INFO", "sip:lp1@host2", "00"}};
    for (size_t i = 0; i < 5 * COUNT(groups); i++)
        for (size_t k = 0; k < 5 * COUNT(groups); k++) {
            struct telephone a, b;
            const char *one = groups[i / 5][i % 5], *other = groups[k / 5][k % 5];
            telephone_read(&a, one, strlen(one));
            telephone_read(&b, other, strlen(other));
            bool no_number = i / 5 == 5 || k / 5 == 5;
            bool is_foreign = (i / 5 == 0 && k / 5 == 4) || (i / 5 == 4 && k / 5 == 0);
            if (!is_foreign && telephone_is_same(&a, &b) != (i / 5 == k / 5 && !no_number))
                fail_msg("%s and %s", one, other);
            if (is_foreign && a.is_international && b.is_international)
                assert_false(telephone_is_same(&a, &b));
        }
}

static void assert_named(const char *text, const char *name)
{
    struct telephone number;
    telephone_read(&number, text, strlen(text));
    assert_int_equal(telephone_name(&number, text), strlen(name));
    assert_memory_equal(text, name, strlen(name));
}

static void what_a_caller_is_called_is_told(void **state)
{
    (void)state;
    assert_named("anonymous", "anonymous");
    assert_named("TDC-INFO", "TDC-INFO");
    assert_named("TDC 1881", "TDC 1881");
    assert_named("sip:lp1@company.local", "sip:lp1@company.local");
    assert_named("\"Ida Holm\" <sip:83123470@host>", "\"Ida Holm\" <");
    assert_named("sip:83123470@host;user=phone", "");
    assert_named("tel:+4583123470;ext=9", "");
    assert_named("+45 83 12 34 56", "");
    assert_named("", "");
    assert_named("...", "");
}

static void long_texts_stay_in_bounds(void **state)
{
    (void)state;
    char text[1000];
    struct telephone number;
    size_t begin, end;
    memset(text, '0', sizeof text);
    telephone_read(&number, text, sizeof text);
    assert_int_equal(number.count, TELEPHONE_SIZE - 1);
    assert_int_equal(number.bare_count, TELEPHONE_SIZE - 3);
    assert_true(telephone_find(&number, &number, &begin, &end));
    assert_int_equal(end - begin, number.count);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_without_their_signs),
        cmocka_unit_test(any_form_finds_a_number),
        cmocka_unit_test(what_is_found_is_told),
        cmocka_unit_test(numbers_are_the_same_however_they_are_written),
        cmocka_unit_test(what_a_caller_is_called_is_told),
        cmocka_unit_test(long_texts_stay_in_bounds),
    };
    return cmocka_run_group_tests_name("telephone", tests, NULL, NULL);
}
