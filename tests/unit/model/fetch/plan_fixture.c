#include "tests/unit/model/fetch/plan_fixture.h"

#include "net/base/memory.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

void plan_fixture_begin(struct plan_fixture *fixture)
{
    *fixture = (struct plan_fixture){.known = {.as_of = TIMESTAMP_NONE,
                                               .traits = {.order_evidence = ANSWER_EVIDENCE},
                                               .now = NOW,
                                               .settle = DAY}};
    fixture->known.coverage = &fixture->coverage;
    fixture->known.chronology = &fixture->chronology;
    fixture->known.times = &fixture->times;
}

void plan_fixture_end(struct plan_fixture *fixture)
{
    coverage_clear(&fixture->coverage);
    chronology_clear(&fixture->chronology);
    time_coverage_clear(&fixture->times);
}

void plan_expect_order(const struct plan *plan, const struct plan_fixture *fixture, enum fetch_job_kind kind,
                       int64_t from, int64_t stop_at)
{
    struct fetch_job_spec order;
    assert_true(plan_next(plan, &fixture->known, &order));
    assert_int_equal(order.kind, kind);
    if (kind == FETCH_JOB_FORWARD || kind == FETCH_JOB_STRETCH)
        assert_int_equal(order.from, from);
    if (kind == FETCH_JOB_STRETCH)
        assert_int_equal(order.stop_at, stop_at);
}

void plan_expect_nothing(const struct plan *plan, const struct plan_fixture *fixture)
{
    struct fetch_job_spec order;
    assert_false(plan_next(plan, &fixture->known, &order));
    assert_int_equal(plan_urgency(plan, &fixture->known), PLAN_NOTHING);
}

void plan_end_job(struct plan *plan, const struct plan_fixture *fixture, uint64_t rows, bool failed)
{
    struct fetch_job_spec order;
    assert_true(plan_next(plan, &fixture->known, &order));
    struct fetch_job *job = fetch_job_new(&order);
    struct fetch_job_answer answer = {.traits = fixture->known.traits, .last = {.time = TIMESTAMP_NONE}};
    answer.judgement.count = rows;
    fetch_job_take(job, &answer);
    plan_done(plan, &order, job, failed);
    fetch_job_free(&job);
}

void plan_fixture_hold(struct plan_fixture *fixture, int64_t lo, int64_t hi, int64_t first, int64_t last)
{
    struct time_coverage *times = &fixture->times;
    times->ranges = memory_grow(times->ranges, &times->capacity, times->count + 1, sizeof *times->ranges);
    times->ranges[times->count++] = (struct time_range){.lo = lo, .hi = hi, .first = first, .last = last};
    coverage_add(&fixture->coverage, lo, hi);
}
