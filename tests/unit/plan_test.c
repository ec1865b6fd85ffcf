/* What is fetched next, from what the archive knows and what is wanted. */
#include "model/plan.h"

#include "net/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define HOUR (3600 * TIMESTAMP_SECOND)
#define DAY (24 * HOUR)
#define NOW (INT64_C(1600000000) * TIMESTAMP_SECOND)

/* An agent as the archive knows him. */
struct known {
    struct coverage coverage;
    struct chronology chronology;
    struct held held;
    struct plan_known known;
};

static void begin_known(struct known *known)
{
    *known = (struct known){
        .known = {.as_of = TIMESTAMP_NONE, .traits = {.rises = ANSWER_EVIDENCE}, .now = NOW, .settle = DAY}};
    known->known.coverage = &known->coverage;
    known->known.chronology = &known->chronology;
    known->known.held = &known->held;
}

static void end_known(struct known *known)
{
    coverage_clear(&known->coverage);
    chronology_clear(&known->chronology);
    held_clear(&known->held);
}

static void expect_order(const struct plan *plan, const struct known *known, enum errand_kind kind,
                         int64_t from, int64_t stop_at)
{
    struct errand_order order;
    assert_true(plan_next(plan, &known->known, &order));
    assert_int_equal(order.kind, kind);
    if (kind == ERRAND_FORWARD || kind == ERRAND_STRETCH)
        assert_int_equal(order.from, from);
    if (kind == ERRAND_STRETCH)
        assert_int_equal(order.stop_at, stop_at);
}

static void expect_nothing(const struct plan *plan, const struct known *known)
{
    struct errand_order order;
    assert_false(plan_next(plan, &known->known, &order));
    assert_int_equal(plan_urgency(plan, &known->known), PLAN_NOTHING);
}

/* Ends an errand that has filed `rows` recordings in one answer that ended properly. */
static void end_errand(struct plan *plan, const struct known *known, uint64_t rows, bool failed)
{
    struct errand_order order;
    assert_true(plan_next(plan, &known->known, &order));
    struct errand *errand = errand_new(&order);
    struct errand_answer answer = {.traits = known->known.traits, .last = {.time = TIMESTAMP_NONE}};
    answer.judgement.count = rows;
    errand_take(errand, &answer);
    plan_done(plan, &order, errand, failed);
    errand_free(&errand);
}

/* The same with an answer in which something could not be read. */
static void end_unreadable(struct plan *plan, const struct errand_order *order)
{
    struct errand *errand = errand_new(order);
    struct errand_answer answer = {.judgement.unreadable = true, .last = {.time = TIMESTAMP_NONE}};
    errand_take(errand, &answer);
    plan_done(plan, order, errand, false);
    errand_free(&errand);
}

static void test_nothing_is_wanted_unasked(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    expect_nothing(&plan, &known);
    plan.older = 10; /* of what has never been asked there is nothing older */
    expect_nothing(&plan, &known);
    end_known(&known);
}

static void test_newest_comes_first_then_what_lies_below(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    plan.newest = plan.history = true;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_NEWS);
    expect_order(&plan, &known, ERRAND_NEWEST, 0, 0);
    end_errand(&plan, &known, 400, false);
    known.known.as_of = NOW;
    known.known.tail = 100000;
    plan.spacing = 10;
    plan.stretch = 500;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_HISTORY);
    expect_order(&plan, &known, ERRAND_STRETCH, 95000, 100000);
    coverage_add(&known.coverage, 0, 97000); /* an older stretch is there */
    expect_order(&plan, &known, ERRAND_STRETCH, 97000, 100000);
    coverage_add(&known.coverage, 97000, 100000);
    expect_nothing(&plan, &known);
    end_known(&known);
}

static void test_stretches_double(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    known.known.as_of = NOW;
    known.known.tail = 1000000;
    struct plan plan = PLAN_NONE;
    plan.history = true;
    plan.spacing = 10;
    plan.stretch = 1000;
    expect_order(&plan, &known, ERRAND_STRETCH, 990000, 1000000);
    end_errand(&plan, &known, 1000, false);
    known.known.tail = 990000;
    expect_order(&plan, &known, ERRAND_STRETCH, 970000, 990000);
    end_errand(&plan, &known, 1, false); /* he was away: all that is left is one question */
    known.known.tail = 970000;
    expect_order(&plan, &known, ERRAND_STRETCH, 0, 970000);
    end_known(&known);
}

