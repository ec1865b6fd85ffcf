/* A search of a history of which part is missing: what was not searched is said, nothing that may exist is
 * said not to, and one key fetches what is missing, the dates and agents of the filter first. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"
#include "tests/e2e/truth.h"

#define AGENTS "--agents 3 --seed 7 --until 2024-05-17"
#define HISTORY AGENTS " --recordings 9000 --agent-recordings 103=8000"

enum { ROWS = 30, COLUMNS = 160, REST = 50 /* ms */ };

static const char *const open_103[] = {"--agent", "103", NULL};

/* Opens agent 103 of whom only the newest page is there, and the line stands still behind it. */
static struct terminal *open_newest_page(struct fixture *fixture)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nhistory = 1d\n", 0600);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete from");
    expect_gone(terminal, "↻");
    return terminal;
}

static void set_filter(struct terminal *terminal, const char *filter)
{
    terminal_keys(terminal, "Esc /");
    terminal_type(terminal, filter);
    terminal_keys(terminal, "Enter");
}

/* The day of a call in an agent's history, one in so many of it down from its start, by the server. */
static void read_day(struct server *server, const char *agent, size_t part, char day[11])
{
    char question[64];
    snprintf(question, sizeof question, "list?agent=%s", agent);
    char *list = server_control(server, question);
    char *line = strchr(list + strlen(list) / part, '\n');
    assert_non_null(line);
    line[1 + strcspn(line + 1, "\n")] = '\0';
    const char *start = strrchr(line + 1, ' ');
    assert_non_null(start);
    snprintf(day, 11, "%s", start + 1);
    free(list);
}

static void what_was_not_searched_is_said(void **state)
{
    char filter[32] = "on:";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = open_newest_page(fixture);
    read_day(fixture->server, "103", 2, filter + 3);
    server_tell(fixture->server, "fault?kind=status&status=500&match=/recordings");
    set_filter(terminal, filter);
    expect_text(terminal, "No recording fetched so far matches");
    expect_text(terminal, "0 hits so far");
    expect_text(terminal, "only back to");
    expect_text(terminal, "f fetches the rest");
    expect_absent(terminal, "No recording here");
    terminal_keys(terminal, "Esc ["); /* nor does going there say so */
    expect_absent(terminal, "no earlier day");
}

/* All of one agent, the last year or two of another one, nothing of the third. */
static void fetch_half(struct fixture *fixture)
{
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--agent", "103", "--since", "2024-05-01",
                                                "--limit", "1")),
                     0);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "102")), 0);
}

/* What is said of all there is; those of the second list may be said of a part, and then say "so far". */
static const char *const denials[] = {"No recording here", "No recordings:", "complete, as of",
                                      "3 of 3 agents"};
static char partial_denials[][16] = {"no other call", "in this list", " 0 hits"};
enum { NO_OTHER_CALL, NO_SUCH_DAY, NO_HITS };

/* Whether the text is on the screen without "so far" behind it. */
static bool is_said_of_all(struct terminal *terminal, const char *text)
{
    static const char so_far[] = " so far";
    for (const char *at = screen_text(terminal_screen(terminal)); (at = strstr(at, text)) != NULL;) {
        at += strlen(text);
        if (strncmp(at, so_far, strlen(so_far)) != 0)
            return true;
    }
    return false;
}

static bool is_denied(struct terminal *terminal, void *text)
{
    return is_said_of_all(terminal, text);
}

/* Whatever is looked at says no more than is known while the server does not answer. */
static void expect_no_denial(struct terminal *terminal)
{
    expect_stable(terminal, REST, NULL, NULL);
    for (size_t i = 0; i < sizeof denials / sizeof *denials; i++)
        expect_absent(terminal, denials[i]);
    for (size_t i = 0; i < sizeof partial_denials / sizeof *partial_denials; i++)
        expect_that(terminal, !is_said_of_all(terminal, partial_denials[i]));
}

