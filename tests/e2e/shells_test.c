/* What bash, zsh and fish complete behind "tapedeck", in these shells themselves. Nothing of it runs the program or asks
 * anybody. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

/* What is typed before Tab, and what stands there then. */
struct completed {
    const char *typed;
    const char *becomes;
};

static const struct completed lines[] = {
    {"tapedeck doct", "tapedeck doctor"},
    {"tapedeck wip", "tapedeck wipe"},
    {"tapedeck --offl", "tapedeck --offline"},
    {"tapedeck list --olde", "tapedeck list --oldest-first"},
    {"tapedeck list --format jsonl --unt", "tapedeck list --format jsonl --until"},
    {"tapedeck list --format cs", "tapedeck list --format csv"},
    {"tapedeck help doct", "tapedeck help doctor"},
    {"tapedeck help filt", "tapedeck help filter"},
    {"tapedeck completion zs", "tapedeck completion zsh"},
    {"tapedeck --config settin", "tapedeck --config settings.ini"},
};

/* In place of the product, so that whoever runs it is found out. */
static void set_trap(struct fixture *fixture)
{
    struct buffer path = {0};
    struct environment *environment = workspace_environment(fixture->workspace);
    workspace_write(fixture->workspace, "bin/tapedeck", "#!/bin/sh\necho >\"$HOME/ran\"\n", 0700);
    workspace_write(fixture->workspace, "home/settings.ini", "", 0600);
    buffer_format(&path, "%s:%s", workspace_path(fixture->workspace, "bin"), getenv("PATH"));
    environment_set(environment, "PATH", path.data);
    buffer_clear(&path);
}

static struct command_options in_home(struct fixture *fixture, const char *const *arguments)
{
    return (struct command_options){
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .directory = workspace_path(fixture->workspace, "home"),
    };
}

/* Skips the test where the shell is not there; else writes what it reads to home/NAME. */
static void prepare(struct fixture *fixture, const char *shell, const char *name)
{
    char look[40], place[80];
    snprintf(look, sizeof look, "command -v %s", shell);
    const char *const arguments[] = {"sh", "-c", look, NULL};
    set_trap(fixture);
    const struct command_options options = in_home(fixture, arguments);
    fixture->command = command_run(&options);
    if (command_status(fixture->command) != 0) {
        print_message("%s is not installed: what it completes is not tried\n", shell);
        skip();
    }
    assert_int_equal(command_status(fixture_run(fixture, "completion", shell)), 0);
    snprintf(place, sizeof place, "home/%s", name);
    workspace_write(fixture->workspace, place, command_output(fixture->command, NULL), 0600);
}

static void open_shell(struct fixture *fixture, const char *const *arguments, const char *setup)
{
    const struct terminal_options options = {
        .rows = 24,
        .columns = 100,
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .directory = workspace_path(fixture->workspace, "home"),
    };
    fixture->terminal = terminal_start(&options);
    terminal_type(fixture->terminal, setup);
    terminal_type(fixture->terminal, "PS1='is 'ready'> '\r");
    expect_text(fixture->terminal, "is ready>");
}

/* Types each line and Tab; the line is thrown away. */
static void expect_all_completed(struct fixture *fixture)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char expected[120];
        snprintf(expected, sizeof expected, "is ready> %s", lines[i].becomes);
        terminal_type(fixture->terminal, lines[i].typed);
        terminal_type(fixture->terminal, "\t");
        expect_text(fixture->terminal, expected);
        terminal_type(fixture->terminal, "\x15"); /* Ctrl-U */
        expect_gone(fixture->terminal, expected);
    }
    assert_false(workspace_exists(fixture->workspace, "home/ran"));
}

static void bash_completes(void **state)
{
    static const char *const shell[] = {"bash", "--norc", "--noprofile", "-i", NULL};
    struct fixture *fixture = *state;
    prepare(fixture, "bash", "tapedeck.bash");
    open_shell(fixture, shell, "source ./tapedeck.bash\r");
    expect_all_completed(fixture);
}

static void zsh_completes(void **state)
{
    static const char *const shell[] = {"zsh", "-f", "-i", NULL};
    struct fixture *fixture = *state;
    prepare(fixture, "zsh", "_tapedeck");
    open_shell(fixture, shell, "fpath=(~ $fpath); autoload -U compinit; compinit -u -d ~/dump\r");
    expect_all_completed(fixture);
}

/* fish says what it would complete. */
static void fish_completes(void **state)
{
    struct fixture *fixture = *state;
    prepare(fixture, "fish", "tapedeck.fish");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char script[200];
        const char *const shell[] = {"fish", "--no-config", "-c", script, NULL};
        const char *word = strrchr(lines[i].becomes, ' ') + 1;
        snprintf(script, sizeof script, "source ./tapedeck.fish; complete -C '%s'", lines[i].typed);
        const struct command_options options = in_home(fixture, shell);
        command_free(&fixture->command);
        fixture->command = command_run(&options);
        const char *output = command_output(fixture->command, NULL);
        if (strncmp(output, word, strlen(word)) != 0)
            fail_msg("\"%s\" gives \"%s%s\"", lines[i].typed, output, command_errors(fixture->command, NULL));
    }
    assert_false(workspace_exists(fixture->workspace, "home/ran"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(bash_completes),
        TEST(zsh_completes),
        TEST(fish_completes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
