/* The questions of a job, against answers made here. */
#include "model/fetch/fetch_job.h"

#include "model/time/timestamp.h"
#include "tests/unit/model/fetch/one_agent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define MOST_RECORDINGS 20000
#define NOW (INT64_C(1700000000) * TIMESTAMP_SECOND)
#define MINUTE (60 * TIMESTAMP_SECOND)

static struct moment recordings[MOST_RECORDINGS];
static const struct coverage nothing_covered = {0};
static const struct chronology nothing_known = {0};

/* One recording every `spacing` ids and `minutes`, the last one now. */
static void fill(struct one_agent *agent, size_t count, int64_t spacing, int64_t minutes)
{
    *agent = (struct one_agent){.recordings = recordings,
                                .count = count,
                                .least_filed = INT64_MAX,
                                .traits = {.order_evidence = ANSWER_EVIDENCE}};
    for (size_t i = 0; i < count; i++)
        recordings[i] =
            (struct moment){1000 + spacing * (int64_t)i, NOW - (int64_t)(count - 1 - i) * minutes * MINUTE};
}

static void run(struct one_agent *agent, struct fetch_job *job, unsigned most)
{
    assert_true(one_agent_run(agent, job, most));
}

static struct fetch_job_spec order_of(enum fetch_job_kind kind)
{
    return (struct fetch_job_spec){
        .kind = kind, .now = NOW, .page = 150, .chronology = &nothing_known, .coverage = &nothing_covered};
}

static void test_forward_goes_on_to_the_end(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 1000, 3, 5);
    agent.cap = 100;
    struct fetch_job_spec order = order_of(FETCH_JOB_FORWARD);
    order.from = 1500;
    struct fetch_job *job = fetch_job_new(&order);
    run(&agent, job, 20);
    assert_int_equal(fetch_job_kind(job), FETCH_JOB_FORWARD);
    assert_true(fetch_job_rows(job) >= 833);
    assert_int_equal(agent.least_filed, 1500);
    fetch_job_free(&job);
}

/* The newest call has been held often: asked again for itself, its recordings are not too many. */
static void test_a_call_of_many_recordings_ends_the_run(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 20, 3, 5);
    for (size_t i = 10; i < 20; i++)
        recordings[i].id = recordings[10].id;
    struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
    struct fetch_job *job = fetch_job_new(&order);
    run(&agent, job, 5);
    assert_int_equal(fetch_job_rows(job), 20 + 10);
    fetch_job_free(&job);
}

static void test_a_stretch_ends_where_it_is_to_stop(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 1000, 3, 5);
    struct fetch_job_spec order = order_of(FETCH_JOB_STRETCH);
    order.from = 2000;
    order.stop_at = 2300;
    struct fetch_job *job = fetch_job_new(&order);
    run(&agent, job, 1);
    assert_int_equal(fetch_job_rows(job), 101);
    fetch_job_free(&job);
    agent.asked = 0;
    agent.cap = 30;
    job = fetch_job_new(&order);
    run(&agent, job, 5);
    assert_in_range(fetch_job_rows(job), 101, 105);
    fetch_job_free(&job);
}

static void test_the_newest_of_a_long_history(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 20000, 7, 5);
    struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
    struct fetch_job *job = fetch_job_new(&order);
    run(&agent, job, 10);
    assert_in_range(fetch_job_rows(job), 150, 4200);
    assert_true(fetch_job_spacing(job) > 6 && fetch_job_spacing(job) < 8);
    assert_true(fetch_job_chronology(job)->count > 1);
    fetch_job_free(&job);
}

static void test_the_newest_of_few(void **state)
{
    (void)state;
    struct one_agent agent;
    struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
    for (size_t count = 0; count < 5; count++) {
        fill(&agent, count, 7, 5);
        struct fetch_job *job = fetch_job_new(&order);
        run(&agent, job, 4);
        assert_true(fetch_job_rows(job) >= count);
        fetch_job_free(&job);
    }
}

/* The search finds its way by ids alone. */
static void test_the_newest_without_times(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 20000, 7, 5);
    for (size_t i = 0; i < agent.count; i++)
        recordings[i].time = TIMESTAMP_NONE;
    struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
    struct fetch_job *job = fetch_job_new(&order);
    run(&agent, job, 20);
    assert_int_equal(fetch_job_kind(job), FETCH_JOB_NEWEST);
    assert_in_range(fetch_job_rows(job), 1, 20000);
    fetch_job_free(&job);
}