static void search_in_vain(struct terminal *terminal, const char *filter)
{
    set_filter(terminal, filter);
    expect_text(terminal, "0 hits so far");
    expect_text(terminal, "No recording fetched so far matches");
    expect_text(terminal, "fetches the rest");
    expect_no_denial(terminal);
    terminal_keys(terminal, "Esc");
    expect_gone(terminal, "hits");
}

static void no_screen_denies_what_may_be_there(void **state)
{
    char filter[32] = "on:";
    struct fixture *fixture = *state;
    fetch_half(fixture);
    struct terminal *terminal = open_newest_page(fixture);
    read_day(fixture->server, "103", 4, filter + 3);
    server_tell(fixture->server, "fault?kind=status&status=500&match=/recordings");
    search_in_vain(terminal, "99999999999");
    search_in_vain(terminal, filter);
    terminal_keys(terminal, "c"); /* the calls of a caller */
    expect_text(terminal, "others may have more calls");
    expect_text(terminal, "so far");
    expect_no_denial(terminal);
    terminal_keys(terminal, "q q g"); /* all agents */
    expect_text(terminal, "1 of 3 agents complete");
    search_in_vain(terminal, "99999999999");
    search_in_vain(terminal, filter);
    search_in_vain(terminal, "agent:101");
    terminal_keys(terminal, "l G [ [ ["); /* days */
    expect_text(terminal, "so far");
    expect_no_denial(terminal);
    terminal_keys(terminal, "t");
    terminal_type(terminal, "2001");
    terminal_keys(terminal, "Enter");
    expect_no_denial(terminal);
    terminal_keys(terminal, "h g j j j"); /* of whom there is nothing */
    expect_text(terminal, "Not fetched");
    expect_no_denial(terminal);
}

/* The same looks where all is there: what is not said above has other words here. */
static void what_is_not_there_is_denied(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, AGENTS " --recordings 900 --agent-recordings 102=0");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete as of");
    expect_until(terminal, is_denied, partial_denials[NO_OTHER_CALL]);
    set_filter(terminal, "99999999999");
    expect_text(terminal, "No recording here");
    expect_text(terminal, "complete, as of");
    expect_until(terminal, is_denied, partial_denials[NO_HITS]);
    terminal_keys(terminal, "Esc G [");
    expect_until(terminal, is_denied, partial_denials[NO_SUCH_DAY]);
    terminal_keys(terminal, "h g");
    expect_text(terminal, "3 of 3 agents");
    terminal_keys(terminal, "j"); /* of whom there is nothing */
    expect_text(terminal, "No recordings:");
}

static void a_key_fetches_the_dates_alone(void **state)
{
    char filter[32] = "on:";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --cap 100");
    struct terminal *terminal = open_newest_page(fixture);
    read_day(fixture->server, "103", 2, filter + 3);
    set_filter(terminal, filter);
    expect_text(terminal, "0 hits so far");
    expect_gone(terminal, "↻");
    long last = truth_last_request(fixture->server);
    terminal_keys(terminal, "f");
    expect_text(terminal, "complete for these dates");
    expect_gone(terminal, "hits so far");
    expect_gone(terminal, "0 hits");
    expect_absent(terminal, "⋮"); /* what is missing beside them is not looked for */
    assert_in_range(truth_sent(fixture->server, last), 0, 2500); /* of 8,000 */
    terminal_keys(terminal, "f");
    expect_text(terminal, "complete for these dates"); /* nothing more is asked for */
    terminal_keys(terminal, "Esc");
    expect_text(terminal, "complete from");
}

static void only_the_agents_of_the_filter_are_fetched(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[screen]\nstart = nothing\n", 0600);
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    expect_text(terminal, "Choose an agent");
    set_filter(terminal, "agent:102");
    expect_text(terminal, "not fetched · f fetches the rest");
    expect_text(terminal, "No recording fetched so far matches");
    terminal_keys(terminal, "f");
    expect_text(terminal, "complete, as of");
    expect_gone(terminal, "hits so far");
    terminal_keys(terminal, "Esc");
    expect_text(terminal, "1 of 3 agents complete");
    set_filter(terminal, "longer:1");
    expect_text(terminal, "1 of 3 agents complete · 2 not fetched · f fetches the rest");
    expect_text(terminal, "hits so far");
    terminal_keys(terminal, "f");
    expect_text(terminal, "3 of 3 agents complete, as of");
    expect_gone(terminal, "so far");
    truth_expect_same(fixture, "103");
}

