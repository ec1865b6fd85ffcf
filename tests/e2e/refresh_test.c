/* What goes on by itself while the screen is open: what a refresh costs, what is looked at again, and that it
 * leaves room for the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/e2e/aging.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

enum {
    ROWS = 40,
    COLUMNS = 160,
    AGENTS = 36,
    FIRST_AGENT = 101,
    REFRESHES = 4,
    REFRESH_BYTES = 3 << 10,
    BYTES_FIELD = 5,
    HOURS = 6,
    AN_HOUR = 6, /* runs */
    HOUR_BYTES = 4000000,
    SLOW_LIMIT = 120000
};

/* Some sixty calls a day and agent; none at its end, so that nothing is of the last minutes. */
#define HISTORY "--agents 36 --recordings 6000 --seed 5 --from 2024-05-14 --until 2024-05-17T16:00:00"

static void refresh_every_second(struct fixture *fixture)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nrefresh = 1\n", 0600);
}

/* The requests behind number `after`, and the bytes of their bodies. */
static long requests_and_bytes(struct server *server, long after, long *bytes)
{
    char request[64];
    snprintf(request, sizeof request, "requests?after=%ld", after);
    char *journal = server_control(server, request);
    long requests = 0;
    assert_non_null(journal);
    *bytes = 0;
    char *rest = NULL;
    for (char *line = strtok_r(journal, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        const char *field = line;
        for (int i = 0; i < BYTES_FIELD && field; i++)
            field = strchr(field, ' ') ? strchr(field, ' ') + 1 : NULL;
        if (!field)
            continue;
        requests++;
        *bytes += strtol(field, NULL, 10);
    }
    free(journal);
    return requests;
}

/* With the looks of the start behind it: nothing has been asked for a while but what a refresh asks. */
static bool has_settled_down(struct terminal *terminal, void *context)
{
    struct server *server = context;
    long bytes, after = truth_last_request(server);
    (void)terminal;
    while (requests_and_bytes(server, after, &bytes) < 2L * AGENTS)
        terminal_pump(terminal, 50);
    return bytes <= 3L * REFRESH_BYTES;
}

/* How often behind number `after` the agent was asked for that was asked for most. */
static long most_of_an_agent(struct server *server, long after)
{
    char request[64];
    long asked[AGENTS] = {0}, most = 0;
    snprintf(request, sizeof request, "requests?after=%ld", after);
    char *journal = server_control(server, request);
    assert_non_null(journal);
    for (const char *at = journal; (at = strstr(at, "/agents/id/")); at++) {
        long agent = strtol(at + strlen("/agents/id/"), NULL, 10) - FIRST_AGENT;
        assert_in_range(agent, 0, AGENTS - 1);
        asked[agent]++;
        most = asked[agent] > most ? asked[agent] : most;
    }
    free(journal);
    return most;
}

static void a_refresh_costs_next_to_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    refresh_every_second(fixture);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    expect_text(terminal, "36 of 36 agents complete");
    terminal_keys(terminal, "Enter");
    assert_true(terminal_wait_until(terminal, has_settled_down, fixture->server, SLOW_LIMIT));
    long bytes, requests, after = truth_last_request(fixture->server);
    bool is_silent = true;
    do {
        is_silent = !terminal_pump(terminal, 20) && is_silent;
        requests = requests_and_bytes(fixture->server, after, &bytes);
    } while (requests < (long)REFRESHES * AGENTS);
    print_message("# %d refreshes: %ld requests, %ld bytes\n", REFRESHES, requests, bytes);
    assert_true(bytes / REFRESHES <= REFRESH_BYTES);
    assert_true(most_of_an_agent(fixture->server, after) <=
                REFRESHES + 1); /* once each, begun before or after */
    expect_that(terminal, is_silent);
}

#define LAST_YEARS "--agents 1 --recordings 4000 --seed 5 --from 2025-01-01"

enum { FINAL_HOURS = 30, LOOKED_AT_HOURS = 115 }; /* final for long; looked at again with what is new */

static void hours_ago(char text[20], int hours)
{
    struct tm date;
    time_t time_then = time(NULL) - (time_t)hours * 3600;
    assert_non_null(gmtime_r(&time_then, &date));
    strftime(text, 20, "%Y-%m-%dT%H:%M:%S", &date);
}

/* A recording that comes late beside others of the last days; there are none after long holidays. */
static void add_late(struct fixture *fixture)
{
    char newest[20], oldest[20], request[64], *id = NULL;
    hours_ago(newest, FINAL_HOURS);
    hours_ago(oldest, LOOKED_AT_HOURS);
    char *list = server_control(fixture->server, "list?agent=101"), *rest = NULL;
    assert_non_null(list);
    for (char *line = strtok_r(list, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        const char *start = strrchr(line, ' ') + 1;
        id = strcmp(start, oldest) > 0 && strcmp(start, newest) < 0 ? line : id;
    }
    snprintf(request, sizeof request, "late?agent=101&below=%ld", id ? strtol(id, NULL, 10) : 0);
    free(list);
    if (!id)
        skip();
    free(server_control(fixture->server, request));
}

/* Who asked for a call before the weekend and got it after it. */
static void who_is_called_back_days_later_is_found(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, LAST_YEARS);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    add_late(fixture);
    refresh_every_second(fixture);
    static const char *const open_101[] = {"--agent", "101", NULL};
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_101);
    expect_text(terminal, " 4,001 recordings");
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(truth_expect_same(fixture, "101"), 4001);
}

