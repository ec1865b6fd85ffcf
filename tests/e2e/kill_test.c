/* A history that is fetched once: all of it, only what is new the next time, and whole also after kills at
 * random moments. TEST_SEED chooses the moments; the seed of every run is printed. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/clock.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

/* Old enough that nothing of it can still change. */
#define CAPPED "--agents 3 --agent-recordings 103=2000 --seed 11 --until 2024-05-17 --cap 50"

/* Slow enough that a program is killed before it is done: 2,000 recordings take two seconds at least. */
#define SLOW "kind=drip&rate=300000"

enum {
    RECORDINGS = 2000,
    CAP = 50,
    KILLS = 10,
    MOST_SENT = 150, /* recordings that are sent before a kill: all kills together stay below RECORDINGS */
    MOST_WAIT = 150, /* ms before a kill that waits for no recording */
};

/* Whether a program has been told to die yet: by what the server has sent it, or by the clock. */
struct moment {
    struct server *server;
    long last_request; /* before the program was started */
    long sent;
    int64_t time; /* of clock_now; 0: not by the clock */
};

static unsigned start_dice(void)
{
    const char *given = getenv("TEST_SEED");
    unsigned seed = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)(clock_now() / 1000 % 1000000);
    print_message("# TEST_SEED=%u\n", seed);
    return seed;
}

static unsigned throw_dice(unsigned *dice, unsigned below)
{
    *dice = *dice * 1664525U + 1013904223U;
    return (*dice >> 8) % below;
}

/* Every third moment may fall into the start of the program, the others into its fetching. */
static struct moment choose_moment(struct server *server, unsigned *dice)
{
    struct moment moment = {.server = server, .last_request = truth_last_request(server)};
    if (throw_dice(dice, 3) == 0)
        moment.time = clock_now() + (int64_t)throw_dice(dice, MOST_WAIT) * 1000000;
    else
        moment.sent = 1 + throw_dice(dice, MOST_SENT);
    return moment;
}

static bool has_come(const struct moment *moment)
{
    if (moment->time)
        return clock_now() >= moment->time;
    return truth_sent(moment->server, moment->last_request) >= moment->sent;
}

static bool moment_has_come(struct terminal *terminal, void *context)
{
    (void)terminal;
    return has_come(context);
}

/* Kills the program that fetches without a screen once the moment has come. */
static void kill_sync(struct fixture *fixture, const struct moment *moment)
{
    enum { LOOK = 1 };
    int64_t deadline = clock_deadline(COMMAND_LIMIT);
    struct command *sync = fixture_start(fixture, "sync", "--agent", "103");
    while (!has_come(moment)) {
        assert_true(clock_remaining(deadline) > 0);
        command_wait_for_errors(sync, "complete as of", LOOK);
    }
    command_signal(sync, SIGKILL);
    assert_true(command_finish(sync, COMMAND_LIMIT));
    assert_int_equal(command_status(sync), 128 + SIGKILL);
}

static void kill_screen(struct fixture *fixture, struct moment *moment)
{
    static const char *const arguments[] = {"--agent", "103", NULL};
    struct terminal *terminal = fixture_open_with(fixture, 24, 80, arguments);
    expect_until(terminal, moment_has_come, moment);
    terminal_signal(terminal, SIGKILL);
    expect_exit(terminal, 128 + SIGKILL);
}

/* The screen has asked, has its answers, and says so. What it drew before it asked is read first. */
static bool has_fetched(struct terminal *terminal, void *context)
{
    const struct moment *opened = context;
    if (truth_requests(opened->server, opened->last_request) == 0)
        return false;
    while (terminal_pump(terminal, 0)) {
    }
    struct screen *screen = terminal_screen(terminal);
    return !screen_find(screen, "↻", NULL) && screen_find(screen, "complete as of", NULL);
}

static void fetch_on_screen(struct fixture *fixture)
{
    static const char *const arguments[] = {"--agent", "103", NULL};
    struct moment opened = {.server = fixture->server, .last_request = truth_last_request(fixture->server)};
    struct terminal *terminal = fixture_open_with(fixture, 24, 80, arguments);
    expect_until_within(terminal, has_fetched, &opened, COMMAND_LIMIT);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void fetch_by_sync(struct fixture *fixture)
{
    const struct command *command = fixture_run(fixture, "sync", "--agent", "103");
    if (command_status(command) != 0)
        print_error("%s\n", command_errors(command, NULL));
    assert_int_equal(command_status(command), 0);
}

/* Nothing has changed, then seven calls have come: no more than the pages at the end is asked for. */
static void expect_only_new(struct fixture *fixture, void (*fetch)(struct fixture *fixture))
{
    enum { NEW = 7 };
    assert_int_equal(truth_expect_same(fixture, "103"), RECORDINGS);
    long before = truth_last_request(fixture->server);
    fetch(fixture);
    assert_true(truth_sent(fixture->server, before) <= CAP);
    server_tell(fixture->server, "add?agent=103&count=7");
    before = truth_last_request(fixture->server);
    fetch(fixture);
    assert_in_range(truth_sent(fixture->server, before), NEW, CAP + 2 * NEW);
    assert_int_equal(truth_expect_same(fixture, "103"), RECORDINGS + NEW);
}

static void sync_asks_only_for_what_is_new(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, CAPPED);
    fetch_by_sync(fixture);
    expect_only_new(fixture, fetch_by_sync);
}

static void the_screen_asks_only_for_what_is_new(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, CAPPED);
    fetch_on_screen(fixture);
    expect_only_new(fixture, fetch_on_screen);
}

/* Another call has come each time, so that the end moves as well. */
static void sync_survives_kills(void **state)
{
    struct fixture *fixture = *state;
    unsigned dice = start_dice();
    fixture_serve(fixture, CAPPED " --fault " SLOW);
    for (unsigned i = 0; i < KILLS; i++) {
        struct moment moment = choose_moment(fixture->server, &dice);
        kill_sync(fixture, &moment);
        server_tell(fixture->server, "add?agent=103&count=1");
    }
    server_tell(fixture->server, "clear-faults");
    fetch_by_sync(fixture);
    assert_int_equal(truth_expect_same(fixture, "103"), RECORDINGS + KILLS);
}

static void the_screen_survives_kills(void **state)
{
    struct fixture *fixture = *state;
    unsigned dice = start_dice();
    fixture_serve(fixture, CAPPED " --fault " SLOW);
    for (unsigned i = 0; i < KILLS; i++) {
        struct moment moment = choose_moment(fixture->server, &dice);
        kill_screen(fixture, &moment);
        server_tell(fixture->server, "add?agent=103&count=1");
    }
    server_tell(fixture->server, "clear-faults");
    fetch_on_screen(fixture);
    assert_int_equal(truth_expect_same(fixture, "103"), RECORDINGS + KILLS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(sync_asks_only_for_what_is_new, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_screen_asks_only_for_what_is_new, fixture_setup,
                                        fixture_teardown),
        cmocka_unit_test_setup_teardown(sync_survives_kills, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(the_screen_survives_kills, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