/* What is being fetched goes on with the dates that are looked for. */
static void a_filter_redirects_what_is_being_fetched(void **state)
{
    char filter[32] = "on:";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --cap 100");
    server_tell(fixture->server, "fault?kind=delay&ms=60&match=/recordings");
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, open_103);
    expect_text(terminal, "complete from");
    read_day(fixture->server, "103", 2, filter + 3);
    long last = truth_last_request(fixture->server);
    terminal_keys(terminal, "/");
    terminal_type(terminal, filter);
    expect_text(terminal, "complete for these dates");
    long sent = truth_sent(fixture->server, last);
    if (sent > 3000)
        print_error("%ld recordings were sent\n", sent);
    assert_true(sent <= 3000); /* 4,300 without it */
    terminal_keys(terminal, "Esc");
    server_tell(fixture->server, "clear-faults");
    expect_text(terminal, "complete as of"); /* and the rest comes after it */
    truth_expect_same(fixture, "103");
}

struct sending {
    struct server *server;
    long last; /* request */
};

/* Recordings are on their way for requests behind the last one. */
static bool is_sending(struct terminal *terminal, void *context)
{
    (void)terminal;
    const struct sending *sending = context;
    return truth_sent(sending->server, sending->last) > 0;
}

/* A stretch of the history that takes its time is not waited for, nor is what came of it lost. */
static void a_filter_does_not_wait_for_the_history(void **state)
{
    char filter[32] = "on:";
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = open_newest_page(fixture);
    read_day(fixture->server, "103", 2, filter + 3);
    server_tell(fixture->server, "fault?kind=stall&after=20000&match=/recordings");
    struct sending sending = {fixture->server, truth_last_request(fixture->server)};
    terminal_keys(terminal, "f");
    expect_until(terminal, is_sending, &sending);
    server_tell(fixture->server, "clear-faults");
    set_filter(terminal, filter);
    expect_text(terminal, "complete for these dates");
    expect_gone(terminal, "0 hits");
    terminal_keys(terminal, "Esc");
    expect_text(terminal, "complete as of");
    truth_expect_same(fixture, "103");
}

static void expect_command(struct fixture *fixture, int status, const char *said, const char *filter,
                           const char *agent)
{
    const char *const arguments[] = {
        "list", "--offline", "--filter", filter, "--format", "csv", agent ? "--agent" : NULL, agent, NULL};
    const struct command *command = fixture_run_list(fixture, arguments);
    const char *errors = command_errors(command, NULL);
    if (command_status(command) != status || !strstr(errors, said))
        print_error("/%s: status %d, not %d; or \"%s\" not in: %s\n", filter, command_status(command), status,
                    said, errors);
    assert_int_equal(command_status(command), status);
    assert_non_null(strstr(errors, said));
}

/* Half of the histories are there; whatever is searched, only what is known not to be is said not to be. */
static void a_command_knows_what_it_does_not_know(void **state)
{
    char filter[32] = "on:";
    struct fixture *fixture = *state;
    fetch_half(fixture);
    read_day(fixture->server, "103", 4, filter + 3);
    expect_command(fixture, 5, "nothing found", "caller:xyz", NULL);
    expect_command(fixture, 5, "nothing found", "99999999999", NULL);
    expect_command(fixture, 5, "nothing found", "99999999999", "103");
    expect_command(fixture, 1, "complete as of", "99999999999", "102");
    expect_command(fixture, 1, "complete as of", "99999999999 agent:102", NULL);
    expect_command(fixture, 1, "complete as of", "agent:103", "102");
    expect_command(fixture, 1, "complete back to", "on:today", "102");
    expect_command(fixture, 5, "complete only from", "99999999999 agent:103", NULL);
    expect_command(fixture, 1, "complete back to", "99999999999 agent:103 after:2024-05-03", NULL);
    expect_command(fixture, 5, "nothing found", filter, "103");
    expect_command(fixture, 5, "for 1 of 2 agents", "longer:0", NULL);
    expect_command(fixture, 0, "complete as of", "longer:0", "102");
}

