/* What a filtered list rests on: which agents it is about, what of them is there, and the words for it. */
#include "model/account/scope.h"
#include "model/coverage/time_coverage.h"
#include "model/filter/filter_parse.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tests/unit/use_utf8.h"
#include "tui/words/search_completeness.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DAY (86400 * TIMESTAMP_SECOND)
#define NOW ((int64_t)1714737731 * TIMESTAMP_SECOND) /* 2024-05-03 12:02:11 UTC */
#define AGENTS 4

/* Agents with ids 101 and on. */
struct fixture {
    struct agent_summary agents[AGENTS];
    struct time_coverage times[AGENTS];
    struct time_range ranges[AGENTS];
    struct search_completeness searched;
    size_t count;
    int64_t agent; /* that is chosen */
    int64_t listed_at;
    unsigned columns;
};

static void begin(struct fixture *fixture)
{
    *fixture = (struct fixture){
        .columns = COMPLETENESS_SIZE, .listed_at = INT64_MAX, .searched = {.fetch_key = "f", .utc = true}};
}

static struct agent_summary *add(struct fixture *fixture, const char *name)
{
    size_t at = fixture->count++;
    struct agent_summary *agent = &fixture->agents[at];
    *agent = (struct agent_summary){.agent = (int64_t)at + 1,
                                    .name = name,
                                    .times = &fixture->times[at],
                                    .fetched_from = TIMESTAMP_NONE,
                                    .complete_from = TIMESTAMP_NONE,
                                    .complete_until = TIMESTAMP_NONE,
                                    .kept_from = TIMESTAMP_NONE,
                                    .as_of = TIMESTAMP_NONE};
    char reference[20];
    snprintf(reference, sizeof reference, "id:%zu", 101 + at);
    agent_reference_parse(&agent->reference, reference);
    return agent;
}

/* Everything from a time on (INT64_MIN: from the start on) is there, as of NOW. */
static struct agent_summary *add_time_coverage(struct fixture *fixture, const char *name, int64_t first)
{
    size_t at = fixture->count;
    struct agent_summary *agent = add(fixture, name);
    fixture->ranges[at] = (struct time_range){
        .lo = first == INT64_MIN ? 0 : 1000, .hi = INT64_MAX, .first = first, .last = NOW};
    fixture->times[at] = (struct time_coverage){&fixture->ranges[at], 1, 1};
    agent->completeness = first == INT64_MIN ? AGENT_COMPLETE : AGENT_PARTIAL;
    agent->fetched_from = first;
    if (first != INT64_MIN)
        agent->complete_from = first + LONGEST_WAIT;
    agent->as_of = NOW;
    return agent;
}

static const char *words_for(struct fixture *fixture, const char *filter)
{
    static char buffer[COMPLETENESS_SIZE];
    struct search_completeness *searched = &fixture->searched;
    struct list_query query = {.agent = fixture->agent};
    filter_parse(&query.filter, filter, NOW, true, NULL);
    scope_of(&searched->scope, &query);
    searched->tally = (struct scope_tally)SCOPE_TALLY_NONE;
    searched->known = fixture->count;
    for (size_t i = 0; i < fixture->count; i++)
        scope_count(&searched->scope, &fixture->agents[i], &searched->tally);
    scope_count_others(&searched->scope, fixture->listed_at, &searched->tally);
    return search_completeness_text(buffer, searched, fixture->columns);
}

static void all_that_is_complete_is_said_with_its_time(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    assert_string_equal(words_for(&fixture, "8312"), "no agents known yet");
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    assert_string_equal(words_for(&fixture, "8312"), "Ida Holm complete, as of 2024-05-03 12:02");
    add_time_coverage(&fixture, "Ole Madsen", INT64_MIN);
    assert_string_equal(words_for(&fixture, "8312"), "2 of 2 agents complete, as of 2024-05-03 12:02");
    assert_string_equal(search_completeness_so_far(&fixture.searched), "");
}

