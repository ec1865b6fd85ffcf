/* How far it may be to the end of a history. */
#include "model/fetch/end_estimate.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_the_chance_rises_up_to_the_limit(void **state)
{
    (void)state;
    static const double limits[] = {10, 900, 1000, 5000, INFINITY};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const struct end_estimate estimate = {.guess = 1000, .limit = limits[i]};
        double before = 0;
        for (int power = 0; power < 40; power++) {
            double distance = pow(1.5, power);
            double chance = end_estimate_chance(&estimate, distance);
            assert_true(chance >= before && chance <= 1);
            assert_true(distance < limits[i] || chance == 1);
            before = chance;
        }
    }
}

static void test_the_guess_is_in_the_middle(void **state)
{
    (void)state;
    const struct end_estimate estimate = {.guess = 1000, .limit = INFINITY};
    assert_in_range(end_estimate_distance(&estimate, 0.5), 800, 1000);
    assert_in_range(end_estimate_distance(&estimate, 0.9), 1500, 4000);
}

/* What was empty below the guess makes the end nearer, and half the way is not far off. */
static void test_what_was_empty_cuts_it_short(void **state)
{
    (void)state;
    const struct end_estimate estimate = {.guess = 1000000, .limit = 1000};
    assert_in_range(end_estimate_distance(&estimate, 0.5), 450, 750);
    assert_in_range(end_estimate_distance(&estimate, 0.999), 900, 1000);
}

static void test_a_distance_has_its_chance(void **state)
{
    (void)state;
    static const double limits[] = {1000, 20000, 1e9, INFINITY};
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const struct end_estimate estimate = {.guess = 30000, .limit = limits[i]};
        for (int percent = 5; percent < 100; percent += 5) {
            double chance = percent / 100.0;
            double distance = end_estimate_distance(&estimate, chance);
            assert_true(fabs(end_estimate_chance(&estimate, distance) - chance) < 0.001);
        }
    }
}

static void test_without_a_guess_every_place_is_as_likely(void **state)
{
    (void)state;
    const struct end_estimate estimate = {.guess = INFINITY, .limit = 1000};
    assert_true(fabs(end_estimate_chance(&estimate, 250) - 0.25) < 0.001);
    assert_in_range(end_estimate_distance(&estimate, 0.5), 499, 501);
    const struct end_estimate nothing = {.guess = INFINITY, .limit = INFINITY};
    assert_true(end_estimate_chance(&nothing, 1e9) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_chance_rises_up_to_the_limit),
        cmocka_unit_test(test_the_guess_is_in_the_middle),
        cmocka_unit_test(test_what_was_empty_cuts_it_short),
        cmocka_unit_test(test_a_distance_has_its_chance),
        cmocka_unit_test(test_without_a_guess_every_place_is_as_likely),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
