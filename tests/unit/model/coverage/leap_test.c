/* Which ids are in line with those before them. */
#include "model/coverage/leap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define FAR (INT64_C(1) << 53)

static void test_what_follows_is_in_line(void **state)
{
    (void)state;
    struct leap leap;
    leap_begin(&leap, 41000);
    for (int64_t id = 41001; id < INT64_C(1) << 40; id += LEAP_IDS)
        assert_true(leap_take(&leap, id));
    assert_true(leap_take(&leap, 5)); /* below */
}

static void test_a_few_far_above_are_not(void **state)
{
    (void)state;
    struct leap leap;
    leap_begin(&leap, 0);
    assert_true(leap_take(&leap, 41000));
    for (int64_t i = 0; i < LEAP_RECORDINGS; i++)
        assert_false(leap_take(&leap, FAR + 2 * i));
    assert_false(leap_take(&leap, INT64_MAX));
    assert_true(leap_take(&leap, 41002));
    assert_false(leap_take(&leap, 41003 + LEAP_IDS));
}

/* Where ids are great and far apart as a rule, as those with the time in them, only more than that is far. */
static void test_far_is_what_is_far_for_such_ids(void **state)
{
    (void)state;
    struct leap leap;
    leap_begin(&leap, INT64_C(1) << 60);
    for (int64_t i = 1; i < 100; i++)
        assert_true(leap_take(&leap, (INT64_C(1) << 60) + i * (INT64_C(1) << 40)));
    leap_begin(&leap, INT64_C(5000000000));
    assert_true(leap_take(&leap, INT64_C(5000003500)));
    assert_false(leap_take(&leap, INT64_C(9000000000)));
}

static void test_many_far_above_are(void **state)
{
    (void)state;
    struct leap leap;
    for (int down = 0; down < 2; down++) {
        leap_begin(&leap, -3);
        assert_true(leap_take(&leap, 41000));
        for (int64_t i = 1; i <= LEAP_RECORDINGS; i++)
            assert_false(leap_take(&leap, FAR + (down ? -2 * i : 2 * i)));
        assert_true(leap_take(&leap, FAR));
        assert_true(leap_take(&leap, FAR + 1000));
    }
}

/* From the greatest down: those above a leap that are few are passed by, and what comes then goes on from the
 * id below them. */
static void test_going_down_leaps_are_found(void **state)
{
    (void)state;
    struct leap leap = {0};
    struct leap_down down = {INT64_MAX, 0};
    assert_true(leap_down_take(&down, FAR + 2, &leap));
    assert_false(leap_down_take(&down, FAR, &leap));
    assert_true(leap_down_take(&down, 41000, &leap));
    assert_int_equal(leap.greatest, 41000);
    assert_int_equal(leap.count, 2);
    assert_false(leap_take(&leap, FAR + 4));
    assert_true(leap_take(&leap, 41010));
    assert_false(leap_down_take(&down, 0, &leap));
    down = (struct leap_down){FAR, 0};
    for (int64_t i = 0; i <= LEAP_RECORDINGS; i++)
        assert_false(leap_down_take(&down, FAR - i, &leap));
    assert_false(leap_down_take(&down, 41000, &leap));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_follows_is_in_line),
        cmocka_unit_test(test_a_few_far_above_are_not),
        cmocka_unit_test(test_far_is_what_is_far_for_such_ids),
        cmocka_unit_test(test_many_far_above_are),
        cmocka_unit_test(test_going_down_leaps_are_found),
    };
    return cmocka_run_group_tests_name("leap", tests, NULL, NULL);
}
