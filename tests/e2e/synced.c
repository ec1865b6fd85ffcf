#include "tests/e2e/synced.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"

struct terminal *synced_open(struct fixture *fixture, int rows, int columns)
{
    static const char *const arguments[] = {"--offline", NULL};
    fixture_serve(fixture, SYNCED_HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    struct terminal *terminal = fixture_open_with(fixture, rows, columns, arguments);
    expect_text(terminal, "2026-05-03 12:54");       /* the first row, */
    expect_text(terminal, "5 of 5 agents complete"); /* and what comes behind the last */
    terminal_keys(terminal, "h l");                  /* small windows begin with the list */
    return terminal;
}