static void test_a_stretch_that_proves_nothing_is_read_whole_once(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    known.known.as_of = NOW;
    known.known.tail = 500;
    struct plan plan = PLAN_NONE;
    plan.history = true;
    expect_order(&plan, &known, ERRAND_STRETCH, 0, 500);
    end_errand(&plan, &known, 3, false);
    expect_order(&plan, &known, ERRAND_FORWARD, 0, 0);
    end_errand(&plan, &known, 3, false);
    expect_nothing(&plan, &known);
    end_known(&known);
}

static void test_a_refresh_asks_from_the_newest_settled(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    known.known.as_of = NOW - HOUR;
    known.known.tail = 500;
    coverage_add(&known.coverage, 0, 700);
    struct plan plan = PLAN_NONE;
    plan.newest = true;
    expect_order(&plan, &known, ERRAND_FORWARD, 700, 0);
    end_errand(&plan, &known, 3, true);
    expect_order(&plan, &known, ERRAND_FORWARD, 700, 0); /* a fault: it is still wanted */
    end_errand(&plan, &known, 3, false);
    expect_nothing(&plan, &known);
    end_known(&known);
}

static void test_after_a_long_time_the_newest_come_first_again(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    known.known.as_of = NOW - 90 * DAY;
    known.known.tail = 500;
    known.known.anchor = 990;
    known.known.newest = 995;
    coverage_add(&known.coverage, 0, 1000);
    chronology_add(&known.chronology, 500, NOW - 100 * DAY);
    chronology_add(&known.chronology, 1000000, NOW);
    struct plan plan = PLAN_NONE;
    plan.newest = true;
    plan.spacing = 10;
    struct errand_order order;
    assert_true(plan_next(&plan, &known.known, &order));
    assert_int_equal(order.kind, ERRAND_NEWEST);
    assert_int_equal(order.last, 990);
    assert_true(order.is_anchor);
    assert_int_equal(order.known, 995);
    plan.history = true; /* if some of it could not be read, it is read once again in order */
    end_unreadable(&plan, &order);
    expect_order(&plan, &known, ERRAND_FORWARD, 989, 0);
    end_errand(&plan, &known, 1, false);
    assert_false(plan.newest || plan.unproved);
    plan.newest = plan.forward = true;
    expect_order(&plan, &known, ERRAND_FORWARD, 989, 0);
    plan.forward = false;
    plan.spacing = 10000; /* hardly anything of it is his */
    expect_order(&plan, &known, ERRAND_FORWARD, 989, 0);
    end_known(&known);
}

static void test_without_order_or_cursor_all_is_read(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    plan.newest = plan.history = true;
    plan.date = NOW - DAY;
    known.known.traits.unordered = true;
    expect_order(&plan, &known, ERRAND_FORWARD, 0, 0);
    known.known.traits = (struct server_traits){.ignores_cursor = true};
    expect_order(&plan, &known, ERRAND_FORWARD, 0, 0);
    end_known(&known);
}

static void test_a_date_is_awaited(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    plan.newest = plan.history = true;
    plan.date = NOW - 100 * DAY;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_AWAITED);
    struct errand_order order;
    assert_true(plan_next(&plan, &known.known, &order));
    assert_int_equal(order.kind, ERRAND_DATE);
    assert_true(order.time == plan.date);
    end_errand(&plan, &known, 10, false);
    expect_order(&plan, &known, ERRAND_NEWEST, 0, 0);
    end_known(&known);
}

/* What the archive holds of him: one range more, above the others. */
static void hold(struct known *known, int64_t lo, int64_t hi, int64_t first, int64_t last)
{
    struct held *held = &known->held;
    held->ranges = memory_grow(held->ranges, &held->capacity, held->count + 1, sizeof *held->ranges);
    held->ranges[held->count++] = (struct held_range){.lo = lo, .hi = hi, .first = first, .last = last};
    coverage_add(&known->coverage, lo, hi);
}

static void test_history_ends_where_it_is_wanted(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    known.known.as_of = NOW;
    known.known.tail = 50000;
    hold(&known, 50000, INT64_MAX, NOW - 10 * DAY - HELD_WAIT, NOW);
    struct plan plan = PLAN_NONE;
    plan.history = true;
    plan.reach = NOW - 20 * DAY;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_HISTORY);
    plan.reach = NOW - 12 * DAY; /* one recording is older, but callers wait */
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_HISTORY);
    plan.reach = NOW - 10 * DAY;
    expect_nothing(&plan, &known);
    plan.older = 100;
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_AWAITED);
    end_known(&known);
}

static void expect_search(const struct plan *plan, const struct known *known, int64_t time)
{
    struct errand_order order;
    assert_true(plan_next(plan, &known->known, &order));
    assert_int_equal(plan_urgency(plan, &known->known), PLAN_SOUGHT);
    assert_int_equal(order.kind, ERRAND_DATE);
    assert_true(order.time == time);
}

