/* What is fetched and kept: every recording once, cursors that rise, faults, kills. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define RECENT "--agents 3 --agent-recordings 103=2000 --seed 11" /* until now */
#define AGENT RECENT " --until 2026-05-04"

static void expect_rising_cursors(struct fixture *fixture)
{
    char *requests = server_control(fixture->server, "requests");
    long long last = -1;
    for (const char *at = requests; (at = strstr(at, "fromQueueCallId=")); at++) {
        long long cursor = strtoll(at + strlen("fromQueueCallId="), NULL, 10);
        assert_true(cursor > last);
        last = cursor;
    }
    assert_true(last > 0);
    free(requests);
}

static void walks_a_capped_server(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, AGENT " --cap 50");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    truth_expect_same(fixture, "103");
    expect_rising_cursors(fixture);
    server_tell(fixture->server, "clear-requests");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_true(server_count(fixture->server, "requests", "recordings") < 10);
    expect_rising_cursors(fixture);
    truth_expect_same(fixture, "103");
}

static void survives_a_cut(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, AGENT);
    server_tell(fixture->server, "fault?kind=cut&after=300000&match=/recordings&times=1");
    const struct command *sync = fixture_run(fixture, "sync", "--agent", "103", "--retries", "0");
    assert_int_equal(command_status(sync), 5);
    assert_non_null(strstr(command_errors(sync, NULL), "connection broke"));
    server_tell(fixture->server, "clear-requests");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(server_count(fixture->server, "requests", "fromQueueCallId=0 "), 0);
    truth_expect_same(fixture, "103");
}

static void follows_the_server(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, RECENT);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    server_tell(fixture->server, "add?agent=103&count=7");
    server_tell(fixture->server, "late?agent=103&hours=2");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    truth_expect_same(fixture, "103");
}

/* What settles goes by the server's clock, as starts do: here it is two days behind ours, which is as if ours
 * were ahead. */
static void follows_the_server_by_its_clock(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, RECENT);
    server_tell(fixture->server, "clock?offset=-172800");
    server_tell(fixture->server, "add?agent=103&count=7");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    server_tell(fixture->server, "late?agent=103&hours=0");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    truth_expect_same(fixture, "103");
}

static void reads_odd_servers(void **state)
{
    struct fixture *fixture = *state;
    static const char *const faults[] = {"fault?kind=shuffle", "fault?kind=shuffle&mode=local",
                                         "fault?kind=ignore-cursor"};
    fixture_serve(fixture, AGENT);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        server_tell(fixture->server, "clear-faults");
        server_tell(fixture->server, faults[i]);
        assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
        truth_expect_same(fixture, "103");
    }
}

struct fault {
    const char *fault;
    int status;
    const char *says;
};

/* Each fault gives one clear line, and the secret is in none. */
static void says_what_is_wrong(void **state)
{
    struct fixture *fixture = *state;
    static const struct fault faults[] = {
        {"kind=status&status=400", 4, "400"},
        {"kind=status&status=401", 3, "secret"},
        {"kind=status&status=403", 3, "licence"},
        {"kind=status&status=403&text=REC%20is%20missing", 3, "(the server says \"REC is missing\")"},
        {"kind=status&status=404", 4, "404"},
        {"kind=status&status=500", 4, "500"},
        {"kind=html", 4, "web page"},
        {"kind=redirect&location=http://127.0.0.1:9/x", 4, "127.0.0.1:9"},
        {"kind=not-array", 4, "no list"},
    };
    fixture_serve(fixture, AGENT);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char request[200];
        server_tell(fixture->server, "clear-faults");
        snprintf(request, sizeof request, "fault?%s&match=/recordings", faults[i].fault);
        server_tell(fixture->server, request);
        const struct command *sync = fixture_run(fixture, "sync", "--agent", "103", "--retries", "0");
        const char *errors = command_errors(sync, NULL);
        if (!strstr(errors, faults[i].says) || command_status(sync) != faults[i].status)
            print_error("%s: status %d\n%s\n", faults[i].fault, command_status(sync), errors);
        assert_non_null(strstr(errors, faults[i].says));
        assert_int_equal(command_status(sync), faults[i].status);
        assert_null(strstr(errors, TAPEDECK_TEST_SECRET));
    }
    server_stop(fixture->server);
    const struct command *sync = fixture_run(fixture, "sync", "--agent", "103", "--retries", "0");
    assert_int_equal(command_status(sync), 4);
    assert_non_null(strstr(command_errors(sync, NULL), "connect"));
}

