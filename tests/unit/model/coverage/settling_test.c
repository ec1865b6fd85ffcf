/* What is so old that nothing more comes beside it: a wrong clock decides nothing. */
#include "model/coverage/settling.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { ROWS = 20, LIMIT = 10 };

/* Of recordings with the ids 1, 2, … in order, up or down. */
static int64_t settled_of(const int64_t *times, int64_t count, bool down)
{
    int64_t greatest = 0;
    struct settling settling;
    settling_begin(&settling, LIMIT);
    for (int64_t i = 0; i < count; i++) {
        int64_t id = down ? count - i : i + 1;
        int64_t settled = settling_take(&settling, (struct moment){id, times[id - 1]});
        greatest = settled > greatest ? settled : greatest;
    }
    int64_t last = settling_end(&settling);
    return last > greatest ? last : greatest;
}

static void expect_settled(const int64_t *times, int64_t count, int64_t settled)
{
    assert_int_equal(settled_of(times, count, false), settled);
    assert_int_equal(settled_of(times, count, true), settled);
}

static void fill(int64_t times[ROWS])
{
    for (int64_t i = 0; i < ROWS; i++)
        times[i] = i + 1;
}

static void test_those_up_to_a_time_are_settled(void **state)
{
    (void)state;
    int64_t times[ROWS];
    fill(times);
    for (int64_t count = 0; count <= ROWS; count++)
        expect_settled(times, count, count < LIMIT ? count : LIMIT);
}

/* Wherever it lies above the limit. */
static void test_one_clock_that_is_slow_settles_nothing(void **state)
{
    (void)state;
    for (int64_t slow = LIMIT + 4; slow <= ROWS; slow++) {
        int64_t times[ROWS];
        fill(times);
        times[slow - 1] = 1;
        expect_settled(times, ROWS, LIMIT);
    }
}

static void test_one_clock_that_is_fast_holds_nothing_up(void **state)
{
    (void)state;
    int64_t times[ROWS];
    fill(times);
    times[3] = 1000;
    expect_settled(times, ROWS, LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_those_up_to_a_time_are_settled),
        cmocka_unit_test(test_one_clock_that_is_slow_settles_nothing),
        cmocka_unit_test(test_one_clock_that_is_fast_holds_nothing_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