static void who_lacks_what_is_said(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    add_time_coverage(&fixture, "Ole Madsen", NOW - 20 * DAY);
    assert_string_equal(words_for(&fixture, "8312"),
                        "1 of 2 agents complete · Ole Madsen only back to 2024-04-18 · f fetches the rest");
    assert_string_equal(search_completeness_so_far(&fixture.searched), " so far");
    add(&fixture, "Per Lund");
    assert_string_equal(words_for(&fixture, "8312"),
                        "1 of 3 agents complete · 1 in part, 1 not fetched · f fetches the rest");
    fixture.columns = 70;
    assert_string_equal(words_for(&fixture, "8312"),
                        "1 of 3 agents complete · 1 in part, 1 not fetched · f fetches the rest");
    fixture.columns = 69;
    assert_string_equal(words_for(&fixture, "8312"), "1 of 3 complete · f: fetch");
    fixture.columns = COMPLETENESS_SIZE;
    fixture.agents[1].fetching = true;
    fixture.agents[2].waiting = true;
    assert_string_equal(words_for(&fixture, "8312"),
                        "fetching… · 1 of 3 agents complete · 1 in part, 1 not fetched");
    fixture.agents[2].waiting = false;
    failure_set(&fixture.agents[2].failure, FAILURE_NETWORK, "", "the line broke");
    assert_string_equal(words_for(&fixture, "8312"), "fetching… · 1 of 3 agents complete · 1 in part, 1 not "
                                                     "fetched · the last fetch failed · f fetches the rest");
}

static void dates_need_no_more_than_their_time(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    add_time_coverage(&fixture, "Ole Madsen", NOW - 20 * DAY);
    assert_string_equal(words_for(&fixture, "after:2024-04-20"),
                        "2 of 2 agents complete for these dates, as of 2024-05-03 12:02");
    assert_string_equal(words_for(&fixture, "before:2024-04-20"),
                        "1 of 2 agents complete for these dates · Ole Madsen only back to 2024-04-18 · "
                        "f fetches the rest");
    assert_string_equal(words_for(&fixture, "on:2024-04-18"),
                        "2 of 2 agents complete for these dates, as of 2024-05-03 12:02");
    assert_string_equal(words_for(&fixture, "after:2024-04-20 before:2024-04-20"), /* the latter is refused */
                        "2 of 2 agents complete for these dates, as of 2024-05-03 12:02");
    /* Of what is not over yet everything that there was is there, as of that time. */
    assert_string_equal(words_for(&fixture, "on:today"),
                        "2 of 2 agents complete for these dates, as of 2024-05-03 12:02");
    assert_string_equal(words_for(&fixture, "on:2024-05"),
                        "2 of 2 agents complete for these dates, as of 2024-05-03 12:02");
    /* What is excluded narrows nothing. */
    assert_string_equal(words_for(&fixture, "-before:2024-04-20"),
                        "1 of 2 agents complete · Ole Madsen only back to 2024-04-18 · f fetches the rest");
}

/* A complete archive says nothing about what has come since. */
static void what_is_out_of_date_is_not_complete(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN)->as_of = NOW - 9 * DAY;
    fixture.ranges[0].last = NOW - 9 * DAY;
    assert_string_equal(words_for(&fixture, "after:2024-05-01"),
                        "Ida Holm only as of 2024-04-24 12:02 · f fetches the rest");
    assert_string_equal(words_for(&fixture, "on:today"),
                        "Ida Holm only as of 2024-04-24 12:02 · f fetches the rest");
    assert_string_equal(words_for(&fixture, "on:2024-04"),
                        "Ida Holm only as of 2024-04-24 12:02 · f fetches the rest");
    assert_string_equal(words_for(&fixture, "on:2024-03"),
                        "Ida Holm complete for these dates, as of 2024-04-24 12:02");
}

static void agents_that_cannot_match_do_not_count(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    add(&fixture, "Ole Madsen");
    add(&fixture, "Ida Lund");
    const char *complete = "Ida Holm complete, as of 2024-05-03 12:02";
    assert_string_equal(words_for(&fixture, "agent:101 8312"), complete);
    assert_string_equal(words_for(&fixture, "-agent:lund -agent:madsen"), complete);
    assert_string_equal(words_for(&fixture, "agent:999"), "no agent has such a name or number now");
    assert_string_equal(search_completeness_so_far(&fixture.searched), " so far");
    /* A word can be a queue's. */
    assert_string_equal(words_for(&fixture, "holm"),
                        "1 of 3 agents complete · 2 not fetched · f fetches the rest");
}

