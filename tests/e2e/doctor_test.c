/* `tapedeck doctor`: each of its lines as it is when all is well and when it is not, its exit status, and that
 * it changes nothing and tells no secret. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 4 --recordings 40 --seed 3 --until 2026-05-04"
#define OTHER_SECRET "another-secret-4711"

enum { DONE = 0, USAGE = 2, REFUSED = 3, FAILED = 4, PARTIAL = 5 };

/* There is a line of that check and state that has the text. */
static void expect_line(struct fixture *fixture, const char *check, const char *state, const char *text)
{
    char begin[80];
    const char *output = command_output(fixture->command, NULL);
    int length = snprintf(begin, sizeof begin, "%-14s  %-15s  ", check, state);
    for (const char *line = output; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL) {
        const char *end = strchr(line, '\n');
        const char *found = strstr(line, text);
        if (strncmp(line, begin, (size_t)length) == 0 && found && (!end || found < end))
            return;
    }
    fail_msg("no line \"%s… %s\" in\n%s%s", begin, text, output, command_errors(fixture->command, NULL));
}

static void expect_says(struct fixture *fixture, const char *text)
{
    if (!strstr(command_output(fixture->command, NULL), text))
        fail_msg("nothing of \"%s\" in\n%s", text, command_output(fixture->command, NULL));
}

static void configure(struct fixture *fixture, const char *text)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
}

/* In a terminal all can be checked. */
static void a_sound_place_is_all_ok(void **state)
{
    static const char *const arguments[] = {"doctor", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    configure(fixture, "[screen]\ntime = utc\n\n[archive]\nretention = 90y\n");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), DONE);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline")), DONE);
    struct terminal *terminal = fixture_open_with(fixture, 40, 200, arguments);
    expect_exit(terminal, DONE);
    expect_text(terminal, "settings        ok               url (--url), retention (line 5), time (line 2)");
    expect_text(terminal, "secret          ok               from TAPEDECK_SECRET");
    expect_text(terminal, "DNS             ok");
    expect_text(terminal, "connection      ok               127.0.0.1");
    expect_text(terminal, "TLS             ok               none, and none is needed");
    expect_text(terminal, "licence         ok");
    expect_text(terminal, "agents          ok               4 agents");
    expect_text(terminal, "archive         ok               40 recordings of 4 agents, last fetched");
    expect_text(terminal, "stored          ok               the archive: ");
    expect_text(terminal, "stored          ok               the access log, which stays: ");
    expect_text(terminal, "terminal        ok               xterm-256color, 200 columns, 40 rows");
    expect_text(terminal, "mpv             ok");
    expect_absent(terminal, "could not check");
    expect_absent(terminal, "warning");
}

static void it_makes_nothing(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    fixture_run(fixture, "doctor");
    expect_line(fixture, "archive", "ok", "none yet: ");
    assert_false(workspace_exists(fixture->workspace, "data/tapedeck"));
    assert_false(workspace_exists(fixture->workspace, "state/tapedeck"));
    assert_false(workspace_exists(fixture->workspace, "config/tapedeck"));
}

static void offline_asks_nobody(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    environment_set(workspace_environment(fixture->workspace), "TAPEDECK_SECRET", "");
    configure(fixture, "[server]\nsecret_command = touch ran; echo x\n");
    assert_int_equal(command_status(fixture_run(fixture, "doctor", "--offline")), PARTIAL);
    expect_line(fixture, "secret", "could not check", "secret_command is not run");
    expect_line(fixture, "DNS", "could not check", "--offline");
    expect_line(fixture, "agents", "could not check", "--offline");
    assert_false(workspace_exists(fixture->workspace, "home/ran"));
    assert_int_equal(server_count(fixture->server, "requests", "GET"), 0);
}

static void a_player_of_the_configuration_is_told(void **state)
{
    struct fixture *fixture = *state;
    configure(fixture, "[audio]\nplayer = cat >/dev/null\n");
    fixture_run(fixture, "doctor", "--offline");
    expect_line(fixture, "player", "ok", "a command of the configuration, not mpv");
    assert_int_equal(chmod(workspace_path(fixture->workspace, "config/tapedeck/config"), 0666), 0);
    fixture_run(fixture, "doctor", "--offline");
    expect_line(fixture, "player", "warning", "player is not run: ");
}

