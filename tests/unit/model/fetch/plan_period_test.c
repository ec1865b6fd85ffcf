/* What is fetched of a period that somebody looks for something in. */
#include "tests/unit/model/fetch/plan_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void expect_search(const struct plan *plan, const struct plan_fixture *known, int64_t time)
{
    struct fetch_job_spec order;
    assert_true(plan_next(plan, &known->known, &order));
    assert_int_equal(plan_urgency(plan, &known->known), PLAN_WANTED);
    assert_int_equal(order.kind, FETCH_JOB_DATE);
    assert_true(order.time == time);
}

static void test_a_period_is_searched_and_fetched_downwards(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    expect_search(&plan, &known, NOW - 96 * DAY);
    plan_end_job(&plan, &known, 10, false);
    plan_fixture_hold(&known, 50000, 60000, NOW - 110 * DAY, NOW - 95 * DAY);
    plan.spacing = 10;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 50000 - 500 * 10, 50000);
    plan_end_job(&plan, &known, 500, false);
    known.times.ranges[0].lo = 45000;
    known.times.ranges[0].first = NOW - 124 * DAY;
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

/* What was searched for another period, or for a date that nobody waits for any more, is not its end. */
static void test_a_period_that_takes_the_place_of_another_is_searched(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    struct fetch_job_spec order;
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    assert_true(plan_next(&plan, &known.known, &order));
    struct fetch_job *job = fetch_job_new(&order);
    plan_want_period(&plan, &known.known, NOW - 900 * DAY, NOW - 880 * DAY);
    plan_done(&plan, &order, job, false);
    fetch_job_free(&job);
    plan_fixture_hold(&known, 50000, 60000, NOW - 110 * DAY, NOW - 95 * DAY);
    expect_search(&plan, &known, NOW - 876 * DAY);
    plan_end_job(&plan, &known, 10, false);
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 50000 - 500 * 16, 50000);
    plan_fixture_end(&known);
}

static void test_a_period_that_was_searched_in_vain_is_reached_from_below(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    plan_fixture_hold(&known, 50000, 60000, NOW - 130 * DAY, NOW - 105 * DAY);
    plan_fixture_hold(&known, 80000, 90000, NOW - 50 * DAY, NOW - 40 * DAY);
    expect_search(&plan, &known, NOW - 96 * DAY);
    plan_end_job(&plan, &known, 10, false);
    plan.spacing = 10;
    plan.newest = false;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 60000, 65000);
    plan_end_job(&plan, &known, 1, false);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 0, 0); /* it has led nowhere */
    known.times.ranges[0].hi = 65000;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 65000, 70000);
    known.times.ranges[0].last = NOW - 96 * DAY;
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

static void test_a_period_without_an_end_begins_with_the_newest(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 14 * DAY, INT64_MAX);
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_NEWS);
    plan_expect_order(&plan, &known, FETCH_JOB_NEWEST, 0, 0);
    plan_end_job(&plan, &known, PLAN_PAGE, false);
    plan_fixture_hold(&known, 90000, INT64_MAX, NOW - 5 * DAY, NOW);
    known.known.as_of = NOW;
    known.known.head_from = 100000;
    plan.spacing = 10;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 85000, 90000);
    known.times.ranges[0].first = NOW - 18 * DAY;
    plan_expect_nothing(&plan, &known);
    plan_settle(&plan, &known.known);
    known.times.ranges[0].first =
        NOW - 5 * DAY; /* later there is a gap again: it is not for this plan to close */
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

/* What ends yesterday is not settled yet, so that it cannot be told from what goes on. */
static void test_a_period_that_is_not_over_has_no_end(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 14 * DAY, NOW - DAY);
    assert_true(plan.period.end == INT64_MAX);
    plan_expect_order(&plan, &known, FETCH_JOB_NEWEST, 0, 0);
    plan_fixture_end(&known);
}

/* What the archive has of the agent then begins at that time, and that is enough. */
static void test_what_is_purged_of_a_period_is_not_fetched_again(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW;
    known.known.head_from = 90000;
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 14 * DAY, INT64_MAX);
    plan.newest = false;
    plan.spacing = 10;
    plan_fixture_hold(&known, 90000, INT64_MAX, NOW - 14 * DAY - HOUR, NOW);
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 85000, 90000);
    plan_end_job(&plan, &known, 400, false);
    known.times.ranges[0].first = NOW - 14 * DAY + HOUR - LONGEST_WAIT; /* as it is read after a purge */
    plan_let_go(&plan, NOW - 14 * DAY + HOUR);
    plan_expect_nothing(&plan, &known);
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    plan_let_go(&plan, NOW - 14 * DAY);
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

/* Of a call that went on when its agent was asked last the recording can have come since. */
static void test_the_end_of_a_period_is_asked_for_until_it_is_settled(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW - 10 * DAY + HOUR;
    known.known.head_from = 90000;
    plan_fixture_hold(&known, 90000, INT64_MAX, NOW - 30 * DAY, known.known.as_of);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 11 * DAY, NOW - 10 * DAY);
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_NEWS);
    plan = (struct plan)PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 15 * DAY, NOW - 14 * DAY);
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

/* Nothing was recorded for a year: the stretches grow until something is found below. */
static void test_a_period_without_recordings_comes_to_an_end(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    chronology_add(&known.chronology, 1000, NOW - 1000 * DAY);
    chronology_add(&known.chronology, 1001000, NOW);
    struct plan plan = PLAN_NONE;
    plan.spacing = 10;
    plan_want_period(&plan, &known.known, NOW - 300 * DAY, NOW - 100 * DAY);
    plan.newest = false;
    plan_fixture_hold(&known, 900000, 990000, NOW - 101 * DAY, NOW - 10 * DAY);
    int64_t lo = 900000;
    unsigned questions = 0;
    while (plan_urgency(&plan, &known.known) != PLAN_NOTHING && questions < 100) {
        struct fetch_job_spec order;
        assert_true(plan_next(&plan, &known.known, &order));
        assert_int_equal(order.kind, FETCH_JOB_STRETCH);
        assert_true(order.stop_at == lo && order.from < lo);
        plan_end_job(&plan, &known, 0, false);
        lo = known.times.ranges[0].lo = order.from;
        if (lo < 500000)
            known.times.ranges[0].first = NOW - 502 * DAY;
        questions++;
    }
    assert_in_range(questions, 2, 12);
    plan_fixture_end(&known);
}

static void test_a_period_of_a_server_without_order_is_everything(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.traits = (struct server_traits){.unordered = true};
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 0, 0);
    plan_end_job(&plan, &known, 10, false);
    known.known.as_of = NOW;
    known.known.head_from = 100;
    coverage_add(&known.coverage, 0, 100);
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_period_is_searched_and_fetched_downwards),
        cmocka_unit_test(test_a_period_that_takes_the_place_of_another_is_searched),
        cmocka_unit_test(test_a_period_that_was_searched_in_vain_is_reached_from_below),
        cmocka_unit_test(test_a_period_without_an_end_begins_with_the_newest),
        cmocka_unit_test(test_a_period_that_is_not_over_has_no_end),
        cmocka_unit_test(test_what_is_purged_of_a_period_is_not_fetched_again),
        cmocka_unit_test(test_the_end_of_a_period_is_asked_for_until_it_is_settled),
        cmocka_unit_test(test_a_period_without_recordings_comes_to_an_end),
        cmocka_unit_test(test_a_period_of_a_server_without_order_is_everything),
    };
    return cmocka_run_group_tests_name("plan_period", tests, NULL, NULL);
}