static void test_a_period_is_searched_and_fetched_downwards(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    expect_search(&plan, &known, NOW - 96 * DAY);
    end_errand(&plan, &known, 10, false);
    hold(&known, 50000, 60000, NOW - 110 * DAY, NOW - 95 * DAY);
    plan.spacing = 10;
    expect_order(&plan, &known, ERRAND_STRETCH, 50000 - 500 * 10, 50000);
    end_errand(&plan, &known, 500, false);
    known.held.ranges[0].lo = 45000;
    known.held.ranges[0].first = NOW - 124 * DAY;
    expect_nothing(&plan, &known);
    end_known(&known);
}

/* What was searched for another period, or for a date that nobody waits for any more, is not its end. */
static void test_a_period_that_takes_the_place_of_another_is_searched(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    struct errand_order order;
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    assert_true(plan_next(&plan, &known.known, &order));
    struct errand *errand = errand_new(&order);
    plan_want_period(&plan, &known.known, NOW - 900 * DAY, NOW - 880 * DAY);
    plan_done(&plan, &order, errand, false);
    errand_free(&errand);
    hold(&known, 50000, 60000, NOW - 110 * DAY, NOW - 95 * DAY);
    expect_search(&plan, &known, NOW - 876 * DAY);
    end_errand(&plan, &known, 10, false);
    expect_order(&plan, &known, ERRAND_STRETCH, 50000 - 500 * 16, 50000);
    end_known(&known);
}

static void test_a_period_that_was_searched_in_vain_is_reached_from_below(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    hold(&known, 50000, 60000, NOW - 130 * DAY, NOW - 105 * DAY);
    hold(&known, 80000, 90000, NOW - 50 * DAY, NOW - 40 * DAY);
    expect_search(&plan, &known, NOW - 96 * DAY);
    end_errand(&plan, &known, 10, false);
    plan.spacing = 10;
    plan.newest = false;
    expect_order(&plan, &known, ERRAND_STRETCH, 60000, 65000);
    end_errand(&plan, &known, 1, false);
    expect_order(&plan, &known, ERRAND_FORWARD, 0, 0); /* it has led nowhere */
    known.held.ranges[0].hi = 65000;
    expect_order(&plan, &known, ERRAND_STRETCH, 65000, 70000);
    known.held.ranges[0].last = NOW - 96 * DAY;
    expect_nothing(&plan, &known);
    end_known(&known);
}

static void test_a_period_without_an_end_begins_with_the_newest(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 14 * DAY, INT64_MAX);
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_NEWS);
    expect_order(&plan, &known, ERRAND_NEWEST, 0, 0);
    end_errand(&plan, &known, PLAN_PAGE, false);
    hold(&known, 90000, INT64_MAX, NOW - 5 * DAY, NOW);
    known.known.as_of = NOW;
    known.known.tail = 100000;
    plan.spacing = 10;
    expect_order(&plan, &known, ERRAND_STRETCH, 85000, 90000);
    known.held.ranges[0].first = NOW - 18 * DAY;
    expect_nothing(&plan, &known);
    plan_settle(&plan, &known.known);
    known.held.ranges[0].first = NOW - 5 * DAY; /* later there is a gap again: it is not for him to close */
    expect_nothing(&plan, &known);
    end_known(&known);
}

/* What ends yesterday is not settled yet, so that it cannot be told from what goes on. */
static void test_a_period_that_is_not_over_has_no_end(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 14 * DAY, NOW - DAY);
    assert_true(plan.period.end == INT64_MAX);
    expect_order(&plan, &known, ERRAND_NEWEST, 0, 0);
    end_known(&known);
}

/* What the archive holds of him then begins at that time, and that is enough. */
static void test_what_is_purged_of_a_period_is_not_fetched_again(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    known.known.as_of = NOW;
    known.known.tail = 90000;
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 14 * DAY, INT64_MAX);
    plan.newest = false;
    plan.spacing = 10;
    hold(&known, 90000, INT64_MAX, NOW - 14 * DAY - HOUR, NOW);
    expect_order(&plan, &known, ERRAND_STRETCH, 85000, 90000);
    end_errand(&plan, &known, 400, false);
    known.held.ranges[0].first = NOW - 14 * DAY + HOUR - HELD_WAIT; /* as it is read after a purge */
    plan_let_go(&plan, NOW - 14 * DAY + HOUR);
    expect_nothing(&plan, &known);
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    plan_let_go(&plan, NOW - 14 * DAY);
    expect_nothing(&plan, &known);
    end_known(&known);
}

