/* What can go wrong between the screen and the server: each shows one clear line with what to do, keeps what
 * had come before, and the program goes on. That an answer which stalls is given up after its time limit is
 * tested with the HTTP of it, where the limit is shorter than the product's 30 s. */
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

#define HISTORY "--agents 3 --agent-recordings 103=300 --seed 5 --until 2024-05-17"
#define SHORT_HISTORY "--agents 3 --agent-recordings 103=200 --seed 5 --until 2024-05-17"
#define LONG_HISTORY "--agents 3 --agent-recordings 103=2000 --seed 5 --until 2024-05-17"

enum { HAD = 300, SHORT = 200, WIDE = 200, FIRST_ROW = 3 /* of the list on the screen */, AGAIN = 3 };

static const char *const open_103[] = {"--agent", "103", NULL};

struct fault {
    const char *fault;
    const char *says;    /* what happened */
    const char *advises; /* what to do, on the same line */
};

static bool shows_line(struct terminal *terminal, void *context)
{
    const struct fault *fault = context;
    struct screen *screen = terminal_screen(terminal);
    for (int row = 0; row < screen_rows(screen); row++) {
        struct position says, advises;
        if (screen_find_in_row(screen, row, fault->says, &says) &&
            screen_find_in_row(screen, row, fault->advises, &advises) && says.column < advises.column)
            return true;
    }
    return false;
}

static void expect_line(struct terminal *terminal, const struct fault *fault)
{
    struct fault wanted = *fault;
    if (!terminal_wait_until(terminal, shows_line, &wanted, TERMINAL_LIMIT))
        print_error("%s: no line \"%s … %s\"\n", fault->fault, fault->says, fault->advises);
    expect_that(terminal, shows_line(terminal, &wanted));
}

static void expect_count(struct terminal *terminal, int count)
{
    char text[64];
    snprintf(text, sizeof text, " %d recordings", count);
    expect_text(terminal, text);
}

/* The count is there and nothing is being fetched any more. */
static void expect_whole(struct terminal *terminal, int count)
{
    expect_count(terminal, count);
    expect_gone(terminal, "↻");
    expect_text(terminal, "complete as of");
}

/* A key still does what it does. */
static void expect_alive(struct terminal *terminal)
{
    terminal_keys(terminal, "?");
    expect_text(terminal, "one line up");
    terminal_keys(terminal, "?");
    expect_gone(terminal, "one line up");
}

static struct terminal *open_whole(struct fixture *fixture)
{
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open_with(fixture, 36, WIDE, open_103);
    expect_whole(terminal, HAD);
    return terminal;
}

/* In turn: a new call has come, the server fails, and then it does not any more. */
static void refuses_and_recovers(void **state)
{
    static const struct fault faults[] = {
        {"kind=status&status=400", "(400)", "check"},
        {"kind=status&status=401", "(401)", "check the shared secret"},
        {"kind=status&status=403", "(403)", "licence"},
        {"kind=status&status=404", "(404)", "check"},
        {"kind=status&status=500", "(500)", "try again later"},
        {"kind=close", "closed the connection without an answer", "try again"},
        {"kind=html", "got a web page", "is the address right?"},
        {"kind=redirect&location=http://127.0.0.2:9/login", "http://127.0.0.2:9/login", "address"},
        {"kind=not-array", "no list of recordings", "check the address"},
        {"kind=cut&after=20", "the connection broke after 20 bytes", "try again"},
        {"kind=broken&mode=string&row=0", "ends in the middle of the list", "refresh to ask again"},
    };
    struct fixture *fixture = *state;
    struct terminal *terminal = open_whole(fixture);
    int count = HAD;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char request[200];
        snprintf(request, sizeof request, "fault?%s&match=/recordings", faults[i].fault);
        server_tell(fixture->server, request);
        server_tell(fixture->server, "add?agent=103&count=1"); /* nothing that still runs can bring it */
        terminal_keys(terminal, "r");
        expect_line(terminal, &faults[i]);
        expect_gone(terminal, "↻");
        expect_count(terminal, count++);
        expect_alive(terminal);
        server_tell(fixture->server, "clear-faults");
        terminal_keys(terminal, "r");
        expect_alive(terminal); /* the key has been taken: it may be that all came by itself before */
        expect_whole(terminal, count);
    }
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(truth_expect_same(fixture, "103"), count);
}

