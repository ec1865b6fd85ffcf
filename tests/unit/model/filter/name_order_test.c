/* The order of names, and that what is compared first goes the same way. */
#include "model/filter/name_order.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char *const ordered[] = {
    "",    " x",    "112",   "Ann-Marie", "Ann Marie ", "Anna",  "anna", "Anne", "Bjorn",
    "Bo",  "Élan",  "Eland", "Müller",    "Mynte",      "Zoe",   "Ægir", "Änne", "ærlig",
    "Øre", "Östen", "Åben",  "Aabenraa",  "Åse",        "Ωmega", "漢字", "漢語"};

enum { NAMES = sizeof ordered / sizeof *ordered };

static int sign(int order)
{
    return (order > 0) - (order < 0);
}

static void names_stand_where_they_are_looked_up(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {{"anna", "Anne"},   {"Zoe", "Ægir"},       {"ærlig", "Øre"},
                                           {"Øre", "Åben"},    {"Östen", "Aabenraa"}, {"Müller", "Mynte"},
                                           {"Éland", "Elane"}, {"a\xcc\x8a", "Åb"},   {"Zz", "Aa"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        assert_true(name_order_compare(pairs[i][0], pairs[i][1]) < 0);
        assert_true(name_order_compare(pairs[i][1], pairs[i][0]) > 0);
    }
    assert_int_equal(name_order_compare("Ida", "Ida"), 0);
    assert_true(name_order_compare("Ida", "ida") != 0);
}

/* Of all pairs: it is an order, and the keys do not go against it. */
static void keys_go_the_same_way(void **state)
{
    (void)state;
    for (size_t i = 0; i < NAMES; i++) {
        assert_true(name_order_key(ordered[i]) >> 56 == 0);
        for (size_t j = 0; j < NAMES; j++) {
            uint64_t a = name_order_key(ordered[i]), b = name_order_key(ordered[j]);
            int order = sign(name_order_compare(ordered[i], ordered[j]));
            assert_int_equal(order, -sign(name_order_compare(ordered[j], ordered[i])));
            assert_true(a == b || (a < b) == (order < 0));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_stand_where_they_are_looked_up),
        cmocka_unit_test(keys_go_the_same_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