/* Of a call that went on when its agent was asked last the recording can have come since. */
static void test_the_end_of_a_period_is_asked_for_until_it_is_settled(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    known.known.as_of = NOW - 10 * DAY + HOUR;
    known.known.tail = 90000;
    hold(&known, 90000, INT64_MAX, NOW - 30 * DAY, known.known.as_of);
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 11 * DAY, NOW - 10 * DAY);
    assert_int_equal(plan_urgency(&plan, &known.known), PLAN_NEWS);
    plan = (struct plan)PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 15 * DAY, NOW - 14 * DAY);
    expect_nothing(&plan, &known);
    end_known(&known);
}

/* Nothing was recorded for a year: the stretches grow until something is found below. */
static void test_a_period_without_recordings_comes_to_an_end(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    chronology_add(&known.chronology, 1000, NOW - 1000 * DAY);
    chronology_add(&known.chronology, 1001000, NOW);
    struct plan plan = PLAN_NONE;
    plan.spacing = 10;
    plan_want_period(&plan, &known.known, NOW - 300 * DAY, NOW - 100 * DAY);
    plan.newest = false;
    hold(&known, 900000, 990000, NOW - 101 * DAY, NOW - 10 * DAY);
    int64_t lo = 900000;
    unsigned questions = 0;
    while (plan_urgency(&plan, &known.known) != PLAN_NOTHING && questions < 100) {
        struct errand_order order;
        assert_true(plan_next(&plan, &known.known, &order));
        assert_int_equal(order.kind, ERRAND_STRETCH);
        assert_true(order.stop_at == lo && order.from < lo);
        end_errand(&plan, &known, 0, false);
        lo = known.held.ranges[0].lo = order.from;
        if (lo < 500000)
            known.held.ranges[0].first = NOW - 502 * DAY;
        questions++;
    }
    assert_in_range(questions, 2, 12);
    end_known(&known);
}

static void test_a_period_of_a_server_without_order_is_everything(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    known.known.traits = (struct server_traits){.unordered = true};
    struct plan plan = PLAN_NONE;
    plan_want_period(&plan, &known.known, NOW - 120 * DAY, NOW - 100 * DAY);
    expect_order(&plan, &known, ERRAND_FORWARD, 0, 0);
    end_errand(&plan, &known, 10, false);
    known.known.as_of = NOW;
    known.known.tail = 100;
    coverage_add(&known.coverage, 0, 100);
    expect_nothing(&plan, &known);
    end_known(&known);
}

/* What he was known to have is void: an answer has shown that the server keeps no order. */
static void test_what_became_void_is_fetched_again(void **state)
{
    (void)state;
    struct known known;
    begin_known(&known);
    struct plan plan = PLAN_NONE;
    plan.history = true;
    coverage_add(&known.coverage, 0, 300);
    expect_order(&plan, &known, ERRAND_FORWARD, 300, 0);
    end_errand(&plan, &known, 1, false); /* a recording without an id proves nothing */
    expect_order(&plan, &known, ERRAND_FORWARD, 300, 0);
    end_errand(&plan, &known, 1, false);
    expect_nothing(&plan, &known);
    end_known(&known);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_wanted_unasked),
        cmocka_unit_test(test_newest_comes_first_then_what_lies_below),
        cmocka_unit_test(test_stretches_double),
        cmocka_unit_test(test_a_stretch_that_proves_nothing_is_read_whole_once),
        cmocka_unit_test(test_a_refresh_asks_from_the_newest_settled),
        cmocka_unit_test(test_after_a_long_time_the_newest_come_first_again),
        cmocka_unit_test(test_without_order_or_cursor_all_is_read),
        cmocka_unit_test(test_a_date_is_awaited),
        cmocka_unit_test(test_history_ends_where_it_is_wanted),
        cmocka_unit_test(test_a_period_is_searched_and_fetched_downwards),
        cmocka_unit_test(test_a_period_that_takes_the_place_of_another_is_searched),
        cmocka_unit_test(test_a_period_that_was_searched_in_vain_is_reached_from_below),
        cmocka_unit_test(test_a_period_without_an_end_begins_with_the_newest),
        cmocka_unit_test(test_a_period_that_is_not_over_has_no_end),
        cmocka_unit_test(test_what_is_purged_of_a_period_is_not_fetched_again),
        cmocka_unit_test(test_the_end_of_a_period_is_asked_for_until_it_is_settled),
        cmocka_unit_test(test_a_period_without_recordings_comes_to_an_end),
        cmocka_unit_test(test_a_period_of_a_server_without_order_is_everything),
        cmocka_unit_test(test_what_became_void_is_fetched_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
