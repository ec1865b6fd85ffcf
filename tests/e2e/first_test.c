/* The first screen: the newest calls of all agents, unasked, in any window; and what it says where there are
 * none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define HISTORY "--agents 6 --recordings 1200 --seed 7 --until 2026-05-04"

static void configure(struct fixture *fixture, const char *text)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
}

static void shows_the_newest_of_all_agents(void **state)
{
    static const int sizes[][2] = {{10, 40}, {24, 80}, {40, 120}, {50, 200}};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        const char *const fresh[] = {"--no-archive", NULL};
        struct terminal *terminal = fixture_open_with(fixture, sizes[i][0], sizes[i][1], fresh);
        expect_text(terminal, "6 of 6 agents complete");
        expect_text(terminal, "2026-05-01"); /* the day of the newest */
        expect_text(terminal, "1,200 recordings");
        terminal_keys(terminal, "/8");
        expect_text(terminal, "hits");
        expect_absent(terminal, " 0 hits");
        terminal_keys(terminal, "Esc Q");
        expect_exit(terminal, 0);
    }
}

/* Its selection follows what comes in until the reader has moved; then it stays, and the badge says how to go
 * there. */
static void follows_until_it_is_touched(void **state)
{
    struct fixture *fixture = *state;
    configure(fixture, "[screen]\nrefresh = 1\n");
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "6 of 6 agents complete");
    terminal_keys(terminal, "Tab");
    server_tell(fixture->server, "add?agent=103&count=2");
    expect_text(terminal, "1,202 recordings");
    expect_absent(terminal, "new ·");
    terminal_keys(terminal, "j");
    server_tell(fixture->server, "add?agent=103&count=1&seconds=1");
    expect_text(terminal, "↑ 1 new · g · 1,203 recordings");
    terminal_keys(terminal, "g");
    expect_gone(terminal, "new ·");
    terminal_keys(terminal, "Enter"); /* the details: what is read stays */
    server_tell(fixture->server, "add?agent=103&count=1&seconds=1");
    expect_text(terminal, "↑ 1 new · g");
}

static void starts_with_nothing_on_request(void **state)
{
    struct fixture *fixture = *state;
    configure(fixture, "[screen]\nstart = nothing\nrefresh = 0\n");
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, 24, 80);
    expect_text(terminal, "Choose an agent");
    assert_int_equal(truth_requests(fixture->server, 0), 0);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "6 of 6 agents complete");
}

/* Agent, filter and order, for its owner only; a view of another account, or of an agent that has gone, is
 * not taken. */
static void starts_with_the_last_view(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "6 of 6 agents complete"); /* nothing is kept yet */
    terminal_keys(terminal, "j j Enter");
    expect_text(terminal, "─ ▸ Freja Gram");
    terminal_keys(terminal, "o /8 Enter");
    expect_text(terminal, "Freja Gram · /8 · oldest first");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(workspace_mode(fixture->workspace, "state/tapedeck/view"), 0600);
    terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "Freja Gram · /8 · oldest first");
    expect_text(terminal, "hits");
    terminal_keys(terminal, "/ C-s"); /* it can be saved */
    terminal_type(terminal, "eights");
    terminal_keys(terminal, "Enter v");
    expect_text(terminal, "8 (oldest first)");
    terminal_keys(terminal, "q Q");
    expect_exit(terminal, 0);
    terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "Freja Gram · /8 · oldest first");
    terminal_keys(terminal, "/76 Enter"); /* another search, not more of the one of last time */
    expect_text(terminal, "Freja Gram · /76 · oldest first");
    terminal_keys(terminal, "/3");
    expect_text(terminal, "Freja Gram · /763 · oldest first");
    terminal_keys(terminal, "Esc o h g k k");
    expect_text(terminal, "─ All agents ");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "6 of 6 agents complete");
    terminal_keys(terminal, "h j k /763"); /* what no agent is called is a filter, with its first digit */
    expect_text(terminal, "─ All agents · /763 ");
    terminal_keys(terminal, "Esc Q");
    expect_exit(terminal, 0);
    workspace_write(fixture->workspace, "state/tapedeck/view",
                    "account other@host\nagent id:103\norder oldest\n", 0600);
    terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "6 of 6 agents complete");
    expect_text(terminal, "─ All agents ");
    expect_absent(terminal, "oldest first");
}

