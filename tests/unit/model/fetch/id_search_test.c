/* The search for the newest recordings and for a time, over histories of a million recordings. */
#include "model/fetch/id_search.h"

#include "model/fetch/fetch_job.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tests/unit/model/fetch/office_history.h"
#include "tests/unit/model/fetch/one_agent.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define NOW (INT64_C(1700000000) * TIMESTAMP_SECOND)
#define DAY (86400 * TIMESTAMP_SECOND)
#define MILLION 1000000
#define SEEDS 4
#define MOST_ASKED 16
#define LOST 800     /* recordings that a server has sent when an answer is cut, and that nobody reads */
#define CONFIRMING 1 /* question that makes sure that nothing comes behind the last recording */

static const struct coverage nothing_covered = {0};
static const struct chronology nothing_known = {0};

static struct fetch_job_spec order_for(const struct office_history *history, enum fetch_job_kind kind)
{
    return (struct fetch_job_spec){.kind = kind,
                                   .now = history->now,
                                   .page = 150,
                                   .chronology = &nothing_known,
                                   .coverage = &nothing_covered};
}

/* Runs the job; what it has asked and read stands in *agent. */
static void run(struct one_agent *agent, const struct office_history *history,
                const struct fetch_job_spec *order)
{
    *agent = (struct one_agent){.recordings = history->recordings,
                                .count = history->count,
                                .traits = {.order_evidence = ANSWER_EVIDENCE}};
    struct fetch_job *job = fetch_job_new(order);
    assert_true(one_agent_run(agent, job, 40));
    assert_true(fetch_job_rows(job) > 0);
    fetch_job_free(&job);
}

/* What a server sends for it, of all that the agent has. */
static double share_sent(const struct one_agent *agent)
{
    return (double)(agent->read + (uint64_t)agent->cut * LOST) / (double)agent->count;
}

/* Callers wait for each other: by their starts the last of them have all come just now. What was read there in vain is
 * not read a second time, and a third. */
static void test_an_end_far_behind_where_it_was_to_be(void **state)
{
    (void)state;
    enum { AGO = 60, WAITED = 4000, MOST_WAITED = 40000 };
    for (int64_t waited = WAITED; waited <= MOST_WAITED; waited += WAITED) {
        struct office_history history = {
            .recordings = memory_array(MILLION, sizeof(struct moment)), .count = MILLION, .now = NOW};
        struct one_agent agent;
        for (int64_t i = 0; i < MILLION; i++) {
            int64_t before = i < MILLION - waited ? MILLION - waited - i : 0;
            history.recordings[i] = (struct moment){2 * (i + 1), NOW - (before + AGO) * TIMESTAMP_SECOND};
        }
        const struct fetch_job_spec order = order_for(&history, FETCH_JOB_NEWEST);
        run(&agent, &history, &order);
        assert_in_range(agent.asked, 1, MOST_ASKED);
        assert_true(share_sent(&agent) < 0.02); /* 5.4 % where it was read again and again */
        office_history_end(&history);
    }
}

/* Nothing is known but the agent. */
static double average_of_kind(enum office_kind kind)
{
    unsigned questions = 0;
    unsigned most = 0;
    double share = 0;
    double most_share = 0;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct office_history history;
        struct one_agent agent;
        office_history_begin(&history, kind, MILLION, seed);
        const struct fetch_job_spec order = order_for(&history, FETCH_JOB_NEWEST);
        run(&agent, &history, &order);
        questions += agent.asked - CONFIRMING;
        most = agent.asked - CONFIRMING > most ? agent.asked - CONFIRMING : most;
        most_share = fmax(most_share, share_sent(&agent));
        share += share_sent(&agent) / SEEDS;
        assert_in_range(agent.asked, 1, MOST_ASKED);
        office_history_end(&history);
    }
    double average = (double)questions / SEEDS;
    print_message("# %s: %.1f questions on average, %u at the most; %.2f %% sent, %.2f %% at the most\n",
                  office_kind_names[kind], average, most, share * 100, most_share * 100);
    if (kind != OFFICE_JOINED)
        assert_true(most_share < 0.01);
    return average;
}

static void test_the_newest_page_is_few_questions_away(void **state)
{
    (void)state;
    double sum = 0;
    for (int kind = 0; kind < OFFICE_KINDS; kind++)
        sum += average_of_kind((enum office_kind)kind);
    print_message("# all: %.1f questions on average\n", sum / OFFICE_KINDS);
    assert_true(sum / OFFICE_KINDS <= 7); /* 6.7, as over many more histories */
}

