/* `tapedeck audio` and `tapedeck peaks`, against the demo server. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/calls.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 3 --recordings 60 --seed 5 --until 2026-03-02"

enum { ENCODINGS = 10 };

static void assert_says(struct command *command, int status, const char *text)
{
    if (!strstr(command_errors(command, NULL), text))
        fail_msg("\"%s\" does not say \"%s\"", command_errors(command, NULL), text);
    assert_int_equal(command_status(command), status);
}

static void the_bytes_are_those_of_the_server(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (int i = 5; i < ENCODINGS; i++) {
        const char *id = calls_with(fixture->server, (char)('0' + i));
        struct http_answer answer = calls_audio(fixture->server, id);
        size_t length;
        struct command *command = fixture_run(fixture, "audio", id);
        const char *output = command_output(command, &length);
        assert_int_equal(command_status(command), 0);
        assert_int_equal(length, answer.length);
        assert_memory_equal(output, answer.body, length);
        http_clear(&answer);
    }
}

static void what_is_cut_is_told(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=cut&after=5000&match=queues/calls");
    size_t length;
    struct command *command = fixture_run(fixture, "audio", calls_with(fixture->server, '1'));
    command_output(command, &length);
    assert_true(length >= 5000);
    assert_says(command, 5, "the audio of call");
}

/* The beginning is there while the rest still comes: at this rate that takes minutes. */
static void what_has_come_is_written(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=drip&rate=2000&match=queues/calls");
    const char *const arguments[] = {"audio", calls_with(fixture->server, '5'), NULL};
    fixture->command = tapedeck_start(&(struct tapedeck_options){
        .workspace = fixture->workspace, .url = server_url(fixture->server), .arguments = arguments});
    assert_true(command_wait_for_output(fixture->command, "ID3", COMMAND_LIMIT));
    assert_int_equal(command_status(fixture->command), -1);
    command_signal(fixture->command, SIGINT);
    assert_true(command_finish(fixture->command, COMMAND_LIMIT));
    assert_int_equal(command_status(fixture->command), 130);
}

/* Who reads may have heard enough; that is no fault to tell of. */
static void who_reads_may_leave(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY " --fault kind=drip&rate=20000&match=queues/calls");
    char *program = tapedeck_program();
    const char *const arguments[] = {
        "-c",
        "exec 3>&1; { \"$0\" --url \"$1\" audio \"$2\"; echo \"status $?\" >&3; } | head -c 3 >&2",
        program,
        server_url(fixture->server),
        calls_with(fixture->server, '5'),
        NULL};
    fixture->command = tapedeck_start(&(struct tapedeck_options){
        .program = "/bin/sh", .workspace = fixture->workspace, .arguments = arguments});
    assert_true(command_finish(fixture->command, COMMAND_LIMIT));
    assert_string_equal(command_output(fixture->command, NULL), "status 4\n");
    assert_string_equal(command_errors(fixture->command, NULL), "ID3");
    free(program);
}

/* From a server without ranges all of it comes again, and is written on where it was cut. */
static void what_is_asked_for_again_is_written_once(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture,
                  HISTORY " --fault kind=no-range --fault kind=cut&after=30000&times=1&match=queues/calls");
    const char *id = calls_with(fixture->server, '2');
    size_t length;
    struct command *command = fixture_run(fixture, "audio", id);
    const char *output = command_output(command, &length);
    struct http_answer answer = calls_audio(fixture->server, id);
    assert_int_equal(command_status(command), 0);
    assert_int_equal(length, answer.length);
    assert_memory_equal(output, answer.body, length);
    http_clear(&answer);
}

/* The same audio in other bytes would be a file that never was. */
static void other_audio_is_not_written_on(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture,
                  HISTORY " --fault kind=no-range --fault kind=cut&after=30000&times=1&match=queues/calls"
                          " --fault kind=other-audio&n=0&skip=1&match=queues/calls");
    assert_says(fixture_run(fixture, "audio", calls_with(fixture->server, '2')), 5, "other audio");
}

