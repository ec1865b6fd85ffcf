/* When ranges of ids were seen: against a plain array of times, one for each id. */
#include "model/coverage/seen.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

enum { IDS = 60, ROUNDS = 20000 };

#define NEVER (-1)
#define FAR (10 * SEEN_TOGETHER) /* times so far apart never count as one */

static unsigned pick(unsigned *random, unsigned below)
{
    *random = *random * 1664525U + 1013904223U;
    return (*random >> 8) % below;
}

static int64_t time_of(const struct seen *seen, int64_t id)
{
    for (size_t i = 0; i < seen->count; i++) {
        if (id > seen->ranges[i].lo && id <= seen->ranges[i].hi)
            return seen->ranges[i].at;
    }
    return NEVER;
}

static void expect_sorted(const struct seen *seen)
{
    for (size_t i = 0; i < seen->count; i++) {
        assert_true(seen->ranges[i].lo < seen->ranges[i].hi);
        assert_true(i == 0 || seen->ranges[i - 1].hi <= seen->ranges[i].lo);
        assert_true(i == 0 || seen->ranges[i - 1].hi < seen->ranges[i].lo ||
                    seen->ranges[i - 1].at != seen->ranges[i].at);
    }
}

static void test_it_is_a_time_for_each_id(void **state)
{
    (void)state;
    unsigned random = 7;
    struct seen seen = {0};
    int64_t times[IDS + 1];
    for (int i = 0; i <= IDS; i++)
        times[i] = NEVER;
    for (int round = 0; round < ROUNDS; round++) {
        int64_t lo = pick(&random, IDS), hi = lo + 1 + pick(&random, (unsigned)(IDS - lo));
        int64_t at = pick(&random, 6) * FAR;
        bool is_kept = pick(&random, 3) > 0;
        if (is_kept)
            seen_add(&seen, lo, hi, at);
        else
            seen_remove(&seen, lo, hi);
        for (int64_t id = lo + 1; id <= hi; id++)
            times[id] = !is_kept ? NEVER : at > times[id] ? at : times[id];
        expect_sorted(&seen);
        for (int64_t id = 1; id <= IDS; id++)
            assert_int_equal(time_of(&seen, id), times[id]);
    }
    seen_clear(&seen);
}

/* The earlier time is true of both. */
static void test_what_was_seen_together_is_one(void **state)
{
    (void)state;
    struct seen seen = {0};
    seen_add(&seen, 10, 20, FAR);
    seen_add(&seen, 20, 30, FAR + SEEN_TOGETHER);
    assert_int_equal(seen.count, 1);
    assert_int_equal(time_of(&seen, 30), FAR);
    seen_add(&seen, 30, 40, FAR + SEEN_TOGETHER + 1);
    assert_int_equal(seen.count, 2);
    assert_int_equal(time_of(&seen, 40), FAR + SEEN_TOGETHER + 1);
    seen_clear(&seen);
}

static void test_it_tells_from_when_to_when(void **state)
{
    (void)state;
    int64_t first, last;
    struct seen seen = {0};
    assert_false(seen_between(&seen, &first, &last));
    seen_add(&seen, 10, 20, FAR);
    seen_add(&seen, 20, 30, 3 * FAR);
    assert_true(seen_between(&seen, &first, &last));
    assert_int_equal(first, FAR);
    assert_int_equal(last, 3 * FAR);
    seen_add(&seen, 0, 10, SEEN_UNKNOWN);
    assert_false(seen_between(&seen, &first, &last));
    seen_clear(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_it_is_a_time_for_each_id),
        cmocka_unit_test(test_what_was_seen_together_is_one),
        cmocka_unit_test(test_it_tells_from_when_to_when),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
