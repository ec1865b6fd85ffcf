#include "tests/unit/model/fetch/plan_fixture.h"

#include "net/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

void plan_fixture_begin(struct plan_fixture *fixture)
{
    *fixture = (struct plan_fixture){
        .known = {.as_of = TIMESTAMP_NONE, .traits = {.rises = ANSWER_EVIDENCE}, .now = NOW, .settle = DAY}};
    fixture->known.coverage = &fixture->coverage;
    fixture->known.chronology = &fixture->chronology;
    fixture->known.held = &fixture->held;
}

void plan_fixture_end(struct plan_fixture *fixture)
{
    coverage_clear(&fixture->coverage);
    chronology_clear(&fixture->chronology);
    held_clear(&fixture->held);
}

void plan_expect_order(const struct plan *plan, const struct plan_fixture *fixture, enum errand_kind kind,
                       int64_t from, int64_t stop_at)
{
    struct errand_order order;
    assert_true(plan_next(plan, &fixture->known, &order));
    assert_int_equal(order.kind, kind);
    if (kind == ERRAND_FORWARD || kind == ERRAND_STRETCH)
        assert_int_equal(order.from, from);
    if (kind == ERRAND_STRETCH)
        assert_int_equal(order.stop_at, stop_at);
}

void plan_expect_nothing(const struct plan *plan, const struct plan_fixture *fixture)
{
    struct errand_order order;
    assert_false(plan_next(plan, &fixture->known, &order));
    assert_int_equal(plan_urgency(plan, &fixture->known), PLAN_NOTHING);
}

void plan_end_errand(struct plan *plan, const struct plan_fixture *fixture, uint64_t rows, bool failed)
{
    struct errand_order order;
    assert_true(plan_next(plan, &fixture->known, &order));
    struct errand *errand = errand_new(&order);
    struct errand_answer answer = {.traits = fixture->known.traits, .last = {.time = TIMESTAMP_NONE}};
    answer.judgement.count = rows;
    errand_take(errand, &answer);
    plan_done(plan, &order, errand, failed);
    errand_free(&errand);
}

void plan_fixture_hold(struct plan_fixture *fixture, int64_t lo, int64_t hi, int64_t first, int64_t last)
{
    struct held *held = &fixture->held;
    held->ranges = memory_grow(held->ranges, &held->capacity, held->count + 1, sizeof *held->ranges);
    held->ranges[held->count++] = (struct held_range){.lo = lo, .hi = hi, .first = first, .last = last};
    coverage_add(&fixture->coverage, lo, hi);
}
