/* What a user sees of a server's history, against a model of the server: any sequence of calls, deletions,
 * faults, kills and wishes. At every step nothing is claimed that is not true, and whatever is left to finish
 * ends with what the server has. TEST_SEED runs the sequence of one seed, or with TEST_SEQUENCES so many from it
 * on; TEST_TELL=1 tells what is asked. */
#include "model/archive/writer_agents.h"
#include "tests/unit/model/fetch/history_driver.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define SEQUENCES 800

static int64_t draw_date(struct history_server *server)
{
    return server->now - (int64_t)history_pick(server, 500) * HISTORY_DAY;
}

static void let_time_pass(struct history_server *server)
{
    static const int64_t units[] = {HISTORY_SECOND, HISTORY_HOUR, HISTORY_DAY};
    int64_t unit = units[history_pick(server, 3)];
    int64_t time = unit * (1 + history_pick(server, 60));
    if (history_chance(server, 6))
        server->next_id += history_pick(server, 200000); /* a busy time for the others */
    history_pass(server, time, history_pick(server, history_chance(server, 10) ? 200 : 20));
}

/* A period of the last years, of which some have no begin or no end. */
static void wish_period(struct history_driver *driver, unsigned agent)
{
    struct history_server *server = &driver->server;
    int64_t begin = draw_date(server);
    int64_t end = begin + (int64_t)history_pick(server, 200) * HISTORY_DAY;
    bool is_open = history_chance(server, 5);
    bool is_endless = history_chance(server, 5);
    history_want_period(driver, agent, is_open ? INT64_MIN : begin, is_endless ? INT64_MAX : end);
}

static void wish(struct history_driver *driver, unsigned agent)
{
    struct history_server *server = &driver->server;
    struct plan *plan = &driver->plans[agent];
    switch (history_pick(server, 8)) {
    case 0:
        plan_want_all(plan, TIMESTAMP_NONE);
        break;
    case 1:
        plan->date = draw_date(server);
        plan->newest = plan->newest || history_chance(server, 2);
        break;
    case 2:
        plan->older = 1 + history_pick(server, 40);
        break;
    case 3:
        plan->history = true;
        plan->reach = history_chance(server, 2) ? draw_date(server) : TIMESTAMP_NONE;
        break;
    case 4:
        plan->newest = plan->forward = true;
        break;
    case 5:
        wish_period(driver, agent);
        break;
    case 6:
        if (history_chance(server, 3))
            history_fetch_anew(driver, agent);
        break;
    default:
        plan->newest = true;
        break;
    }
}

static void step(struct history_driver *driver)
{
    struct history_server *server = &driver->server;
    if (history_chance(server, 2))
        let_time_pass(server);
    if (history_chance(server, 8))
        history_delete_some(server, 1 + history_pick(server, 4));
    if (history_chance(server, 20))
        history_delete_oldest(server);
    wish(driver, history_pick(server, server->agents));
    if (history_chance(server, 12))
        history_kill(driver);
    history_fetch(driver);
}

/* What one agent's answer showed about the server can concern another. */
static void fetch_all(struct history_driver *driver)
{
    history_fetch(driver);
    history_fetch(driver);
}

/* Without deletions, once all has settled, what was wanted before is enough; else everything is read anew. */
static void finish(struct history_driver *driver)
{
    struct history_server *server = &driver->server;
    driver->is_calm = true;
    history_pass(server, 2 * server->settle, 0);
    for (unsigned i = 0; i < server->agents; i++) {
        if (server->has_deleted || server->has_nameless || history_chance(server, 3))
            history_fetch_anew(driver, i);
        plan_want_all(&driver->plans[i], TIMESTAMP_NONE);
    }
    fetch_all(driver);
    driver->archive.trouble = "at the end";
    history_expect_equal(&driver->archive, server);
}

static void run_sequence(uint64_t seed)
{
    struct history_driver driver;
    history_driver_begin(&driver, seed);
    driver.archive.trouble = "under way";
    driver.loses = true;
    for (unsigned i = 1 + history_pick(&driver.server, 7); i > 0; i--)
        step(&driver);
    finish(&driver);
    history_driver_end(&driver);
}

