/* Letters where the locale says nothing useful: cron, a slim server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/environment.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 6 --recordings 120 --seed 7 --until 2026-05-04"

static void set(struct fixture *fixture, const char *name, const char *value)
{
    environment_set(workspace_environment(fixture->workspace), name, value);
}

static void expect_letters(struct fixture *fixture, const char *note)
{
    struct terminal *terminal = fixture_open(fixture, 24, 100);
    expect_text(terminal, "6 of 6 agents complete");
    expect_text(terminal, "Øjvind Johans");
    expect_text(terminal, note);
    terminal_keys(terminal, "/");
    terminal_type(terminal, "ØJVIND");
    expect_text(terminal, "/ØJVIND");
    expect_text(terminal, "hits");
    expect_absent(terminal, " 0 hits");
    terminal_keys(terminal, "Enter Q");
    expect_exit(terminal, 0);
    const struct command *list =
        fixture_run(fixture, "list", "--filter", "øjvind", "--limit", "1", "--offline");
    assert_int_equal(command_status(list), 0);
    assert_non_null(strstr(command_output(list, NULL), "Øjvind"));
    assert_null(strstr(command_errors(list, NULL), "UTF-8")); /* nobody is at the terminal */
}

static void without_a_locale(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    set(fixture, "LC_ALL", NULL);
    expect_letters(fixture, "no locale is set (LANG): UTF-8 is assumed");
}

static void with_one_that_is_not_installed(void **state)
{
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    set(fixture, "LC_ALL", NULL);
    set(fixture, "LANG", "xx_XX.UTF-8");
    expect_letters(fixture, "the locale xx_XX.UTF-8 of LANG is not installed: UTF-8 is assumed");
}

/* What is set on purpose stays, and so does what a terminal of before UTF-8 can show. */
static void ascii_is_kept(void **state)
{
    static const char *const settings[][3] = {
        {"LC_ALL", "C", "xterm-256color"},
        {"LANG", "POSIX", "xterm-256color"},
        {"LANG", "da_DK.ISO-8859-1", "xterm-256color"},
        {"LANG", NULL, "vt220"},
    };
    struct fixture *fixture = *state;
    fixture_serve(fixture, HISTORY);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++) {
        set(fixture, "LC_ALL", NULL);
        set(fixture, "LANG", NULL);
        set(fixture, settings[i][0], settings[i][1]);
        set(fixture, "TERM", settings[i][2]);
        struct terminal *terminal = fixture_open(fixture, 24, 100);
        expect_text(terminal, "6 of 6 agents complete");
        expect_absent(terminal, "UTF-8");
        terminal_keys(terminal, "Q");
        expect_exit(terminal, 0);
        size_t length = 0;
        const char *sent = screen_raw(terminal_screen(terminal), &length);
        for (size_t k = 0; k < length; k++)
            assert_true((unsigned char)sent[k] < 0x80);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)
    const struct CMUnitTest tests[] = {
        TEST(without_a_locale),
        TEST(with_one_that_is_not_installed),
        TEST(ascii_is_kept),
    };
    return cmocka_run_group_tests_name("locale", tests, NULL, NULL);
}