/* An answer with nothing in it, which a proxy may give, says nothing of what the server has. */
static void nothing_is_not_believed_at_once(void **state)
{
    static const char *const faults[] = {
        "kind=empty&times=1&match=103/recordings",         "kind=204&times=1&match=103/recordings",
        "kind=empty&skip=1&times=1&match=103/recordings",  "kind=null&skip=2&times=1&match=103/recordings",
        "kind=empty&skip=20&times=1&match=103/recordings",
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char options[300], name[300];
        snprintf(options, sizeof options, HISTORY " --cap 10 --fault %s", faults[i]);
        fixture_serve(fixture, options);
        snprintf(name, sizeof name, "%s/%zu.db", workspace_path(fixture->workspace, "."), i);
        const struct command *command = fixture_run(fixture, "sync", "--agent", "103", "--archive", name);
        if (command_status(command) != 0 ||
            !strstr(command_errors(command, NULL), "300 recordings, 300 new, complete"))
            fail_msg("%s: %s", faults[i], command_errors(command, NULL));
    }
}

/* Nothing in a list is nothing that is believed either, where a recording was. */
static void a_refresh_is_not_emptied(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    server_tell(fixture->server, "add?agent=103&count=5");
    server_tell(fixture->server, "fault?kind=empty-list&times=1&match=103/recordings");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 305);
}

/* Lists what has come since a time, which is all if it says so. Answers its status. */
static int list_since(struct fixture *fixture, const char *since, const char *archive)
{
    const struct command *list = fixture_run(fixture, "list", "--agent", "103", "--since", since, "--format",
                                             "jsonl", "--archive", archive);
    if (command_status(list) <= 1)
        truth_expect_listed(fixture, list, "103", since, NULL);
    return command_status(list);
}

/* Nor is a search: wherever in it a server says once that there is nothing. */
static void a_search_is_not_emptied(void **state)
{
    struct fixture *fixture = *state;
    char fault[80];
    size_t complete = 0;
    fixture_serve(fixture,
                  "--agents 3 --recordings 9000 --agent-recordings 103=8000 --seed 6 --until 2024-05-17");
    for (int i = 1; i < 9; i++) {
        snprintf(fault, sizeof fault, "fault?kind=empty-list&skip=%d&times=1&match=103/recordings", i);
        server_tell(fixture->server, "clear-faults");
        server_tell(fixture->server, fault);
        const struct command *list = fixture_run(fixture, "list", "--agent", "103", "--since", "2024-05-01",
                                                 "--format", "jsonl", "--no-archive");
        assert_true(command_status(list) == 0 || command_status(list) == 5);
        if (command_status(list) == 0)
            complete += truth_expect_listed(fixture, list, "103", "2024-04-30T22:00:00", NULL) > 0;
    }
    assert_true(complete > 0);
}

/* One answer that repeats the page before it is not everything that there is. */
static void a_page_that_is_repeated_is_not_all(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture,
                  HISTORY " --cap 50 --fault kind=ignore-cursor&skip=2&times=1&match=103/recordings");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 300);
}

/* A recording with a wrong id far above all others does not hide the calls of today, which follow below it.
 */
