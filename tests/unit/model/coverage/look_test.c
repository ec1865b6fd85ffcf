/* What is looked at again when, and what that costs: an agent's history is simulated over months. */
#include "model/coverage/look.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MINUTE (60 * TIMESTAMP_SECOND)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define NOW (INT64_C(1600000000) * TIMESTAMP_SECOND)
#define ROW_BYTES 340 /* of a recording in an answer */

/* An agent with one recording in each so many ticks, whose ids are 1, 2, …: of id 0 at `origin`. */
struct agent {
    int64_t origin;
    int64_t pace;
    int64_t settle;
    struct seen seen;
    struct coverage coverage;
    struct chronology chronology;
    struct look_past past;
    struct look_known known;
    uint64_t rows; /* that were looked at */
    uint64_t looks;
};

static int64_t id_of(const struct agent *agent, int64_t time)
{
    return time < agent->origin ? 0 : (time - agent->origin) / agent->pace;
}

static void see(struct agent *agent, int64_t lo, int64_t hi)
{
    int64_t settled = id_of(agent, agent->known.now - agent->settle);
    if (hi > settled)
        hi = settled;
    if (hi <= lo)
        return;
    seen_add(&agent->seen, lo, hi, agent->known.now);
    coverage_add(&agent->coverage, lo, hi);
}

/* All of it has just been fetched, over so many days. */
static void agent_begin(struct agent *agent, int64_t days, int64_t a_day)
{
    *agent = (struct agent){.origin = NOW - days * DAY, .pace = DAY / a_day, .settle = DAY};
    agent->known = (struct look_known){
        .seen = &agent->seen,
        .coverage = &agent->coverage,
        .chronology = &agent->chronology,
        .verify = 90 * DAY,
        .opened = NOW - HOUR,
        .now = NOW,
        .as_of = NOW,
    };
    chronology_add(&agent->chronology, 1, agent->origin + agent->pace);
    chronology_add(&agent->chronology, id_of(agent, NOW), NOW);
    see(agent, 0, INT64_MAX);
    agent->known.newest = id_of(agent, NOW);
    agent->known.head_from = id_of(agent, NOW - agent->settle);
    agent->known.recordings = (uint64_t)agent->known.newest;
}

static void agent_end(struct agent *agent)
{
    seen_clear(&agent->seen);
    coverage_clear(&agent->coverage);
    chronology_clear(&agent->chronology);
}

static void do_look(struct agent *agent, const struct look *look)
{
    struct look_known *known = &agent->known;
    int64_t to = look->stop_at == INT64_MAX ? known->newest : look->stop_at;
    agent->rows += (uint64_t)(to > look->from ? to - look->from : 0);
    agent->looks++;
    see(agent, look->from, look->stop_at);
    if (look->kind == LOOK_UNSETTLED || look->kind == LOOK_DAYS) {
        known->as_of = known->now;
        known->head_from = id_of(agent, known->now - agent->settle);
    }
    look_done(&agent->past, look, known->now);
}

/* Looks at whatever is due, once in each `pause`; `comes`: recordings go on to come. */
static void pass_in_steps(struct agent *agent, int64_t time, int64_t pause, bool comes)
{
    struct look look;
    int64_t end = agent->known.now + time;
    while (agent->known.now < end) {
        agent->known.now += pause;
        if (comes) {
            agent->known.newest = id_of(agent, agent->known.now);
            agent->known.recordings = (uint64_t)agent->known.newest;
            chronology_add(&agent->chronology, agent->known.newest, agent->known.now);
        }
        while (look_next(&agent->past, &agent->known, &look))
            do_look(agent, &look);
    }
}

/* As the program looks. */
static void pass(struct agent *agent, int64_t time, bool comes)
{
    pass_in_steps(agent, time, MINUTE / 2, comes);
}

/* Of a span in which nothing comes only the days matter. */
static void pass_idly(struct agent *agent, int64_t time)
{
    pass_in_steps(agent, time, 10 * MINUTE, false);
}

/* The longest time ago that anything of an age was seen. */
static int64_t longest_ago(const struct agent *agent, int64_t from_age, int64_t to_age)
{
    int64_t longest = 0;
    int64_t above = id_of(agent, agent->known.now - to_age),
            below = id_of(agent, agent->known.now - from_age);
    for (size_t i = 0; i < agent->seen.count; i++) {
        const struct seen_range *range = &agent->seen.ranges[i];
        if (range->hi > above && range->lo < below && agent->known.now - range->at > longest)
            longest = agent->known.now - range->at;
    }
    return longest;
}

static void test_nothing_is_due_of_what_has_just_been_seen(void **state)
{
    (void)state;
    struct agent agent;
    struct look look;
    agent_begin(&agent, 1000, 60);
    assert_false(look_next(&agent.past, &agent.known, &look));
    agent.known.as_of = TIMESTAMP_NONE;
    agent.known.now += 10 * DAY;
    assert_false(look_next(&agent.past, &agent.known, &look)); /* nothing was fetched */
    agent_end(&agent);
}

/* Who was called back over a weekend has an id of before it. */
static void test_five_days_are_seen_after_a_start(void **state)
{
    (void)state;
    struct agent agent;
    struct look look;
    agent_begin(&agent, 1000, 60);
    agent.known.opened = NOW + MINUTE;
    agent.known.now = NOW + 2 * MINUTE;
    assert_true(look_next(&agent.past, &agent.known, &look));
    assert_int_equal(look.kind, LOOK_DAYS);
    assert_int_equal(look.stop_at, INT64_MAX);
    assert_in_range(look.from, id_of(&agent, NOW - 5 * DAY - HOUR), id_of(&agent, NOW - 5 * DAY + HOUR));
    do_look(&agent, &look);
    assert_false(look_next(&agent.past, &agent.known, &look));
    agent_end(&agent);
}

