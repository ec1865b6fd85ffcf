/* The secret is sent to the server and is nowhere else: in no log, output, argument, environment or file, and
 * not where a redirect points. */
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 3 --agent-recordings 103=20 --seed 5 --until 2024-05-17"

static void expect_no_secret(const char *what, const char *text, size_t length)
{
    if (memmem(text, length, TAPEDECK_TEST_SECRET, strlen(TAPEDECK_TEST_SECRET)))
        print_error("the secret is in %s\n", what);
    assert_null(memmem(text, length, TAPEDECK_TEST_SECRET, strlen(TAPEDECK_TEST_SECRET)));
}

static void read_file(const char *path, struct buffer *bytes)
{
    char block[16384];
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    buffer_reset(bytes);
    for (ssize_t length = 1; file >= 0 && length > 0;) {
        length = read(file, block, sizeof block);
        if (length > 0)
            buffer_append(bytes, block, (size_t)length);
    }
    if (file >= 0)
        close(file);
}

static unsigned files_seen;

static int look_into_file(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)where;
    if (kind != FTW_F || !S_ISREG(status->st_mode))
        return 0;
    struct buffer bytes = {0};
    read_file(path, &bytes);
    files_seen++;
    expect_no_secret(path, bytes.data, bytes.length);
    buffer_clear(&bytes);
    return 0;
}

/* Everything that the program has left: the log, the archive once something was fetched, whatever else. */
static void expect_not_in_files(struct fixture *fixture, unsigned least)
{
    enum { OPEN_FOLDERS = 8 };
    files_seen = 0;
    assert_int_equal(nftw(workspace_path(fixture->workspace, ""), look_into_file, OPEN_FOLDERS, FTW_PHYS), 0);
    assert_true(files_seen >= least);
}

static void expect_not_in_command(const struct command *command)
{
    size_t length;
    const char *text = command_output(command, &length);
    expect_no_secret("the output", text, length);
    text = command_errors(command, &length);
    expect_no_secret("the errors", text, length);
}

/* What every user of the machine, or an administrator, is shown of a running program; nobody else sees its
 * environment. A wrapper has its own, of which the program cannot know. */
static void expect_not_in_process(pid_t process)
{
    static const char *const names[] = {"cmdline", "environ"};
    size_t count = getenv("TAPEDECK_WRAPPER") ? 1 : 2;
    for (size_t i = 0; i < count; i++) {
        struct buffer bytes = {0};
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/%s", (int)process, names[i]);
        read_file(path, &bytes);
        assert_true(bytes.length > 0 || (i == 1 && access(path, R_OK) != 0));
        expect_no_secret(path, bytes.data, bytes.length);
        buffer_clear(&bytes);
    }
}

static void the_system_does_not_show_it(void **state)
{
    static const char *const arguments[] = {"--agent", "103", "--log", "log", NULL};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open_with(fixture, 24, 100, arguments);
    expect_text(terminal, " 20 recordings");
    assert_true(server_count(fixture->server, "requests", " secret ") > 0);
    expect_not_in_process(terminal_process(terminal));
    terminal_keys(terminal, "L ? L");
    expect_stable(terminal, 50, NULL, NULL);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    size_t length;
    const char *raw = screen_raw(terminal_screen(terminal), &length);
    expect_no_secret("what was drawn", raw, length);
    expect_not_in_files(fixture, 2);
}

/* Also not in what is said and logged when something goes wrong. */
static void no_failure_tells_it(void **state)
{
    static const char *const faults[] = {
        "kind=status&status=401",
        "kind=status&status=403",
        "kind=status&status=500",
        "kind=html",
        "kind=close",
        "kind=cut&after=40",
        "kind=not-array",
        "kind=redirect&location=http://127.0.0.1:9/",
    };
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct buffer request = {0};
        buffer_format(&request, "fault?%s", faults[i]);
        server_tell(fixture->server, "clear-faults");
        server_tell(fixture->server, request.data);
        buffer_clear(&request);
        expect_not_in_command(fixture_run(fixture, "sync", "--log", "log", "--retries", "0"));
        expect_not_in_command(
            fixture_run(fixture, "list", "--agent", "103", "--log", "log", "--retries", "0"));
        expect_not_in_command(fixture_run(fixture, "agents", "--log", "log", "--retries", "0"));
    }
    server_stop(fixture->server);
    expect_not_in_command(fixture_run(fixture, "sync", "--log", "log", "--retries", "0"));
    expect_not_in_files(fixture, 1);
}