/* A colleague's ids and times lead there at once, whatever the agent has to do. */
static void test_with_known_ids_it_is_one_or_two(void **state)
{
    (void)state;
    static const double factors[] = {0.3, 0.6, 1, 1.8, 3.2}; /* how busy the agent is beside others */
    for (int kind = OFFICE_STEADY; kind <= OFFICE_BURSTY; kind++) {
        for (uint64_t seed = 11; seed < 11 + SEEDS; seed++) {
            struct office_history history;
            struct one_agent agent;
            struct chronology chronology = {0};
            office_history_begin(&history, (enum office_kind)kind, MILLION, seed);
            office_history_colleague(&history, &chronology);
            struct fetch_job_spec order = order_for(&history, FETCH_JOB_NEWEST);
            order.chronology = &chronology;
            for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
                order.spacing = history.spacing * factors[i];
                run(&agent, &history, &order);
                assert_in_range(agent.asked, 1, 2 + CONFIRMING);
            }
            chronology_clear(&chronology);
            office_history_end(&history);
        }
    }
}

/* The agent left: it takes longer, but not for ever. */
static void test_with_known_ids_who_left_is_found(void **state)
{
    (void)state;
    for (uint64_t seed = 21; seed < 21 + SEEDS; seed++) {
        struct office_history history;
        struct one_agent agent;
        struct chronology chronology = {0};
        office_history_begin(&history, OFFICE_LEFT, MILLION, seed);
        const struct moment *last = &history.recordings[history.count - 1];
        office_history_colleague(&history, &chronology);
        double pace = (double)last->id / (double)(last->time - history.recordings[0].time);
        chronology_add(&chronology, last->id + (int64_t)(pace * (double)(history.now - last->time)),
                       history.now - DAY);
        struct fetch_job_spec order = order_for(&history, FETCH_JOB_NEWEST);
        order.chronology = &chronology;
        order.spacing = history.spacing;
        run(&agent, &history, &order);
        assert_in_range(agent.asked, 1, MOST_ASKED);
        chronology_clear(&chronology);
        office_history_end(&history);
    }
}

static void test_a_date_is_few_questions_away(void **state)
{
    (void)state;
    unsigned questions = 0;
    unsigned runs = 0;
    for (int kind = 0; kind < OFFICE_KINDS; kind++) {
        struct office_history history;
        office_history_begin(&history, (enum office_kind)kind, MILLION, 31);
        struct fetch_job_spec order = order_for(&history, FETCH_JOB_DATE);
        for (size_t i = 0; i < 10; i++, runs++) {
            struct one_agent agent;
            const struct moment *wanted = &history.recordings[history.count / 10 * i + 17];
            order.time = wanted->time;
            run(&agent, &history, &order);
            assert_in_range(agent.asked, 1, MOST_ASKED);
            questions += agent.asked;
        }
        office_history_end(&history);
    }
    print_message("# a date: %.1f questions on average\n", (double)questions / runs);
}

/* The agent has a recording before the target, as far as its id tells, but what is behind it begins later: there is
 * nothing between. */
static void test_nothing_between_the_bounds_is_the_place(void **state)
{
    (void)state;
    const struct moment later = {101, NOW};
    struct id_search search;
    id_search_begin(&search, &nothing_known, NOW - 1000, NOW, 150, 0);
    id_search_bound(&search, 100, 102);
    assert_int_equal(id_search_from(&search), 99);
    assert_true(id_search_look(&search, 99, &later, 1, true));
    id_search_end(&search);
}

/* Ids that lead nowhere: the search ends all the same. */
static void test_ids_that_do_not_rise_end_it(void **state)
{
    (void)state;
    static const int64_t ids[] = {0, -5, 1, INT64_MAX};
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++) {
        struct moment same[300];
        for (size_t j = 0; j < sizeof same / sizeof *same; j++)
            same[j] = (struct moment){ids[i], TIMESTAMP_NONE};
        struct id_search search;
        id_search_begin(&search, &nothing_known, ID_SEARCH_END, NOW, 150, 0);
        unsigned asked = 0;
        bool found = false;
        while (!found) {
            assert_true(asked++ < 100);
            int64_t from = id_search_from(&search);
            size_t count = from < ids[i] || from == 0 ? id_search_look_count(&search) : 0;
            found = id_search_look(&search, from, same, count, count == 0);
        }
        id_search_end(&search);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_newest_page_is_few_questions_away),
        cmocka_unit_test(test_with_known_ids_it_is_one_or_two),
        cmocka_unit_test(test_with_known_ids_who_left_is_found),
        cmocka_unit_test(test_a_date_is_few_questions_away),
        cmocka_unit_test(test_an_end_far_behind_where_it_was_to_be),
        cmocka_unit_test(test_nothing_between_the_bounds_is_the_place),
        cmocka_unit_test(test_ids_that_do_not_rise_end_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
