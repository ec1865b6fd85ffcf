/* `make demo` keeps nothing: no file of the user's own folders is made or changed, whatever is done in it. */
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/process.h"
#include "tests/e2e/tapedeck.h"

#define SCRIPT ".ci/demo"

static unsigned files_seen;

static int count_file(const char *path, const struct stat *status, int kind, struct FTW *where)
{
    (void)status;
    (void)where;
    if (kind == FTW_D)
        return 0;
    print_error("%s was left\n", path);
    files_seen++;
    return 0;
}

/* A filter is typed because the history of filters is kept elsewhere than the archive. */
static void it_keeps_nothing(void **state)
{
    enum { OPEN_FOLDERS = 8 };
    struct fixture *fixture = *state;
    char *script = realpath(SCRIPT, NULL);
    if (!script)
        skip(); /* not started at the root of the sources */
    char *build = process_sibling("../..");
    const char *const arguments[] = {script, build, "--agents", "3", "--recordings", "60", NULL};
    const struct terminal_options options = {
        .rows = 24,
        .columns = 100,
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
        .directory = workspace_path(fixture->workspace, "home"),
    };
    fixture->terminal = terminal_start(&options);
    free(script);
    free(build);
    expect_text_within(fixture->terminal, "3 agents", COMMAND_LIMIT);
    terminal_keys(fixture->terminal, "/");
    expect_text(fixture->terminal, "part of a number");
    terminal_keys(fixture->terminal, "1 2 Enter");
    expect_gone(fixture->terminal, "part of a number");
    terminal_keys(fixture->terminal, "Esc");
    expect_gone(fixture->terminal, "· /12");
    terminal_keys(fixture->terminal, "s");
    expect_text(fixture->terminal, "saved as ~/Recordings");
    terminal_keys(fixture->terminal, "Q");
    expect_exit(fixture->terminal, 0);
    files_seen = 0;
    const char *root = workspace_path(fixture->workspace, "");
    assert_int_equal(nftw(root, count_file, OPEN_FOLDERS, FTW_PHYS), 0);
    assert_int_equal(files_seen, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_keeps_nothing, fixture_setup, fixture_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
