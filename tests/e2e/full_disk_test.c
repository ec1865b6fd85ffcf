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

/* No file of this process and those that it starts can take a byte, as if there were no room for it. */
static void set_full_for(pid_t process, bool is_full)
{
    static struct rlimit before;
    struct rlimit limit;
    assert_int_equal(prlimit(process, RLIMIT_FSIZE, NULL, &limit), 0);
    if (is_full)
        before = limit;
    limit.rlim_cur = is_full ? 0 : before.rlim_cur;
    assert_int_equal(prlimit(process, RLIMIT_FSIZE, &limit, NULL), 0);
}

static void set_full(bool is_full)
{
    set_full_for(0, is_full);
}

#define LOG_FAILED "the access log cannot be written"

/* What is said otherwise is to be seen. */
#define ON_FULL_DISK(start)                                                                                  \
    do {                                                                                                     \
        set_full(true);                                                                                      \
        start;                                                                                               \
        set_full(false);                                                                                     \
    } while (0)

/* The work is done, though no line of the access log tells of it: that is said. */
static void expect_output(struct fixture *fixture, const char *text)
{
    const struct command *command = fixture->command;
    const char *errors = command_errors(command, NULL);
    if (command_status(command) != 0 || !strstr(command_output(command, NULL), text))
        fail_msg("status %d, no %s in %s; %s", command_status(command), text, command_output(command, NULL),
                 errors);
    if (!strstr(errors, LOG_FAILED) || !strstr(errors, "the room on the disk"))
        fail_msg("no word of the access log in %s", errors);
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

/* Whoever came first has the archive alone, see database_open_file: the others are told why. */
static void a_second_program_says_what_it_lacks(void **state)
{
    static const char *const offline[] = {"--offline", NULL};
    struct fixture *fixture = *state;
    struct terminal *terminal = NULL;
    fixture_serve(fixture, "--agents 1 --recordings 3 --seed 5 --until 2024-05-17");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    ON_FULL_DISK(terminal = fixture_open_with(fixture, 24, 100, offline));
    expect_text(terminal, "archive only");
    ON_FULL_DISK(fixture_run(fixture, "list", "--offline"));
    held_expect_says(fixture->command, 4,
                     "the disk is full, and another program holds the archive; make room");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(command_status(fixture_run(fixture, "list", "--offline")), 0);
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

/* Whoever looks at it again sees what was typed, and what is made of it is kept as soon as there is room. */
static void what_waits_for_room_can_be_changed(void **state)
{
    static const char *const offline[] = {"--offline", NULL};
    struct fixture *fixture = *state;
    struct terminal *terminal = NULL;
    fixture_serve(fixture, "--agents 1 --recordings 3 --seed 5 --until 2024-05-17");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    terminal = fixture_open_with(fixture, 24, 100, offline);
    expect_text(terminal, "archive only");
    set_full_for(terminal_process(terminal), true);
    terminal_keys(terminal, "Tab a");
    terminal_type(terminal, "first words");
    terminal_keys(terminal, "Enter");
    expect_text(terminal, "it is tried again until they can be kept");
    terminal_keys(terminal, "a");
    expect_text(terminal, "\"first words");
    terminal_keys(terminal, "C-u");
    terminal_type(terminal, "other words");
    terminal_keys(terminal, "Enter T");
    terminal_type(terminal, "coaching");
    terminal_keys(terminal, "Enter T");
    expect_text(terminal, "#coaching");
    terminal_keys(terminal, "Esc");
    set_full_for(terminal_process(terminal), false);
    expect_text(terminal, "Note     other words");
    expect_text(terminal, "coaching");
    terminal_keys(terminal, "Q");
    expect_exit(terminal, 0);
    assert_int_equal(command_status(fixture_run(fixture, "notes", "export")), 0);
    assert_null(strstr(command_output(fixture->command, NULL), "first"));
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
    assert_non_null(strstr(command_errors(fixture->command, NULL), LOG_FAILED));
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    held_expect_nowhere(fixture, &held);
    free(held.audio);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(what_is_there_is_read),
        WITH_FIXTURE(a_second_program_says_what_it_lacks),
        WITH_FIXTURE(no_note_can_be_made_and_none_is_read),
        WITH_FIXTURE(what_waits_for_room_can_be_changed),
        WITH_FIXTURE(what_is_released_makes_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