static void test_nothing_was_seen_longer_ago_than_the_rule_says(void **state)
{
    (void)state;
    struct agent agent;
    agent_begin(&agent, 100, 60);
    for (int i = 0; i < 40; i++) {
        pass(&agent, DAY / 2, true);
        assert_true(agent.known.now - agent.known.as_of <= HOUR / 2 + MINUTE);
        assert_true(longest_ago(&agent, DAY, 5 * DAY) <= 6 * HOUR + SEEN_TOGETHER);
        for (int64_t age = 6 * DAY; age < 100 * DAY; age += age / 4)
            assert_true(longest_ago(&agent, age, age + DAY) <= age / 2 + 2 * SEEN_TOGETHER + DAY);
    }
    agent_end(&agent);
}

static void test_all_is_seen_within_the_span(void **state)
{
    (void)state;
    struct agent agent;
    agent_begin(&agent, 2000, 20);
    pass_idly(&agent, 40 * DAY);
    agent.known.opened = agent.known.now;
    pass_idly(&agent, 53 * DAY);
    assert_true(longest_ago(&agent, 5 * DAY, 2000 * DAY) <= 91 * DAY);
    agent_end(&agent);
}

/* What nobody has looked at for long, or nobody knows of when, is not all looked at at once. */
static void test_what_is_overdue_is_caught_up_with(void **state)
{
    (void)state;
    struct agent agent;
    agent_begin(&agent, 2000, 20);
    seen_remove(&agent.seen, 0, INT64_MAX);
    seen_add(&agent.seen, 0, agent.known.head_from, SEEN_UNKNOWN);
    pass(&agent, DAY, false);
    assert_true(agent.rows < (uint64_t)(180 * 20 + 40 * 20 + 3 * 2000 * 20 / 90));
    pass_idly(&agent, 50 * DAY);
    assert_true(longest_ago(&agent, 0, 2000 * DAY) < 52 * DAY);
    agent_end(&agent);
}

/* 36 agents with 60 calls a day, and a million recordings of before. */
static void test_what_it_costs(void **state)
{
    (void)state;
    struct agent agent;
    agent_begin(&agent, 200, 60);
    pass(&agent, 2 * DAY, true);
    double an_hour = (double)agent.rows * ROW_BYTES * 36 / 48;
    print_message("# looking again costs %.1f MB an hour\n", an_hour / 1e6);
    assert_true(an_hour < 3e6);
    agent_end(&agent);
    agent_begin(&agent, 3650, 274);
    agent.known.opened = NOW - HOUR;
    agent.origin = NOW - 3650 * DAY;
    seen_remove(&agent.seen, id_of(&agent, NOW - 200 * DAY), INT64_MAX); /* of these see above */
    coverage_remove(&agent.coverage, id_of(&agent, NOW - 200 * DAY), INT64_MAX);
    pass(&agent, 2 * DAY, false);
    agent.rows = 0;
    pass(&agent, 10 * DAY, false);
    double a_day = (double)agent.rows * ROW_BYTES / 10;
    print_message("# a million old recordings cost %.1f MB a day, one look for %llu recordings\n",
                  a_day / 1e6, (unsigned long long)(agent.rows / agent.looks));
    assert_true(a_day < 4e6);
    agent_end(&agent);
}

/* A look that leads nowhere is not repeated at once. */
static void test_a_look_in_vain_waits(void **state)
{
    (void)state;
    struct agent agent;
    struct look look, other;
    agent_begin(&agent, 300, 20);
    agent.known.now += 3 * HOUR;
    agent.known.as_of = agent.known.now;
    agent.past.days_at = agent.known.now;
    seen_remove(&agent.seen, 100, 200);
    seen_add(&agent.seen, 100, 200, SEEN_UNKNOWN);
    assert_true(look_next_unknown(&agent.past, &agent.known, &look));
    assert_int_equal(look.from, 100);
    assert_int_equal(look.stop_at, 200);
    look_done(&agent.past, &look, agent.known.now);
    assert_false(look_next_unknown(&agent.past, &agent.known, &other));
    agent_end(&agent);
}

/* What somebody wants to be seen again is gone through downwards, each piece once. */
static void test_a_look_in_vain_hides_nothing_below(void **state)
{
    (void)state;
    struct agent agent;
    struct look look;
    agent_begin(&agent, 300, 20);
    seen_remove(&agent.seen, 50, 200);
    seen_add(&agent.seen, 50, 100, SEEN_UNKNOWN);
    seen_add(&agent.seen, 120, 200, SEEN_UNKNOWN);
    assert_true(look_next_unknown(&agent.past, &agent.known, &look));
    assert_int_equal(look.from, 120);
    assert_int_equal(look.stop_at, 200);
    look_done(&agent.past, &look, agent.known.now);
    assert_true(look_next_unknown(&agent.past, &agent.known, &look));
    assert_int_equal(look.from, 50);
    assert_int_equal(look.stop_at, 100);
    look_done(&agent.past, &look, agent.known.now);
    assert_false(look_next_unknown(&agent.past, &agent.known, &look));
    agent_end(&agent);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_is_due_of_what_has_just_been_seen),
        cmocka_unit_test(test_five_days_are_seen_after_a_start),
        cmocka_unit_test(test_nothing_was_seen_longer_ago_than_the_rule_says),
        cmocka_unit_test(test_all_is_seen_within_the_span),
        cmocka_unit_test(test_what_is_overdue_is_caught_up_with),
        cmocka_unit_test(test_what_it_costs),
        cmocka_unit_test(test_a_look_in_vain_waits),
        cmocka_unit_test(test_a_look_in_vain_hides_nothing_below),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
