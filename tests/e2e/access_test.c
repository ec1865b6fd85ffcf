/* The access log: what the screen and the commands write into it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/access.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/tapedeck.h"

static void what_was_done_is_written(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    access_browse(fixture);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--filter", "queue:jobcenter")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "stats", "--filter", "queue:byggesager")), 0);
    char *log = access_read(fixture, name);
    assert_non_null(log);
    assert_non_null(strstr(log, "\"action\":\"search\""));
    assert_non_null(strstr(log, "\"action\":\"open\""));
    assert_non_null(strstr(log, "\"call\":"));
    assert_non_null(strstr(log, "\"filter\":\"queue:jobcenter\""));
    assert_non_null(strstr(log, "\"action\":\"stats\""));
    assert_non_null(strstr(log, "\"filter\":\"queue:byggesager\""));
    assert_non_null(strstr(log, "\"filter\":\"hmac:"));
    assert_null(strstr(log, ACCESS_NUMBER));
    assert_null(strstr(log, TAPEDECK_TEST_SECRET));
    assert_int_equal(workspace_mode(fixture->workspace, name), 0600);
    free(log);
    const struct command *command = fixture_run(fixture, "log");
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "  search    "));
    assert_non_null(strstr(command_output(command, NULL), "  open      "));
    log = access_read(fixture, name);
    assert_string_equal(command_output(fixture_run(fixture, "log", "--format", "jsonl"), NULL), log);
    free(log);
    assert_int_equal(command_status(fixture_run(fixture, "log", "--format", "csv")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "log", "verfy")), 2);
}

static void a_time_is_asked_for(void **state)
{
    struct fixture *fixture = *state;
    access_browse(fixture);
    const struct command *command = fixture_run(fixture, "log", "--since", "yesterday");
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "  search    "));
    command = fixture_run(fixture, "log", "--until", "2024-05", "--format", "jsonl");
    assert_int_equal(command_status(command), 1);
    assert_string_equal(command_output(command, NULL), "");
    assert_non_null(strstr(command_errors(command, NULL), "no line of that time"));
    command = fixture_run(fixture, "log", "--since", "-30m");
    assert_non_null(strstr(command_errors(command, NULL), "is read as months back"));
    assert_int_equal(command_status(fixture_run(fixture, "log", "--since", "someday")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "log", "--since", "2024", "--until", "2023")), 2);
    assert_int_equal(command_status(fixture_run(fixture, "log", "verify", "--since", "2024")), 2);
}

/* What was heard of a call, in the time of the recording. */
static void what_was_heard_is_written(void **state)
{
    struct fixture *fixture = *state;
    char name[64], entry[80];
    hearing_use(fixture, HEARING_SOUND);
    fixture_serve(fixture, HEARING_TONES);
    long call = hearing_add(fixture, 60, 5);
    struct terminal *terminal = hearing_open(fixture, 24, 100, "0:01:00");
    terminal_keys(terminal, "Tab m");
    expect_text(terminal, "marked");
    terminal_keys(terminal, "y");
    expect_text(terminal, "sent to the terminal's clipboard");
    terminal_keys(terminal, "e C-u");
    terminal_type(terminal, "~/all.csv");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "wrote 1 recording as ~/all.csv");
    terminal_keys(terminal, "s");
    expect_text(terminal, "saved as");
    terminal_keys(terminal, "p");
    hearing_expect_position(terminal, 2);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    char operand[24];
    snprintf(operand, sizeof operand, "%ld", call);
    char *log = access_read(fixture, name);
    assert_non_null(strstr(log, "\"action\":\"save\""));
    free(log);
    assert_int_equal(command_status(fixture_run(fixture, "audio", operand, "--agent", "101")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "save", operand)), 0);
    assert_int_equal(command_status(fixture_run(fixture, "peaks", operand)), 0);
    log = access_read(fixture, name);
    assert_non_null(strstr(strstr(log, "\"action\":\"audio\""), "\"action\":\"save\""));
    static const char *const others[] = {"mark", "copy", "export", "audio", "peaks"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        snprintf(entry, sizeof entry, "\"action\":\"%s\"", others[i]);
        if (!strstr(log, entry))
            fail_msg("%s is not in %s", entry, log);
    }
    assert_non_null(strstr(log, "\"result\":\"done\""));
    assert_non_null(strstr(log, "\"recordings\":1,\"target\":\""));
    snprintf(entry, sizeof entry, "\"action\":\"play\",\"account\":");
    char *line = strstr(log, entry);
    assert_non_null(line);
    snprintf(entry, sizeof entry, "\"call\":%ld,\"file\":\"", call); /* of several recordings of it one */
    assert_non_null(strstr(line, entry));
    access_expect_line(log, "\"action\":\"audio\"", entry);
    char *heard = strstr(line, "\"heard_ms\":");
    assert_non_null(heard);
    long heard_ms = strtol(strchr(heard, ':') + 1, NULL, 10);
    assert_true(heard_ms >= 1000 && heard_ms < 60000);
    free(log);
}

