/* What is fetched next, from what the archive knows and what is wanted. */
#include "tests/unit/model/fetch/plan_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* The same with an answer in which something could not be read. */
static void end_unreadable(struct plan *plan, const struct fetch_job_spec *order)
{
    struct fetch_job *job = fetch_job_new(order);
    struct fetch_job_answer answer = {.judgement.unreadable = true, .last = {.time = TIMESTAMP_NONE}};
    fetch_job_take(job, &answer);
    plan_done(plan, order, job, false);
    fetch_job_free(&job);
}

static void test_nothing_is_wanted_unasked(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan_expect_nothing(&plan, &known);
    plan.older = 10; /* of what has never been asked there is nothing older */
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

static void test_newest_comes_first_then_what_lies_below(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan.newest = plan.history = true;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_NEWS);
    plan_expect_order(&plan, &known, FETCH_JOB_NEWEST, 0, 0);
    plan_end_job(&plan, &known, 400, false);
    known.known.as_of = NOW;
    known.known.head_from = 100000;
    plan.spacing = 10;
    plan.stretch = 500;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_HISTORY);
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 95000, 100000);
    coverage_add(&known.coverage, 0, 97000); /* an older stretch is there */
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 97000, 100000);
    coverage_add(&known.coverage, 97000, 100000);
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

static void test_stretches_double(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW;
    known.known.head_from = 1000000;
    struct plan plan = PLAN_NONE;
    plan.history = true;
    plan.spacing = 10;
    plan.stretch = 1000;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 990000, 1000000);
    plan_end_job(&plan, &known, 1000, false);
    known.known.head_from = 990000;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 970000, 990000);
    plan_end_job(&plan, &known, 1, false); /* the agent was away */
    known.known.head_from = 970000;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 970000 - 8 * 20000, 970000);
    plan_end_job(&plan, &known, 0, false);
    known.known.head_from = 970000 - 8 * 20000;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 0, 970000 - 8 * 20000);
    plan_fixture_end(&known);
}

/* The few that a reader's page lacks may lie further away than was guessed: that is no reason to read all. */
static void test_a_stretch_that_proves_nothing_is_widened(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW;
    known.known.head_from = 500000;
    struct plan plan = PLAN_NONE;
    plan.older = 4;
    plan.spacing = 50;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 499800, 500000);
    plan_end_job(&plan, &known, 0, false);
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 500000 - 8 * 200, 500000);
    plan_end_job(&plan, &known, 1, false);
    coverage_add(&known.coverage, 0, 490000); /* no further than to what is known */
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 490000, 500000);
    plan_fixture_end(&known);
}

static void test_a_stretch_that_proves_nothing_is_read_whole_once(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW;
    known.known.head_from = 500;
    struct plan plan = PLAN_NONE;
    plan.history = true;
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 0, 500);
    plan_end_job(&plan, &known, 3, false);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 0, 0);
    plan_end_job(&plan, &known, 3, false);
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

static void test_a_refresh_asks_from_the_newest_settled(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW - HOUR;
    known.known.head_from = 500;
    coverage_add(&known.coverage, 0, 700);
    struct plan plan = PLAN_NONE;
    plan.newest = true;
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 700, 0);
    plan_end_job(&plan, &known, 3, true);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 700, 0); /* a fault: it is still wanted */
    plan_end_job(&plan, &known, 3, false);
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

/* Its answer may be older than what was asked for. */
static void test_what_is_asked_for_during_a_refresh_is_not_answered_by_it(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW - HOUR;
    known.known.head_from = 500;
    coverage_add(&known.coverage, 0, 700);
    struct plan plan = PLAN_NONE;
    plan_want_all(&plan, TIMESTAMP_NONE);
    struct fetch_job_spec order;
    assert_true(plan_next(&plan, &known.known, &order));
    struct fetch_job *job = fetch_job_new(&order);
    plan_want_all(&plan, TIMESTAMP_NONE);
    plan_done(&plan, &order, job, false);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 700, 0);
    plan_end_job(&plan, &known, 0, false);
    plan_expect_nothing(&plan, &known);
    fetch_job_free(&job);
    plan_fixture_end(&known);
}