/* Whatever has happened far below the newest, a look at all of it finds it. */
static void run_verified(uint64_t seed)
{
    struct history_driver driver;
    history_driver_begin(&driver, seed);
    struct history_server *server = &driver.server;
    driver.archive.trouble = "verifying";
    driver.is_calm = true;
    history_pass(server, 2 * server->settle, 0);
    for (unsigned i = 0; i < server->agents; i++)
        plan_want_all(&driver.plans[i], TIMESTAMP_NONE);
    fetch_all(&driver);
    driver.archive.is_unsure = true; /* what is final is so as of when it was seen */
    driver.looks = history_chance(server, 2);
    driver.opened = server->now;
    if (history_chance(server, 2))
        history_restore(server);
    history_call_back(server, history_pick(server, 4));
    history_delete_some(server, history_pick(server, 2));
    history_pass(server, HISTORY_DAY + 2 * server->settle, history_pick(server, 30));
    for (unsigned i = 0; i < server->agents; i++)
        driver.plans[i].newest = true;
    fetch_all(&driver);
    for (unsigned i = 0; i < server->agents; i++)
        history_verify(&driver, i);
    fetch_all(&driver);
    /* What has no id is found from the very start only, and beside what cannot be read nothing is certain. */
    if (!server->has_nameless && !server->has_broken)
        history_expect_found(&driver.archive, server);
    history_driver_end(&driver);
}

static uint64_t number_of(const char *variable, uint64_t otherwise)
{
    const char *text = getenv(variable);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static uint64_t current_seed;

static int tell_seed(void **state)
{
    (void)state;
    if (current_seed)
        fprintf(stderr, "run it again with TEST_SEED=%llu\n", (unsigned long long)current_seed);
    current_seed = 0;
    return 0;
}

static void run_seeds(void (*run)(uint64_t seed), uint64_t usual)
{
    bool is_given = getenv("TEST_SEED") != NULL;
    uint64_t first = number_of("TEST_SEED", 1);
    uint64_t count = number_of("TEST_SEQUENCES", is_given ? 1 : usual);
    print_message("# %llu sequences from TEST_SEED=%llu\n", (unsigned long long)count,
                  (unsigned long long)first);
    for (uint64_t i = 0; i < count; i++) {
        current_seed = first + i;
        run(current_seed);
    }
    current_seed = 0;
}

static void test_any_sequence(void **state)
{
    (void)state;
    run_seeds(run_sequence, SEQUENCES);
}

/* All of it, or more. */
static void expect_period(struct history_driver *driver, unsigned agent)
{
    struct archive_agent filed;
    const struct plan_period *period = &driver->plans[agent].period;
    history_read_agent(&driver->archive, agent, &filed);
    if (!time_coverage_contains(&filed.times, period->begin, period->end))
        fail_msg("the period from day %lld to day %lld of agent %u is not there, now is day %lld",
                 (long long)(period->begin / HISTORY_DAY), (long long)(period->end / HISTORY_DAY), agent,
                 (long long)(driver->server.now / HISTORY_DAY));
    archive_agent_clear(&filed);
}

/* Recordings that cannot be read prove nothing, so that a period with them in it may not be there. */
static void run_periods(uint64_t seed)
{
    struct history_driver driver;
    history_driver_begin(&driver, seed);
    driver.archive.trouble = "fetching periods";
    driver.is_calm = true;
    history_pass(&driver.server, 2 * driver.server.settle, 0);
    for (unsigned i = 0; i < 5; i++) {
        unsigned agent = history_pick(&driver.server, driver.server.agents);
        wish_period(&driver, agent);
        fetch_all(&driver);
        if (!driver.server.has_broken)
            expect_period(&driver, agent);
    }
    history_driver_end(&driver);
}

static void test_any_period(void **state)
{
    (void)state;
    run_seeds(run_periods, SEQUENCES / 4);
}

static void test_any_look_again(void **state)
{
    (void)state;
    run_seeds(run_verified, SEQUENCES / 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_any_sequence, tell_seed),
        cmocka_unit_test_teardown(test_any_period, tell_seed),
        cmocka_unit_test_teardown(test_any_look_again, tell_seed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
