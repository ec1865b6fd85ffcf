/* Notes that are written in the user's editor: what has been written is taken over or left where it is told, whoever of
 * both ends first and however; else nothing is left. */
#include <fcntl.h>
#include <glob.h>
#include <poll.h>
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

#include "tests/e2e/clock.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 1 --recordings 40 --seed 5 --until 2024-05-17"
#define LEFT "unfinished note: ~/state/tapedeck/note-"

static struct terminal *open_screen(struct fixture *fixture)
{
    char path[300];
    snprintf(path, sizeof path, "%s", workspace_path(fixture->workspace, "a.db"));
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--archive", path)), 0);
    struct terminal *terminal = fixture_open_with(
        fixture, 30, 100, (const char *const[]){"--agent", "101", "--offline", "--archive", path, NULL});
    expect_text(terminal, "40 recordings");
    return terminal;
}

static void close_screen(struct terminal *terminal)
{
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void write_editor(struct fixture *fixture, const char *script)
{
    char text[1000];
    snprintf(text, sizeof text, "#!/bin/sh\nfile=$1\ncd \"${1%%/*}\" || exit 9\n%s\n", script);
    workspace_write(fixture->workspace, "editor", text, 0700);
}

/* An editor that does what the lines of a script say, in the folder of note.txt. Its windows are those of the terminal. */
static struct terminal *open_with_editor(struct fixture *fixture, const char *script)
{
    struct environment *environment = workspace_environment(fixture->workspace);
    char path[300];
    write_editor(fixture, script);
    snprintf(path, sizeof path, "%s", workspace_path(fixture->workspace, "editor"));
    environment_set(environment, "VISUAL", path);
    snprintf(path, sizeof path, "%s", workspace_path(fixture->workspace, "home/state"));
    environment_set(environment, "XDG_STATE_HOME", path);
    fixture_serve(fixture, HISTORY);
    return open_screen(fixture);
}

/* Of what editors are given. */
static size_t count_files(struct fixture *fixture, const char *names)
{
    glob_t found;
    char pattern[400];
    snprintf(pattern, sizeof pattern, "%s/home/state/tapedeck/note-*/%s",
             workspace_path(fixture->workspace, ""), names);
    size_t count = glob(pattern, GLOB_PERIOD, NULL, &found) == 0 ? found.gl_pathc : 0;
    globfree(&found);
    return count;
}

static void expect_no_leftovers(struct fixture *fixture)
{
    assert_int_equal(count_files(fixture, ""), 0);
}

/* The next start tells of what was left, and the one after that, until it is deleted. */
static void expect_told(struct fixture *fixture, const char *text)
{
    glob_t found;
    char pattern[400], read[100] = "";
    for (int i = 0; i < 2; i++) {
        struct terminal *terminal = open_screen(fixture);
        expect_text(terminal, LEFT);
        close_screen(terminal);
    }
    snprintf(pattern, sizeof pattern, "%s/home/state/tapedeck/note-*/note.txt",
             workspace_path(fixture->workspace, ""));
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_int_equal(found.gl_pathc, 1);
    FILE *file = fopen(found.gl_pathv[0], "r");
    assert_non_null(file);
    assert_non_null(fgets(read, sizeof read, file));
    fclose(file);
    assert_string_equal(read, text);
    assert_int_equal(unlink(found.gl_pathv[0]), 0);
    globfree(&found);
    struct terminal *terminal = open_screen(fixture);
    expect_absent(terminal, LEFT);
    close_screen(terminal);
    expect_no_leftovers(fixture);
}

static void long_notes_go_to_the_editor(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_with_editor(
        fixture, "stat -c '%a %n' . note.txt; cat note.txt; echo left >.note.swp; mkdir below\n"
                 "read answer; for i in 1 2 3 4 5 6 7 8; do echo \"$answer $i of many words that"
                 " somebody has to say of it\"; done >note.txt; echo changed: $answer");
    terminal_keys(terminal, "A");
    expect_text(terminal, "700 .");
    expect_text(terminal, "600 note.txt");
    terminal_resize(terminal, 40, 110); /* meanwhile */
    terminal_type(terminal, "line");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Note     line 1 of many words");
    expect_text(terminal, "40 recordings");
    expect_no_leftovers(fixture);
    terminal_keys(terminal, "a"); /* it is too long for the line */
    expect_text(terminal, "line 8 of many words that somebody has to say of it");
    terminal_type(terminal, "other");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Note     other 1 of many words");
    close_screen(terminal);
    struct command *command =
        fixture_run(fixture, "notes", "export", "--archive", workspace_path(fixture->workspace, "a.db"));
    assert_non_null(strstr(command_output(command, NULL), "has to say of it\\nother 2 of"));
}

/* A pipe that the test and its editor know. */
static int make_pipe(struct fixture *fixture, const char *name, int flags)
{
    const char *path = workspace_path(fixture->workspace, name);
    assert_int_equal(mkfifo(path, 0600), 0);
    int file = open(path, flags | O_NONBLOCK | O_CLOEXEC);
    assert_true(file >= 0);
    return file;
}

/* The editor lives longer than the program: nobody touches its file, and what is written in the end is told. */
static void a_kill_leaves_what_is_being_written(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *killed = open_with_editor(fixture, "trap '' HUP; echo it is open; read line <~/go; "
                                                        "echo words >note.txt; exec 3<&-; echo >~/gone");
    int go = make_pipe(fixture, "home/go", O_RDWR); /* of the editor, too: it waits for a line only */
    struct pollfd gone = {.fd = make_pipe(fixture, "home/gone", O_RDONLY), .events = POLLIN};
    terminal_keys(killed, "A");
    expect_text(killed, "it is open");
    assert_int_equal(count_files(fixture, "note.txt"), 1);
    assert_int_equal(kill(terminal_process(killed), SIGKILL), 0);
    fixture->terminal = NULL; /* it would end the editor, too */
    struct terminal *terminal = open_screen(fixture);
    expect_absent(terminal, LEFT);
    close_screen(terminal);
    assert_int_equal(count_files(fixture, "note.txt"), 1);
    assert_int_equal(write(go, "\n", 1), 1);
    assert_int_equal(poll(&gone, 1, clock_remaining(clock_deadline(TERMINAL_LIMIT))), 1);
    close(gone.fd);
    close(go);
    terminal_free(&killed);
    expect_told(fixture, "words\n");
}

static void an_editor_that_fails_changes_nothing(void **state)
{
    static const struct {
        const char *script, *said;
        bool leaves;
    } editors[] = {
        {"exit 3", "the editor ended with status 3; the note is as it was", false},
        {"rm note.txt", "what the editor has left cannot be read", false},
        {"echo x >note.txt; exit 3", "the editor ended with status 3; what is written is in ~/", true},
        {"echo x >note.txt; kill -9 $$", "the editor was ended by signal 9; what is written", true},
        {"printf 'x\n\\377' >note.txt", "no text, or too long; what is written is in", true},
        {"sleep 1000 & echo $! >../pid", "the editor did not wait for the text; what is written", true}};
    struct fixture *fixture = *state;
    struct terminal *terminal = open_with_editor(fixture, "exit 3");
    for (size_t i = 0; i < sizeof editors / sizeof *editors; i++) {
        write_editor(fixture, editors[i].script);
        terminal_keys(terminal, "A");
        expect_text(terminal, editors[i].said);
        if (!editors[i].leaves)
            expect_no_leftovers(fixture);
    }
    assert_int_equal(count_files(fixture, "note.txt"), 4);
    assert_int_equal(unlink(workspace_path(fixture->workspace, "editor")), 0);
    terminal_keys(terminal, "A");
    expect_text(terminal, "the editor cannot be started; set VISUAL or EDITOR");
    close_screen(terminal);
    assert_false(workspace_exists(fixture->workspace, "a.db.notes"));
    char *text = workspace_read(fixture->workspace, "home/state/tapedeck/pid");
    assert_int_equal(kill((pid_t)strtol(text, NULL, 10), SIGKILL), 0);
    free(text);
}

/* The screen goes while it is open: with it, and with what it was given, unless that was written. */
static void the_editor_ends_with_the_screen(void **state)
{
    static const char *const writes[] = {":", "echo words >note.txt", "echo words >.note.txt.swp"};
    struct fixture *fixture = *state;
    struct terminal *terminal = open_with_editor(fixture, "exit 3");
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        char script[200];
        snprintf(script, sizeof script, "%s; echo it is open; read answer; echo x >note.txt", writes[i]);
        write_editor(fixture, script);
        terminal_keys(terminal, "A");
        expect_text(terminal, "it is open");
        assert_int_equal(kill(terminal_process(terminal), SIGTERM), 0);
        expect_exit(terminal, 128 + SIGTERM);
        assert_int_equal(count_files(fixture, "note.txt"), i > 0);
        assert_false(workspace_exists(fixture->workspace, "a.db.notes"));
        if (i == 1)
            expect_told(fixture, "words\n");
        terminal = open_screen(fixture);
    }
    expect_text(terminal, LEFT);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(long_notes_go_to_the_editor),
        WITH_FIXTURE(a_kill_leaves_what_is_being_written),
        WITH_FIXTURE(an_editor_that_fails_changes_nothing),
        WITH_FIXTURE(the_editor_ends_with_the_screen),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