static void a_wrong_id_hides_nothing(void **state)
{
    static const char *const first[][6] = {
        {"sync", "--agent", "103"},
        {"list", "--agent", "103", "--since", "2024-05-01"},
    };
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=odd&every=100000");
    for (size_t i = 0; i < sizeof first / sizeof *first; i++) {
        const char *arguments[9] = {"--archive", workspace_path(fixture->workspace, i ? "b.db" : "a.db")};
        memcpy(arguments + 2, first[i], sizeof first[i]);
        assert_int_equal(command_status(fixture_run_list(fixture, arguments)), 0);
        server_tell(fixture->server, "add?agent=103&count=5");
        const struct command *sync =
            fixture_run(fixture, "sync", "--agent", "103", "--archive", arguments[1]);
        assert_int_equal(command_status(sync), 0);
        const struct command *list =
            fixture_run(fixture, "list", "--offline", "--agent", "103", "--filter", "after:2026-01-01",
                        "--format", "jsonl", "--archive", arguments[1]);
        assert_int_equal(command_status(list), 0);
        truth_expect_listed(fixture, list, "103", "2026-01-01T00:00:00", NULL);
    }
}

/* Asks for the older part of a history while the server gives nothing, `times` times after `skip` answers. */
static void expect_no_denial(struct fixture *fixture, const char *kind, int skip, int times)
{
    char text[100];
    snprintf(text, sizeof text, "%s-%d-%d.db", kind, skip, times);
    const char *archive = workspace_path(fixture->workspace, text);
    list_since(fixture, "2024-05-01T00:00:00Z", archive);
    snprintf(text, sizeof text, "fault?kind=%s&skip=%d&times=%d&match=103/recordings", kind, skip, times);
    server_tell(fixture->server, text);
    int status = list_since(fixture, "2022-01-01T00:00:00Z", archive);
    assert_true(status == 0 || status == 5);
    server_tell(fixture->server, "clear-faults");
    assert_int_equal(list_since(fixture, "2022-01-01T00:00:00Z", archive), 0);
}

/* Nor is a history that is read after its newest part, not even when the server denies everything. */
static void known_recordings_are_not_denied(void **state)
{
    static const char *const kinds[] = {"empty-list", "error-list"};
    static const int times[] = {1, 2, 100};
    struct fixture *fixture = *state;
    fixture_serve(fixture,
                  "--agents 3 --recordings 9000 --agent-recordings 103=8000 --seed 6 --until 2024-05-17");
    for (size_t kind = 0; kind < 2; kind++) {
        for (size_t i = 0; i < 3; i++) {
            for (int skip = 0; skip < 3; skip++)
                expect_no_denial(fixture, kinds[kind], skip, times[i]);
        }
    }
}

/* A server that was set up anew begins its ids again, far below those that were known. */
static void a_server_that_begins_again_is_noticed(void **state)
{
    char options[200];
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    int port = server_port(fixture->server);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    server_stop(fixture->server);
    snprintf(options, sizeof options,
             "--agents 3 --recordings 90 --agent-recordings 103=20 --seed 6 --until 2024-05-17 --port %d",
             port);
    fixture_serve(fixture, options);
    const struct command *command = fixture_run(fixture, "sync", "--agent", "103");
    assert_non_null(strstr(command_errors(command, NULL), "320 recordings, 20 new"));
    assert_non_null(strstr(command_errors(command, NULL), "no longer gives 300 recordings"));
    assert_int_equal(command_status(command), 5);
    for (int i = 0; i < 4; i++) { /* nor does it hide its new ones behind those of before */
        server_tell(fixture->server, "add?agent=103&count=1");
        command = fixture_run(fixture, "sync", "--agent", "103");
        assert_non_null(strstr(command_errors(command, NULL), " 1 new"));
        assert_non_null(strstr(command_errors(command, NULL), "no longer gives 300 recordings"));
        assert_int_equal(command_status(command), 5);
    }
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--accept-losses", "--agent", "103")), 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 24);
}

