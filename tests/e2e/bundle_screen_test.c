/* Bundling from the screen: the selected recording, the marked ones of the list, and what stops it. */
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
#include "tests/e2e/held.h"
#include "tests/e2e/tapedeck.h"

#define EMPTY "--agents 1 --recordings 0 --until 2026-03-02"

enum { CALLS = 4 };

static struct terminal *open_screen(struct fixture *fixture)
{
    fixture_serve(fixture, EMPTY);
    free(calls_add(fixture->server, 101, CALLS, 5));
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 120, (const char *const[]){"--agent", "101", NULL});
    expect_text(terminal, "4 recordings");
    return terminal;
}

/* The case as a file of that name below the home: as many recordings, all intact. */
static void expect_bundle(struct fixture *fixture, const char *name, const char *recordings)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", workspace_path(fixture->workspace, "home"), name);
    struct command *verify = fixture_run(fixture, "verify", path);
    assert_int_equal(command_status(verify), 0);
    assert_non_null(strstr(command_output(verify, NULL), "intact: "));
    struct command *log = fixture_run(fixture, "log", "--format", "jsonl");
    const char *line = strstr(command_output(log, NULL), "\"bundle\"");
    assert_non_null(line);
    assert_non_null(strstr(line, "case 12"));
    if (!strstr(line, recordings))
        fail_msg("%s is not in %s", recordings, line);
}

static void bundle(struct terminal *terminal)
{
    terminal_keys(terminal, "b");
    expect_text(terminal, "the name of the case");
    terminal_type(terminal, "case 12");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "~/case_12.zip");
}

static void the_selected_one_is_bundled(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_screen(fixture);
    terminal_keys(terminal, "b Enter");
    expect_text(terminal, "a bundle needs the name of its case");
    bundle(terminal);
    expect_text(terminal, "= the selected recording: none here is marked");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "bundled 1 recording as ~/case_12.zip, not signed");
    expect_bundle(fixture, "case_12.zip", "\"recordings\":1");
    bundle(terminal);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "bundled 1 recording as ~/case_12 (2).zip");
    expect_bundle(fixture, "case_12 (2).zip", "\"recordings\":1");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void the_marked_ones_of_the_list_are(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_screen(fixture);
    terminal_keys(terminal, "m j j m"); /* at once: the marks are not kept yet */
    bundle(terminal);
    expect_text(terminal, "= 2 marked recordings of this list");
    terminal_keys(terminal, "Esc / m a r k : n o Enter");
    expect_text(terminal, "2 hits");
    bundle(terminal);
    expect_text(terminal, "none here is marked");
    terminal_keys(terminal, "Esc Esc");
    expect_text(terminal, "4 recordings");
    bundle(terminal);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "bundled 2 recordings as ~/case_12.zip");
    expect_bundle(fixture, "case_12.zip", "\"recordings\":2");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void it_can_be_stopped(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_screen(fixture);
    server_tell(fixture->server, "fault?kind=stall&after=100&match=queues/calls");
    bundle(terminal);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "bundling: audio of 0 of 1");
    terminal_keys(terminal, "b");
    expect_text(terminal, "a bundle is being made already");
    terminal_keys(terminal, "x");
    expect_text(terminal, "stopped bundling");
    bundle(terminal);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "bundling: audio of 0 of 1");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_false(workspace_exists(fixture->workspace, "home/case_12.zip"));
}

static void without_audio_it_says_so(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_screen(fixture);
    server_tell(fixture->server, "fault?kind=html&match=queues/calls");
    bundle(terminal);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "without audio: 1 recording; the bundle says why");
    expect_bundle(fixture, "case_12.zip", "\"recordings\":1");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void a_damaged_copy_is_told(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_in_archives(fixture, HELD_FLIP);
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 160, (const char *const[]){"--agent", "101", NULL});
    expect_text(terminal, "complete as of");
    bundle(terminal);
    expect_text(terminal, "= 1 marked recording of this list");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "that is on hold is damaged: its bytes are others");
    expect_bundle(fixture, "case_12.zip", "\"recordings\":1");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    free(held.audio);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(the_selected_one_is_bundled), WITH_FIXTURE(the_marked_ones_of_the_list_are),
        WITH_FIXTURE(it_can_be_stopped),           WITH_FIXTURE(without_audio_it_says_so),
        WITH_FIXTURE(a_damaged_copy_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
