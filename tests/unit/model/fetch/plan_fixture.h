/* An agent as the archive knows it, for tests of what is fetched of it next. */
#ifndef TESTS_UNIT_MODEL_FETCH_PLAN_FIXTURE_H
#define TESTS_UNIT_MODEL_FETCH_PLAN_FIXTURE_H

#include "model/fetch/plan.h"

#define HOUR (3600 * TIMESTAMP_SECOND)
#define DAY (24 * HOUR)
#define NOW (INT64_C(1600000000) * TIMESTAMP_SECOND)

struct plan_fixture {
    struct coverage coverage;
    struct chronology chronology;
    struct time_coverage times;
    struct plan_known known;
};

/* Nothing is known of it, of a server that keeps to ascending ids. */
void plan_fixture_begin(struct plan_fixture *fixture);
void plan_fixture_end(struct plan_fixture *fixture);

/* What the archive has of it: one range more, above the others. */
void plan_fixture_hold(struct plan_fixture *fixture, int64_t lo, int64_t hi, int64_t first, int64_t last);

void plan_expect_order(const struct plan *plan, const struct plan_fixture *fixture, enum fetch_job_kind kind,
                       int64_t from, int64_t stop_at);
void plan_expect_nothing(const struct plan *plan, const struct plan_fixture *fixture);

/* Ends a job that has filed `rows` recordings in one answer that ended properly. */
void plan_end_job(struct plan *plan, const struct plan_fixture *fixture, uint64_t rows, bool failed);

#endif
