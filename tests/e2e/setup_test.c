/* The first run: address and secret are asked for, tried and written; without a terminal nothing is asked. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 12 --recordings 120 --seed 3 --until 2026-05-04"
#define CONFIG "config/tapedeck/config"

enum { DONE = 0, USAGE = 2, GIVEN_UP = 130 };

/* Opens tapedeck with nothing said of a server, and no secret in its environment. */
static struct terminal *open_bare(struct fixture *fixture, const char *command)
{
    const char *const arguments[] = {command, NULL};
    const struct tapedeck_options options = {
        .workspace = fixture->workspace, .arguments = arguments, .rows = 30, .columns = 160};
    environment_set(workspace_environment(fixture->workspace), "TAPEDECK_SECRET", "");
    terminal_free(&fixture->terminal);
    return fixture->terminal = tapedeck_open(&options);
}

static void type_line(struct terminal *terminal, const char *line)
{
    terminal_type(terminal, line);
    terminal_type(terminal, "\r");
}

/* Whether what is typed now is not shown; what was typed before is dropped then. */
static bool hides(struct terminal *terminal, void *context)
{
    (void)context;
    return !terminal_echoes(terminal);
}

/* Up to the secret, which is typed as somebody else cannot see it. */
static void type_account(struct terminal *terminal, const char *url, const char *secret)
{
    expect_text(terminal, "Address of the server (https://HOST/mot/ACCOUNT):");
    type_line(terminal, url);
    expect_text(terminal, "A command that prints the secret");
    type_line(terminal, "");
    expect_text(terminal, "Secret (it is not shown):");
    expect_until(terminal, hides, NULL);
    type_line(terminal, secret);
}

static void expect_config(struct fixture *fixture, const char *line)
{
    char *text = workspace_read(fixture->workspace, CONFIG);
    assert_non_null(text);
    if (!strstr(text, line))
        fail_msg("no \"%s\" in\n%s", line, text);
    free(text);
    assert_int_equal(workspace_mode(fixture->workspace, CONFIG), 0600);
}

static void the_first_run_asks_and_goes_on(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = open_bare(fixture, NULL);
    expect_text(terminal, "tapedeck needs to know your server");
    type_account(terminal, server_url(fixture->server), TAPEDECK_TEST_SECRET);
    expect_text(terminal, "12 of 12 agents complete");
    expect_text(terminal, "120 recordings");
    expect_never_sent(terminal, TAPEDECK_TEST_SECRET);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, DONE);
    expect_text(terminal, "12 agents: ");
    expect_text(terminal, " and 4 more");
    expect_text(terminal, "Written, for you only: ");
    expect_that(terminal, terminal_echoes(terminal) && terminal_is_canonical(terminal));
    expect_config(fixture, "\nsecret = " TAPEDECK_TEST_SECRET "\n");
    terminal = open_bare(fixture, NULL); /* nothing is asked any more */
    expect_text(terminal, "12 of 12 agents complete");
}

static void nothing_is_asked_without_a_terminal(void **state)
{
    struct fixture *fixture = *state;
    const struct tapedeck_options options = {.workspace = fixture->workspace};
    fixture->command = tapedeck_start(&options);
    assert_true(command_finish(fixture->command, COMMAND_LIMIT));
    assert_int_equal(command_status(fixture->command), USAGE);
    assert_non_null(strstr(command_errors(fixture->command, NULL), "no server address; run tapedeck setup"));
    assert_int_equal(command_status(fixture_run(fixture, "setup")), USAGE);
    assert_non_null(strstr(command_errors(fixture->command, NULL), "nobody is there who could be asked"));
    assert_false(workspace_exists(fixture->workspace, CONFIG));
}

static void what_is_wrong_is_asked_again(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = open_bare(fixture, "setup");
    type_line(terminal, "telephone.example");
    expect_text(terminal, "must begin with https:// or http://");
    type_account(terminal, server_url(fixture->server), "wrong-secret");
    expect_text(terminal, "the server refused the secret");
    assert_int_equal(server_count(fixture->server, "requests", "wrong-secret"), 1);
    type_line(terminal, "x");
    type_line(terminal, "s");
    type_line(terminal, "");
    expect_until(terminal, hides, NULL);
    terminal_type(terminal, "wrong\x15" TAPEDECK_TEST_SECRET "æ\x7f\r");
    expect_text(terminal, "12 agents: ");
    expect_exit(terminal, DONE);
    expect_never_sent(terminal, "wrong-secret");
    expect_config(fixture, "\nsecret = " TAPEDECK_TEST_SECRET "\n");
}