/* Recordings carry the names of their time: of who was not fetched nobody knows whether there was another one.
 */
static void agents_that_may_have_been_renamed_count(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    struct agent_summary *madsen = add(&fixture, "Ole Madsen");
    assert_string_equal(words_for(&fixture, "agent:holm"),
                        "Ida Holm complete, as of 2024-05-03 12:02 · 1 other may have had that name · "
                        "f fetches the rest");
    assert_string_equal(search_completeness_so_far(&fixture.searched), " so far");
    add(&fixture, "Ida Lund");
    assert_string_equal(words_for(&fixture, "agent:xyz"),
                        "no agent has such a name or number now · 2 others may have had that name · "
                        "f fetches the rest");
    assert_string_equal(words_for(&fixture, "agent:holm -agent:lund"),
                        "Ida Holm complete, as of 2024-05-03 12:02 · 1 other may have had that name · "
                        "f fetches the rest");
    madsen->fetching = true;
    assert_string_equal(words_for(&fixture, "agent:holm -agent:lund"),
                        "fetching… · Ida Holm complete, as of 2024-05-03 12:02 · 1 other may have had that "
                        "name");
    /* Of who was fetched the names are known. */
    fixture.ranges[1] = (struct time_range){.lo = 0, .hi = INT64_MAX, .first = INT64_MIN, .last = NOW};
    fixture.times[1] = (struct time_coverage){&fixture.ranges[1], 1, 1};
    assert_string_equal(words_for(&fixture, "agent:holm -agent:lund"),
                        "Ida Holm complete, as of 2024-05-03 12:02");
    assert_string_equal(search_completeness_so_far(&fixture.searched), "");
}

/* Who is chosen is the one, whatever names the recordings carry. */
static void an_agent_that_is_chosen_counts(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    fixture.agent = add(&fixture, "Ole Madsen")->agent;
    assert_string_equal(words_for(&fixture, "agent:holm"), "Ole Madsen not fetched · f fetches the rest");
    fixture.agent = fixture.agents[0].agent;
    assert_string_equal(words_for(&fixture, "agent:madsen"), "Ida Holm complete, as of 2024-05-03 12:02");
}

/* Who is known by an address only can have any number. */
static void a_number_that_is_not_known_can_match(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    agent_reference_parse(&add(&fixture, "Ole Madsen")->reference, "email:ole@example.org");
    assert_string_equal(words_for(&fixture, "agent:101"),
                        "1 of 2 agents complete · Ole Madsen not fetched · f fetches the rest");
    assert_string_equal(words_for(&fixture, "-agent:101"), "Ole Madsen not fetched · f fetches the rest");
}

/* An address alone does not tell whether the number that is looked for is that agent's, or that of one whom nobody has
 * listed. */
static void a_number_that_nobody_listed_can_match(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    fixture.listed_at = TIMESTAMP_NONE;
    agent_reference_parse(&add_time_coverage(&fixture, "Ida Holm", INT64_MIN)->reference,
                          "email:ida@example.org");
    assert_string_equal(words_for(&fixture, "agent:102"),
                        "Ida Holm complete, as of 2024-05-03 12:02 · others are not known yet");
    assert_string_equal(search_completeness_so_far(&fixture.searched), " so far");
    add_time_coverage(&fixture, "Ole Madsen", INT64_MIN);
    assert_string_equal(words_for(&fixture, "agent:102"), "2 of 2 agents complete, as of 2024-05-03 12:02");
    assert_string_equal(words_for(&fixture, "agent:109"),
                        "Ida Holm complete, as of 2024-05-03 12:02 · others are not known yet");
}

/* The recordings may give any name, and the reference that is shown in its place is none. */
static void a_name_that_is_not_known_can_match(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    add(&fixture, "id:102")->is_nameless = true;
    const char *lacks = "1 of 2 agents complete · id:102 not fetched · f fetches the rest";
    assert_string_equal(words_for(&fixture, "agent:holm"), lacks);
    assert_string_equal(words_for(&fixture, "-\":102\""), lacks);
    assert_string_equal(words_for(&fixture, "agent:101"), "Ida Holm complete, as of 2024-05-03 12:02");
}

