/* `tapedeck save`: the server's bytes under safe names, whole or not at all, and in nobody's place. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/access.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/clock.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/privilege.h"
#include "tests/e2e/saved.h"

#define HISTORY "--agents 3 --recordings 60 --seed 5 --until 2026-03-02"
#define EMPTY "--agents 3 --recordings 0 --until 2026-03-02"

enum { KILLS = 10, MOST_KILLS = 200, CALLS_EACH = 3, MOST_CALLS = MOST_KILLS * CALLS_EACH };

static void expect_says(struct command *command, int status, const char *text)
{
    if (!strstr(command_errors(command, NULL), text))
        fail_msg("\"%s\" does not say \"%s\"", command_errors(command, NULL), text);
    assert_int_equal(command_status(command), status);
}

/* "FOLDER/out/TEMPLATE"; one at a time. */
static const char *out(struct fixture *fixture, const char *name_template)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", workspace_path(fixture->workspace, "out"), name_template);
    return path;
}

static void calls_have_names_and_the_bytes_of_the_server(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    for (int digit = '8'; digit <= '9'; digit++) {
        char id[24], *path;
        snprintf(id, sizeof id, "%s", calls_with(fixture->server, (char)digit));
        struct command *command = fixture_run(fixture, "save", id, "--sidecar");
        expect_says(command, 0, "saving the audio of 1 recording");
        path = strndup(command_output(command, NULL), strcspn(command_output(command, NULL), "\n"));
        assert_non_null(strstr(path, workspace_path(fixture->workspace, "home/Recordings/20")));
        assert_non_null(strstr(path, id));
        assert_string_equal(strrchr(path, '.'), digit == '9' ? ".wav" : ".mp3");
        assert_true(saved_is_audio(fixture->server, path, id));
        expect_says(fixture_run(fixture, "save", id, "--sidecar"), 0, "1 there already");
        free(path);
    }
    assert_int_equal(saved_count(workspace_path(fixture->workspace, "home/Recordings")), 4);
}

static void a_filter_finds_what_is_saved(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, EMPTY);
    free(calls_add(fixture->server, 101, 5, 2));
    free(calls_add(fixture->server, 102, 7, 2));
    struct command *command = fixture_run(fixture, "save", "--agent", "102", "--filter", "after:2020-01-01",
                                          "-o", out(fixture, "{call}"));
    expect_says(command, 0, "saving the audio of 7 recordings, 0:00:14 of calls");
    assert_int_equal(saved_count(out(fixture, "")), 7);
    command = fixture_run(fixture, "save", "--agent", "102", "--agent", "101", "-o", out(fixture, "{call}"));
    expect_says(command, 0, "saved 5 recordings, 7 there already");
    command =
        fixture_run(fixture, "save", "--agent", "101", "--filter", "99999999", "-o", out(fixture, "{call}"));
    expect_says(command, 1, "nothing found");
}

/* How long it is nobody has said; and of all together it is not known then. */
static void a_length_that_is_not_known_is_not_told(void **state)
{
    struct fixture *fixture = *state;
    char known[24];
    fixture_serve(fixture, HISTORY);
    char *unsynced = calls_add(fixture->server, 101, 1, 2);
    snprintf(known, sizeof known, "%.*s", (int)strcspn(unsynced, " "), unsynced);
    expect_says(fixture_run(fixture, "save", known), 0, "saving the audio of 1 recording\n");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    expect_says(fixture_run(fixture, "save", known, "5", "--retries", "0"), 5,
                "saving the audio of 2 recordings, at least 0:00:02 of calls");
    free(unsynced);
}

/* Every second recording of this server has something odd: paths, escape sequences, no id. */
static void odd_names_stay_in_the_folder(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, EMPTY " --fault kind=odd&every=2&match=recordings?");
    free(calls_add(fixture->server, 101, 46, 2));
    fixture_run(fixture, "sync");
    fixture_run(fixture, "save", "--since", "1990-01-01", "-o", out(fixture, "{agent}/{caller}_{file}"));
    size_t count = saved_count(out(fixture, ""));
    assert_in_range(count, 20, 60);
    assert_int_equal(workspace_exists(fixture->workspace, "out/etc"), 0);
    char *listed = strdup(command_output(fixture->command, NULL));
    for (char *line = listed, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        assert_ptr_equal(strstr(line, out(fixture, "")), line);
        assert_null(strstr(line, "/."));
        assert_null(strchr(line, '\x1b'));
        assert_int_equal(access(line, R_OK), 0);
    }
    free(listed);
}

