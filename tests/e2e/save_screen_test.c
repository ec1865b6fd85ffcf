/* Saving from the screen: the selected recording, all of the list, and what stops it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/access.h"
#include "tests/e2e/calls.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/saved.h"

#define EMPTY "--agents 1 --recordings 0 --until 2026-03-02"

enum { CALLS = 4 };

/* The screen with some short calls, of which the newest is selected; *id is its number. */
static struct terminal *open_screen(struct fixture *fixture, char id[24])
{
    fixture_serve(fixture, EMPTY);
    char *lines = calls_add(fixture->server, 101, CALLS, 5), *last = lines;
    for (int i = 1; i < CALLS; i++)
        last = strchr(last, '\n') + 1;
    snprintf(id, 24, "%.*s", (int)strcspn(last, " "), last);
    free(lines);
    workspace_write(fixture->workspace, "config/tapedeck/config", "[audio]\nsave = ~/kept/{call}\n", 0600);
    struct terminal *terminal =
        fixture_open_with(fixture, 24, 100, (const char *const[]){"--agent", "101", NULL});
    expect_text(terminal, id);
    return terminal;
}

static const char *kept(struct fixture *fixture, const char *name)
{
    static char path[300];
    snprintf(path, sizeof path, "%s/%s", workspace_path(fixture->workspace, "home/kept"), name);
    return path;
}

static void the_selected_one_is_saved(void **state)
{
    struct fixture *fixture = *state;
    char id[24], text[80];
    struct terminal *terminal = open_screen(fixture, id);
    terminal_keys(terminal, "s");
    snprintf(text, sizeof text, "saved as ~/kept/%s.", id);
    expect_text(terminal, text);
    snprintf(text, sizeof text, "%s.%s", id, strchr(id, '9') == id + strlen(id) - 1 ? "wav" : "mp3");
    assert_true(saved_is_audio(fixture->server, kept(fixture, text), id));
    terminal_keys(terminal, "s");
    expect_text(terminal, "it is there already as ~/kept/");
    assert_int_equal(saved_count(kept(fixture, "")), 1);
}

static void all_of_the_list_are_saved(void **state)
{
    struct fixture *fixture = *state;
    char id[24];
    struct terminal *terminal = open_screen(fixture, id);
    terminal_keys(terminal, "s");
    expect_text(terminal, "saved as");
    terminal_keys(terminal, "S");
    expect_text(terminal, "Save the audio of 4 recordings in this list as files");
    terminal_keys(terminal, "n S y");
    expect_text(terminal, "saved 3 recordings, 1 there already");
    expect_text(terminal, " MB, below ~/kept");
    assert_int_equal(saved_count(kept(fixture, "")), CALLS);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    char name[64], *log = access_read(fixture, name); /* of the one, then of the list */
    access_expect_line(log, "\"action\":\"save\"", "\"result\":\"begun\"");
    access_expect_line(log, "\"agent\":\"id:101\"", "\"result\":\"begun\"");
    access_expect_line(log, "\"recordings\":4,", "\"result\":\"done\"");
    free(log);
}

/* Whatever the list shows. */
static void all_marked_are_saved(void **state)
{
    struct fixture *fixture = *state;
    char id[24];
    struct terminal *terminal = open_screen(fixture, id);
    terminal_keys(terminal, "W");
    expect_text(terminal, "no recording is marked");
    terminal_keys(terminal, "m j j m");
    expect_text(terminal, "Mark     marked");
    terminal_keys(terminal, "/99999 Enter");
    expect_text(terminal, "0 hits");
    terminal_keys(terminal, "W");
    expect_text(terminal, "Save the audio of all 2 marked recordings, also those not in this list? y/n");
    terminal_keys(terminal, "y");
    expect_text(terminal, "saved 2 recordings");
    assert_int_equal(saved_count(kept(fixture, "")), 2);
}