static void no_view_is_kept_where_the_newest_are_wanted(void **state)
{
    struct fixture *fixture = *state;
    configure(fixture, "[screen]\nstart = newest\n");
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "6 of 6 agents complete");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_false(workspace_exists(fixture->workspace, "state/tapedeck/view"));
}

/* What is stopped is not begun again by itself. */
static void can_be_stopped(void **state)
{
    struct fixture *fixture = *state;
    configure(fixture, "[screen]\nrefresh = 0\n");
    fixture_serve(fixture, HISTORY " --fault kind=stall&after=0&match=/recordings");
    struct terminal *terminal = fixture_open(fixture, 24, 80);
    expect_text(terminal, "Fetching…");
    terminal_keys(terminal, "x");
    expect_text(terminal, "stopped fetching");
    expect_text(terminal, "No agent's recordings have been fetched yet");
    long last = truth_last_request(fixture->server);
    terminal_keys(terminal, "j k");
    expect_stable(terminal, 50, NULL, NULL);
    assert_int_equal(truth_last_request(fixture->server), last);
}

/* Not only in the first or last line. */
static bool is_in_the_middle(struct terminal *terminal, void *text)
{
    struct position at;
    for (int row = 3; row < 22; row++)
        if (screen_find_in_row(terminal_screen(terminal), row, text, &at))
            return true;
    return false;
}

static void says_what_is_wrong_in_the_middle(void **state)
{
    static const struct {
        const char *fault;
        const char *says;
    } faults[] = {
        {"kind=status&status=401", "the server refused the secret"},
        {"kind=close", "connection without an answer"},
        {"kind=status&status=500", "internal error"},
        {"kind=empty-list&match=agents?state", "The server lists no agents."},
        {"kind=error-list&match=agents?state", "has none that can be read"},
        {"kind=stall&after=0&match=agents?state", "Asking the server for its agents…"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char options[200];
        const char *const fresh[] = {"--no-archive", NULL};
        snprintf(options, sizeof options, HISTORY " --fault %s", faults[i].fault);
        fixture_serve(fixture, options);
        struct terminal *terminal = fixture_open_with(fixture, 24, 120, fresh);
        expect_until(terminal, is_in_the_middle, (void *)faults[i].says);
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
}

static void comes_when_the_server_does(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=close&times=1");
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "closed the connection");
    expect_text(terminal, "6 of 6 agents complete");
}

static void offline_shows_the_archive(void **state)
{
    const char *const offline[] = {"--offline", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open_with(fixture, 24, 80, offline);
    expect_text(terminal, "The archive has no recordings.");
    expect_text(terminal, "Start without --offline");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    long last = truth_last_request(fixture->server);
    terminal = fixture_open_with(fixture, 24, 80, offline);
    expect_text(terminal, "1,200 recordings");
    expect_text(terminal, "2026-05-01");
    assert_int_equal(truth_last_request(fixture->server), last);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(shows_the_newest_of_all_agents),
        TEST(follows_until_it_is_touched),
        TEST(starts_with_nothing_on_request),
        TEST(starts_with_the_last_view),
        TEST(no_view_is_kept_where_the_newest_are_wanted),
        TEST(can_be_stopped),
        TEST(says_what_is_wrong_in_the_middle),
        TEST(comes_when_the_server_does),
        TEST(offline_shows_the_archive),
    };
    return cmocka_run_group_tests_name("first", tests, NULL, NULL);
}