static void settle_late(struct fixture *fixture)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nsettle = 720\n", 0600);
}

static const char *recent_history(char *options, size_t size)
{
    char from[32];
    time_t begin = time(NULL) - (time_t)20 * 86400;
    struct tm utc;
    strftime(from, sizeof from, "%Y-%m-%dT%H:%M:%S", gmtime_r(&begin, &utc));
    snprintf(options, size, "--agents 3 --agent-recordings 103=400 --recordings 500 --seed 11 --from %s",
             from);
    return options;
}

static void expect_kept(struct fixture *fixture, const char *lost)
{
    const struct command *sync = fixture_run(fixture, "sync", "--agent", "103");
    const char *errors = command_errors(sync, NULL);
    if (command_status(sync) != 5 || !strstr(errors, lost))
        print_error("status %d\n%s\n", command_status(sync), errors);
    assert_int_equal(command_status(sync), 5);
    assert_non_null(strstr(errors, lost));
    assert_non_null(strstr(errors, "too many to believe"));
    assert_non_null(strstr(errors, "tapedeck sync --accept-losses --agent id:103"));
}

static size_t lines_of(const struct command *command)
{
    size_t lines = 0;
    for (const char *at = command_output(command, NULL); (at = strchr(at, '\n')); at++)
        lines++;
    return lines;
}

static size_t count_archive(struct fixture *fixture)
{
    return lines_of(fixture_run(fixture, "list", "--offline", "--agent", "103", "--format", "jsonl"));
}

/* Also by those who have not fetched anything: what is kept is no longer all that the server has. */
static void expect_loss_said(struct fixture *fixture)
{
    const struct command *agents = fixture_run(fixture, "agents", "--offline", "--format", "jsonl");
    assert_non_null(strstr(command_output(agents, NULL), "\"NoLongerGiven\":300"));
    const struct command *list = fixture_run(fixture, "list", "--offline", "--agent", "103");
    assert_non_null(strstr(command_errors(list, NULL), "no longer gives 300 recordings"));
    assert_int_equal(command_status(list), 5);
}

/* An empty answer may be a fault. What is gone from the server goes when the user says so. */
static void a_sudden_loss_wants_a_word(void **state)
{
    struct fixture *fixture = *state;
    char options[200];
    fixture_serve(fixture, recent_history(options, sizeof options));
    settle_late(fixture);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    server_tell(fixture->server, "fault?kind=empty&match=/recordings");
    expect_kept(fixture, "recordings");
    assert_int_equal(count_archive(fixture), 400);
    server_tell(fixture->server, "clear-faults");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 400);
    server_tell(fixture->server, "delete?agent=103&count=100");
    expect_kept(fixture, "no longer gives ");
    assert_true(count_archive(fixture) >= 360);
    const struct command *sync = fixture_run(fixture, "sync", "--agent", "103", "--accept-losses");
    assert_int_equal(command_status(sync), 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 300);
    server_tell(fixture->server, "delete?agent=103&all=1");
    expect_kept(fixture, "no longer gives 300 recordings");
    expect_loss_said(fixture);
    sync = fixture_run(fixture, "sync", "--agent", "103", "--accept-losses");
    assert_int_equal(command_status(sync), 0);
    assert_int_equal(count_archive(fixture), 0);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(walks_a_capped_server, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(survives_a_cut, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(follows_the_server, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(follows_the_server_by_its_clock, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(reads_odd_servers, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(says_what_is_wrong, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(a_sudden_loss_wants_a_word, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
