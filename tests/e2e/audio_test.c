/* `tapedeck audio` and `tapedeck peaks`, against the demo server. */
#include <setjmp.h>
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
    assert_says(fixture_run(fixture, "audio", "x"), 2, "audio needs a CALLID");
    assert_says(fixture_run(fixture, "audio", id, "--offline"), 2, "nothing to do");
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

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(the_bytes_are_those_of_the_server), WITH_FIXTURE(what_is_cut_is_told),
        WITH_FIXTURE(what_is_no_audio_is_told),          WITH_FIXTURE(a_terminal_gets_none),
        WITH_FIXTURE(peaks_say_what_is_heard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