static void what_is_not_whole_is_not_there(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, EMPTY);
    free(calls_add(fixture->server, 101, 6, 5));
    server_tell(fixture->server, "fault?kind=cut&after=9000&match=queues/calls&percent=50");
    struct command *command =
        fixture_run(fixture, "save", "--agent", "101", "--retries", "0", "-o", out(fixture, "{call}"));
    int status = command_status(command);
    assert_true(status == 5 || status == 4 || status == 0);
    assert_int_equal(status == 0, strstr(command_errors(command, NULL), "not saved") == NULL);
    server_tell(fixture->server, "clear-faults");
    command = fixture_run(fixture, "save", "--agent", "101", "-o", out(fixture, "{call}"));
    assert_int_equal(command_status(command), 0);
    assert_int_equal(saved_count(out(fixture, "")), 6);
    server_tell(fixture->server, "fault?kind=html&match=queues/calls");
    expect_says(fixture_run(fixture, "save", "--agent", "101", "-o", out(fixture, "x{call}")), 4, "web page");
    assert_int_equal(saved_count(out(fixture, "")), 6);
}

static void each_that_fails_has_a_line(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, EMPTY);
    char *lines = calls_add(fixture->server, 101, 3, 2);
    char fault[120];
    snprintf(fault, sizeof fault, "fault?kind=html&match=recordings/%.*s", (int)strcspn(lines, " "), lines);
    server_tell(fixture->server, fault);
    struct command *command = fixture_run(fixture, "save", "--agent", "101", "-o", out(fixture, "{call}"));
    expect_says(command, 5, "saved 2 recordings, 1 failed");
    snprintf(fault, sizeof fault, "call %.*s (", (int)strcspn(lines, " "), lines);
    expect_says(command, 5, fault);
    expect_says(command, 5, "not saved: ");
    free(lines);
}

/* What is in the way of all ends it, with what to do, before more is fetched in vain: two are on their way at a time. */
static void a_folder_that_takes_nothing_ends_it(void **state)
{
    struct fixture *fixture = *state;
    size_t failed = 0;
    unsigned long untried = 0;
    fixture_serve(fixture, EMPTY);
    free(calls_add(fixture->server, 101, 6, 2));
    assert_int_equal(mkdir(out(fixture, ""), 0500), 0);
    struct command *command = fixture_run(fixture, "save", "--agent", "101", "-o", out(fixture, "{call}"));
    expect_says(command, 4, "check the folder and its permissions");
    const char *errors = command_errors(command, NULL), *line = strstr(errors, "given up: cannot write (");
    for (const char *at = errors; (at = strstr(at, ": not saved: ")); at++)
        failed++;
    assert_in_range(failed, 1, 2);
    assert_non_null(line);
    assert_non_null(line = strstr(line, "; "));
    untried = strtoul(line + 2, NULL, 10);
    assert_int_equal(failed + untried, 6);
    assert_int_equal(saved_count(out(fixture, "")), 0);
}

/* What is there after a kill has all bytes, and stays as it is: its inode and its time of change. */
struct kept {
    struct server *server;
    ino_t inodes[MOST_CALLS];
    struct timespec times[MOST_CALLS];
    size_t count;
    const char *lines; /* of the calls */
};

/* Which of the lines is that of the call. */
static size_t place_of(const char *lines, const char *id)
{
    size_t place = 0, length = strlen(id);
    while (lines && (strncmp(lines, id, length) != 0 || lines[length] != ' ')) {
        lines = strchr(lines, '\n');
        lines += lines ? 1 : 0;
        place++;
    }
    return place;
}

static void look_at(void *context, const char *path)
{
    struct kept *kept = context;
    struct stat status;
    char id[24];
    const char *name = strrchr(path, '/') + 1;
    snprintf(id, sizeof id, "%.*s", (int)strcspn(name, "."), name);
    if (!saved_is_audio(kept->server, path, id))
        fail_msg("%s is not what the server has", path);
    assert_int_equal(stat(path, &status), 0);
    size_t place = place_of(kept->lines, id);
    assert_in_range(place, 0, MOST_CALLS - 1);
    if (kept->inodes[place]) {
        assert_int_equal(kept->inodes[place], status.st_ino);
        assert_int_equal(kept->times[place].tv_sec, status.st_ctim.tv_sec);
        assert_int_equal(kept->times[place].tv_nsec, status.st_ctim.tv_nsec);
    }
    kept->inodes[place] = status.st_ino;
    kept->times[place] = status.st_ctim;
    kept->count++;
}

static size_t count_lines(const char *text)
{
    size_t count = 0;
    for (; *text; text++)
        count += *text == '\n';
    return count;
}

