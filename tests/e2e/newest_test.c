/* The newest recordings come first, and history behind them: on a slow line, in the background, to be
 * stopped. */
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

#define UNTIL " --seed 5 --until 2026-05-04" /* what counts must not hang on the hour of the day */
#define HISTORY "--agents 3 --agent-recordings 103=20000" UNTIL
#define SLOW "fault?kind=drip&rate=400000&match=/recordings"

enum { RECORDINGS = 20000, ROWS = 40, COLUMNS = 200, MOST_REQUESTS = 16, AT_A_TIME = 4 };

static const char *const open_103[] = {"--agent", "103", NULL};

/* The file name of the agent's newest recording. The caller frees. */
static char *newest_file(struct fixture *fixture)
{
    char *list = server_control(fixture->server, "list?agent=103");
    assert_non_null(list);
    char *last = list;
    for (char *end; (end = strchr(last, '\n')) && end[1] != '\0';)
        last = end + 1;
    char *name = strchr(last, ' ') + 1;
    name[strlen("00000000-0000-0000-0000-000000000000")] = '\0';
    memmove(list, name, strlen(name) + 1);
    return list;
}

static void shows_the_newest_first(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    char *newest = newest_file(fixture);
    server_tell(fixture->server, SLOW);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, newest);
    assert_true(truth_sent(fixture->server, 0) < RECORDINGS / 4);
    assert_true(truth_requests(fixture->server, 0) <= MOST_REQUESTS);
    expect_text(terminal, "complete from");
    expect_text(terminal, "↻");
    terminal_keys(terminal, "j j"); /* keys are not held up */
    server_tell(fixture->server, "clear-faults");
    expect_text(terminal, "complete as of");
    expect_text(terminal, "20,000 recordings");
    assert_true(truth_sent(fixture->server, 0) <
                2L * RECORDINGS); /* some were on their way when it was cut */
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(truth_expect_same(fixture, "103"), RECORDINGS);
    free(newest);
}

/* The same where the server gives few recordings at a time, keeps no order, or ignores where to begin. */
static void copes_with_every_server(void **state)
{
    static const char *const servers[] = {"cap&rows=70", "shuffle", "shuffle&mode=local", "ignore-cursor"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --agent-recordings 103=3000" UNTIL);
    for (size_t i = 0; i < sizeof servers / sizeof *servers; i++) {
        char fault[100];
        snprintf(fault, sizeof fault, "fault?kind=%s", servers[i]);
        server_tell(fixture->server, "clear-faults");
        server_tell(fixture->server, fault);
        const char *const arguments[] = {"--agent", "103", "--archive",
                                         workspace_path(fixture->workspace, servers[i]), NULL};
        struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, arguments);
        expect_text(terminal, "3,000 recordings");
        expect_text(terminal, "complete as of");
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
}

static void stops_when_told(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    server_tell(fixture->server, SLOW);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete from");
    terminal_keys(terminal, "x");
    expect_text(terminal, "stopped fetching");
    expect_gone(terminal, "↻");
    expect_absent(terminal, "complete as of");
    server_tell(fixture->server, "clear-faults");
    terminal_keys(terminal, "r");
    expect_text(terminal, "complete as of");
    expect_text(terminal, "20,000 recordings");
}

/* History is not fetched beyond what the configuration says, but what the reader comes to is. */
static void fetches_what_the_reader_comes_to(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --agent-recordings 103=4000 --seed 5");
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete from");
    expect_gone(terminal, "↻");
    expect_stable(terminal, 100, NULL, NULL);
    assert_true(truth_sent(fixture->server, 0) < 4000);
    for (int pages = 0; !screen_find(terminal_screen(terminal), "complete as of", NULL); pages++) {
        assert_true(pages < 200);
        terminal_keys(terminal, "G");
        expect_stable(terminal, 60, NULL, NULL);
    }
    expect_text(terminal, "4,000 recordings");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 4000);
}

/* A date of long ago is a few small requests away, and what is no date is said to be none. */
static void goes_to_a_date(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --agent-recordings 103=60000 --seed 5");
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete from");
    expect_gone(terminal, "↻");
    long before = truth_last_request(fixture->server);
    terminal_keys(terminal, "t");
    terminal_type(terminal, "2024-05-32");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "May 2024 has 31 days");
    terminal_keys(terminal, "Backspace Backspace");
    terminal_type(terminal, "15");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Wed 2024-05-15 ");
    expect_gone(terminal, "↻");
    long requests = truth_requests(fixture->server, before), sent = truth_sent(fixture->server, before);
    if (requests > MOST_REQUESTS / 2 || sent >= 60000 / 4)
        fail_msg("%ld requests, %ld recordings sent", requests, sent);
    expect_text(terminal, "complete from"); /* there is a gap, and nothing says otherwise */
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* How many requests the server is answering at the moment. */
static int active_requests(struct fixture *fixture)
{
    return server_count(fixture->server, "requests", " active ");
}

static bool is_complete(struct terminal *terminal, void *context)
{
    struct fixture *fixture = context;
    assert_true(active_requests(fixture) <= AT_A_TIME);
    return screen_find(terminal_screen(terminal), "8 of 8 agents complete", NULL);
}

static void fetches_all_agents_a_few_at_a_time(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 8 --recordings 4000" UNTIL);
    server_tell(fixture->server, "fault?kind=delay&ms=20&match=/recordings");
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    expect_until(terminal, is_complete, fixture);
    expect_text(terminal, "4,000 recordings");
    expect_gone(terminal, "↻");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(shows_the_newest_first),
        TEST(copes_with_every_server),
        TEST(stops_when_told),
        TEST(goes_to_a_date),
        TEST(fetches_what_the_reader_comes_to),
        TEST(fetches_all_agents_a_few_at_a_time),
    };
    return cmocka_run_group_tests_name("newest", tests, NULL, NULL);
}