/* The same where it is empty at first, and the loss is accepted, or not. */
static void begin_again_empty(struct fixture *fixture, bool accepts)
{
    char options[200];
    fixture_serve(fixture, HISTORY);
    const char *archive = workspace_path(fixture->workspace, accepts ? "a.db" : "b.db");
    int port = server_port(fixture->server);
    const char *const sync[] = {"sync", "--agent", "103", "--archive", archive, NULL};
    const char *const accept[] = {"sync", "--agent", "103", "--accept-losses", "--archive", archive, NULL};
    assert_int_equal(command_status(fixture_run_list(fixture, sync)), 0);
    server_stop(fixture->server);
    snprintf(options, sizeof options,
             "--agents 3 --recordings 90 --agent-recordings 103=0 --seed 6 --until 2024-05-17 --port %d",
             port);
    fixture_serve(fixture, options);
    assert_int_equal(command_status(fixture_run_list(fixture, sync)), 5);
    if (accepts)
        assert_int_equal(command_status(fixture_run_list(fixture, accept)), 0);
    for (int i = 0; i < 3; i++) {
        server_tell(fixture->server, "add?agent=103&count=1");
        const struct command *command = fixture_run_list(fixture, sync);
        assert_non_null(strstr(command_errors(command, NULL), " 1 new"));
        assert_int_equal(command_status(command), accepts ? 0 : 5);
    }
}

static void a_server_that_begins_again_empty_is_noticed(void **state)
{
    begin_again_empty(*state, false);
    begin_again_empty(*state, true);
}

/* What is kept although it is gone is looked for once; then only whether it is there again, or anything is.
 */
static void a_loss_that_is_kept_is_not_looked_for_again(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    server_tell(fixture->server, "delete?agent=103&all=1");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 5);
    server_tell(fixture->server, "clear-requests");
    fixture_run(fixture, "sync", "--agent", "103");
    assert_in_range(server_count(fixture->server, "requests", "103/recordings"), 1, AGAIN);
}

/* One that lacks what came a moment before is no answer at all. */
static void contradictions_prove_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --cap 10 --fault kind=empty&skip=2&times=2&match=103/recordings");
    const struct command *command = fixture_run(fixture, "sync", "--agent", "103", "--retries", "0");
    assert_int_equal(command_status(command), 5);
    assert_non_null(strstr(command_errors(command, NULL), "lacks what the server gave a moment before"));
    command = fixture_run(fixture, "list", "--offline", "--agent", "103", "--filter", "99999999999");
    assert_int_equal(command_status(command), 5);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "103")), 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 300);
}

/* On a narrow screen the message log has what the line had no room for. */
static void the_log_has_the_whole_message(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=status&status=500&match=/recordings");
    struct terminal *terminal = fixture_open_with(fixture, 24, 80, open_103);
    expect_in_row(terminal, 23, "had an internal error");
    terminal_keys(terminal, "L");
    expect_text(terminal, "Messages");
    expect_text(terminal, "administrator");
}

/* What had come before the line broke is there; asked again, the rest comes. */
static void a_cut_answer_is_kept(void **state)
{
    static const struct fault fault = {"cut", "the connection broke after 20000 bytes", "try again"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, LONG_HISTORY " --fault kind=cut&after=20000&match=/recordings");
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_line(terminal, &fault);
    expect_gone(terminal, "↻");
    expect_absent(terminal, "2,000 recordings");
    expect_absent(terminal, "complete as of");
    expect_absent(terminal, " 0 recordings");
    expect_text(terminal, "recordings");
    expect_in_row(terminal, FIRST_ROW, ":");
    expect_alive(terminal);
    server_tell(fixture->server, "clear-faults");
    terminal_keys(terminal, "r");
    expect_text(terminal, "2,000 recordings");
    expect_text(terminal, "complete as of");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(truth_expect_same(fixture, "103"), 2000);
}

/* While an answer stalls its first rows are there, keys work, and nothing has to be waited for at the end. */
static void a_stalled_answer_holds_nobody_up(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, LONG_HISTORY " --fault kind=stall&after=20000&match=/recordings");
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_in_row(terminal, FIRST_ROW, ":");
    expect_text(terminal, "↻");
    expect_absent(terminal, "complete as of");
    expect_alive(terminal);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

/* An element that is no JSON is left out and said so; the others are kept, and what lies there is asked for
 * again. */