/* Two agents were named, of whom the archive knows one: the other one can have what was not found. */
static void a_named_agent_that_is_not_known_may_have_it(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "102")), 0);
    const struct command *command = fixture_run(fixture, "list", "--offline", "--agent", "102", "--agent",
                                                "103", "--filter", "99999999999");
    assert_int_equal(command_status(command), 5);
    assert_non_null(strstr(command_errors(command, NULL), "complete for 1 of 2 agents"));
    assert_non_null(strstr(command_errors(command, NULL), "1 never fetched"));
    command = fixture_run(fixture, "list", "--offline", "--agent", "102", "--agent", "id:102", "--filter",
                          "99999999999");
    assert_int_equal(command_status(command), 1);
}

/* The screen does not take the only agent that is known for all, either. */
static void expect_others(struct fixture *fixture)
{
    static const char *const offline[] = {"--offline", NULL};
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, offline);
    expect_text(terminal, "1 of 1 agent complete");
    expect_text(terminal, "others are not known yet");
    terminal_keys(terminal, "Enter"); /* of all agents */
    expect_text(terminal, "other call");
    expect_text(terminal, "so far");
    expect_text(terminal, "┄"); /* in the timeline: nothing is known to be complete */
    expect_absent(terminal, "━");
    terminal_keys(terminal, "c");
    expect_text(terminal, "others may have more calls");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* One agent was named, and is there; that there are others can be known only from the server. */
static void agents_that_nobody_listed_may_be_there(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "102")), 0);
    expect_command(fixture, 5, "there may be others", "99999999999", NULL);
    expect_command(fixture, 1, "complete as of", "99999999999 agent:102", NULL);
    expect_command(fixture, 1, "complete as of", "99999999999", "102");
    expect_command(fixture, 5, "there may be others", "99999999999 agent:103", NULL);
    expect_others(fixture);
    server_tell(fixture->server, "fault?kind=empty-list&times=1&match=agents?state");
    assert_int_equal(command_status(fixture_run(fixture, "agents")), 0);
    expect_command(fixture, 5, "there may be others", "99999999999", NULL); /* that agent is not in it */
    assert_int_equal(command_status(fixture_run(fixture, "agents")), 0);
    expect_command(fixture, 5, "complete for 1 of 3 agents", "99999999999", NULL);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_command(fixture, 1, "complete for 3 of 3 agents", "99999999999", NULL);
}

/* One of the list is no agent that can be asked for. */
static void agents_that_cannot_be_read_may_be_there(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=broken&row=1&match=agents?state");
    const struct command *command = fixture_run(fixture, "sync");
    assert_int_equal(command_status(command), 5);
    assert_non_null(strstr(command_errors(command, NULL), "has 1 that cannot be read"));
    expect_command(fixture, 5, "there may be others", "99999999999", NULL);
    server_tell(fixture->server, "clear-faults");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_command(fixture, 1, "complete for 3 of 3 agents", "99999999999", NULL);
    server_tell(fixture->server, "fault?kind=empty&match=agents?state");
    assert_int_equal(command_status(fixture_run(fixture, "agents")), 0); /* what is no list changes nothing */
    expect_command(fixture, 1, "complete for 3 of 3 agents", "99999999999", NULL);
}

/* What the configuration names are some agents, not all of them. */
static void a_server_without_a_list_may_have_others(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=status&status=403&match=agents?state");
    workspace_write(fixture->workspace, "config/tapedeck/config", "[agents]\nid:102 = Kurt\n", 0600);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_command(fixture, 5, "has never listed its agents: there may be others", "99999999999", NULL);
    expect_command(fixture, 1, "complete as of", "99999999999", "102");
    expect_others(fixture);
}

