#include "tests/e2e/access.h"

#include "tests/e2e/expect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

void access_browse(struct fixture *fixture)
{
    fixture_serve(fixture, ACCESS_HISTORY);
    struct terminal *terminal = fixture_open(fixture, 40, 120);
    expect_text(terminal, "complete, as of");
    terminal_keys(terminal, "/");
    terminal_type(terminal, ACCESS_NUMBER);
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "· /" ACCESS_NUMBER);
    terminal_keys(terminal, "Esc");
    expect_gone(terminal, "· /" ACCESS_NUMBER);
    terminal_keys(terminal, "j Enter");
    expect_text(terminal, "▸ Details");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

char *access_read(struct fixture *fixture, char name[64])
{
    char *text = NULL;
    for (int month = 1; month <= 12 && !text; month++)
        for (int year = 2024; year < 2100 && !text; year++) {
            snprintf(name, 64, "data/tapedeck/log/%04d-%02d.jsonl", year, month);
            text = workspace_read(fixture->workspace, name);
        }
    return text;
}

const char *access_verify(struct fixture *fixture, const char *argument, const char *value)
{
    const struct command *command = argument ? fixture_run(fixture, "log", "verify", argument, value)
                                             : fixture_run(fixture, "log", "verify");
    return command_output(command, NULL);
}

void access_expect_line(const char *log, const char *start, const char *rest)
{
    const char *line = strstr(log, start);
    const char *found = line ? strstr(line, rest) : NULL;
    if (!found || found > strchr(line, '\n'))
        fail_msg("no line with %s and %s in %s", start, rest, log);
}