/* The other server would take it; it is not even asked. */
static void a_redirect_does_not_take_it_along(void **state)
{
    static const char *const other_options[] = {"--agents",     "3", "--secret", TAPEDECK_TEST_SECRET,
                                                "--recordings", "9", NULL};
    static const char *const arguments[] = {"--agent", "103", "--log", "log", NULL};
    struct fixture *fixture = *state;
    struct server *other = server_start(NULL, other_options);
    assert_non_null(other);
    struct buffer fault = {0};
    buffer_format(&fault, HISTORY " --fault kind=redirect&location=%s/agents/id/103/recordings",
                  server_url(other));
    fixture_serve(fixture, fault.data);
    buffer_clear(&fault);
    struct terminal *terminal = fixture_open_with(fixture, 24, 200, arguments);
    char place[32];
    snprintf(place, sizeof place, "127.0.0.1:%d", server_port(other));
    expect_text(terminal, place);
    terminal_keys(terminal, "r");
    expect_stable(terminal, 200, NULL, NULL);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    expect_not_in_command(fixture_run(fixture, "sync", "--retries", "0"));
    assert_true(server_count(fixture->server, "requests", " secret ") > 0);
    assert_int_equal(server_count(other, "requests", "GET"), 0);
    server_free(&other);
    expect_not_in_files(fixture, 1);
}

/* It is refused where everybody could read it, and not repeated. */
static void the_command_line_does_not_take_it(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    const struct command *command = fixture_run(fixture, "list", "--secret", TAPEDECK_TEST_SECRET);
    assert_int_equal(command_status(command), 2);
    assert_non_null(strstr(command_errors(command, NULL), "TAPEDECK_SECRET"));
    expect_not_in_command(command);
    command = fixture_run(fixture, "list", "--secret=" TAPEDECK_TEST_SECRET);
    assert_int_equal(command_status(command), 2);
    expect_not_in_command(command);
    assert_int_equal(server_count(fixture->server, "requests", "GET"), 0);
}

/* A file that others can read is refused; a private one is taken, and a command's output too. */
static void it_comes_from_private_places(void **state)
{
    static const char file[] = "[server]\nsecret = " TAPEDECK_TEST_SECRET "\n";
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "TAPEDECK_SECRET", "");
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, "config/tapedeck/config", file, 0644);
    const struct command *command = fixture_run(fixture, "list", "--agent", "103");
    assert_int_equal(command_status(command), 2);
    expect_not_in_command(command);
    assert_int_equal(server_count(fixture->server, "requests", "GET"), 0);
    workspace_write(fixture->workspace, "config/tapedeck/config", file, 0600);
    command = fixture_run(fixture, "list", "--agent", "103");
    assert_int_equal(command_status(command), 0);
    assert_true(server_count(fixture->server, "requests", " secret ") > 0);
    server_tell(fixture->server, "clear-requests");
    workspace_write(fixture->workspace, "home/secret", TAPEDECK_TEST_SECRET "\n", 0600);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[server]\nsecret_command = cat secret\n",
                    0644);
    command = fixture_run(fixture, "list", "--agent", "103");
    assert_int_equal(command_status(command), 0);
    assert_true(server_count(fixture->server, "requests", " secret ") > 0);
    expect_not_in_command(command);
}

/* Nor is it where somebody has written it behind the name of another setting. */
static void a_wrong_line_is_not_repeated(void **state)
{
    static const char *const lines[] = {
        "[server]\nurl = ",   "[server]\nca = ",   "[server]\npin = ", "[archive]\nretention = ",
        "[screen]\ncolor = ", "[agents]\nid:103:", "[keys]\nquit = ",  "[keys]\nsecret = "};
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char text[200];
        snprintf(text, sizeof text, "%s%s\n", lines[i], TAPEDECK_TEST_SECRET);
        workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
        expect_not_in_command(fixture_run(fixture, "agents"));
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_system_does_not_show_it),       TEST(no_failure_tells_it),
        TEST(a_redirect_does_not_take_it_along), TEST(the_command_line_does_not_take_it),
        TEST(it_comes_from_private_places),      TEST(a_wrong_line_is_not_repeated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
