/* Agents by their names on the command line: whoever is meant, and what is said where that is nobody or several. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

/* 101 Ægir Frøslev, 102 Freja Gram, 103 Niels Poulsen, 104 Karen Kowalska, 105 Bodil Bæk, 106 Øjvind Johansen */
#define HISTORY "--agents 6 --recordings 120 --seed 7 --until 2026-05-04"

enum { DONE = 0, USAGE = 2, FAILED = 4, PART = 5 };

static void expect_told(struct fixture *fixture, int status, const char *text)
{
    if (!strstr(command_errors(fixture->command, NULL), text))
        fail_msg("nothing of \"%s\" in\n%s", text, command_errors(fixture->command, NULL));
    assert_int_equal(command_status(fixture->command), status);
}

/* Whatever the case, and by a part of it, also where the agents are not known yet. */
static void a_name_means_its_agent(void **state)
{
    static const char *const names[] = {"Freja Gram", "freja gram", "gram", "Øjvind", "ØJVIND johansen"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        fixture_run(fixture, "list", "--no-archive", "--limit", "1", "--agent", names[i]);
        assert_int_equal(command_status(fixture->command), DONE);
        const char *whole = i < 3 ? "Freja Gram" : "Øjvind Johansen";
        assert_non_null(strstr(command_output(fixture->command, NULL), whole));
    }
}

/* What is known is not asked for again; without the server the archive knows. */
static void known_names_cost_no_request(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    fixture_run(fixture, "sync");
    server_tell(fixture->server, "clear-requests");
    fixture_run(fixture, "sync", "--agent", "Karen", "--agent", "id:105");
    expect_told(fixture, DONE, "2 agents");
    assert_int_equal(server_count(fixture->server, "requests", "state=any"), 0);
    fixture_run(fixture, "list", "--offline", "--agent", "Karen", "--limit", "1");
    assert_int_equal(command_status(fixture->command), DONE);
    fixture_run(fixture, "purge", "--before", "2020", "--dry-run", "--agent", "Karen");
    assert_int_equal(command_status(fixture->command), DONE);
}

/* Each by its name, or, where none is known, by all that it is known by; also those that nobody knows. */
static void a_sync_says_whom_it_synced(void **state)
{
    static const char unlisted[] = "fault?kind=status&status=403&match=/agents?";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    fixture_run(fixture, "sync", "--agent", "karen", "--agent", "104", "--agent", "105");
    expect_told(fixture, DONE, "tapedeck: Karen Kowalska: ");
    expect_told(fixture, DONE, "2 agents, ");
    assert_null(strstr(command_errors(fixture->command, NULL), "Freja Gram: "));
    fixture_run(fixture, "sync", "--agent", "102", "--agent", "999");
    expect_told(fixture, PART, "does not know the recordings of id:999 (404)");
    expect_told(fixture, PART, "tapedeck: Freja Gram: ");
    expect_told(fixture, PART, "tapedeck: id:999: 0 recordings, 0 new, never fetched, failed");
    server_tell(fixture->server, unlisted);
    fixture_run(fixture, "sync", "--archive", "other.db", "--agent", "email:niels.p@demo.local");
    expect_told(fixture, DONE, "tapedeck: email:niels.p@demo.local");
    fixture_run(fixture, "sync", "--archive", "other.db", "--agent", "103");
    expect_told(fixture, DONE, "tapedeck: email:niels.p@demo.local, id:103: ");
}

static void who_is_not_known_is_told_with_who_may_be(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    fixture_run(fixture, "list", "--agent", "Freja Grann");
    expect_told(fixture, USAGE, "no agent is called 'Freja Grann'; did you mean \"Freja Gram\"?");
    fixture_run(fixture, "sync", "--agent", "102", "--agent", "Nobody");
    expect_told(fixture, USAGE, "no agent is called 'Nobody'; tapedeck agents lists them");
    fixture_run(fixture, "sync", "--agent", "en");
    expect_told(fixture, USAGE,
                "3 agents are called 'en'; choose one of: id:104 (Karen Kowalska), id:103 (Niels");
    assert_int_equal(server_count(fixture->server, "requests", "/recordings"), 0);
}

static void a_server_that_is_away_is_no_missing_agent(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    server_stop(fixture->server);
    fixture_run(fixture, "list", "--retries", "0", "--agent", "Freja");
    expect_told(fixture, FAILED, "connection refused");
    assert_null(strstr(command_errors(fixture->command, NULL), "is called"));
}

static void the_screen_opens_with_it(void **state)
{
    static const char *const good[] = {"--agent", "freja", NULL};
    static const char *const wrong[] = {"--agent", "Frida", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open_with(fixture, 24, 120, good);
    expect_text(terminal, "─ ▸ Freja Gram");
    expect_text(terminal, "complete as of");
    terminal = fixture_open_with(fixture, 24, 120, wrong);
    expect_in_row(terminal, 23, "no agent is called 'Frida'");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, DONE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_name_means_its_agent),
        TEST(known_names_cost_no_request),
        TEST(a_sync_says_whom_it_synced),
        TEST(who_is_not_known_is_told_with_who_may_be),
        TEST(a_server_that_is_away_is_no_missing_agent),
        TEST(the_screen_opens_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
