/* libcurl is loaded for the first request: without it the archive can be read, and the reason is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/synced.h"

enum { USAGE = 2, FAILED = 4 };

/* What stands first in the way of the loader is no library. */
static void take_library_away(struct fixture *fixture)
{
    workspace_write(fixture->workspace, "lib/libcurl.so.4", "no library\n", 0600);
    environment_set(workspace_environment(fixture->workspace), "LD_LIBRARY_PATH",
                    workspace_path(fixture->workspace, "lib"));
}

static void tells_why_nothing_is_fetched(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    take_library_away(fixture);
    fixture_run(fixture, "sync", "--agent", "1");
    assert_int_equal(command_status(fixture->command), FAILED);
    assert_non_null(strstr(command_errors(fixture->command, NULL), "cannot load libcurl: "));
    assert_non_null(strstr(command_errors(fixture->command, NULL), "install libcurl"));
}

/* Only an address in another than the usual form needs it to be read. */
static void an_odd_address_is_refused_without_it(void **state)
{
    struct fixture *fixture = *state;
    take_library_away(fixture);
    fixture_run(fixture, "list", "--offline", "--url", "https://[::1]/mot/greenbox");
    assert_int_equal(command_status(fixture->command), USAGE);
    assert_non_null(strstr(command_errors(fixture->command, NULL), "cannot read the address: cannot load"));
}

static void the_screen_stays(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    take_library_away(fixture);
    struct terminal *terminal = fixture_open(fixture, 24, 120);
    expect_text(terminal, "cannot load libcurl");
    terminal_keys(terminal, "r");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

static void reads_the_archive_without_it(void **state)
{
    struct fixture *fixture = *state;
    synced_open(fixture, 24, 80);
    take_library_away(fixture);
    fixture_run(fixture, "list", "--offline", "--limit", "1");
    assert_int_equal(command_status(fixture->command), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(tells_why_nothing_is_fetched),
        TEST(the_screen_stays),
        TEST(an_odd_address_is_refused_without_it),
        TEST(reads_the_archive_without_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
