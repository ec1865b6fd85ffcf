/* A secret that the server refuses is tried once, not once for each agent: sites lock an account after a few
 * refusals. And what is asked in vain can be stopped. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 12 --recordings 240 --seed 5 --until 2024-05-17"

enum { REFUSED = 3, WIDE = 140, ROWS = 24, AGENTS = 12 };

/* Twelve agents that are known without being listed. */
static void name_agents(struct fixture *fixture)
{
    char text[1024] = "[screen]\nrefresh = 0\n[agents]\n";
    for (int i = 0; i < AGENTS; i++) {
        char line[32];
        snprintf(line, sizeof line, "%d = Agent %c\n", 101 + i, 'A' + i);
        strcat(text, line); /* NOLINT: there is room */
    }
    workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
}

static void mistake_secret(struct fixture *fixture)
{
    environment_set(workspace_environment(fixture->workspace), "TAPEDECK_SECRET", "not-the-secret");
}

static int refusals(struct fixture *fixture)
{
    return server_count(fixture->server, "requests", " wrong-secret ");
}

static void expect_refused(struct fixture *fixture, const char *const *arguments)
{
    int before = refusals(fixture);
    const struct command *command = fixture_run_list(fixture, arguments);
    if (command_status(command) != REFUSED || refusals(fixture) != before + 1)
        print_error("%s: %d, %d refusals\n%s\n", arguments[0], command_status(command),
                    refusals(fixture) - before, command_errors(command, NULL));
    assert_int_equal(command_status(command), REFUSED);
    assert_int_equal(refusals(fixture), before + 1);
    assert_non_null(strstr(command_errors(command, NULL), "check the shared secret"));
}

static void commands_try_it_once(void **state)
{
    static const char *const sync_named[] = {"sync",    "--agent", "101",     "--agent", "102",
                                             "--agent", "103",     "--agent", "104",     NULL};
    static const char *const sync_all[] = {"sync", NULL};
    static const char *const agents[] = {"agents", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    name_agents(fixture);
    mistake_secret(fixture);
    expect_refused(fixture, sync_named);
    expect_refused(fixture, sync_all);
    expect_refused(fixture, agents);
}

/* One that is forbidden is the first of all; a list that is forbidden says nothing of recordings. */
static void what_is_forbidden_is_asked_once(void **state)
{
    struct fixture *fixture = *state;
    name_agents(fixture);
    fixture_serve(fixture, HISTORY " --fault kind=status&status=403");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), REFUSED);
    assert_int_equal(server_count(fixture->server, "requests", "/recordings"), 1);
    server_tell(fixture->server, "clear-faults");
    server_tell(fixture->server, "fault?kind=status&status=403&match=/agents?");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
}

/* That the agents are listed says nothing of the recordings. */
static void what_is_listed_is_asked_once(void **state)
{
    static const char *const statuses[] = {"401", "403"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        char fault[80];
        snprintf(fault, sizeof fault, "fault?kind=status&status=%s&match=/recordings", statuses[i]);
        server_tell(fixture->server, "clear-faults");
        server_tell(fixture->server, "clear-requests");
        server_tell(fixture->server, fault);
        assert_int_equal(command_status(fixture_run(fixture, "sync")), REFUSED);
        assert_int_equal(server_count(fixture->server, "requests", "/recordings"), 1);
    }
}

/* Neither in the top line nor in the message at the bottom. */
static bool says_in_the_middle(struct terminal *terminal, void *context)
{
    struct position place;
    for (int row = 2; row < ROWS - 2; row++)
        if (screen_find_in_row(terminal_screen(terminal), row, context, &place))
            return true;
    return false;
}

static void the_screen_says_it_in_its_middle(void **state)
{
    struct fixture *fixture = *state;
    char advice[] = "check the shared secret";
    name_agents(fixture);
    mistake_secret(fixture);
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, ROWS, WIDE);
    expect_until(terminal, says_in_the_middle, advice);
    expect_stable(terminal, 200, NULL, NULL);
    assert_int_equal(refusals(fixture), 1);
    terminal_keys(terminal, "r");
    expect_stable(terminal, 200, NULL, NULL);
    assert_true(refusals(fixture) <= 2);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static bool is_refused_again(struct terminal *terminal, void *fixture)
{
    (void)terminal;
    return refusals(fixture) == 2;
}

/* Who asks again is told again, and not to open an agent where none is known. */
static void the_screen_says_it_again(void **state)
{
    struct fixture *fixture = *state;
    mistake_secret(fixture);
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, ROWS, WIDE);
    expect_text(terminal, "(401): check the shared secret");
    terminal_keys(terminal, "r");
    expect_stable(terminal, 200, is_refused_again, fixture);
    expect_absent(terminal, "asking for the agents");
    expect_text(terminal, "(401): check the shared secret");
}

/* Nor does the screen ask by itself when it refreshes. */
static void what_is_listed_is_not_refreshed(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nrefresh = 1\n", 0600);
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    server_tell(fixture->server, "fault?kind=status&status=401&match=/recordings");
    server_tell(fixture->server, "clear-requests");
    struct terminal *terminal = fixture_open(fixture, ROWS, WIDE);
    expect_text(terminal, "check the shared secret");
    expect_stable(terminal, 2500, NULL, NULL);
    assert_int_equal(server_count(fixture->server, "requests", "/recordings"), 1);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* The first question never gets its answer: it can be stopped, and asked again. */
static void the_list_of_agents_can_be_stopped(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=drip&rate=1&match=/agents?");
    struct terminal *terminal = fixture_open(fixture, ROWS, WIDE);
    expect_text(terminal, "connecting");
    terminal_keys(terminal, "x");
    expect_text(terminal, "stopped fetching");
    expect_text(terminal, "Stopped before the server had answered");
    expect_gone(terminal, "connecting");
    terminal_keys(terminal, "r");
    expect_text(terminal, "connecting");
    terminal_keys(terminal, "x");
    expect_gone(terminal, "connecting");
    server_tell(fixture->server, "clear-faults");
    terminal_keys(terminal, "r");
    expect_text(terminal, "─ 12 ─");
}

/* What to do stands at the end of the message. */
static void all_of_it_is_behind_a_key(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    mistake_secret(fixture);
    struct terminal *terminal = fixture_open(fixture, ROWS, 80);
    expect_in_row(terminal, ROWS - 1, "L all of it");
    terminal_keys(terminal, "L");
    expect_text(terminal, "to this account");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(commands_try_it_once),
        TEST(what_is_forbidden_is_asked_once),
        TEST(what_is_listed_is_asked_once),
        TEST(what_is_listed_is_not_refreshed),
        TEST(the_screen_says_it_in_its_middle),
        TEST(the_screen_says_it_again),
        TEST(the_list_of_agents_can_be_stopped),
        TEST(all_of_it_is_behind_a_key),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