static void a_kill_leaves_nothing_half(void **state)
{
    struct fixture *fixture = *state;
    const char *given = getenv("TEST_SEED");
    unsigned dice = given ? (unsigned)strtoul(given, NULL, 10) : (unsigned)(clock_now() / 1000 % 1000000);
    const char *many = getenv("TEST_KILLS");
    int kills = many ? (int)strtol(many, NULL, 10) : KILLS, calls = CALLS_EACH * kills;
    print_message("# TEST_SEED=%u\n", dice);
    assert_in_range(kills, 1, MOST_KILLS);
    fixture_serve(fixture, EMPTY);
    char *lines = calls_add(fixture->server, 101, calls, 3);
    struct kept kept = {.server = fixture->server, .lines = lines};
    mkdir(out(fixture, ""), 0700);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    server_tell(fixture->server, "fault?kind=drip&rate=200000&match=calls/recordings/");
    for (int i = 0; i < kills; i++) {
        dice = dice * 1664525U + 1013904223U;
        size_t until = kept.count + (dice >> 8) % 4;
        struct command *command =
            fixture_start(fixture, "save", "--since", "1990-01-01", "-o", out(fixture, "{call}"));
        int64_t deadline = clock_deadline(COMMAND_LIMIT);
        while (count_lines(command_output(command, NULL)) < until && command_status(command) < 0) {
            assert_true(clock_remaining(deadline) > 0);
            command_wait_for_output(command, "none has this name", 1);
        }
        command_signal(command, SIGKILL);
        assert_true(command_finish(command, COMMAND_LIMIT));
        kept.count = 0;
        saved_each(out(fixture, ""), look_at, &kept);
    }
    server_tell(fixture->server, "clear-faults");
    struct command *command =
        fixture_run(fixture, "save", "--since", "1990-01-01", "-o", out(fixture, "{call}"));
    assert_int_equal(command_status(command), 0);
    kept.count = 0;
    saved_each(out(fixture, ""), look_at, &kept);
    assert_int_equal(kept.count, calls);
    free(lines);
}

static void it_can_be_interrupted(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, EMPTY);
    free(calls_add(fixture->server, 101, 4, 5));
    server_tell(fixture->server, "fault?kind=stall&after=100&match=queues/calls&skip=1");
    struct command *command = fixture_start(fixture, "save", "--agent", "101", "-o", out(fixture, "{call}"));
    assert_true(command_wait_for_output(command, "\n", COMMAND_LIMIT));
    command_signal(command, SIGINT);
    assert_true(command_finish(command, COMMAND_LIMIT));
    expect_says(command, 130, "saved 1 of 4");
    assert_int_equal(saved_count(out(fixture, "")), 1);
}

/* However soon: the log has what came of what it says was begun, and no file is half. */
static void a_second_signal_leaves_nothing_begun(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    fixture_serve(fixture, EMPTY);
    free(calls_add(fixture->server, 101, 4, 5));
    server_tell(fixture->server, "fault?kind=stall&after=100&match=queues/calls&skip=1");
    struct command *command = fixture_start(fixture, "save", "--agent", "101", "-o", out(fixture, "{call}"));
    assert_true(command_wait_for_output(command, "\n", COMMAND_LIMIT));
    command_signal(command, SIGSTOP); /* so that both are there before it sees one */
    command_signal(command, SIGINT);
    command_signal(command, SIGTERM);
    command_signal(command, SIGCONT);
    assert_true(command_finish(command, COMMAND_LIMIT));
    assert_in_range(command_status(command), 128 + SIGINT, 128 + SIGTERM);
    assert_int_equal(saved_count(out(fixture, "")), 1);
    char *log = access_read(fixture, name);
    access_expect_line(log, "\"recordings\":4,", "\"result\":\"begun\"");
    access_expect_line(log, "\"recordings\":1,", "\"result\":\"stopped\"");
    free(log);
    assert_non_null(strstr(access_verify(fixture, NULL, NULL), "intact"));
}

static void what_cannot_be_meant_is_refused(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, EMPTY);
    expect_says(fixture_run(fixture, "save"), 2, "nothing says which recordings are meant");
    expect_says(fixture_run(fixture, "save", "x"), 2, "'x' is no CALLID");
    expect_says(fixture_run(fixture, "save", "1", "--filter", "x"), 2, "leave the calls or the filter away");
    expect_says(fixture_run(fixture, "save", "1", "--offline"), 2, "the server was not asked");
    expect_says(fixture_run(fixture, "save", "1", "-o", "{nobody}"), 2, "cannot use '{nobody}'");
    expect_says(fixture_run(fixture, "save", "99999999"), 4, "call 99999999 is not in the archive");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(calls_have_names_and_the_bytes_of_the_server),
        WITH_FIXTURE(a_filter_finds_what_is_saved),
        WITH_FIXTURE(a_length_that_is_not_known_is_not_told),
        WITH_FIXTURE(odd_names_stay_in_the_folder),
        WITH_FIXTURE(what_is_not_whole_is_not_there),
        WITH_FIXTURE(each_that_fails_has_a_line),
        WITH_FIXTURE(a_folder_that_takes_nothing_ends_it),
        WITH_FIXTURE(a_kill_leaves_nothing_half),
        WITH_FIXTURE(it_can_be_interrupted),
        WITH_FIXTURE(a_second_signal_leaves_nothing_begun),
        WITH_FIXTURE(what_cannot_be_meant_is_refused),
    };
    privilege_drop();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
