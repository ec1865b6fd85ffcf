/* A type of terminal that terminfo does not know is shown as one that most resemble, and quoted; one that
 * cannot show a screen is refused by its name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

enum { USAGE = 2, ROWS = 24, COLUMNS = 100 };

static struct terminal *open_with(struct fixture *fixture, const char *type)
{
    environment_set(workspace_environment(fixture->workspace), "TERM", type);
    return fixture_open(fixture, ROWS, COLUMNS);
}

static void an_unknown_type_is_quoted(void **state)
{
    static const char *const types[] = {"xterm-of-tomorrow", ""};
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        struct terminal *terminal = open_with(fixture, types[i]);
        expect_text(terminal, "Claus Clausen");
        terminal_keys(terminal, "L");
        expect_text(terminal, *types[i] ? "TERM is 'xterm-of-tomorrow'" : "TERM is ''");
        expect_text(terminal, "the screen is that of xterm-256color");
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
    }
}

static void one_that_shows_no_screen_is_refused(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--sample");
    struct terminal *terminal = open_with(fixture, "dumb");
    expect_text(terminal, "'dumb', cannot show a screen");
    expect_exit(terminal, USAGE);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(an_unknown_type_is_quoted),
        TEST(one_that_shows_no_screen_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