/* By itself it asks above all that is known; what is not final is looked at again later, and still wanted. */
static void test_by_itself_a_refresh_asks_above_the_newest(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW - HOUR / 4;
    known.known.head_from = 500;
    known.known.newest = 777;
    coverage_add(&known.coverage, 0, 700);
    struct plan plan = PLAN_NONE;
    struct fetch_job_spec order;
    plan.refresh = true;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_REFRESH);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 777, 0);
    assert_true(plan_next(&plan, &known.known, &order));
    assert_true(order.keeps_head);
    plan.newest = true; /* what somebody asked for has it, too */
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 700, 0);
    plan_end_job(&plan, &known, 3, false);
    plan_expect_nothing(&plan, &known);
    known.known.as_of = NOW - 2 * DAY;
    plan.refresh = true; /* after a night what is not final is not known either */
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 700, 0);
    plan_end_job(&plan, &known, 3, false);
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

static void test_what_is_there_is_looked_at_again(void **state)
{
    (void)state;
    struct plan_fixture known;
    struct seen seen = {0};
    plan_fixture_begin(&known);
    known.known.as_of = NOW - HOUR;
    known.known.head_from = 500;
    known.known.newest = 777;
    known.known.seen = &seen;
    known.known.verify = 90 * DAY;
    known.known.recordings = 777;
    coverage_add(&known.coverage, 0, 700);
    seen_add(&seen, 0, 700, NOW - HOUR);
    struct plan plan = PLAN_NONE;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_LOOK);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 700, 0);
    plan_end_job(&plan, &known, 3, false);
    known.known.as_of = NOW;
    plan_expect_nothing(&plan, &known);
    seen_remove(&seen, 0, 300);
    seen_add(&seen, 0, 300, SEEN_UNKNOWN);
    plan.verify = true;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_HISTORY);
    plan_expect_order(&plan, &known, FETCH_JOB_STRETCH, 0, 300);
    known.known.traits.ignores_cursor = true; /* each answer is everything, which the news show */
    assert_int_not_equal(plan_urgency(&plan, &known.known), PLAN_LOOK);
    seen_clear(&seen);
    plan_fixture_end(&known);
}

/* By a command, with what is new, and not again soon. */
static void test_the_last_days_are_seen_again_on_request(void **state)
{
    (void)state;
    struct plan_fixture known;
    struct seen seen = {0};
    struct chronology chronology = {0};
    plan_fixture_begin(&known);
    chronology_add(&chronology, 1, NOW - 100 * DAY);
    chronology_add(&chronology, 1001, NOW);
    known.known.chronology = &chronology;
    known.known.as_of = NOW - HOUR;
    known.known.head_from = 980;
    known.known.newest = 1000;
    known.known.seen = &seen;
    known.known.verify = 90 * DAY;
    coverage_add(&known.coverage, 0, 990);
    seen_add(&seen, 0, 990, NOW - HOUR);
    struct plan plan = PLAN_NONE;
    plan.newest = true;
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 990, 0);
    plan.days = LOOK_START_PAUSE;
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 951, 0);
    known.known.traits.unordered = true;
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 951, 0);
    plan_end_job(&plan, &known, 3, false);
    known.known.as_of = NOW;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_HISTORY); /* if the answer has proved nothing */
    plan_end_job(&plan, &known, 3, false);
    plan_expect_nothing(&plan, &known); /* but not for ever */
    plan = (struct plan)PLAN_NONE;
    plan.newest = true;
    plan.days = LOOK_START_PAUSE;
    seen_add(&seen, 0, 990, NOW - HOUR / 6 + 1);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 990, 0);
    chronology_clear(&chronology);
    seen_clear(&seen);
    plan_fixture_end(&known);
}