/* Ids far apart and no times: after so many questions all that is left is read at once. */
static void test_the_last_resort_has_no_limit(void **state)
{
    (void)state;
    struct one_agent agent;
    const enum fetch_job_kind kinds[] = {FETCH_JOB_NEWEST, FETCH_JOB_DATE};
    for (size_t i = 0; i < 2; i++) {
        fill(&agent, 20000, INT64_C(1) << 30, 5);
        for (size_t j = 0; j < agent.count; j++)
            recordings[j].time = TIMESTAMP_NONE;
        struct fetch_job_spec order = order_of(kinds[i]);
        order.time = NOW;
        struct fetch_job *job = fetch_job_new(&order);
        run(&agent, job, 20);
        fetch_job_free(&job);
    }
}

static void test_a_page_around_a_date(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 20000, 7, 5);
    struct fetch_job_spec order = order_of(FETCH_JOB_DATE);
    order.time = recordings[8000].time;
    struct fetch_job *job = fetch_job_new(&order);
    run(&agent, job, 10);
    assert_in_range(fetch_job_rows(job), 150, 2100);
    assert_true(agent.least_filed < recordings[8000].id);
    fetch_job_free(&job);
}

static void test_a_date_stops_at_what_is_covered(void **state)
{
    (void)state;
    struct one_agent agent;
    struct coverage coverage = {0};
    fill(&agent, 20000, 7, 5);
    coverage_add(&coverage, recordings[8050].id, recordings[19000].id);
    struct fetch_job_spec order = order_of(FETCH_JOB_DATE);
    order.time = recordings[8000].time;
    order.coverage = &coverage;
    struct fetch_job *job = fetch_job_new(&order);
    coverage_clear(&coverage); /* it has a copy */
    run(&agent, job, 10);
    assert_true(agent.least_filed < recordings[8000].id);
    struct fetch_job_question question;
    assert_false(fetch_job_ask(job, &question));
    fetch_job_free(&job);
}

static void test_dates_outside_the_history(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 5000, 7, 5);
    struct fetch_job_spec order = order_of(FETCH_JOB_DATE);
    const int64_t dates[] = {NOW - INT64_C(10000000) * MINUTE, recordings[0].time, NOW, NOW + 1000 * MINUTE};
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        order.time = dates[i];
        agent.asked = 0;
        struct fetch_job *job = fetch_job_new(&order);
        run(&agent, job, 12);
        assert_true(fetch_job_rows(job) > 0);
        fetch_job_free(&job);
    }
}

/* Such a server answers with everything, so that is read. */
static void test_an_ignored_cursor_is_noticed(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 3000, 7, 5);
    agent.ignores_cursor = true;
    struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
    struct fetch_job *job = fetch_job_new(&order);
    run(&agent, job, 4);
    assert_in_range(fetch_job_rows(job), 6000, 8100); /* read twice, and what was before it was noticed */
    assert_int_equal(fetch_job_kind(job), FETCH_JOB_FORWARD);
    fetch_job_free(&job);
}

/* Whoever files the answer learns from it that the server keeps no order; one that is left teaches nobody. */
static void test_a_look_without_order_is_kept(void **state)
{
    (void)state;
    const struct moment unordered[] = {{1007, NOW}, {1000, NOW}, {1014, NOW}};
    struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
    struct fetch_job *job = fetch_job_new(&order);
    assert_int_equal(fetch_job_look(job, unordered, 3, true), FETCH_JOB_KEEP);
    struct fetch_job_question question;
    assert_true(fetch_job_ask(job, &question));
    assert_true(question.most == UINT64_MAX);
    assert_true(question.stop_at == INT64_MAX);
    fetch_job_free(&job);
}

/* What is known before and is not there any more: deleted, where there is the rest below it; or the server
 * has begun its ids anew. */
