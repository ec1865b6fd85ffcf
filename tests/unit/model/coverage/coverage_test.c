/* Coverage against a plain array of flags, over random operations. */
#include "model/coverage/coverage.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define IDS 64

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525U + 1013904223U;
    return *state >> 8;
}

static void set_range(bool *flags, int64_t lo, int64_t hi, bool value)
{
    for (int64_t id = lo + 1; id <= hi; id++)
        flags[id] = value;
}

static void expect_same(const struct coverage *coverage, const bool *flags)
{
    for (int64_t id = 1; id < IDS; id++)
        assert_int_equal(coverage_contains(coverage, id), flags[id]);
    for (size_t i = 0; i < coverage->count; i++) {
        assert_true(coverage->ranges[i].lo < coverage->ranges[i].hi);
        if (i)
            assert_true(coverage->ranges[i - 1].hi < coverage->ranges[i].lo);
    }
    for (int64_t id = 0; id < IDS; id++) {
        int64_t up = id;
        while (up + 1 < IDS && flags[up + 1])
            up++;
        assert_int_equal(coverage_reaches_up(coverage, id), up);
        int64_t down = id;
        while (down > 0 && flags[down])
            down--;
        assert_int_equal(coverage_reaches_down(coverage, id), down);
    }
}

static void test_random_operations(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 500; seed++) {
        unsigned random = seed;
        bool flags[IDS] = {false};
        struct coverage coverage = {0};
        for (int step = 0; step < 30; step++) {
            int64_t lo = next_random(&random) % IDS;
            int64_t hi = next_random(&random) % IDS;
            bool add = next_random(&random) % 3 != 0;
            if (add)
                coverage_add(&coverage, lo, hi);
            else
                coverage_remove(&coverage, lo, hi);
            set_range(flags, lo, hi, add);
            expect_same(&coverage, flags);
        }
        coverage_clear(&coverage);
    }
}

static void test_touching_ranges_become_one(void **state)
{
    (void)state;
    struct coverage coverage = {0};
    coverage_add(&coverage, 0, 10);
    coverage_add(&coverage, 10, 20);
    assert_int_equal(coverage.count, 1);
    coverage_add(&coverage, 5, 5);
    assert_int_equal(coverage.count, 1);
    coverage_clear(&coverage);
}

static void test_extremes(void **state)
{
    (void)state;
    struct coverage coverage = {0};
    coverage_add(&coverage, 0, INT64_MAX);
    assert_true(coverage_contains(&coverage, INT64_MAX));
    coverage_remove(&coverage, 9007199254740993, INT64_MAX);
    assert_int_equal(coverage_reaches_up(&coverage, 0), 9007199254740993);
    coverage_clear(&coverage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_operations),
        cmocka_unit_test(test_touching_ranges_become_one),
        cmocka_unit_test(test_extremes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
