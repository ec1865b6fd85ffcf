/* What is on hold has its row again when the archive is made anew, also where the server has it no longer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/held.h"

#define REMOVE "rm -f $f $f-wal $f-shm"

/* Alone, offline, before anything was fetched anew. */
static void expect_alone(struct fixture *fixture, const struct held *held)
{
    held_expect_there(fixture, held);
    const struct command *list = fixture_run(fixture, "list", "--offline", "--format", "jsonl");
    const char *first = strchr(command_output(list, NULL), '\n');
    assert_true(first && first[1] == '\0');
    held_expect_says(fixture_run(fixture, "list", "--offline", "--filter", "held:yes"), 5, "never fetched");
}

static void expect_count(struct fixture *fixture, const char *count)
{
    const struct command *agents = fixture_run(fixture, "agents", "--offline", "--format", "jsonl");
    char number[40];
    snprintf(number, sizeof number, "\"Recordings\":%s,", count);
    if (!strstr(command_output(agents, NULL), number))
        fail_msg("no %s in %s", number, command_output(agents, NULL));
}

static void it_comes_back_though_the_server_has_it_no_longer(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_delete(fixture, &held);
    held_in_archives(fixture, REMOVE);
    expect_alone(fixture, &held);
    const struct command *sync = fixture_run(fixture, "sync");
    held_expect_says(sync, 0, "although the server no longer has it: 1 recording");
    held_expect_there(fixture, &held);
    held_in_archives(fixture, REMOVE);
    held_expect_says(fixture_run(fixture, "sync"), 0, "although the server no longer has it: 1 recording");
    held_expect_there(fixture, &held);
    expect_count(fixture, "41");
    held_expect_says(fixture_run(fixture, "release", held.call), 0, "released 1 recording");
    held_expect_nowhere(fixture, &held);
    expect_count(fixture, "40");
    free(held.audio);
}

static void it_comes_once(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    expect_count(fixture, "41");
    held_in_archives(fixture, REMOVE);
    expect_alone(fixture, &held);
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    held_expect_there(fixture, &held);
    expect_count(fixture, "41");
    held_expect_says(fixture_run(fixture, "list", "--offline"), 0, "complete");
    held_expect_says(fixture_run(fixture, "release", held.call), 0, "released 1 recording");
    expect_count(fixture, "41");
    free(held.audio);
}

static void it_outlives_a_damaged_archive(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_delete(fixture, &held);
    held_in_archives(
        fixture,
        "rm -f $f-wal $f-shm; dd if=/dev/zero of=$f bs=512 seek=1 count=40 conv=notrunc 2>/dev/null");
    struct terminal *terminal = fixture_open(fixture, 30, 130);
    expect_text(terminal, "2 of 2 agents complete");
    terminal_keys(terminal, "/");
    terminal_type(terminal, "held:yes");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "1 hit");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, "the server no longer has this recording");
    terminal_keys(terminal, "H y");
    expect_text(terminal, "is released");
    expect_gone(terminal, HELD_REASON);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    held_in_archives(fixture, "rm -f $f.damaged* *.damaged*");
    held_expect_nowhere(fixture, &held);
    free(held.audio);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(it_comes_back_though_the_server_has_it_no_longer),
        WITH_FIXTURE(it_comes_once),
        WITH_FIXTURE(it_outlives_a_damaged_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
