/* A disk without a free byte: what is there can be read all the same, and what is released makes room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/held.h"

/* No file can take a byte, as if there were no room for it. */
static void set_full(bool is_full)
{
    static struct rlimit before;
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    if (is_full)
        before = limit;
    limit.rlim_cur = is_full ? 0 : before.rlim_cur;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* What is said otherwise is to be seen. */
#define ON_FULL_DISK(start)                                                                                  \
    do {                                                                                                     \
        set_full(true);                                                                                      \
        start;                                                                                               \
        set_full(false);                                                                                     \
    } while (0)

static void expect_output(struct fixture *fixture, const char *text)
{
    const struct command *command = fixture->command;
    if (command_status(command) != 0 || !strstr(command_output(command, NULL), text))
        fail_msg("status %d, no %s in %s; %s", command_status(command), text, command_output(command, NULL),
                 command_errors(command, NULL));
}

static void what_is_there_is_read(void **state)
{
    static const char *const offline[] = {"--offline", NULL};
    struct fixture *fixture = *state;
    struct terminal *terminal = NULL;
    struct held held = held_make(fixture);
    ON_FULL_DISK(fixture_run(fixture, "list", "--offline"));
    expect_output(fixture, held.call);
    assert_non_null(strstr(command_errors(fixture->command, NULL), "complete for"));
    ON_FULL_DISK(fixture_run(fixture, "list", "--offline", "--filter", "mark:yes"));
    expect_output(fixture, held.call);
    ON_FULL_DISK(fixture_run(fixture, "held"));
    expect_output(fixture, HELD_REASON);
    ON_FULL_DISK(fixture_run(fixture, "notes", "export"));
    expect_output(fixture, held.call);
    ON_FULL_DISK(terminal = fixture_open_with(fixture, 24, 100, offline));
    expect_text(terminal, "archive only");
    terminal_keys(terminal, "Tab");
    expect_text(terminal, held.call);
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    free(held.audio);
}

/* Of a file that could only be begun nothing is wanted. */
static void no_note_can_be_made_and_none_is_read(void **state)
{
    static const char note[] = "{\"Agent\":\"id:101\",\"QueueCallId\":41010,\"RecordingFileName\":\"a.mp3\","
                               "\"Marked\":true,\"Tags\":\"\",\"Note\":\"\",\"ChangedUtc\":"
                               "\"2024-05-17T10:00:00Z\"}\n";
    struct fixture *fixture = *state;
    fixture_serve(fixture, "--agents 1 --recordings 3 --seed 5 --until 2024-05-17");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    ON_FULL_DISK(fixture_run_with_input(fixture, note, "notes", "import"));
    assert_int_equal(command_status(fixture->command), 4);
    ON_FULL_DISK(fixture_run(fixture, "notes", "export"));
    held_expect_says(fixture->command, 1, "nothing is marked, tagged or noted");
    assert_int_equal(command_status(fixture_run_with_input(fixture, note, "notes", "import")), 0);
    assert_int_equal(command_status(fixture_run(fixture, "notes", "export")), 0);
}

/* Also where its row has to go, as the server no longer has it: that is written, with room again at the latest. */
static void what_is_released_makes_room(void **state)
{
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    held_delete(fixture, &held);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--verify")), 0);
    held_in_archives(fixture, "test -e $f.held/*.mp3");
    ON_FULL_DISK(fixture_run(fixture, "release", held.call));
    held_in_archives(fixture, "test ! -e $f.held/*.mp3 && test ! -e $f.held/*.json");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    held_expect_nowhere(fixture, &held);
    free(held.audio);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(what_is_there_is_read),
        WITH_FIXTURE(no_note_can_be_made_and_none_is_read),
        WITH_FIXTURE(what_is_released_makes_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
