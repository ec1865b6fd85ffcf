/* The configuration file as the program reads it: whatever is run says which line is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

enum { USAGE = 2 };

static void configure(struct fixture *fixture, const char *text)
{
    workspace_write(fixture->workspace, "config/tapedeck/config", text, 0600);
}

/* Every command, whether it needs what is wrong or not, and the screen. */
static void expect_refused(struct fixture *fixture, const char *says)
{
    static const char *const commands[] = {"agents", "sync", "list", "purge", "peaks", NULL};
    for (size_t i = 0; commands[i]; i++) {
        const char *operand = strcmp(commands[i], "peaks") == 0 ? "47610" : NULL;
        const struct command *command = fixture_run(fixture, commands[i], operand);
        assert_int_equal(command_status(command), USAGE);
        if (!strstr(command_errors(command, NULL), says))
            fail_msg("%s says \"%s\", not \"%s\"", commands[i], command_errors(command, NULL), says);
    }
    struct terminal *terminal = fixture_open(fixture, 24, 200);
    expect_text(terminal, says);
    expect_exit(terminal, USAGE);
}

static void keys_are_checked_by_every_command(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 2 --recordings 10");
    configure(fixture, "[screen]\ntime = utc\n[keys]\nopen = Ctrl-Wrong\n");
    expect_refused(fixture, "/config:4: [keys]: open: a word behind it is no key");
    configure(fixture, "[keys]\n\nopeen = Enter\n");
    expect_refused(fixture, "/config:3: [keys]: there is no action of that name");
}

static void what_is_wrong_beyond_the_form_names_its_line(void **state)
{
    struct fixture *fixture = *state;
    const char *const agents[] = {"agents", NULL};
    const struct tapedeck_options options = {.workspace = fixture->workspace, .arguments = agents};
    static const struct {
        const char *text;
        const char *says;
    } faults[] = {
        {"[server]\nurl = ftp://host/mot/a\n", "/config:2: the address"},
        {"[server]\nurl = http://127.0.0.1/mot/a\nca = /nowhere/ca.pem\n",
         "/config:3: cannot read the file that ca names"},
        {"[server]\nurl = http://127.0.0.1/mot/a\n\nsecret_command = exit 7\n",
         "/config:4: secret_command failed with exit status 7"},
    };
    environment_set(workspace_environment(fixture->workspace), "TAPEDECK_SECRET", "");
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        configure(fixture, faults[i].text);
        fixture->command = tapedeck_start(&options);
        assert_true(command_finish(fixture->command, COMMAND_LIMIT));
        assert_int_equal(command_status(fixture->command), USAGE);
        if (!strstr(command_errors(fixture->command, NULL), faults[i].says))
            fail_msg("\"%s\" is not \"%s\"", command_errors(fixture->command, NULL), faults[i].says);
        command_free(&fixture->command);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(keys_are_checked_by_every_command),
        TEST(what_is_wrong_beyond_the_form_names_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
