/* The audio of what is on hold is heard and saved from where it was kept, whatever the server has by now, and without it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/hearing.h"
#include "tests/e2e/held.h"
#include "tests/e2e/saved.h"

#define COPY "is the copy that is on hold"

static void expect_audio(const struct command *command, const struct held *held)
{
    size_t length;
    const char *output = command_output(command, &length);
    held_expect_says(command, 0, COPY);
    assert_int_equal(length, held->size);
    assert_memory_equal(output, held->audio, length);
}

static void expect_saved(struct fixture *fixture, const struct held *held, const char *offline)
{
    char name[2 * HELD_CALL_SIZE], path[400];
    snprintf(name, sizeof name, "%s-%s", held->call, offline ? "offline" : "online");
    snprintf(path, sizeof path, "%s/{call}", workspace_path(fixture->workspace, name));
    const struct command *save = fixture_run(fixture, "save", held->call, "-o", path, offline);
    held_expect_says(save, 0, "saved 1 recording");
    held_expect_says(save, 0, "saved from the copy that is on hold");
    snprintf(path, sizeof path, "%s/%s.mp3", name, held->call);
    assert_int_equal(workspace_mode(fixture->workspace, path), 0600);
    assert_int_equal(held_files_with(fixture, held->audio, held->size), 1);
}

static void expect_commands(struct fixture *fixture, const struct held *held, const char *offline)
{
    expect_audio(fixture_run(fixture, "audio", held->call, offline), held);
    expect_audio(fixture_run(fixture, "audio", held->call, "--agent", "101", offline), held);
    const struct command *peaks = fixture_run(fixture, "peaks", held->call, offline);
    held_expect_says(peaks, 0, COPY);
    assert_non_null(strstr(command_output(peaks, NULL), "\"complete\":true"));
    expect_saved(fixture, held, offline);
}

static void commands_take_the_copy(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_delete(fixture, &held);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--verify")), 0);
    assert_true(server_tell(fixture->server, "fault?kind=status&status=500&match=queues/calls"));
    expect_commands(fixture, &held, NULL);
    expect_commands(fixture, &held, "--offline");
    held_expect_says(fixture_run(fixture, "audio", "1", "--offline"), 2,
                     "is not on hold, and the server was not");
    held_expect_says(fixture_run(fixture, "audio", held.call, "--offline", "--no-archive"), 2,
                     "nothing to read");
    server_stop(fixture->server);
    expect_audio(fixture_run(fixture, "audio", held.call), &held);
    held_expect_says(fixture_run(fixture, "peaks", held.call), 0, COPY);
    held_expect_says(fixture_run(fixture, "bundle", "case", held.call, "-o",
                                 workspace_path(fixture->workspace, "case.zip")),
                     0, "bundled 1 recording");
    free(held.audio);
}

/* What stands in its place is not followed, and not taken for audio: then the server is asked. */
static void a_copy_that_is_none_is_asked_for(void **state)
{
    struct fixture *fixture = *state;
    size_t length;
    struct held held = held_make(fixture);
    held_in_archives(fixture, "for a in $f.held/*.mp3; do echo none >$a; done");
    const struct command *audio = fixture_run(fixture, "audio", held.call);
    held_expect_says(audio, 0, "on hold is damaged: it has 5 bytes, and had");
    assert_memory_equal(command_output(audio, &length), held.audio, held.size);
    held_expect_says(fixture_run(fixture, "audio", held.call, "--offline"), 4,
                     "on hold is damaged: it has 5 bytes, and had");
    held_in_archives(fixture, "for a in $f.held/*.mp3; do mv $a there; ln -s $PWD/there $a; done");
    held_expect_says(fixture_run(fixture, "audio", held.call, "--offline"), 4,
                     "on hold is damaged: something else is in its place");
    free(held.audio);
}

/* The call with that number may be any. */
static void the_copy_of_another_account_is_not_taken(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_in_archives(fixture, "cp $f ../one.db && cp -a $f.held ../one.db.held");
    const char *one = workspace_path(fixture->workspace, "data/one.db");
    expect_audio(fixture_run(fixture, "audio", held.call, "--offline", "--archive", one), &held);
    fixture_serve(fixture, "--agents 1 --recordings 5 --account other");
    const struct command *audio = fixture_run(fixture, "audio", held.call, "--offline", "--archive", one);
    held_expect_says(audio, 2, "one.db belongs to another account");
    free(held.audio);
}

static void the_screen_takes_the_copy(void **state)
{
    struct fixture *fixture = *state;
    hearing_use(fixture, HEARING_SOUND);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[audio]\nsave = ~/kept/{call}.mp3\n",
                    0600);
    struct held held = held_make(fixture);
    held_delete(fixture, &held);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--verify")), 0);
    struct terminal *terminal = fixture_open_with(fixture, 40, 130, (const char *const[]){"--offline", NULL});
    expect_text(terminal, "archive only");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, held.call);
    terminal_keys(terminal, "s");
    expect_text(terminal, "saved as");
    expect_text(terminal, "; it is the copy that is on hold");
    terminal_keys(terminal, "p");
    expect_text(terminal, "playing");
    expect_text(terminal, "it is the copy that is on hold");
    terminal_keys(terminal, "P j p");
    expect_text(terminal, "start without --offline to listen");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(saved_count(workspace_path(fixture->workspace, "home/kept")), 1);
    free(held.audio);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(commands_take_the_copy),
        WITH_FIXTURE(a_copy_that_is_none_is_asked_for),
        WITH_FIXTURE(the_copy_of_another_account_is_not_taken),
        WITH_FIXTURE(the_screen_takes_the_copy),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
