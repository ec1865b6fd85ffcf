/* Callers who asked to be called back have ids of the day on which they asked and starts of days later: what
 * is called complete has them, too. */
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

/* Some forty calls a working day, so that what comes with a period is less than a day. */
#define HISTORY                                                                                              \
    "--agents 3 --recordings 5000 --agent-recordings 103=4000 --seed 11 --from 2024-01-01 --until "          \
    "2024-05-17 --callbacks 20 --cap 25"

enum { DAYS = 16, TIME_SIZE = 40 };

static const time_t a_day = 86400;
static const time_t first_day = 1709251200; /* 2024-03-01 */

/* In the server's form. */
static const char *time_text(char text[TIME_SIZE], time_t time)
{
    struct tm parts;
    gmtime_r(&time, &parts);
    strftime(text, TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &parts);
    return text;
}

/* An archive of its own for each number. */
static const char *archive_of(struct fixture *fixture, int number)
{
    char name[TIME_SIZE];
    snprintf(name, sizeof name, "%d.db", number);
    return workspace_path(fixture->workspace, name);
}

/* Lists a day from an archive that has nothing else. Answers how many recordings it has. */
static size_t list_day(struct fixture *fixture, int number)
{
    char begin[TIME_SIZE], end[TIME_SIZE], filter[2 * TIME_SIZE + 20];
    time_text(begin, first_day + 3 * a_day * number);
    time_text(end, first_day + 3 * a_day * number + a_day);
    snprintf(filter, sizeof filter, "after:%s before:%s", begin, end);
    const struct command *list = fixture_run(fixture, "list", "--agent", "103", "--filter", filter,
                                             "--format", "jsonl", "--archive", archive_of(fixture, number));
    size_t count = truth_expect_listed(fixture, list, "103", begin, end);
    assert_int_equal(command_status(list), count ? 0 : 1);
    return count;
}

static void any_day_has_who_was_called_back_on_it(void **state)
{
    struct fixture *fixture = *state;
    size_t all = 0;
    fixture_serve(fixture, HISTORY);
    for (int i = 0; i < DAYS; i++)
        all += list_day(fixture, i);
    assert_true(all > 10 * (size_t)DAYS);
}

/* Lists what is complete from a time on, and fetches it. */
static void expect_all_since(struct fixture *fixture, time_t time, const char *archive)
{
    char since[TIME_SIZE];
    const struct command *list =
        fixture_run(fixture, "list", "--agent", "103", "--since", time_text(since, time), "--format", "jsonl",
                    "--archive", archive);
    assert_int_equal(command_status(list), 0);
    assert_true(truth_expect_listed(fixture, list, "103", since, NULL) > 0);
}

/* The time from which the agent is complete as `agents` says it, or up to a second later. */
static time_t complete_from(struct fixture *fixture, const char *archive)
{
    static const char name[] = "\"CompleteFromUtc\":\"";
    const struct command *agents =
        fixture_run(fixture, "agents", "--offline", "--format", "jsonl", "--archive", archive);
    const char *of_agent = strstr(command_output(agents, NULL), "\"id:103\"");
    const char *at = of_agent ? strstr(of_agent, name) : NULL;
    struct tm parts = {0};
    assert_non_null(at);
    assert_non_null(strptime(at + strlen(name), "%Y-%m-%dT%H:%M:%S", &parts));
    return timegm(&parts) + 1;
}

static void what_is_complete_from_a_time_has_all_since(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    const char *archive = archive_of(fixture, 0);
    for (int i = DAYS - 1; i >= 0; i--) {
        time_t day = first_day + 3 * a_day * i;
        expect_all_since(fixture, day, archive);
        time_t from = complete_from(fixture, archive);
        assert_true(from <= day);
        expect_all_since(fixture, from, archive);
    }
}

/* A purge deletes by start: who had asked before its time and was called back after it stays. */
static void a_purge_keeps_who_was_called_back_after_it(void **state)
{
    struct fixture *fixture = *state;
    char before[TIME_SIZE];
    fixture_serve(fixture, HISTORY);
    for (int i = 0; i < DAYS; i++) {
        const char *archive = archive_of(fixture, i);
        time_t kept_from = first_day + 3 * a_day * i;
        expect_all_since(fixture, kept_from, archive);
        time_text(before, kept_from);
        assert_int_equal(command_status(fixture_run(fixture, "purge", "--agent", "103", "--before", before,
                                                    "--archive", archive)),
                         0);
        expect_all_since(fixture, kept_from, archive);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(any_day_has_who_was_called_back_on_it),
        TEST(what_is_complete_from_a_time_has_all_since),
        TEST(a_purge_keeps_who_was_called_back_after_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
