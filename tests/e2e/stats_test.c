/* `tapedeck stats`: the same calls as `tapedeck list` counts, in groups, and what is said where not all of them could be
 * had. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/synced.h"

enum { NOTHING = 1, USAGE = 2, FAILED = 4, PARTIAL = 5, LINE = 400, NAME = 200 };

static void synced(struct fixture *fixture)
{
    fixture_serve(fixture, SYNCED_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
}

static void expect(const char *text, const char *part)
{
    if (!strstr(text, part))
        print_error("not found: %s\nin: %s\n", part, text);
    assert_non_null(strstr(text, part));
}

/* Runs it and gives its output, which the caller frees. */
#define output_of(fixture, status, ...)                                                                      \
    output_of_list(fixture, status, (const char *const[]){__VA_ARGS__, NULL})
static char *output_of_list(struct fixture *fixture, int status, const char *const *arguments)
{
    const struct command *command = fixture_run_list(fixture, arguments);
    if (command_status(command) != status)
        print_error("%d: %s\n", command_status(command), command_errors(command, NULL));
    assert_int_equal(command_status(command), status);
    char *output = strdup(command_output(command, NULL));
    assert_non_null(output);
    return output;
}

static const char *errors_of(struct fixture *fixture)
{
    return command_errors(fixture->command, NULL);
}

/* How many lines hold a text. */
static long count_lines(const char *text, const char *part)
{
    long count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; count++)
        at = strchr(at, '\n');
    return count;
}

/* Every line of the numbers has as many calls as the list has with the same value; returns the sum. */
static long expect_same(const char *numbers, const char *list)
{
    long sum = 0;
    for (const char *line = numbers; *line; line = strchr(line, '\n') + 1) {
        char value[NAME];
        const char *end = strchr(line, ','), *calls = strstr(line, "\"Calls\":");
        assert_true(line[0] == '{' && end && calls);
        snprintf(value, sizeof value, "%.*s", (int)(end - line - 1), line + 1);
        long count = strtol(calls + strlen("\"Calls\":"), NULL, 10);
        if (count != count_lines(list, value))
            print_error("%s: %ld\n", value, count);
        assert_int_equal(count, count_lines(list, value));
        sum += count;
    }
    return sum;
}

static void numbers_are_those_of_the_list(void **state)
{
    static const char *const filters[] = {"", "longer:5m", "-7631 weekday:mon", "hour:8-10 after:2024"};
    struct fixture *fixture = *state;
    synced(fixture);
    for (size_t i = 0; i < sizeof filters / sizeof *filters; i++) {
        char *list = output_of(fixture, 0, "list", "--offline", "--format", "jsonl", "--filter", filters[i]);
        char *agents =
            output_of(fixture, 0, "stats", "--offline", "--format", "jsonl", "--filter", filters[i]);
        char *queues = output_of(fixture, 0, "stats", "--offline", "--format", "jsonl", "--filter",
                                 filters[i], "--by", "queue");
        long all = count_lines(list, "\"QueueCallId\"");
        assert_true(all > 0 && (i == 0) == (all == 3000));
        assert_int_equal(expect_same(agents, list), all);
        assert_int_equal(expect_same(queues, list), all);
        free(list);
        free(agents);
        free(queues);
    }
}

static void all_groupings_add_up(void **state)
{
    static const char *const groupings[] = {"agent", "queue", "day", "hour", "weekday"};
    struct fixture *fixture = *state;
    synced(fixture);
    for (size_t i = 0; i < sizeof groupings / sizeof *groupings; i++) {
        char *numbers = output_of(fixture, 0, "stats", "--by", groupings[i], "--format", "csv");
        long sum = 0;
        expect(numbers, ",Calls,TotalSeconds,MedianSeconds,WithoutLength\r\n");
        bool has_number = i < 2; /* behind the name */
        for (const char *line = strchr(numbers, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
            const char *calls = strchr(line, ',') + 1;
            sum += strtol(has_number ? strchr(calls, ',') + 1 : calls, NULL, 10);
        }
        assert_int_equal(sum, 3000);
        expect(errors_of(fixture), "3,000 calls, ");
        expect(errors_of(fixture), " in all, median ");
        expect(errors_of(fixture), "complete for 5 of 5 agents");
        free(numbers);
    }
}

static void tables_are_for_people(void **state)
{
    struct fixture *fixture = *state;
    synced(fixture);
    char *table = output_of(fixture, 0, "stats", "--by", "weekday");
    expect(table, "WEEKDAY    CALLS");
    expect(table, "TOTAL   MEDIAN  NO LENGTH\nMonday ");
    assert_null(strstr(table, "agents")); /* what is said of them stands on stderr */
    free(table);
}

/* What is named is fetched, and nothing else counts. */
static void named_agents_are_fetched(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    char *both = output_of(fixture, 0, "stats", "--agent", "101", "--agent", "102", "--format", "jsonl");
    assert_int_equal(count_lines(both, "\"Calls\":"), 2);
    expect(both, "\"AgentId\":101");
    expect(both, "\"AgentId\":102");
    expect(errors_of(fixture), "complete for 2 of 2 agents");
    char *one =
        output_of(fixture, 0, "stats", "--offline", "--agent", "102", "--by", "agent", "--format", "jsonl");
    assert_int_equal(count_lines(one, "\"Calls\":"), 1);
    assert_non_null(strstr(both, one)); /* its line */
    free(one);
    free(both);
}

/* Never a number that looks like all, never "0" of what was not read. */
static void what_is_lacking_is_told(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, SYNCED_HISTORY);
    free(output_of(fixture, 0, "list", "--agent", "101", "--limit", "5"));
    char *part = output_of(fixture, PARTIAL, "stats", "--offline", "--format", "jsonl");
    assert_null(strstr(part, "\"Calls\":0"));
    assert_int_equal(count_lines(part, "\"AgentId\":101"), count_lines(part, "\"Calls\":"));
    assert_null(strstr(errors_of(fixture), "complete for 5 of 5"));
    expect(errors_of(fixture), "there may be others");
    free(part);
    part = output_of(fixture, PARTIAL, "stats", "--offline", "--filter", "agent:105");
    assert_string_equal(part, "");
    expect(errors_of(fixture), "nothing found; ");
    free(part);
    server_tell(fixture->server, "fault?kind=status&status=500&match=/recordings");
    free(output_of(fixture, FAILED, "stats", "--agent", "104", "--retries", "0"));
}

static void nothing_is_said_of_all(void **state)
{
    struct fixture *fixture = *state;
    synced(fixture);
    free(output_of(fixture, NOTHING, "stats", "--filter", "longer:9h"));
    expect(errors_of(fixture), "nothing found; complete for 5 of 5 agents");
    free(output_of(fixture, USAGE, "stats", "--by", "colour"));
    expect(errors_of(fixture), "use agent, queue, day, hour or weekday");
    free(output_of(fixture, USAGE, "stats", "--filter", "hour:99"));
    free(output_of(fixture, USAGE, "list", "--by", "day"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_are_those_of_the_list, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(all_groupings_add_up, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(tables_are_for_people, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(named_agents_are_fetched, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(what_is_lacking_is_told, fixture_setup, fixture_teardown),
        cmocka_unit_test_setup_teardown(nothing_is_said_of_all, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