static void test_after_a_long_time_the_newest_come_first_again(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW - 90 * DAY;
    known.known.head_from = 500;
    known.known.newest_final = 990;
    known.known.newest = 995;
    coverage_add(&known.coverage, 0, 1000);
    chronology_add(&known.chronology, 500, NOW - 100 * DAY);
    chronology_add(&known.chronology, 1000000, NOW);
    struct plan plan = PLAN_NONE;
    plan.newest = true;
    plan.spacing = 10;
    struct fetch_job_spec order;
    assert_true(plan_next(&plan, &known.known, &order));
    assert_int_equal(order.kind, FETCH_JOB_NEWEST);
    assert_int_equal(order.last, 990);
    assert_true(order.is_newest_final);
    assert_int_equal(order.known, 995);
    plan.history = true; /* if some of it could not be read, it is read once again in order */
    end_unreadable(&plan, &order);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 989, 0);
    plan_end_job(&plan, &known, 1, false);
    assert_false(plan.newest || plan.unproved);
    plan.newest = plan.forward = true;
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 989, 0);
    plan.forward = false;
    plan.spacing = 10000; /* hardly anything of it is the agent's */
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 989, 0);
    plan_fixture_end(&known);
}

static void test_without_order_or_cursor_all_is_read(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan.newest = plan.history = true;
    plan.date = NOW - DAY;
    known.known.traits.unordered = true;
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 0, 0);
    known.known.traits = (struct server_traits){.ignores_cursor = true};
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 0, 0);
    plan_fixture_end(&known);
}

static void test_a_date_is_awaited(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan.newest = plan.history = true;
    plan.date = NOW - 100 * DAY;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_AWAITED);
    struct fetch_job_spec order;
    assert_true(plan_next(&plan, &known.known, &order));
    assert_int_equal(order.kind, FETCH_JOB_DATE);
    assert_true(order.time == plan.date);
    plan_end_job(&plan, &known, 10, false);
    plan_expect_order(&plan, &known, FETCH_JOB_NEWEST, 0, 0);
    plan_fixture_end(&known);
}

static void test_history_ends_where_it_is_wanted(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    known.known.as_of = NOW;
    known.known.head_from = 50000;
    plan_fixture_hold(&known, 50000, INT64_MAX, NOW - 10 * DAY - LONGEST_WAIT, NOW);
    struct plan plan = PLAN_NONE;
    plan.history = true;
    plan.reach = NOW - 20 * DAY;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_HISTORY);
    plan.reach = NOW - 12 * DAY; /* one recording is older, but callers wait */
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_HISTORY);
    plan.reach = NOW - 10 * DAY;
    plan_expect_nothing(&plan, &known);
    plan.older = 100;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_AWAITED);
    plan_fixture_end(&known);
}

/* What the agent was known to have is void: an answer has shown that the server keeps no order. */
static void test_what_became_void_is_fetched_again(void **state)
{
    (void)state;
    struct plan_fixture known;
    plan_fixture_begin(&known);
    struct plan plan = PLAN_NONE;
    plan.history = true;
    coverage_add(&known.coverage, 0, 300);
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 300, 0);
    plan_end_job(&plan, &known, 1, false); /* a recording without an id proves nothing */
    plan_expect_order(&plan, &known, FETCH_JOB_FORWARD, 300, 0);
    plan_end_job(&plan, &known, 1, false);
    plan_expect_nothing(&plan, &known);
    plan_fixture_end(&known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_wanted_unasked),
        cmocka_unit_test(test_newest_comes_first_then_what_lies_below),
        cmocka_unit_test(test_stretches_double),
        cmocka_unit_test(test_a_stretch_that_proves_nothing_is_widened),
        cmocka_unit_test(test_a_stretch_that_proves_nothing_is_read_whole_once),
        cmocka_unit_test(test_a_refresh_asks_from_the_newest_settled),
        cmocka_unit_test(test_what_is_asked_for_during_a_refresh_is_not_answered_by_it),
        cmocka_unit_test(test_by_itself_a_refresh_asks_above_the_newest),
        cmocka_unit_test(test_what_is_there_is_looked_at_again),
        cmocka_unit_test(test_the_last_days_are_seen_again_on_request),
        cmocka_unit_test(test_after_a_long_time_the_newest_come_first_again),
        cmocka_unit_test(test_without_order_or_cursor_all_is_read),
        cmocka_unit_test(test_a_date_is_awaited),
        cmocka_unit_test(test_history_ends_where_it_is_wanted),
        cmocka_unit_test(test_what_became_void_is_fetched_again),
    };
    return cmocka_run_group_tests_name("plan", tests, NULL, NULL);
}
