/* An address without encryption is told of, on the screen and by commands, but for this machine; and one
 * through a proxy is refused until it is allowed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define ELSEWHERE "http://no-such-host.invalid/mot/greenbox"
#define WARNING "can be read on their way"

enum { USAGE = 2, FAILED = 4, ROWS = 24, WIDE = 140 };

static void commands_warn(void **state)
{
    struct fixture *fixture = *state;
    fixture_run(fixture, "sync", "--url", ELSEWHERE, "--retries", "0");
    const char *errors = command_errors(fixture->command, NULL);
    assert_non_null(strstr(errors, WARNING));
    assert_null(strstr(strstr(errors, WARNING) + 1, WARNING));
    assert_int_equal(command_status(fixture->command), FAILED);
    fixture_serve(fixture, "--sample");
    fixture_run(fixture, "sync");
    assert_null(strstr(command_errors(fixture->command, NULL), WARNING));
    assert_int_equal(command_status(fixture->command), 0);
}

static void the_top_line_says_it(void **state)
{
    struct fixture *fixture = *state;
    const struct tapedeck_options options = {
        .workspace = fixture->workspace, .url = ELSEWHERE, .rows = ROWS, .columns = WIDE};
    fixture->terminal = tapedeck_open(&options);
    expect_in_row(fixture->terminal, 0, "greenbox@no-such-host.invalid  not encrypted");
    terminal_keys(fixture->terminal, "L");
    expect_text(fixture->terminal, WARNING);
    terminal_keys(fixture->terminal, "Q");
    expect_exit(fixture->terminal, 0);
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = fixture_open(fixture, ROWS, WIDE);
    expect_text(terminal, "live");
    expect_absent(terminal, "not encrypted");
}

static void a_proxy_needs_permission(void **state)
{
    struct fixture *fixture = *state;
    environment_set(workspace_environment(fixture->workspace), "http_proxy", "http://me:hunter2@127.0.0.1:9");
    fixture_run(fixture, "sync", "--url", ELSEWHERE, "--retries", "0");
    const char *errors = command_errors(fixture->command, NULL);
    assert_int_equal(command_status(fixture->command), USAGE);
    assert_non_null(strstr(errors, "the proxy 127.0.0.1:9 would read the secret"));
    assert_null(strstr(errors, "hunter2"));
    workspace_write(fixture->workspace, "config/tapedeck/config", "[server]\nhttp_proxy_secret = allow\n",
                    0600);
    fixture_run(fixture, "sync", "--url", ELSEWHERE, "--retries", "0");
    errors = command_errors(fixture->command, NULL);
    assert_int_equal(command_status(fixture->command), FAILED);
    assert_non_null(strstr(errors, "cannot connect to the proxy 127.0.0.1:9"));
    assert_null(strstr(errors, "hunter2"));
    fixture_serve(fixture, "--sample"); /* on this machine no proxy is asked */
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(commands_warn),
        TEST(the_top_line_says_it),
        TEST(a_proxy_needs_permission),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
