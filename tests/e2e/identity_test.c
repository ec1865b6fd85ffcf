/* One agent under two references is one: in counts, lists and what is said of them. What nobody knows leaves
 * nothing behind. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/server.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY                                                                                              \
    "--agents 2 --agent-recordings 101=10 --agent-recordings 102=10 --recordings 20 --until 2024-05-03"

enum { REFERENCE_SIZE = 100 };

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

/* The e-mail address (column 3) or the syncId (4) of an agent. */
static void find_reference(struct fixture *fixture, const char *id, int column,
                           char reference[REFERENCE_SIZE])
{
    char *answer = server_control(fixture->server, "agents");
    const char *line = strstr(answer, id);
    assert_non_null(line);
    for (int i = 0; i < column; i++)
        line = strchr(line, ' ') + 1;
    snprintf(reference, REFERENCE_SIZE, "%.*s", (int)strcspn(line, " "), line);
    free(answer);
}

static void an_agent_of_the_configuration_is_the_one_of_the_listing(void **state)
{
    struct fixture *fixture = *state;
    char sync_id[REFERENCE_SIZE], email[REFERENCE_SIZE], text[2 * REFERENCE_SIZE];
    fixture_serve(fixture, HISTORY);
    find_reference(fixture, "101 ", 4, sync_id);
    find_reference(fixture, "102 ", 3, email);
    snprintf(text, sizeof text, "[agents]\nsyncId:%s = Ida\n", sync_id);
    workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
    const struct command *sync = fixture_run(fixture, "sync");
    assert_int_equal(command_status(sync), 0);
    expect_errors(sync, "2 agents, 20 new; complete for 2 of 2 agents");
    const struct command *list = fixture_run(fixture, "list", "--offline", "--format", "jsonl");
    assert_int_equal(command_status(list), 0);
    assert_int_equal(lines(list), 20);
    snprintf(text, sizeof text, "email:%s", email);
    sync = fixture_run(fixture, "sync", "--agent", text, "--agent", "102");
    expect_errors(sync, "10 recordings, 0 new");
    assert_int_equal(lines(fixture_run(fixture, "agents", "--offline", "--format", "jsonl")), 2);
}

static void an_agent_that_nobody_knows_leaves_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    const struct command *list = fixture_run(fixture, "list", "--agent", "999");
    assert_int_equal(command_status(list), 4);
    expect_errors(list, "does not know the recordings of id:999 (404)");
    assert_int_equal(lines(fixture_run(fixture, "agents", "--offline", "--format", "jsonl")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline")), 0);
}

static size_t archives(struct fixture *fixture)
{
    glob_t found;
    int none = glob(workspace_path(fixture->workspace, "data/tapedeck/*"), 0, NULL, &found);
    size_t count = none ? 0 : found.gl_pathc;
    globfree(&found);
    return count;
}

static void a_mistyped_address_leaves_no_archive(void **state)
{
    struct fixture *fixture = *state;
    workspace_write(fixture->workspace, "config/tapedeck/config", "[agents]\nid:101 = Ida\n", 0600);
    const struct command *sync =
        fixture_run(fixture, "sync", "--url", "http://127.0.0.1:1/mot/greenbox", "--retries", "0");
    assert_int_equal(command_status(sync), 4);
    assert_int_equal(archives(fixture), 0);
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_in_range(archives(fixture), 1, 4);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_agent_of_the_configuration_is_the_one_of_the_listing),
        TEST(an_agent_that_nobody_knows_leaves_nothing),
        TEST(a_mistyped_address_leaves_no_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
