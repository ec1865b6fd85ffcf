/* What happens while the screen is open: new, late and deleted recordings, a server that goes away and comes
 * back, a loss that nobody should believe. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define HISTORY "--agents 3 --agent-recordings 103=300 --seed 5"

enum { ROWS = 40, COLUMNS = 200, HOURS_OF_LOSS = 20 };

static const char *const open_103[] = {"--agent", "103", NULL};

/* The newest call of the agent is the selected one: the list is all that has been fetched. */
static void expect_newest(struct fixture *fixture, struct terminal *terminal)
{
    char *list = server_control(fixture->server, "list?agent=103"), call[40] = "", newest[40] = "";
    assert_non_null(list);
    for (char *rest = list, *line; (line = strsep(&rest, "\n"));) {
        const char *start = strrchr(line, ' ');
        if (!start || strcmp(start, newest) <= 0)
            continue;
        snprintf(newest, sizeof newest, "%s", start);
        snprintf(call, sizeof call, " call %.*s ", (int)strcspn(line, " "), line);
    }
    free(list);
    expect_text(terminal, call);
}

static struct terminal *open_refreshing(struct fixture *fixture, const char *count)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nrefresh = 1\n", 0600);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, count);
    expect_text(terminal, "complete as of");
    expect_newest(fixture, terminal);
    return terminal;
}

/* "call 47610", the title of the details: what is selected. The caller frees. */
static char *selected_call(struct terminal *terminal)
{
    struct position at;
    struct screen *screen = terminal_screen(terminal);
    assert_true(screen_find(screen, " call ", &at));
    return strdup(strstr(screen_row(screen, at.row), " call "));
}

static bool is_another_selected(struct terminal *terminal, void *call)
{
    char *selected = selected_call(terminal);
    bool is_another = strcmp(selected, call) != 0;
    free(selected);
    return is_another;
}

static void select_next(struct terminal *terminal)
{
    char *selected = selected_call(terminal);
    terminal_keys(terminal, "j");
    expect_until(terminal, is_another_selected, selected);
    free(selected);
}

static void new_calls_move_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = open_refreshing(fixture, " 300 recordings");
    select_next(terminal);
    select_next(terminal);
    char *selected = selected_call(terminal);
    server_tell(fixture->server, "add?agent=103&count=3");
    expect_text(terminal, "3 new");
    expect_text(terminal, " 303 recordings");
    char *still_selected = selected_call(terminal);
    assert_string_equal(still_selected, selected);
    terminal_keys(terminal, "g");
    expect_gone(terminal, "3 new");
    free(selected);
    free(still_selected);
}

static void late_and_deleted_ones_are_followed(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = open_refreshing(fixture, " 300 recordings");
    server_tell(fixture->server, "add?agent=103&count=2");
    expect_text(terminal, " 302 recordings");
    char *id = server_control(fixture->server, "late?agent=103&hours=2");
    assert_non_null(id);
    terminal_keys(terminal, "r"); /* what is not final yet is seen by itself every half hour */
    expect_text(terminal, " 303 recordings");
    id[strcspn(id, "\n ")] = '\0';
    char request[100];
    snprintf(request, sizeof request, "delete?agent=103&id=%s", id);
    server_tell(fixture->server, request);
    terminal_keys(terminal, "r");
    expect_text(terminal, " 302 recordings");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 302);
    free(id);
}

static void a_server_comes_back(void **state)
{
    char options[200];
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    int port = server_port(fixture->server);
    struct terminal *terminal = open_refreshing(fixture, " 300 recordings");
    server_stop(fixture->server);
    expect_text(terminal, "offline since");
    expect_text(terminal, "again at");
    expect_text(terminal, " 300 recordings");
    snprintf(options, sizeof options, HISTORY " --port %d", port);
    fixture_serve(fixture, options);
    expect_text(terminal, "live"); /* by itself */
    expect_absent(terminal, "offline since");
    server_tell(fixture->server, "add?agent=103&count=1");
    expect_text(terminal, " 301 recordings");
}