/* The configuration calls one otherwise than the recordings do: that one may have been renamed, as may others. */
static void names_of_today_are_not_those_of_all_recordings(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "config/tapedeck/config",
                    "[screen]\nstart = nothing\n[agents]\nid:103 = Kurt\n", 0600);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "102")), 0);
    expect_command(fixture, 5, "1 more may have had that name", "agent:poulsen", NULL);
    expect_command(fixture, 5, "1 more may have had that name", "agent:102x", NULL);
    expect_command(fixture, 1, "complete as of", "agent:102 99999999999", NULL);
    struct terminal *terminal = fixture_open(fixture, ROWS, COLUMNS);
    set_filter(terminal, "agent:poulsen");
    expect_text(terminal, "0 hits so far");
    terminal_keys(terminal, "f");
    expect_text(terminal, "8,000 hits so far");
    expect_text(terminal, "f fetches the rest");
    terminal_keys(terminal, "f"); /* the others */
    expect_gone(terminal, "so far");
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_command(fixture, 5, "no agent has such a name", "agent:xyz", NULL); /* who is gone has none */
}

/* A server gives recordings that name one agent among those of another. */
static void recordings_may_lie_with_another_agent(void **state)
{
    static const char *const offline[] = {"--offline", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, AGENTS " --recordings 8100 --agent-recordings 101=8000 --agent-recordings 102=0"
                                  " --cap 100 --fault kind=misnamed&agent=102");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "102")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--agent", "101", "--since", "2024-04-01",
                                                "--limit", "1")),
                     0);
    expect_command(fixture, 5, "1 more may hold some of them", "agent:102", NULL);
    struct terminal *terminal = fixture_open_with(fixture, ROWS, COLUMNS, offline);
    set_filter(terminal, "agent:102");
    expect_text(terminal, "hits so far");
    expect_text(terminal, "1 other may have some of them · others are not known yet");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_command(fixture, 0, "complete as of", "agent:102", NULL);
}

/* With an agent the command fetches what the filter can match, no more. */
static void a_command_fetches_what_the_filter_can_match(void **state)
{
    char day[11], filter[32];
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --cap 100");
    read_day(fixture->server, "103", 2, day);
    snprintf(filter, sizeof filter, "on:%s", day);
    const struct command *command =
        fixture_run(fixture, "list", "--agent", "103", "--filter", filter, "--format", "jsonl");
    assert_int_equal(command_status(command), 0);
    assert_true(strstr(command_output(command, NULL), day) != NULL);
    assert_non_null(strstr(command_errors(command, NULL), "complete from "));
    assert_null(strstr(command_errors(command, NULL), "as of")); /* it was over when it was asked for */
    assert_in_range(truth_sent(fixture->server, 0), 0, 2500);
}

/* Rows of a part are not all rows, and a script that takes them for all must be able to tell. */
static void a_list_of_a_part_ends_with_5(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 3 --recordings 300 --seed 5 --until 2026-05-04");
    assert_int_equal(command_status(fixture_run(fixture, "list", "--agent", "103")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline")), 5);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline", "--limit", "10")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline")), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(what_was_not_searched_is_said),
        TEST(no_screen_denies_what_may_be_there),
        TEST(what_is_not_there_is_denied),
        TEST(a_key_fetches_the_dates_alone),
        TEST(only_the_agents_of_the_filter_are_fetched),
        TEST(a_filter_redirects_what_is_being_fetched),
        TEST(a_filter_does_not_wait_for_the_history),
        TEST(a_command_knows_what_it_does_not_know),
        TEST(agents_that_nobody_listed_may_be_there),
        TEST(agents_that_cannot_be_read_may_be_there),
        TEST(a_server_without_a_list_may_have_others),
        TEST(a_named_agent_that_is_not_known_may_have_it),
        TEST(names_of_today_are_not_those_of_all_recordings),
        TEST(recordings_may_lie_with_another_agent),
        TEST(a_command_fetches_what_the_filter_can_match),
        TEST(a_list_of_a_part_ends_with_5),
    };
    return cmocka_run_group_tests_name("missing", tests, NULL, NULL);
}