static void a_command_keeps_the_secret(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = open_bare(fixture, "setup");
    type_line(terminal, server_url(fixture->server));
    expect_text(terminal, "A command that prints the secret");
    type_line(terminal, "exit 3");
    expect_text(terminal, "secret_command failed with exit status 3");
    type_line(terminal, "echo " TAPEDECK_TEST_SECRET);
    expect_text(terminal, "Written, for you only: ");
    expect_exit(terminal, DONE);
    expect_config(fixture, "\nsecret_command = echo " TAPEDECK_TEST_SECRET "\n");
    const char *const agents[] = {"agents", NULL};
    const struct tapedeck_options options = {.workspace = fixture->workspace, .arguments = agents};
    fixture->command = tapedeck_start(&options);
    assert_true(command_finish(fixture->command, COMMAND_LIMIT));
    assert_int_equal(command_status(fixture->command), DONE);
}

static void what_is_there_is_not_lost(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    workspace_write(fixture->workspace, CONFIG, "[screen]\ntime = utc\n", 0600);
    struct terminal *terminal = open_bare(fixture, "setup");
    expect_text(terminal, "config is there already.");
    type_line(terminal, "");
    expect_exit(terminal, GIVEN_UP);
    expect_config(fixture, "time = utc");
    terminal = open_bare(fixture, "setup");
    expect_text(terminal, "config is there already.");
    type_line(terminal, "y");
    type_account(terminal, server_url(fixture->server), TAPEDECK_TEST_SECRET);
    expect_exit(terminal, DONE);
    expect_config(fixture, "url = http://127.0.0.1");
    struct buffer pattern = {0};
    buffer_format(&pattern, "grep -l utc %s.2*", workspace_path(fixture->workspace, CONFIG));
    const char *const search[] = {"sh", "-c", pattern.data, NULL};
    const struct command_options run = {
        .arguments = search, .environment = environment_list(workspace_environment(fixture->workspace))};
    fixture->command = command_run(&run);
    assert_int_equal(command_status(fixture->command), 0);
    buffer_clear(&pattern);
}

/* By a key and by a signal: nothing is written, and the terminal is as it was. */
static void it_can_be_given_up(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (int i = 0; i < 2; i++) {
        struct terminal *terminal = open_bare(fixture, NULL);
        expect_text(terminal, "Address of the server");
        type_line(terminal, server_url(fixture->server));
        expect_text(terminal, "A command that prints the secret");
        type_line(terminal, "");
        expect_until(terminal, hides, NULL);
        terminal_type(terminal, "half");
        if (i == 0)
            terminal_type(terminal, "\x03");
        else
            terminal_signal(terminal, SIGTERM);
        expect_exit(terminal, i == 0 ? GIVEN_UP : 128 + SIGTERM);
        expect_that(terminal, terminal_echoes(terminal) && terminal_is_canonical(terminal));
        expect_never_sent(terminal, "half");
    }
    assert_false(workspace_exists(fixture->workspace, CONFIG));
}

/* The configuration has their place wherever it is read. */
static void certificates_are_found_from_any_folder(void **state)
{
    static const char *const arguments[] = {"setup", "--offline", "--ca", "own.crt", NULL};
    struct fixture *fixture = *state;
    const struct tapedeck_options options = {
        .workspace = fixture->workspace, .arguments = arguments, .rows = 30, .columns = 160};
    environment_set(workspace_environment(fixture->workspace), "TAPEDECK_SECRET", "");
    struct terminal *terminal = fixture->terminal = tapedeck_open(&options);
    expect_text(terminal, "cannot read the certificates in own.crt");
    expect_exit(terminal, USAGE);
    workspace_write(fixture->workspace, "home/own.crt", "", 0600);
    terminal_free(&fixture->terminal);
    terminal = fixture->terminal = tapedeck_open(&options);
    expect_text(terminal, "Address of the server");
    type_line(terminal, "https://telephone.example/mot/green");
    expect_text(terminal, "A command that prints the secret");
    type_line(terminal, "echo " TAPEDECK_TEST_SECRET);
    expect_exit(terminal, DONE);
    expect_config(fixture, "\nca = /");
    expect_config(fixture, "/own.crt\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(the_first_run_asks_and_goes_on),
        TEST(nothing_is_asked_without_a_terminal),
        TEST(what_is_wrong_is_asked_again),
        TEST(a_command_keeps_the_secret),
        TEST(what_is_there_is_not_lost),
        TEST(it_can_be_given_up),
        TEST(certificates_are_found_from_any_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