/* Who is new at the server is there without being asked for, and is fetched as all others. */
static void a_new_agent_appears(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 4 --recordings 900 --fault kind=unlisted&agent=104");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nrefresh = 1\n", 0600);
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    expect_text(terminal, "3 of 3 agents complete");
    expect_text(terminal, "live");
    server_tell(fixture->server, "clear-faults");
    server_tell(fixture->server, "fault?kind=close");
    expect_text(terminal, "offline since");
    server_tell(fixture->server, "clear-faults"); /* when the server is back, the agents are listed again */
    expect_text(terminal, "4 of 4 agents complete");
}

/* Their recordings are asked for all the same. */
static void a_failing_list_of_agents_stops_nothing(void **state)
{
    char options[200];
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --recordings 900 --seed 5");
    int port = server_port(fixture->server);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nrefresh = 1\n", 0600);
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    expect_text(terminal, "live");
    server_stop(fixture->server); /* when it is back, the agents are listed again */
    expect_text(terminal, "offline since");
    snprintf(
        options, sizeof options,
        "--agents 3 --recordings 900 --seed 5 --port %d --fault kind=status&status=500&match=agents?state",
        port);
    fixture_serve(fixture, options);
    expect_text(terminal, "internal error");
    server_tell(fixture->server, "add?agent=103&count=1");
    expect_text(terminal, " 901 recordings");
    server_tell(fixture->server, "add?agent=103&count=1");
    expect_text(terminal, " 902 recordings");
    expect_text(terminal, "live");
}

/* The list of agents came, the recordings did not: they are asked for again all the same. */
static void one_success_is_not_all(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=status&status=500&times=1&match=/recordings");
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, " 300 recordings");
    expect_text(terminal, "complete as of");
}

/* A server that says when to come again is not asked before. */
static void a_busy_server_is_left_alone(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = open_refreshing(fixture, " 300 recordings");
    server_tell(fixture->server, "fault?kind=status&status=503&retry-after=7200&match=/recordings");
    time_t later = time(NULL) + 7200;
    expect_text(terminal, "again at");
    bool shows = false;
    for (int i = 0; i < 4; i++) {
        char text[64];
        struct tm local;
        time_t then = later + (time_t)(i / 2) * 60;
        setenv("TZ", "Europe/Copenhagen", 1);
        tzset();
        strftime(text, sizeof text, i % 2 ? "again at %H:%M" : "again at %a %Y-%m-%d %H:%M",
                 localtime_r(&then, &local));
        shows = shows || screen_find(terminal_screen(terminal), text, NULL);
    }
    expect_that(terminal, shows);
    server_tell(fixture->server, "clear-faults");
    terminal_keys(terminal, "r"); /* unless the user wants it */
    expect_gone(terminal, "again at");
}

/* Everything gone at once is more likely a lost licence than the truth: it is kept, and asked about. */
static void a_sudden_loss_is_not_believed(void **state)
{
    char options[200], from[32];
    struct fixture *fixture = *state;
    struct tm utc;
    time_t begin = time(NULL) - (time_t)HOURS_OF_LOSS * 3600;
    strftime(from, sizeof from, "%Y-%m-%dT%H:%M:%S", gmtime_r(&begin, &utc));
    snprintf(options, sizeof options, HISTORY " --from %s", from);
    fixture_serve(fixture, options);
    struct terminal *terminal = open_refreshing(fixture, " 300 recordings");
    server_tell(fixture->server, "delete?agent=103&all=1");
    terminal_keys(terminal, "r");
    expect_text(terminal, "no longer gives");
    expect_text(terminal, "y/n");
    terminal_keys(terminal, "n");
    expect_gone(terminal, "y/n");
    expect_text(terminal, " 300 recordings");
    expect_text(terminal, "300 of them the server no longer gives");
    terminal_keys(terminal, "R y");
    expect_text(terminal, "No recordings: the server has none");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(new_calls_move_nothing),        TEST(late_and_deleted_ones_are_followed),
        TEST(a_server_comes_back),           TEST(a_busy_server_is_left_alone),
        TEST(a_sudden_loss_is_not_believed), TEST(one_success_is_not_all),
        TEST(a_new_agent_appears),           TEST(a_failing_list_of_agents_stops_nothing),
    };
    return cmocka_run_group_tests_name("live", tests, NULL, NULL);
}