static void a_broken_recording_is_left_out(void **state)
{
    static const struct fault fault = {"broken", "1 of the answer's recordings left out",
                                       "it is broken JSON"};
    struct fixture *fixture = *state;
    fixture_serve(fixture, SHORT_HISTORY " --fault kind=broken&row=3&times=1&match=/recordings");
    struct terminal *terminal = fixture_open_with(fixture, 24, WIDE, open_103);
    expect_line(terminal, &fault);
    expect_whole(terminal, SHORT);
    expect_alive(terminal);
}

/* Nobody listens any more, then somebody does again. */
static void a_refused_connection(void **state)
{
    static const struct fault fault = {"refused", "connection refused", "check the port"};
    char options[200];
    struct fixture *fixture = *state;
    struct terminal *terminal = open_whole(fixture);
    int port = server_port(fixture->server);
    server_stop(fixture->server);
    terminal_keys(terminal, "r");
    expect_line(terminal, &fault);
    expect_text(terminal, "offline");
    expect_count(terminal, HAD);
    expect_alive(terminal);
    snprintf(options, sizeof options, HISTORY " --port %d", port);
    fixture_serve(fixture, options);
    server_tell(fixture->server, "add?agent=103&count=1");
    terminal_keys(terminal, "r");
    expect_whole(terminal, HAD + 1);
    expect_text(terminal, "live");
}

static void an_unknown_host(void **state)
{
    static const struct fault fault = {"unknown host", "cannot find no-such-host.invalid", "DNS"};
    struct fixture *fixture = *state;
    const struct tapedeck_options options = {.workspace = fixture->workspace,
                                             .url = "http://no-such-host.invalid/mot/greenbox",
                                             .rows = 24,
                                             .columns = WIDE};
    fixture->terminal = tapedeck_open(&options);
    expect_text_within(fixture->terminal, "cannot find", 30000);
    expect_line(fixture->terminal, &fault);
    expect_alive(fixture->terminal);
    terminal_keys(fixture->terminal, "Q");
    expect_exit(fixture->terminal, 0);
}

/* Without a list there is nothing to choose from: the reason stands there, and the list comes when asked
 * again. */
static void a_refused_list_of_agents(void **state)
{
    static const struct fault faults[] = {
        {"kind=status&status=401", "(401)", "check the shared secret"},
        {"kind=status&status=403", "(403)", "licence"},
        {"kind=html", "got a web page", "is the address right?"},
        {"kind=cut&after=30", "the connection broke after 30 bytes", "try again"},
    };
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=status&status=500");
    struct terminal *terminal = fixture_open(fixture, 24, WIDE);
    expect_text(terminal, "internal error");
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        char request[200];
        snprintf(request, sizeof request, "fault?%s", faults[i].fault);
        server_tell(fixture->server, "clear-faults");
        server_tell(fixture->server, request);
        terminal_keys(terminal, "r");
        expect_line(terminal, &faults[i]);
        expect_alive(terminal);
    }
    server_tell(fixture->server, "clear-faults");
    terminal_keys(terminal, "r");
    expect_text(terminal, "─ 3 ─");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(refuses_and_recovers),
        TEST(nothing_is_not_believed_at_once),
        TEST(contradictions_prove_nothing),
        TEST(a_refresh_is_not_emptied),
        TEST(a_search_is_not_emptied),
        TEST(known_recordings_are_not_denied),
        TEST(a_page_that_is_repeated_is_not_all),
        TEST(a_wrong_id_hides_nothing),
        TEST(a_server_that_begins_again_is_noticed),
        TEST(a_server_that_begins_again_empty_is_noticed),
        TEST(a_loss_that_is_kept_is_not_looked_for_again),
        TEST(the_log_has_the_whole_message),
        TEST(a_cut_answer_is_kept),
        TEST(a_stalled_answer_holds_nobody_up),
        TEST(a_broken_recording_is_left_out),
        TEST(a_refused_connection),
        TEST(an_unknown_host),
        TEST(a_refused_list_of_agents),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
