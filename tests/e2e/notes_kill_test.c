/* Programs that are killed while they change files, at places that are spread evenly: what is noted and held stays as long
 * as its recording does, goes with it, and is put in as a whole. TEST_KILLS says at how many places, about. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/e2e/access.h"
#include "tests/e2e/buffer.h"
#include "tests/e2e/held.h"

enum { KILLS = 3, CHANGES = 200, NOTES = 3000, NOTES_KILLS = 2, ALL = 81 /* of held_prepare */ };

/* Between two places; odd, so that what takes turns is met both ways. */
static unsigned long stride(unsigned long kills)
{
    const char *given = getenv("TEST_KILLS");
    return (CHANGES / (given ? strtoul(given, NULL, 10) : kills)) | 1;
}

static void run_shell(struct fixture *fixture, const char *line)
{
    assert_int_equal(workspace_shell(fixture->workspace, line), 0);
}

static size_t count_lines(const struct command *command)
{
    size_t count = 0;
    for (const char *at = command_output(command, NULL); (at = strchr(at, '\n')); at++)
        count++;
    return count;
}

static size_t count_noted(struct fixture *fixture)
{
    return count_lines(fixture_run(fixture, "notes", "export"));
}

static size_t count_listed(struct fixture *fixture, const char *filter)
{
    return count_lines(fixture_run(fixture, "list", "--offline", "--filter", filter, "--format", "jsonl"));
}

/* A tag for each recording that is listed, beside the note that one has. */
static void tag_all(struct fixture *fixture)
{
    const char *line = command_output(fixture_run(fixture, "list", "--offline", "--format", "jsonl"), NULL);
    struct buffer notes = {0};
    for (; *line; line = strchr(line, '\n') + 1) {
        const char *call = strstr(line, "\"QueueCallId\":"), *agent = strstr(line, "\"AgentId\":"),
                   *file = strstr(line, "\"RecordingFileName\":");
        assert_true(call && agent && file);
        buffer_format(&notes, "{\"Agent\":\"id:%ld\",%.*s,%.*s,",
                      strtol(agent + strlen("\"AgentId\":"), NULL, 10), (int)strcspn(call, ","), call,
                      (int)strcspn(file, ","), file);
        buffer_format(&notes, "\"Marked\":true,\"Tags\":\"all\",\"Note\":\"\","
                              "\"ChangedUtc\":\"2024-05-17T09:00:00Z\"}\n");
    }
    const struct command *import = fixture_run_with_input(fixture, notes.data, "notes", "import");
    assert_int_equal(command_status(import), 0);
    buffer_clear(&notes);
    assert_int_equal(count_noted(fixture), ALL);
}

/* Whoever comes next goes on; then each recording has its note, and no note lacks its recording. */
static void expect_noted_alike(struct fixture *fixture, unsigned long change)
{
    fixture_run(fixture, "held");
    size_t noted = count_noted(fixture), listed = count_listed(fixture, ""),
           marked = count_listed(fixture, "mark:yes");
    if (noted != listed || marked != listed)
        fail_msg("killed at change %lu: %zu recordings, of which %zu are marked, %zu notes", change, listed,
                 marked, noted);
}

/* Killed at one place after the other, each time from the same on, and then gone on with. */
static void a_killed_purge_goes_on(void **state)
{
    static const char *const purge[] = {"purge", "--before", "2098-01-01", NULL};
    struct fixture *fixture = *state;
    struct held held = held_make(fixture);
    unsigned long kills = 0, change = 1;
    tag_all(fixture);
    run_shell(fixture, "cp -a ../data ../before");
    for (bool is_killed = true; is_killed; change += stride(KILLS), kills += is_killed) {
        run_shell(fixture, "rm -rf ../data && cp -a ../before ../data");
        is_killed = fixture_run_killed(fixture, change, NULL, purge);
        expect_noted_alike(fixture, change);
        assert_int_equal(command_status(fixture_run_list(fixture, purge)), 0);
        held_expect_there(fixture, &held);
        assert_int_equal(count_noted(fixture), 1);
        assert_non_null(strstr(access_verify(fixture, NULL, NULL), "intact"));
    }
    assert_true(kills > 1);
    free(held.audio);
}

static char *made_up(void)
{
    struct buffer lines = {0};
    for (int i = 0; i < NOTES; i++)
        buffer_format(
            &lines,
            "{\"Agent\":\"id:101\",\"QueueCallId\":%d,\"RecordingFileName\":\"%d.mp3\",\"Marked\":true,"
            "\"Tags\":\"a b\",\"Note\":\"note %d\",\"ChangedUtc\":\"2024-05-17T10:00:00Z\"}\n",
            i + 1, i, i);
    return lines.data;
}

static void an_import_is_whole_or_nothing(void **state)
{
    static const char *const import[] = {"notes", "import", NULL};
    struct fixture *fixture = *state;
    char *lines = made_up();
    unsigned long change = 1, kills = 0;
    fixture_serve(fixture, "--agents 1 --recordings 5 --until 2024-05-17");
    assert_int_equal(command_status(fixture_run(fixture, "sync")), 0);
    for (bool is_killed = true; is_killed; change += stride(NOTES_KILLS), kills += is_killed) {
        run_shell(fixture, "rm -f ../data/tapedeck/*.notes*");
        is_killed = fixture_run_killed(fixture, change, lines, import);
        size_t noted = count_noted(fixture);
        if (noted != NOTES && (noted != 0 || !is_killed))
            fail_msg("killed at change %lu: %zu notes of %d", change, noted, NOTES);
    }
    assert_true(kills > 1);
    free(lines);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(an_import_is_whole_or_nothing),
        WITH_FIXTURE(a_killed_purge_goes_on),
    };
    return cmocka_run_group_tests_name("notes_kill", tests, NULL, NULL);
}