static void what_was_saved_is_told_before(void **state)
{
    struct fixture *fixture = *state;
    char name[64], path[300];
    fixture_serve(fixture, "--agents 1 --recordings 3 --seed 5 --until 2026-03-02");
    snprintf(path, sizeof path, "%s/{call}.mp3", workspace_path(fixture->workspace, "home"));
    assert_int_equal(command_status(fixture_run(fixture, "save", "--agent", "101", "--since", "2000-01-01",
                                                "-o", path, "--purpose", "case 7")),
                     0);
    char *log = access_read(fixture, name);
    access_expect_line(log, "\"n\":1,", "\"action\":\"save\"");
    access_expect_line(log, "\"n\":1,", "\"agent\":\"id:101\",\"recordings\":3,\"started_from\":\"");
    access_expect_line(log, "\"n\":1,", "\"result\":\"begun\",\"purpose\":\"case 7\"");
    access_expect_line(log, "\"n\":2,", ".mp3\",\"result\":\"done\"");
    access_expect_line(log, "\"n\":5,", "\"recordings\":3,\"started_from\":\"");
    access_expect_line(log, "\"n\":5,", "\"result\":\"done\"");
    assert_null(strstr(log, "\"n\":6,"));
    free(log);
}

/* What was written can be found again by the line: whose, of which time, and what was asked for. */
static void what_was_meant_is_written(void **state)
{
    static const char dates[] = "\"started_from\":\"2026-01-09T23:00:00.0000000Z\","
                                "\"started_before\":\"2026-02-10T23:00:00.0000000Z\"";
    struct fixture *fixture = *state;
    char name[64], path[300];
    fixture_serve(fixture, ACCESS_HISTORY);
    snprintf(path, sizeof path, "%s", workspace_path(fixture->workspace, "home/case.zip"));
    fixture_run(fixture, "list", "--agent", "101", "--since", "2026-01-10", "--until", "2026-02-10",
                "--filter", "queue:jobcenter");
    fixture_run(fixture, "bundle", "case", "--agent", "101", "--since", "2000-01-01", "--until", "2026-02-09",
                "-o", path);
    char *log = access_read(fixture, name);
    access_expect_line(log, "\"action\":\"list\"", dates);
    access_expect_line(log, "\"action\":\"list\"", "\"filter\":\"queue:jobcenter\"");
    access_expect_line(log, "\"action\":\"bundle\"", "\"agent\":\"id:101\"");
    access_expect_line(log, "\"action\":\"bundle\"",
                       "\"started_from\":\"1999-12-31T23:00:00.0000000Z\","
                       "\"started_before\":\"2026-02-09T23:00:00.0000000Z\"");
    free(log);
}