static void what_is_no_audio_is_told(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    const char *id = calls_with(fixture->server, '0');
    server_tell(fixture->server, "fault?kind=html&match=queues/calls");
    assert_says(fixture_run(fixture, "audio", id), 4, "web page");
    server_tell(fixture->server, "clear-faults");
    assert_int_not_equal(command_status(fixture_run(fixture, "audio", "99999999")), 0);
    assert_says(fixture_run(fixture, "audio"), 2, "audio needs a CALLID");
    assert_says(fixture_run(fixture, "audio", "x"), 2, "'x' is no CALLID");
    assert_says(fixture_run(fixture, "audio", id, "--offline"), 2, "the server was not asked");
    assert_says(fixture_run(fixture, "peaks", id, "--format", "csv"), 2, "JSON");
}

static void peaks_say_what_is_heard(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct command *command =
        fixture_run(fixture, "peaks", calls_with(fixture->server, '8'), "--format", "json");
    const char *output = command_output(command, NULL);
    assert_int_equal(command_status(command), 0);
    static const char *const parts[] = {"\"kind\":\"MP3\"",  "\"complete\":true", "\"channels\":2",
                                        "\"talk_over_ms\":", "\"sounds_ms\":[[",  "\"peaks\":[["};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_non_null(strstr(output, parts[i]));
}

static void a_terminal_gets_none(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    fixture_open_with(fixture, 24, 80, (const char *const[]){"audio", "1", NULL});
    expect_text(fixture->terminal, "audio is not written to a terminal");
    expect_exit(fixture->terminal, 2);
}

/* The first call of agent 101 of which there are two recordings, one behind the other; its number and the file names. */
static void find_shared_call(struct server *server, char id[24], char files[2][80])
{
    char *list = server_control(server, "list?agent=101");
    assert_non_null(list);
    id[0] = '\0';
    char *rest = NULL;
    for (char *line = strtok_r(list, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        size_t length = strcspn(line, " ");
        const char *file = line + length + 1;
        bool is_second = strncmp(line, id, length) == 0 && id[length] == '\0';
        snprintf(files[is_second], 80, "%.*s", (int)strcspn(file, " "), file);
        snprintf(id, 24, "%.*s", (int)length, line);
        if (is_second)
            break;
    }
    free(list);
    assert_true(files[1][0] != '\0');
}

static void two_recordings_have_one_audio(void **state)
{
    struct fixture *fixture = *state;
    char id[24], files[2][80] = {"", ""};
    fixture_serve(fixture,
                  "--agents 2 --agent-recordings 101=300 --recordings 310 --seed 5 --until 2026-03-02");
    find_shared_call(fixture->server, id, files);
    assert_says(fixture_run(fixture, "audio", id, "--agent", "101"), 0, "only its number is known");
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--agent", "101")), 0);
    for (int i = 0; i < 2; i++)
        assert_says(fixture_run(fixture, "audio", id, "--agent", "101", "--file", files[i]), 0,
                    "the server gives one audio for the 2 recordings of this call");
    assert_says(fixture_run(fixture, "audio", id, "--file", "other.mp3"), 1, "no such recording");
    assert_says(fixture_run(fixture, "audio", id, "--agent", "102"), 1, "no such recording");
    assert_null(strstr(command_errors(fixture_run(fixture, "audio", id), NULL), "recordings"));
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(what_has_come_is_written),
        WITH_FIXTURE(who_reads_may_leave),
        WITH_FIXTURE(what_is_asked_for_again_is_written_once),
        WITH_FIXTURE(other_audio_is_not_written_on),
        WITH_FIXTURE(the_bytes_are_those_of_the_server),
        WITH_FIXTURE(what_is_cut_is_told),
        WITH_FIXTURE(what_is_no_audio_is_told),
        WITH_FIXTURE(a_terminal_gets_none),
        WITH_FIXTURE(peaks_say_what_is_heard),
        WITH_FIXTURE(two_recordings_have_one_audio),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