static void a_wrong_configuration_is_told_with_its_line(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    configure(fixture, "[server]\nsecret = " OTHER_SECRET "\nrefresh = 4\n");
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), USAGE);
    expect_line(fixture, "configuration", "error", "/config:3: the name before the = is unknown");
    expect_says(fixture, "→ [server] knows url");
    expect_line(fixture, "address", "could not check", "the configuration cannot be read");
    expect_line(fixture, "licence", "could not check", "");
    expect_line(fixture, "mpv", "ok", "");
    configure(fixture, "[keys]\nquit = Ctrl-Nothing\n");
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), USAGE);
    expect_line(fixture, "configuration", "error", "/config:2: [keys]: quit: ");
}

/* Each remedy stands below what it is for. */
static void what_the_server_refuses_is_the_licence(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    server_tell(fixture->server, "fault?kind=status&status=403&match=/recordings");
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), REFUSED);
    expect_line(fixture, "licence", "error", "does not permit an agent's recordings (403)");
    expect_says(fixture, "→ the account may lack the licence for this request");
    expect_line(fixture, "agents", "ok", "4 agents");
    environment_set(workspace_environment(fixture->workspace), "TAPEDECK_SECRET", OTHER_SECRET);
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), REFUSED);
    expect_line(fixture, "licence", "error", "refused the secret");
    expect_line(fixture, "agents", "could not check", "(401)");
    assert_int_equal(server_count(fixture->server, "requests", "wrong-secret"), 1);
    assert_null(strstr(command_output(fixture->command, NULL), OTHER_SECRET));
}

static void a_server_without_a_list_needs_agents_in_the_configuration(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    server_tell(fixture->server, "fault?kind=status&status=404&match=agents%3Fstate");
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), FAILED);
    expect_line(fixture, "agents", "error", "(404)");
    configure(fixture, "[agents]\nid:103 = Ida\n");
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), PARTIAL);
    expect_line(fixture, "licence", "ok", "gives recordings");
    expect_line(fixture, "agents", "warning", "1 agent of the configuration");
}

static void the_way_ends_where_it_ends(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    server_stop(fixture->server);
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), FAILED);
    expect_line(fixture, "DNS", "ok", "");
    expect_line(fixture, "connection", "error", "connection refused");
    expect_line(fixture, "TLS", "could not check", "nothing was asked beyond that");
    const char *const elsewhere[] = {"doctor", NULL};
    const struct tapedeck_options options = {
        .workspace = fixture->workspace, .url = "https://no-such-host.invalid/mot/a", .arguments = elsewhere};
    command_free(&fixture->command);
    fixture->command = tapedeck_start(&options);
    command_finish(fixture->command, COMMAND_LIMIT);
    assert_int_equal(command_status(fixture->command), FAILED);
    expect_line(fixture, "DNS", "error", "no-such-host.invalid");
    expect_line(fixture, "connection", "could not check", "");
}

/* A server that takes a connection and says no more: so much is known, and it does not take for ever. */
static void a_server_that_hangs_is_told(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    server_tell(fixture->server, "fault?kind=delay&ms=60000");
    int64_t deadline = clock_deadline(55000);
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), FAILED);
    assert_true(clock_remaining(deadline) > 0);
    expect_line(fixture, "connection", "ok", "127.0.0.1");
    expect_line(fixture, "licence", "error", "for 10 s");
    expect_line(fixture, "agents", "could not check", "");
}

static void certificates_are_told_with_their_end(void **state)
{
    struct fixture *fixture = *state;
    struct buffer options = {0};
    const char *home = workspace_path(fixture->workspace, "home");
    const char *const make[] = {
        "openssl", "req",     "-x509", "-newkey", "ec",       "-pkeyopt", "ec_paramgen_curve:prime256v1",
        "-nodes",  "-days",   "2",     "-subj",   "/CN=test", "-addext",  "subjectAltName=IP:127.0.0.1",
        "-keyout", "own.key", "-out",  "own.crt", NULL};
    const struct command_options run = {
        .arguments = make,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .directory = home,
    };
    fixture->command = command_run(&run);
    assert_int_equal(command_status(fixture->command), 0);
    buffer_format(&options, HISTORY " --tls %s/own.crt %s/own.key", home, home);
    fixture_serve(fixture, options.data);
    buffer_clear(&options);
    assert_int_equal(command_status(fixture_run(fixture, "doctor")), FAILED);
    expect_line(fixture, "connection", "ok", ""); /* libcurl 8 tells no address there */
    expect_line(fixture, "TLS", "error", "is not trusted");
    expect_line(fixture, "licence", "could not check", "");
    assert_int_equal(command_status(fixture_run(fixture, "doctor", "--ca", "own.crt")), PARTIAL);
    expect_line(fixture, "TLS", "warning", "the certificate ends on 2");
    expect_line(fixture, "licence", "ok", "");
}