static void what_fails_is_said(void **state)
{
    struct fixture *fixture = *state;
    char id[24];
    struct terminal *terminal = open_screen(fixture, id);
    server_tell(fixture->server, "fault?kind=html&match=queues/calls");
    terminal_keys(terminal, "s");
    expect_text(terminal, "is not saved: ");
    expect_text(terminal, id);
    terminal_keys(terminal, "S y");
    expect_text(terminal, "saved 0 recordings, 4 failed");
}

/* What is saved by itself meanwhile is told by itself. */
static void a_list_ends_with_what_was_in_it(void **state)
{
    struct fixture *fixture = *state;
    char id[24], text[80];
    struct terminal *terminal = open_screen(fixture, id);
    server_tell(fixture->server, "fault?kind=drip&rate=10000&match=queues/calls");
    terminal_keys(terminal, "j m j m");
    expect_text(terminal, "Mark     marked");
    terminal_keys(terminal, "W");
    expect_text(terminal, "Save the audio of all 2 marked recordings");
    terminal_keys(terminal, "y g s");
    expect_text(terminal, "saved 2 recordings, ");
    terminal_keys(terminal, "L");
    snprintf(text, sizeof text, "saved as ~/kept/%s.", id);
    expect_text(terminal, text);
    terminal_keys(terminal, "q Q");
    expect_exit(terminal, 0);
    assert_int_equal(saved_count(kept(fixture, "")), 3);
    char name[64], *log = access_read(fixture, name);
    access_expect_line(log, "\"recordings\":2,", "\"result\":\"done\"");
    free(log);
}

/* What is in the way of all is said once, with how many it concerns. */
static void a_folder_that_takes_nothing_ends_it(void **state)
{
    struct fixture *fixture = *state;
    char id[24];
    struct terminal *terminal = open_screen(fixture, id);
    workspace_write(fixture->workspace, "home/kept", "no folder", 0600);
    terminal_keys(terminal, "S y");
    expect_text(terminal, "saved 0 recordings, ");
    expect_text(terminal, " not tried: ");
}

static void it_can_be_stopped(void **state)
{
    struct fixture *fixture = *state;
    char id[24];
    struct terminal *terminal = open_screen(fixture, id);
    server_tell(fixture->server, "fault?kind=stall&after=100&match=queues/calls");
    terminal_keys(terminal, "S y");
    expect_text(terminal, "saving: 0 of 4 recordings");
    terminal_keys(terminal, "S");
    expect_text(terminal, "another list is being saved");
    terminal_keys(terminal, "x");
    expect_text(terminal, "stopped saving: 0 of 4 are saved");
    terminal_keys(terminal, "s");
    expect_text(terminal, "saving: 0 of 1 recording");
    terminal_keys(terminal, "x");
    expect_text(terminal, "stopped saving: 0 of 1 are saved");
    terminal_keys(terminal, "S y");
    expect_text(terminal, "saving: 0 of 4 recordings");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_false(workspace_exists(fixture->workspace, "home/kept"));
    char name[64], *log = access_read(fixture, name);
    access_expect_line(log, "\"recordings\":1,", "\"result\":\"stopped\""); /* the one that was begun */
    free(log);
}

static void offline_there_is_nothing_to_save(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, EMPTY);
    struct terminal *terminal = fixture_open_with(fixture, 24, 80, (const char *const[]){"--offline", NULL});
    expect_text(terminal, "archive only");
    terminal_keys(terminal, "s");
    expect_text(terminal, "start without --offline to save audio");
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(the_selected_one_is_saved),
        WITH_FIXTURE(all_of_the_list_are_saved),
        WITH_FIXTURE(all_marked_are_saved),
        WITH_FIXTURE(what_fails_is_said),
        WITH_FIXTURE(a_list_ends_with_what_was_in_it),
        WITH_FIXTURE(a_folder_that_takes_nothing_ends_it),
        WITH_FIXTURE(it_can_be_stopped),
        WITH_FIXTURE(offline_there_is_nothing_to_save),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