/* Nobody knows who has begun to work since the agents were listed. */
static void agents_that_came_later_are_not_known(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", INT64_MIN);
    fixture.listed_at = NOW - 3 * DAY;
    assert_string_equal(words_for(&fixture, "8312"), "Ida Holm complete, as of 2024-04-30 12:02");
    assert_string_equal(words_for(&fixture, "before:2024-04-29"),
                        "Ida Holm complete for these dates, as of 2024-04-30 12:02");
    assert_string_equal(search_completeness_so_far(&fixture.searched), "");
    const char *lacks = "Ida Holm complete for these dates, as of 2024-05-03 12:02"
                        " · others since 2024-04-30 12:02 are not known yet";
    assert_string_equal(words_for(&fixture, "before:2024-05-02"), lacks);
    assert_string_equal(search_completeness_so_far(&fixture.searched), " so far");
    assert_string_equal(words_for(&fixture, "after:2024-05-02"), lacks);
    assert_string_equal(words_for(&fixture, "8312 agent:101"), "Ida Holm complete, as of 2024-05-03 12:02");
    fixture.listed_at = TIMESTAMP_NONE;
    assert_string_equal(words_for(&fixture, "8312"),
                        "Ida Holm complete, as of 2024-05-03 12:02 · others are not known yet");
    assert_string_equal(search_completeness_so_far(&fixture.searched), " so far");
    add_time_coverage(&fixture, "Ole Madsen", INT64_MIN);
    fixture.columns = 55; /* in short, too */
    assert_string_equal(words_for(&fixture, "8312"),
                        "2 of 2 complete, as of 2024-05-03 12:02 · there may be others");
}

/* It is not fetched again, but nothing is complete without it. */
static void what_was_purged_is_not_to_be_fetched(void **state)
{
    (void)state;
    struct fixture fixture;
    begin(&fixture);
    add_time_coverage(&fixture, "Ida Holm", NOW - 20 * DAY - LONGEST_WAIT)->kept_from = NOW - 20 * DAY;
    assert_string_equal(words_for(&fixture, "8312"),
                        "Ida Holm only back to 2024-04-14 · before 2024-04-13 nothing is kept");
    assert_string_equal(search_completeness_so_far(&fixture.searched), " so far");
    add(&fixture, "Ole Madsen")->kept_from = NOW - 20 * DAY;
    assert_string_equal(words_for(&fixture, "before:2024-04-01"),
                        "0 of 2 agents complete for these dates · 1 in part, 1 not fetched"
                        " · before 2024-04-13 nothing is kept");
    assert_string_equal(words_for(&fixture, "8312"),
                        "0 of 2 agents complete · 1 in part, 1 not fetched"
                        " · before 2024-04-13 nothing is kept · f fetches the rest");
    assert_string_equal(words_for(&fixture, "agent:101 after:2024-04-14"),
                        "Ida Holm complete for these dates, as of 2024-05-03 12:02");
    assert_string_equal(words_for(&fixture, "agent:madsen"),
                        "Ole Madsen not fetched · 1 other may have had that name"
                        " · before 2024-04-13 nothing is kept · f fetches the rest");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_is_complete_is_said_with_its_time),
        cmocka_unit_test(who_lacks_what_is_said),
        cmocka_unit_test(dates_need_no_more_than_their_time),
        cmocka_unit_test(what_is_out_of_date_is_not_complete),
        cmocka_unit_test(agents_that_cannot_match_do_not_count),
        cmocka_unit_test(an_agent_that_is_chosen_counts),
        cmocka_unit_test(agents_that_may_have_been_renamed_count),
        cmocka_unit_test(a_number_that_is_not_known_can_match),
        cmocka_unit_test(a_number_that_nobody_listed_can_match),
        cmocka_unit_test(a_name_that_is_not_known_can_match),
        cmocka_unit_test(agents_that_came_later_are_not_known),
        cmocka_unit_test(what_was_purged_is_not_to_be_fetched),
    };
    return cmocka_run_group_tests_name("search_completeness", tests, use_utf8, NULL);
}