static void a_damaged_archive_is_told_and_left(void **state)
{
    enum { FROM = 20000, LENGTH = 20000 };
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 4 --recordings 4000 --seed 3 --until 2026-05-04");
    fixture_run(fixture, "sync", "--archive", "own.db");
    int file = open(workspace_path(fixture->workspace, "home/own.db"), O_WRONLY | O_CLOEXEC);
    char *rubbish = allocate(LENGTH, 1);
    memset(rubbish, 0xa5, LENGTH);
    assert_int_equal(pwrite(file, rubbish, LENGTH, FROM), LENGTH);
    free(rubbish);
    close(file);
    assert_int_equal(command_status(fixture_run(fixture, "doctor", "--archive", "own.db")), FAILED);
    expect_line(fixture, "archive", "error", "damaged");
    expect_says(fixture, "→ start again to have it set aside");
    expect_line(fixture, "stored", "ok", "the archive: own.db (");
    fixture_run(fixture, "list", "--archive", "own.db", "--offline");
    workspace_write(fixture->workspace, "home/own.db.notes.damaged-1717171717-042", "x", 0600);
    workspace_write(fixture->workspace, "home/own.db.notes.mending", "x", 0600);
    fixture_run(fixture, "doctor", "--archive", "own.db");
    expect_line(fixture, "stored", "warning",
                "marks, tags and notes that were damaged: own.db.notes.damaged-");
    expect_line(fixture, "stored", "warning",
                "marks, tags and notes that are being mended: own.db.notes.mending (1 byte)");
    expect_says(fixture, "→ run tapedeck notes export, which goes on with it");
    expect_line(fixture, "stored", "warning", "an archive that was damaged: own.db.damaged-");
}

static void what_is_no_archive_of_the_account_is_told(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "home/letter", "Dear Ida\n", 0600);
    assert_int_equal(command_status(fixture_run(fixture, "doctor", "--archive", "letter")), USAGE);
    expect_line(fixture, "archive", "error", "not an archive of tapedeck");
    assert_true(workspace_exists(fixture->workspace, "home/letter"));
}

/* JSON: every line a record, none with the secret, wherever it is from. */
static void records_have_no_secret(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    environment_set(workspace_environment(fixture->workspace), "TAPEDECK_SECRET", "");
    configure(fixture, "[server]\nsecret = " OTHER_SECRET "\n");
    fixture_run(fixture, "doctor", "--format", "json");
    expect_says(fixture, "{\"Check\":\"secret\",\"State\":\"ok\",\"Found\":\"from the configuration\","
                         "\"Remedy\":null}");
    assert_null(strstr(command_output(fixture->command, NULL), OTHER_SECRET));
    fixture_run(fixture, "doctor", "--format", "jsonl", "--offline");
    expect_says(fixture, "{\"Check\":\"DNS\",\"State\":\"could not check\",");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_sound_place_is_all_ok),
        TEST(it_makes_nothing),
        TEST(offline_asks_nobody),
        TEST(a_player_of_the_configuration_is_told),
        TEST(a_wrong_configuration_is_told_with_its_line),
        TEST(what_the_server_refuses_is_the_licence),
        TEST(a_server_without_a_list_needs_agents_in_the_configuration),
        TEST(the_way_ends_where_it_ends),
        TEST(a_server_that_hangs_is_told),
        TEST(certificates_are_told_with_their_end),
        TEST(a_damaged_archive_is_told_and_left),
        TEST(what_is_no_archive_of_the_account_is_told),
        TEST(records_have_no_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
