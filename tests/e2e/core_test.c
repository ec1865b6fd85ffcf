/* The secret is in the memory of the running program, which must not become a file when it crashes, nor be
 * read by another program of the same user. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/privilege.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 3 --agent-recordings 103=20 --seed 5 --until 2024-05-17"

/* As high as it may be: else it could be 0 for other reasons. */
static void allow_cores(void)
{
    struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
    if (setrlimit(RLIMIT_CORE, &limit) == 0)
        return;
    assert_int_equal(getrlimit(RLIMIT_CORE, &limit), 0);
    if (limit.rlim_max == 0)
        print_message("# this user can have no core: nothing is seen of the limit\n");
    limit.rlim_cur = limit.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_CORE, &limit), 0);
}

static void expect_no_core_file(pid_t process)
{
    struct rlimit limit;
    assert_int_equal(prlimit(process, RLIMIT_CORE, NULL, &limit), 0);
    assert_int_equal(limit.rlim_cur, 0);
    assert_int_equal(limit.rlim_max, 0);
}

/* Only what is dumpable lets its own user look into it. 0 or an error number. */
static int look_into(pid_t process)
{
    char path[64], folder[4096];
    snprintf(path, sizeof path, "/proc/%d/cwd", (int)process);
    return readlink(path, folder, sizeof folder) < 0 ? errno : 0;
}

static void expect_others_to_be_open(struct fixture *fixture)
{
    static const char *const arguments[] = {"sh", "-c", "echo ready; exec sleep 100", NULL};
    const struct command_options options = {
        .arguments = arguments,
        .environment = environment_list(workspace_environment(fixture->workspace)),
    };
    fixture->command = command_start(&options);
    assert_true(command_wait_for_output(fixture->command, "ready", COMMAND_LIMIT));
    assert_int_equal(look_into(command_process(fixture->command)), 0);
}

/* A core that is piped to a program has no limit: only a process that is not dumpable leaves none. */
static void it_leaves_no_core(void **state)
{
    static const char *const arguments[] = {"--agent", "103", NULL};
    struct fixture *fixture = *state;
    allow_cores();
    expect_others_to_be_open(fixture);
    fixture_serve(fixture, HISTORY);
    struct terminal *terminal = fixture_open_with(fixture, 24, 100, arguments);
    expect_text(terminal, " 20 recordings");
    expect_no_core_file(terminal_process(terminal));
    assert_int_equal(look_into(terminal_process(terminal)), EACCES);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_leaves_no_core, fixture_setup, fixture_teardown),
    };
    privilege_drop();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
