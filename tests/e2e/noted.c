#include "tests/e2e/noted.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"

const char *noted_archive(struct fixture *fixture, const char *ending)
{
    static char path[300];
    snprintf(path, sizeof path, "%s%s", workspace_path(fixture->workspace, "a.db"), ending);
    return path;
}

struct terminal *noted_open_again(struct fixture *fixture)
{
    char path[300];
    snprintf(path, sizeof path, "%s", noted_archive(fixture, ""));
    struct terminal *terminal = fixture_open_with(
        fixture, 30, 100, (const char *const[]){"--agent", "101", "--offline", "--archive", path, NULL});
    expect_text(terminal, "40 recordings");
    return terminal;
}

struct terminal *noted_open(struct fixture *fixture)
{
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--archive", noted_archive(fixture, ""))),
                     0);
    return noted_open_again(fixture);
}

void noted_close(struct terminal *terminal)
{
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

void noted_all(struct terminal *terminal)
{
    terminal_keys(terminal, "m");
    expect_text(terminal, "Mark     marked");
    terminal_keys(terminal, "T");
    expect_text(terminal, "tags: words");
    terminal_type(terminal, "coaching case-12");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Mark     marked \xc2\xb7 case-12 coaching");
    terminal_keys(terminal, "a");
    expect_text(terminal, "a note, which stays");
    terminal_type(terminal, "gr\xc3\xa6"
                            "der; ring op");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "Note     gr\xc3\xa6"
                          "der; ring op");
    expect_selected(terminal, "*");
}
