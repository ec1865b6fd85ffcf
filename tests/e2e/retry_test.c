/* What fails now and then is tried again: a command that nobody watches ends complete, and says what it
 * waited for. What fails for ever, or for a day, is given up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define HISTORY "--agents 4 --recordings 900 --seed 3 --until 2024-05-17"
#define UNAVAILABLE "kind=status&status=503"

/* A day of a centre, of which three answers of a hundred fail. */
#define DAY                                                                                                  \
    "--agents 36 --recordings 2160 --seed 5 --from 2024-05-17 --until 2024-05-17T16:00:00 "                  \
    "--fault " UNAVAILABLE "&percent=3"

enum { FAILED = 4, RUNS = 20, LEAST_FAILED = 5, WIDE = 160 };

static const char *errors_of(const struct command *command, int status)
{
    if (command_status(command) != status)
        print_error("status %d\n%s\n", command_status(command), command_errors(command, NULL));
    assert_int_equal(command_status(command), status);
    return command_errors(command, NULL);
}

static void one_that_asks_to_wait(void **state)
{
    static const char *const faults[] = {UNAVAILABLE "&times=1&retry-after=1&match=103/recordings",
                                         UNAVAILABLE "&times=1&retry-after=1&match=/agents?",
                                         "kind=cut&after=3000&times=1&match=104/recordings",
                                         "kind=close&times=2&match=/agents?"};
    struct fixture *fixture = *state;
    char options[300], archive[300];
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        snprintf(options, sizeof options, HISTORY " --fault %s", faults[i]);
        snprintf(archive, sizeof archive, "%s/%zu.db", workspace_path(fixture->workspace, "."), i);
        fixture_serve(fixture, options);
        const struct command *sync = fixture_run(fixture, "sync", "--archive", archive);
        const char *errors = errors_of(sync, 0);
        if (!strstr(errors, " s, then trying again (1 of 3)"))
            fail_msg("%s: %s", faults[i], errors);
        assert_non_null(strstr(errors, "4 agents, 900 new; complete"));
    }
}

static void some_of_many(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, DAY);
    for (int i = 0; i < RUNS; i++) {
        char archive[300];
        snprintf(archive, sizeof archive, "%s/%d.db", workspace_path(fixture->workspace, "."), i);
        const struct command *sync = fixture_run(fixture, "sync", "--archive", archive);
        assert_non_null(strstr(errors_of(sync, 0), "36 agents, 2,160 new; complete"));
    }
    int failed = server_count(fixture->server, "requests", " 503 ");
    print_message("# %d answers failed, %d runs are complete\n", failed, RUNS);
    assert_true(failed >= LEAST_FAILED);
}

/* So often, and no more; then it is said, and the status tells. */
static void one_that_fails_for_ever(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault " UNAVAILABLE);
    const struct command *sync = fixture_run(fixture, "sync", "--retries", "2");
    const char *errors = errors_of(sync, FAILED);
    assert_non_null(strstr(errors, "(2 of 2)"));
    assert_non_null(strstr(
        errors, "(503) (the server says \"This is a fault that was asked for.\"): it may be restarting"));
    assert_int_equal(server_count(fixture->server, "requests", " 503 "), 3);
    server_tell(fixture->server, "clear-requests");
    errors_of(fixture_run(fixture, "sync", "--retries", "0"), FAILED);
    assert_int_equal(server_count(fixture->server, "requests", " 503 "), 1);
    server_tell(fixture->server, "clear-requests");
    errors_of(fixture_run(fixture, "sync", "--retries", "1", "--agent", "101", "--agent", "102"), FAILED);
    assert_int_equal(server_count(fixture->server, "requests", " 503 "), 2);
}

/* What a change alone can mend is not waited for. */
static void one_that_waiting_does_not_mend(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=status&status=404");
    errors_of(fixture_run(fixture, "sync", "--agent", "101"), FAILED);
    assert_int_equal(server_count(fixture->server, "requests", " 404 "), 1);
}

static bool names_a_day(const char *text, const char *before)
{
    static const char *const names[] = {"Mon 20", "Tue 20", "Wed 20", "Thu 20", "Fri 20", "Sat 20", "Sun 20"};
    const char *at = strstr(text, before);
    for (size_t i = 0; at && i < sizeof names / sizeof *names; i++)
        if (strncmp(at + strlen(before), names[i], strlen(names[i])) == 0)
            return true;
    return false;
}

static bool shows_a_day(struct terminal *terminal, void *context)
{
    return names_a_day(screen_row(terminal_screen(terminal), 0), context);
}

static void one_that_is_away_for_a_day(void **state)
{
    char again[] = "again at ";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault " UNAVAILABLE "&retry-after=86400");
    const struct command *sync = fixture_run(fixture, "sync");
    assert_true(names_a_day(errors_of(sync, FAILED), "the server asks to be left alone until "));
    assert_int_equal(server_count(fixture->server, "requests", " 503 "), 1);
    struct terminal *terminal = fixture_open(fixture, 24, WIDE);
    expect_until(terminal, shows_a_day, again);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(one_that_asks_to_wait),      TEST(some_of_many),
        TEST(one_that_fails_for_ever),    TEST(one_that_waiting_does_not_mend),
        TEST(one_that_is_away_for_a_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