/* A command asks for the last days with what is new, though not every time anew: with one question. */
static void a_command_finds_who_is_called_back_days_later(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, LAST_YEARS);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    add_late(fixture);
    archive_age(fixture, 11);
    long before = truth_last_request(fixture->server);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_int_equal(truth_expect_same(fixture, "101"), 4001);
    assert_int_equal(truth_requests(fixture->server, before), 2); /* the last answer has nothing new */
    long days = truth_sent(fixture->server, before);
    before = truth_last_request(fixture->server);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_true(truth_sent(fixture->server, before) < days / 2);
    add_late(fixture);
    archive_age(fixture, 11);
    struct command *list = fixture_start(fixture, "list", "--agent", "101", "--format", "jsonl");
    assert_true(command_finish(list, COMMAND_LIMIT));
    assert_int_equal(command_status(list), 0);
    assert_int_equal(truth_expect_listed(fixture, list, "101", NULL, NULL), 4002);
}

/* Ten days until now, of sixty calls a day for each agent. */
static const char *ten_days_of_all(char options[100])
{
    char from[16];
    struct tm day;
    time_t begin = time(NULL) - (time_t)10 * 86400;
    strftime(from, sizeof from, "%Y-%m-%d", gmtime_r(&begin, &day));
    snprintf(options, 100, "--agents %d --recordings %d --seed 5 --from %s", AGENTS, AGENTS * 600, from);
    return options;
}

/* As cron does it: within any hour what is seen again costs no more than on the screen, and within six who was
 * called back over a weekend is found. */
static void a_command_every_ten_minutes_has_a_budget(void **state)
{
    struct fixture *fixture = *state;
    char options[100];
    long bytes[HOURS * AN_HOUR + 1], most = 0;
    fixture_serve(fixture, ten_days_of_all(options));
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    free(server_control(fixture->server, "late?agent=101&hours=110"));
    free(server_control(fixture->server, "late?agent=136&hours=110"));
    for (int i = 0; i <= HOURS * AN_HOUR; i++) {
        long after = truth_last_request(fixture->server);
        archive_age(fixture, 60 / AN_HOUR);
        assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
        requests_and_bytes(fixture->server, after, &bytes[i]);
        long hour = 0;
        for (int run = i < AN_HOUR ? 0 : i - AN_HOUR + 1; run <= i; run++)
            hour += bytes[run];
        most = hour > most ? hour : most;
    }
    print_message("# a sync every ten minutes: %.2f MB in an hour at most\n", (double)most / 1e6);
    assert_true(most <= HOUR_BYTES);
    truth_expect_same(fixture, "101");
    truth_expect_same(fixture, "136");
}

/* The screen does so six times in an hour, with all that it looks at after a start. */
static void an_hour_of_screens_has_the_same_budget(void **state)
{
    struct fixture *fixture = *state;
    char options[100];
    long bytes;
    fixture_serve(fixture, ten_days_of_all(options));
    refresh_every_second(fixture);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    long after = truth_last_request(fixture->server);
    for (int i = 0; i < AN_HOUR; i++) {
        archive_age(fixture, 60 / AN_HOUR);
        struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
        expect_text(terminal, "36 of 36 agents complete");
        assert_true(terminal_wait_until(terminal, has_settled_down, fixture->server, SLOW_LIMIT));
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
        requests_and_bytes(fixture->server, after, &bytes);
        print_message("# %.2f MB\n", (double)bytes / 1e6);
    }
    assert_true(bytes <= HOUR_BYTES);
}

/* Of years ago: what was deleted there, and what has come. */
static void all_is_seen_again_on_request(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 2 --recordings 4000 --seed 5 --from 2022-01-01 --until 2024-05-17");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    size_t had = truth_expect_same(fixture, "101");
    server_tell(fixture->server, "delete?agent=101&before=900");
    server_tell(fixture->server, "late?agent=101&below=3000");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    long after = truth_last_request(fixture->server);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--verify")), 0);
    size_t has = truth_expect_same(fixture, "101");
    assert_int_not_equal(has, had);
    truth_expect_same(fixture, "102");
    static const char *const open_101[] = {"--agent", "101", NULL};
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_101);
    terminal_keys(terminal, "h"); /* to the agents: the details are of the agent */
    expect_text(terminal, "history checked 20");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_true(truth_sent(fixture->server, after) < 2L * 4000);
}

/* Of all agents the newest page is there, and each answer is late: what lies behind comes all the same. */
static void a_slow_line_leaves_room_for_histories(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 36 --recordings 7200 --seed 5 --from 2024-01-01 --until 2024-05-17");
    refresh_every_second(fixture);
    const char *arguments[2L * AGENTS + 4] = {"list", "--since", "2024-05-16"};
    char numbers[AGENTS][8];
    for (int i = 0; i < AGENTS; i++) {
        snprintf(numbers[i], sizeof numbers[i], "%d", 101 + i);
        arguments[3 + 2 * i] = "--agent";
        arguments[4 + 2 * i] = numbers[i];
    }
    fixture_run_list(fixture, arguments);
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    terminal_keys(terminal, "Enter");
    server_tell(fixture->server, "fault?kind=delay&ms=1500&match=/recordings");
    terminal_keys(terminal, "f");
    assert_true(terminal_wait_for(terminal, "36 of 36 agents complete", SLOW_LIMIT));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_refresh_costs_next_to_nothing),
        TEST(who_is_called_back_days_later_is_found),
        TEST(a_command_finds_who_is_called_back_days_later),
        TEST(a_command_every_ten_minutes_has_a_budget),
        TEST(an_hour_of_screens_has_the_same_budget),
        TEST(all_is_seen_again_on_request),
        TEST(a_slow_line_leaves_room_for_histories),
    };
    return cmocka_run_group_tests_name("refresh", tests, NULL, NULL);
}
