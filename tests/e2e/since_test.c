/* `tapedeck list --since`: exactly what started since then, for which no more than that is fetched, and what
 * is said where it could not be had. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define HISTORY "--agents 3 --recordings 2400 --agent-recordings 103=2000 --seed 11 --until 2024-05-17"
#define LONG_HISTORY "--agents 3 --recordings 33000 --agent-recordings 103=30000 --seed 11 --until 2024-05-17"
#define SINCE "2024-04-20T00:00:00"

static const struct command *list_since(struct fixture *fixture, const char *since)
{
    return fixture_run(fixture, "list", "--agent", "103", "--since", since, "--format", "jsonl");
}

static void expect_said(const struct command *command, const char *text)
{
    if (!strstr(command_errors(command, NULL), text))
        print_error("not said: %s\nbut: %s\n", text, command_errors(command, NULL));
    assert_non_null(strstr(command_errors(command, NULL), text));
}

/* Cold, warm and without the server; the first may cost so much. */
static void expect_since(struct fixture *fixture, long most)
{
    const struct command *list = list_since(fixture, SINCE "Z");
    assert_int_equal(command_status(list), 0);
    expect_said(list, ": complete back to 2024-04-20 ");
    size_t count = truth_expect_listed(fixture, list, "103", SINCE, NULL);
    assert_true(count > 0);
    long sent = truth_sent(fixture->server, 0);
    if (sent >= most)
        print_error("%ld recordings were sent for %zu\n", sent, count);
    assert_true(sent < most);
    long last = truth_last_request(fixture->server);
    list = list_since(fixture, SINCE "Z");
    assert_int_equal(command_status(list), 0);
    assert_int_equal(truth_expect_listed(fixture, list, "103", SINCE, NULL), count);
    assert_true(truth_sent(fixture->server, last) < 20);
    last = truth_last_request(fixture->server);
    list = fixture_run(fixture, "list", "--offline", "--agent", "103", "--since", SINCE "Z", "--format",
                       "jsonl");
    assert_int_equal(command_status(list), 0);
    assert_int_equal(truth_expect_listed(fixture, list, "103", SINCE, NULL), count);
    assert_int_equal(truth_last_request(fixture->server), last);
}

static void a_capped_server_sends_little(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --cap 50");
    expect_since(fixture, 1000);
}

/* What is cut has been sent in part: a long history shows the difference. */
static void another_server_sends_little(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, LONG_HISTORY);
    expect_since(fixture, 15000);
}

static void a_full_archive_knows_it(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_since(fixture, 2500);
    const struct command *list = fixture_run(fixture, "list", "--since", SINCE "Z", "--limit", "1");
    assert_int_equal(command_status(list), 0);
    expect_said(list, "complete back to 2024-04-20 ");
    expect_said(list, "for 3 of 3 agents");
}

static void until_ends_it(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    const struct command *list = fixture_run(fixture, "list", "--agent", "103", "--since", SINCE "Z",
                                             "--until", "2024-05-01T00:00:00Z", "--format", "jsonl");
    assert_int_equal(command_status(list), 0);
    assert_true(truth_expect_listed(fixture, list, "103", SINCE, "2024-05-01T00:00:00") > 0);
    list = fixture_run(fixture, "list", "--since", "2024-05-03", "--until", "2024-05-02");
    assert_int_equal(command_status(list), 2);
    list = fixture_run(fixture, "list", "--since", "some day");
    assert_int_equal(command_status(list), 2);
}

/* Nothing since then, after all was asked; nothing known since then, without asking. */
static void nothing_is_not_unknown(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    const struct command *list = list_since(fixture, "2024-06-01");
    assert_int_equal(command_status(list), 1);
    expect_said(list, "nothing found; ");
    expect_said(list, "complete back to 2024-06-01");
    list = fixture_run(fixture, "list", "--offline", "--agent", "103", "--since", "2019-01-01", "--format",
                       "jsonl");
    assert_int_equal(command_status(list), 5);
    expect_said(list, "complete only from ");
    server_tell(fixture->server, "fault?kind=status&status=500&match=/recordings");
    list = list_since(fixture, "2019-01-01");
    assert_int_equal(command_status(list), 5);
    expect_said(list, "complete only from ");
}

/* Which may be meant for minutes. */
static void an_m_is_told_to_be_months(void **state)
{
    static const char said[] = "\"-5m\" is read as months back; min is for minutes";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    expect_said(fixture_run(fixture, "list", "--offline", "--since", "-5m"), said);
    expect_said(fixture_run(fixture, "purge", "--dry-run", "--before", "-5m"), said);
    const struct command *list = fixture_run(fixture, "list", "--offline", "--since", "-5min");
    assert_null(strstr(command_errors(list, NULL), "is read as"));
}

/* What is not kept is not to be had. */
static void retention_ends_it(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --cap 50");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "purge", "--before", "2024-01-01T00:00Z")), 0);
    long last = truth_last_request(fixture->server);
    const struct command *list = list_since(fixture, "2023-01-01T00:00Z");
    assert_int_equal(command_status(list), 5);
    expect_said(list, "complete only from 2024-01-01 ");
    truth_expect_listed(fixture, list, "103", "2024-01-01T00:00:00", NULL);
    assert_true(truth_sent(fixture->server, last) < 20);
}

/* A run that nobody watches ends with "nothing", as for today, and not with "in part" until that day has come. */
static void what_is_to_come_is_nothing_yet(void **state)
{
    static const char *const asked[][2] = {
        {"--since", "2126-05-01"}, {"--filter", "on:2126"}, {"--filter", "after:2126-05-01"}};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    const struct command *list = fixture_run(fixture, "list", "--since", "2126-05-01");
    assert_int_equal(command_status(list), 5); /* nothing has been asked for */
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        list = fixture_run(fixture, "list", asked[i][0], asked[i][1]);
        assert_int_equal(command_status(list), 1);
        expect_said(list, "on, which is in the future, for 3 of 3 agents");
        list = fixture_run(fixture, "list", "--agent", "103", asked[i][0], asked[i][1]);
        assert_int_equal(command_status(list), 1);
    }
    list = fixture_run(fixture, "stats", "--filter", "on:2126");
    assert_int_equal(command_status(list), 1);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_capped_server_sends_little),
        TEST(another_server_sends_little),
        TEST(a_full_archive_knows_it),
        TEST(until_ends_it),
        TEST(nothing_is_not_unknown),
        TEST(what_is_to_come_is_nothing_yet),
        TEST(retention_ends_it),
        TEST(an_m_is_told_to_be_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