static void test_the_newest_is_looked_for_below_what_is_gone(void **state)
{
    (void)state;
    const int64_t newest_finals[] = {1000 + 999 * 7 + 3, 1000000};
    const size_t most[] = {400, 1100};
    for (int i = 0; i < 2; i++) {
        struct one_agent agent;
        struct chronology chronology = {0};
        fill(&agent, 1000, 7, 5);
        chronology_add(&chronology, newest_finals[i] - 100, NOW - 60 * MINUTE);
        chronology_add(&chronology, newest_finals[i] + 2000, NOW - 30 * MINUTE);
        struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
        order.chronology = &chronology;
        order.last = order.known = newest_finals[i];
        order.is_newest_final = true;
        order.spacing = 7;
        struct fetch_job *job = fetch_job_new(&order);
        run(&agent, job, 20);
        assert_in_range(fetch_job_rows(job), 1, most[i]);
        assert_true(agent.least_filed < recordings[agent.count - 1].id);
        fetch_job_free(&job);
        chronology_clear(&chronology);
    }
}

/* The last question of a search asks for a recording that an answer before has shown: it cannot be gone. */
static void test_a_search_ends_with_what_it_has_seen(void **state)
{
    (void)state;
    struct one_agent agent;
    struct fetch_job_question question;
    fill(&agent, 20000, 7, 5);
    struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
    struct fetch_job *job = fetch_job_new(&order);
    assert_true(fetch_job_ask(job, &question));
    assert_false(fetch_job_repeats(job));
    assert_int_equal(fetch_job_look(job, recordings, question.look, false), FETCH_JOB_CUT);
    int64_t seen = recordings[question.look - 1].id;
    for (unsigned i = 0; i < 20 && fetch_job_ask(job, &question) && question.from > seen; i++) {
        assert_false(fetch_job_repeats(job));
        assert_int_equal(fetch_job_look(job, NULL, 0, true), FETCH_JOB_CUT);
    }
    assert_int_equal(question.from, seen - 1);
    assert_true(fetch_job_repeats(job));
    assert_false(fetch_job_doubt(job, true));
    fetch_job_free(&job);
}

/* Without a recording that is known there is nothing to be doubted. */
static void test_nothing_above_a_bound_is_nothing(void **state)
{
    (void)state;
    struct one_agent agent;
    fill(&agent, 100, 7, 5);
    struct fetch_job_spec order = order_of(FETCH_JOB_NEWEST);
    order.last = 3000;
    struct fetch_job *job = fetch_job_new(&order);
    run(&agent, job, 5);
    assert_int_equal(fetch_job_rows(job), 0);
    fetch_job_free(&job);
}

static void test_order_lost_while_reading_ends_it(void **state)
{
    (void)state;
    struct fetch_job_spec order = order_of(FETCH_JOB_STRETCH);
    order.stop_at = 2000;
    struct fetch_job *job = fetch_job_new(&order);
    struct fetch_job_answer answer = {.last = {.time = TIMESTAMP_NONE}};
    answer_begin(&answer.judgement, 0, false);
    answer_take(&answer.judgement, 1007);
    answer_take(&answer.judgement, 1000);
    fetch_job_take(job, &answer);
    struct fetch_job_question question;
    assert_false(fetch_job_ask(job, &question));
    assert_true(fetch_job_gave_up_order(job));
    fetch_job_free(&job);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forward_goes_on_to_the_end),
        cmocka_unit_test(test_a_call_of_many_recordings_ends_the_run),
        cmocka_unit_test(test_a_stretch_ends_where_it_is_to_stop),
        cmocka_unit_test(test_the_newest_of_a_long_history),
        cmocka_unit_test(test_the_newest_of_few),
        cmocka_unit_test(test_the_newest_without_times),
        cmocka_unit_test(test_the_last_resort_has_no_limit),
        cmocka_unit_test(test_a_page_around_a_date),
        cmocka_unit_test(test_a_date_stops_at_what_is_covered),
        cmocka_unit_test(test_dates_outside_the_history),
        cmocka_unit_test(test_an_ignored_cursor_is_noticed),
        cmocka_unit_test(test_a_look_without_order_is_kept),
        cmocka_unit_test(test_the_newest_is_looked_for_below_what_is_gone),
        cmocka_unit_test(test_a_search_ends_with_what_it_has_seen),
        cmocka_unit_test(test_nothing_above_a_bound_is_nothing),
        cmocka_unit_test(test_order_lost_while_reading_ends_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
