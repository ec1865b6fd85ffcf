/* Copying: what is sent to the terminal, or to tmux, and what is said of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/screen.h"
#include "tests/e2e/synced.h"

#define SENT "sent to the terminal's clipboard: "

static bool holds(struct terminal *terminal, const char *bytes)
{
    return screen_raw_contains(terminal_screen(terminal), bytes, strlen(bytes));
}

/* The selected row of the screen that synced.h opens. */
static struct terminal *open_screen(struct fixture *fixture)
{
    struct terminal *terminal = synced_open(fixture, 24, 100);
    terminal_keys(terminal, "g");
    return terminal;
}

static void the_number_goes_by_the_sequence(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_screen(fixture);
    terminal_keys(terminal, "y");
    expect_text(terminal, SENT "+45");
    expect_that(terminal, holds(terminal, "\033]52;c;KzQ1")); /* "+45" */
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static bool has_copied(struct terminal *terminal, void *text)
{
    const char *copied = screen_copied(terminal_screen(terminal));
    return copied && strstr(copied, text);
}

static void the_command_is_that_of_the_list(void **state)
{
    struct terminal *terminal = open_screen(*state);
    terminal_keys(terminal, "h j l o / longer:1s Enter Y c");
    expect_until(terminal, has_copied,
                 (char[]){"/greenbox' --agent 'id:105' --filter 'longer:1s' --oldest-first"});
    terminal_keys(terminal, "c");
    expect_text(terminal, "d later");
    terminal_keys(terminal, "Y c");
    expect_until(terminal, has_copied, (char[]){"/greenbox' --filter '+45"});
}

static void parts_are_chosen_from_a_menu(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminal = open_screen(fixture);
    terminal_keys(terminal, "Y");
    expect_text(terminal, "Copy:  n number  i call id  f file name  l line  c command");
    expect_absent(terminal, "y/n");
    terminal_keys(terminal, "i");
    expect_text(terminal, SENT "4");
    terminal_keys(terminal, "Y f");
    expect_text(terminal, ".mp3");
    terminal_keys(terminal, "Y l");
    expect_text(terminal, SENT "20");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "-zz'zz");
    terminal_keys(terminal, "Enter Y c");
    expect_text(terminal, SENT "tapedeck list --url 'http");
    expect_until(terminal, has_copied, (char[]){" --filter '-zz'\\''zz'"});
    terminal_keys(terminal, "Y");
    expect_text(terminal, "Copy:");
    terminal_keys(terminal, "z"); /* is nothing of it */
    expect_gone(terminal, "Copy:");
}

/* Writes what it is given into a file, if it is asked as it should. */
static void make_tmux(struct fixture *fixture, const char *script)
{
    char path[1000];
    struct environment *environment = workspace_environment(fixture->workspace);
    workspace_write(fixture->workspace, "bin/tmux", script, 0700);
    snprintf(path, sizeof path, "%s:%s", workspace_path(fixture->workspace, "bin"), getenv("PATH"));
    environment_set(environment, "PATH", path);
    environment_set(environment, "TMUX", "/tmp/none,1,0");
}

static bool has_come(struct terminal *terminal, void *context)
{
    struct fixture *fixture = context;
    (void)terminal;
    char *text = workspace_read(fixture->workspace, "home/copied");
    bool is_there = text && strncmp(text, "+45", 3) == 0;
    free(text);
    return is_there;
}

static void tmux_is_asked_first(void **state)
{
    struct fixture *fixture = *state;
    make_tmux(fixture,
              "#!/bin/sh\n[ \"$*${TAPEDECK_SECRET+ secret}\" = 'load-buffer -w -' ] && cat >copied\n");
    struct terminal *terminal = open_screen(fixture);
    terminal_keys(terminal, "y");
    expect_text(terminal, SENT);
    expect_until(terminal, has_come, fixture);
    expect_never_sent(terminal, "\033]52");
}

static bool has_sequence(struct terminal *terminal, void *context)
{
    (void)context;
    return holds(terminal, "\033]52;c;KzQ1");
}

static void what_tmux_refuses_goes_by_the_sequence(void **state)
{
    struct fixture *fixture = *state;
    make_tmux(fixture, "#!/bin/sh\nexit 1\n");
    struct terminal *terminal = open_screen(fixture);
    terminal_keys(terminal, "y");
    expect_until(terminal, has_sequence, NULL);
}

/* One that hangs keeps neither the screen nor the end of the program. */
static void a_tmux_that_hangs_is_ended(void **state)
{
    struct fixture *fixture = *state;
    make_tmux(fixture, "#!/bin/sh\nexec sleep 600\n");
    struct terminal *terminal = open_screen(fixture);
    terminal_keys(terminal, "y");
    expect_until(terminal, has_sequence, NULL);
    terminal_keys(terminal, "y Q");
    expect_exit(terminal, 0);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(the_number_goes_by_the_sequence),        WITH_FIXTURE(the_command_is_that_of_the_list),
        WITH_FIXTURE(parts_are_chosen_from_a_menu),           WITH_FIXTURE(tmux_is_asked_first),
        WITH_FIXTURE(what_tmux_refuses_goes_by_the_sequence), WITH_FIXTURE(a_tmux_that_hangs_is_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
