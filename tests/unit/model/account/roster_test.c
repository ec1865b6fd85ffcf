/* The list of agents, whatever a server sends for it: taken up to a bound and with names of a sane length,
 * and found again in the same time however many they are. */
#include "model/account/roster.h"
#include "model/archive/writer_agents.h"
#include "model/fetch/roster_fetch.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"
#include "tests/unit/net/http/http_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum {
    MANY = 100000,
    LONG = 1000000, /* bytes of a name */
    LONG_ONES = 30,
    MOST_CPU_S = 20, /* with sanitizers; when each was looked for among all it took minutes */
};

static bool send_many(struct loopback_client *client)
{
    char *text = memory_array(MANY, 80);
    size_t length = 0;
    for (int i = 1; i <= MANY; i++)
        length += (size_t)sprintf(text + length, "%c{\"AgentId\":%d,\"AgentName\":\"Agent %d\"}",
                                  i == 1 ? '[' : ',', i, i);
    text[length++] = ']';
    loopback_send(client, text, length);
    free(text);
    return false;
}

static bool send_long(struct loopback_client *client)
{
    char *name = memory_array(LONG + 1, 1);
    bool sent = true;
    for (int i = 0; i < LONG; i++)
        name[i] = "æ"[i % 2];
    for (int i = 1; sent && i <= LONG_ONES; i++) {
        char head[64];
        snprintf(head, sizeof head, "%c{\"AgentId\":%d,\"AgentName\":\"x", i == 1 ? '[' : ',', i);
        sent = loopback_send_text(client, head) && loopback_send(client, name, LONG) &&
               loopback_send_text(client, "\"}");
    }
    free(name);
    return sent && loopback_send_text(client, "]") && false;
}

static bool answer(struct loopback_client *client, const char *request)
{
    loopback_send_text(client, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
    return strstr(request, "/mot/test/long/") ? send_long(client) : send_many(client);
}

struct result {
    struct roster_listing listing;
    struct failure failure;
    bool done;
};

static void take(void *context, const struct roster_listing *listing, const struct failure *failure)
{
    struct result *result = context;
    result->listing = *listing;
    result->done = true;
    if (failure)
        result->failure = *failure;
}

static void fetch(struct fixture *fixture, const char *base, struct result *result)
{
    memset(result, 0, sizeof *result);
    assert_non_null(roster_fetch_start(fixture->http, base, take, result));
    while (!result->done)
        uv_run(&fixture->loop, UV_RUN_ONCE);
    assert_int_equal(result->failure.kind, FAILURE_NONE);
}

static void clear(struct result *result)
{
    for (size_t i = 0; i < result->listing.count; i++)
        agent_entry_clear(&result->listing.entries[i]);
    free(result->listing.entries);
}

static int open_fixture(void **state)
{
    static struct fixture fixture;
    fixture_open(&fixture, answer);
    fixture_connect(&fixture, (struct http_options){.connections = 1});
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    fixture_close(*state);
    return 0;
}

static void a_list_has_its_bound(void **state)
{
    struct fixture *fixture = *state;
    struct result result;
    fetch(fixture, fixture->base, &result);
    assert_int_equal(result.listing.count, ROSTER_LIMIT);
    assert_true(result.listing.is_too_long);
    assert_false(result.listing.is_whole);
    clear(&result);
}

static void a_name_has_its_bound(void **state)
{
    struct fixture *fixture = *state;
    struct result result;
    char base[100];
    snprintf(base, sizeof base, "%s/long", fixture->base);
    fetch(fixture, base, &result);
    assert_int_equal(result.listing.count, LONG_ONES);
    assert_int_equal(result.listing.shortened, LONG_ONES);
    assert_true(result.listing.is_whole);
    for (size_t i = 0; i < result.listing.count; i++)
        assert_int_equal(strlen(result.listing.entries[i].name), AGENT_TEXT_LIMIT - 1); /* no half letter */
    clear(&result);
}

static struct archive_agent agent_number(int number)
{
    struct archive_agent agent = {
        .agent = number, .as_of = TIMESTAMP_NONE, .purged = TIMESTAMP_NONE, .is_blank = true};
    snprintf(agent.reference.identification, sizeof agent.reference.identification, "%d", number);
    agent.name = memory_format("Agent %d", number * 7919 % MANY);
    agent.email = memory_text("");
    agent.department = memory_text("");
    agent.status = memory_text("");
    return agent;
}

/* By the time of the processor, which does not depend on what else the machine does. */
static void many_agents_are_found_at_once(void **state)
{
    (void)state;
    struct roster roster = {0};
    struct archive_agent *agents = memory_array(MANY, sizeof *agents);
    for (int i = 0; i < MANY; i++)
        agents[i] = agent_number(i + 1);
    clock_t begin = clock();
    roster_update(&roster, agents, MANY);
    for (int i = 1; i <= MANY; i++)
        assert_int_equal(roster_find(&roster, i)->filed.agent, i);
    double seconds = (double)(clock() - begin) / CLOCKS_PER_SEC;
    assert_null(roster_find(&roster, MANY + 1));
    assert_int_equal(roster.count, MANY);
    if (seconds > MOST_CPU_S)
        fail_msg("it took %.1f s", seconds);
    roster_clear(&roster);
    free(agents);
}

/* A reference that several agents have is nobody's, but finds whoever was added by it. */
static void who_was_added_by_a_shared_reference_is_found(void **state)
{
    (void)state;
    struct roster roster = {0};
    const struct agent_reference shared = {API_REFERENCE_EMAIL, "team@x.dk"};
    struct archive_agent *agents = memory_array(2, sizeof *agents);
    agents[0] = agent_number(1);
    agents[1] = agent_number(2);
    agents[1].reference = shared;
    roster_update(&roster, agents, 2);
    assert_non_null(roster_find_reference(&roster, &shared));
    assert_int_equal(roster_find_reference(&roster, &shared)->filed.agent, 2);
    roster_clear(&roster);
    free(agents);
}

/* In that of lists that are sorted by agent: not by the letter as it is coded. */
static void agents_stand_in_the_order_of_names(void **state)
{
    (void)state;
    static const char *const names[] = {"Åse", "zoe", "Éva", "Ærø", "Eva B", "eva a"}, *const ordered[] = {
                                                                                           "Éva",   "eva a",
                                                                                           "Eva B", "zoe",
                                                                                           "Ærø",   "Åse"};
    enum { COUNT = sizeof names / sizeof *names };
    struct roster roster = {0};
    struct archive_agent *agents = memory_array(COUNT, sizeof *agents);
    for (int i = 0; i < COUNT; i++) {
        agents[i] = agent_number(i + 1);
        free(agents[i].name);
        agents[i].name = memory_text(names[i]);
    }
    roster_update(&roster, agents, COUNT);
    for (size_t i = 0; i < COUNT; i++)
        assert_string_equal(roster.agents[i]->summary.name, ordered[i]);
    roster_clear(&roster);
    free(agents);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_list_has_its_bound, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(a_name_has_its_bound, open_fixture, close_fixture),
        cmocka_unit_test(many_agents_are_found_at_once),
        cmocka_unit_test(agents_stand_in_the_order_of_names),
        cmocka_unit_test(who_was_added_by_a_shared_reference_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
