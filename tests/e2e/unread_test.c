/* What cannot be read of the server's answers: it is told, and shows in the status. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/server.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY                                                                                              \
    "--agents 2 --agent-recordings 101=10 --agent-recordings 102=10 --recordings 20 --until 2024-05-03"

static void expect_errors(const struct command *command, const char *text)
{
    if (!strstr(command_errors(command, NULL), text))
        fail_msg("\"%s\" is not in:\n%s", text, command_errors(command, NULL));
}

static size_t lines(const struct command *command)
{
    size_t count = 0;
    for (const char *at = command_output(command, NULL); (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

static void a_broken_recording_of_ten_ends_with_5(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=broken&row=3&match=101/recordings");
    const struct command *sync = fixture_run(fixture, "sync");
    assert_int_equal(command_status(sync), 5);
    expect_errors(sync, "it is broken JSON");
    expect_errors(sync, "1 unreadable");
    const struct command *list =
        fixture_run(fixture, "list", "--offline", "--agent", "101", "--format", "jsonl");
    assert_int_equal(command_status(list), 5);
    assert_in_range(lines(list), 9, 10); /* what was broken may have come in another answer */
    expect_errors(list, "1 unreadable");
    list = fixture_run(fixture, "list", "--agent", "102", "--format", "jsonl");
    assert_int_equal(command_status(list), 0);
    server_tell(fixture->server, "clear-faults");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    list = fixture_run(fixture, "list", "--agent", "101", "--format", "jsonl");
    assert_int_equal(command_status(list), 0);
    assert_int_equal(lines(list), 10);
}

static void a_list_that_fetches_them_does_so_too(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=broken&row=0&match=101/recordings");
    const struct command *list = fixture_run(fixture, "list", "--agent", "101", "--format", "jsonl");
    assert_int_equal(command_status(list), 5);
    expect_errors(list, "unreadable");
}

/* All is there, but what was asked for by time is not known to be: in the words, too. */
static void no_list_by_time_is_called_complete(void **state)
{
    static const char *const filters[] = {"on:2024", "after:2010", "-on:2024", "on:2019"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 1 --recordings 60 --until 2024-05-03 --fault kind=odd&every=3");
    fixture_run(fixture, "sync");
    expect_errors(fixture->command, "starts cannot be read");
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        const struct command *list = fixture_run(fixture, "list", "--offline", "--filter", filters[i]);
        assert_int_equal(command_status(list), 5);
        expect_errors(list, "with times that cannot be read may belong here");
        assert_null(strstr(command_errors(list, NULL), "complete"));
    }
}

/* In the words that are used of recordings. */
static void a_listing_that_is_none_is_described(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=not-array&match=agents?state");
    fixture_run(fixture, "agents", "--retries", "0");
    expect_errors(fixture->command, "the list of agents is no list of agents but an object with the field");
}

static void the_screen_says_unreadable(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=broken&row=0&match=101/recordings?fromQueueCallId=0");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 5);
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 160, (const char *const[]){"--offline", "--agent", "101", NULL});
    expect_text(terminal, "1 unreadable");
    expect_absent(terminal, "not fetched");
}

/* What letters there are depends on it: it is said, and once. */
static void a_charset_that_nobody_knows_is_told(void **state)
{
    static const char reported[] = "charset unknown, which is not known here";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=type");
    const struct command *sync = fixture_run(fixture, "sync");
    assert_int_equal(command_status(sync), 0);
    expect_errors(sync, reported);
    assert_null(strstr(strstr(command_errors(sync, NULL), reported) + 1, reported));
    struct terminal *terminal = fixture_open(fixture, 24, 160);
    expect_text(terminal, reported);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_listing_that_is_none_is_described),  TEST(a_broken_recording_of_ten_ends_with_5),
        TEST(a_list_that_fetches_them_does_so_too), TEST(the_screen_says_unreadable),
        TEST(a_charset_that_nobody_knows_is_told),  TEST(no_list_by_time_is_called_complete),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