/* What is deleted by age, on request and altogether; the log itself stays, and is whole. */
static void what_was_deleted_is_written(void **state)
{
    struct fixture *fixture = *state;
    char name[64];
    fixture_serve(fixture, ACCESS_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    fixture_run(fixture, "purge", "--before", "2001-01-01", "--dry-run");
    fixture_run(fixture, "purge", "--before", "2026-01-01", "--agent", "101", "--agent", "103");
    char *log = access_read(fixture, name);
    assert_null(strstr(log, "\"started_before\":\"2000"));
    access_expect_line(log, "\"action\":\"purge\"", "\"agent\":\"id:101, id:103\",\"started_before\":\"20");
    access_expect_line(log, "\"action\":\"purge\"", "\"result\":\"begun\"");
    access_expect_line(log, "\"agent\":\"id:101\",\"recordings\":", "\",\"result\":\"done\",");
    free(log);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[archive]\nretention = 1d\n", 0600);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    log = access_read(fixture, name);
    access_expect_line(log,
                       "\"agent\":\"id:102\",\"recordings\":", "\"result\":\"the retention was reached\",");
    free(log);
    assert_int_equal(command_status(fixture_run(fixture, "wipe", "--yes")), 0);
    log = access_read(fixture, name);
    access_expect_line(log, "\"action\":\"wipe\",\"account\":\"greenbox@", "\"result\":\"done\",");
    free(log);
    assert_non_null(strstr(access_verify(fixture, NULL, NULL), "intact: each of "));
}

/* A list is begun first, and done when it is written: here it fails, is killed, and loses its reader. */
static void what_was_written_is_told_when_it_is(void **state)
{
    static const char line[] = "log=$(echo \"$1\"/*.jsonl); mkfifo \"$2\"; \"$0\" list --offline --url "
                               "\"$3\" --format json >\"$2\" &\n"
                               "exec 3<\"$2\"; until [ $(grep -c begun $log) -eq 3 ]; do sleep 0.05; done; "
                               "kill -9 $!; wait; exec 3<&-;\n"
                               "\"$0\" list --offline --url \"$3\" --format json | head -c 1";
    struct fixture *fixture = *state;
    char name[64], target[300], *program = tapedeck_program();
    fixture_serve(fixture, "--agents 3 --recordings 1500 --seed 5 --until 2026-03-02");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    char *path = strdup(workspace_path(fixture->workspace, "a.csv"));
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline", "--agent", "101", "--agent",
                                                "102", "--limit", "3", "-o", path)),
                     0);
    assert_true(command_status(fixture_run(fixture, "list", "--offline", "-o", "/proc/a.csv")) > 0);
    assert_null(strstr(command_errors(fixture->command, NULL), "nothing found"));
    char *log = access_read(fixture, name);
    snprintf(target, sizeof target, "\"agent\":\"id:101, id:102\",\"target\":\"%s\",\"result\":\"begun\"",
             path);
    access_expect_line(log, "\"n\":1,", target);
    snprintf(target, sizeof target, "\"recordings\":3,\"target\":\"%s\",\"result\":\"done\"", path);
    access_expect_line(log, "\"n\":2,", target);
    access_expect_line(log, "\"n\":3,", "\"target\":\"/proc/a.csv\",\"result\":\"begun\"");
    access_expect_line(log, "\"n\":4,", "\"action\":\"list\",\"account\"");
    access_expect_line(log, "\"n\":4,", "\"result\":\"failed\"");
    free(log);
    char *folder = strdup(workspace_path(fixture->workspace, "data/tapedeck/log"));
    char *fifo = strdup(workspace_path(fixture->workspace, "fifo"));
    command_free(&fixture->command);
    fixture->command = command_start(&(struct command_options){
        .arguments = (const char *const[]){"/bin/sh", "-c", line, program, folder, fifo,
                                           server_url(fixture->server), NULL},
        .environment = environment_list(workspace_environment(fixture->workspace)),
    });
    assert_true(command_finish(fixture->command, COMMAND_LIMIT));
    log = access_read(fixture, name);
    access_expect_line(log, "\"n\":5,", "\"result\":\"begun\"");
    access_expect_line(log, "\"n\":6,", "\"result\":\"begun\""); /* nothing is known of what was killed */
    access_expect_line(log, "\"n\":7,", "\"result\":\"failed\"");
    assert_null(strstr(log, "\"n\":8,"));
    free(log);
    free(fifo);
    free(folder);
    free(path);
    free(program);
}

static void it_can_be_turned_off(void **state)
{
    static const char *const nothing[] = {"--no-archive", NULL};
    struct fixture *fixture = *state;
    char name[64];
    workspace_write(fixture->workspace, "config/tapedeck/config", "[log]\naccess = off\n", 0600);
    access_browse(fixture);
    assert_null(access_read(fixture, name));
    workspace_write(fixture->workspace, "config/tapedeck/config", "", 0600);
    struct terminal *terminal = fixture_open_with(fixture, 40, 120, nothing);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "Tab j Enter");
    expect_text(terminal, "▸ Details");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_null(access_read(fixture, name));
    const struct command *command = fixture_run(fixture, "log", "verify");
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "there is no line"));
}

#define test(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(what_was_done_is_written),  test(a_time_is_asked_for),
        test(what_was_heard_is_written), test(what_was_saved_is_told_before),
        test(what_was_meant_is_written), test(what_was_deleted_is_written),
        test(it_can_be_turned_off),      test(what_was_written_is_told_when_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
