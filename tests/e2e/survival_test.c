/* What the user has noted of many recordings stays, whatever happens to the archive and to the programs that write it.
 * TEST_NOTES says of how many, TEST_SEED which moments and bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/buffer.h"
#include "tests/e2e/expect.h"
#include "tests/e2e/tapedeck.h"

#define HISTORY "--agents 1 --recordings 400 --seed 5 --until 2024-05-17"

enum { NOTES = 1000, DAMAGES = 30, NOISE = 64, PROGRAMS = 2, MARKS = 12 };

static size_t number_of_notes(void)
{
    const char *given = getenv("TEST_NOTES");
    return given ? strtoul(given, NULL, 10) : NOTES;
}

static const char *archive(struct fixture *fixture)
{
    return workspace_path(fixture->workspace, "a.db");
}

/* As they are exported; the caller frees. */
static char *made_up(void)
{
    struct buffer lines = {0};
    for (size_t i = 0; i < number_of_notes(); i++)
        buffer_format(
            &lines,
            "{\"Agent\":\"id:101\",\"QueueCallId\":%zu,\"RecordingFileName\":\"%zu.mp3\",\"Marked\":%s,"
            "\"Tags\":\"case-%zu coaching\",\"Note\":\"S\xc3\xb8ren \\\"%zu\\\" \xf0\x9f\x8e\xa7\","
            "\"ChangedUtc\":\"2024-05-17T12:00:00.%07zuZ\"}\n",
            i + 1, i, i % 2 ? "true" : "false", i % 7, i, i);
    return lines.data;
}

/* Row by row as they were put in. */
static void expect_all(struct fixture *fixture, const char *lines)
{
    char path[300];
    snprintf(path, sizeof path, "%s", archive(fixture));
    struct command *command = fixture_run(fixture, "notes", "export", "--archive", path);
    assert_int_equal(command_status(command), 0);
    assert_true(strcmp(command_output(command, NULL), lines) == 0);
}

static char *import(struct fixture *fixture)
{
    char path[300], *lines = made_up();
    snprintf(path, sizeof path, "%s", archive(fixture));
    fixture_serve(fixture, HISTORY);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--archive", path)), 0);
    assert_int_equal(
        command_status(fixture_run_with_input(fixture, lines, "notes", "import", "--archive", path)), 0);
    expect_all(fixture, lines);
    return lines;
}

/* Some bytes of the archive are others; it opens, or is set aside and made anew. */
static void damage(struct fixture *fixture, unsigned *dice)
{
    struct stat status;
    unsigned char noise[NOISE];
    assert_int_equal(stat(archive(fixture), &status), 0);
    FILE *file = fopen(archive(fixture), "r+");
    assert_non_null(file);
    *dice = *dice * 1664525U + 1013904223U;
    memset(noise, (int)(*dice >> 24), sizeof noise);
    fseek(file, (long)(*dice % (unsigned long)status.st_size), SEEK_SET);
    assert_int_equal(fwrite(noise, 1, sizeof noise, file), sizeof noise);
    fclose(file);
}

static void whatever_happens_to_the_archive(void **state)
{
    struct fixture *fixture = *state;
    const char *given = getenv("TEST_SEED");
    unsigned dice = given ? (unsigned)strtoul(given, NULL, 10) : 1;
    char path[300], *lines = import(fixture);
    print_message("# TEST_SEED=%u\n", dice);
    snprintf(path, sizeof path, "%s", archive(fixture));
    for (int i = 0; i < DAMAGES; i++) {
        damage(fixture, &dice);
        fixture_run(fixture, "list", "--offline", "--archive", path, "--filter", "mark:yes");
        if (i % 10 == 0)
            fixture_run(fixture, "sync", "--archive", path);
        expect_all(fixture, lines);
    }
    assert_int_equal(unlink(archive(fixture)), 0);
    expect_all(fixture, lines);
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--archive", path)), 0);
    expect_all(fixture, lines);
    free(lines);
}

/* Two programs on one archive and one file of notes, each with its own calls. */
static void two_programs_mark_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct terminal *terminals[PROGRAMS];
    char path[300];
    fixture_serve(fixture, HISTORY);
    snprintf(path, sizeof path, "%s", archive(fixture));
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--archive", path)), 0);
    for (int i = 0; i < PROGRAMS; i++) {
        fixture->terminal = NULL;
        terminals[i] = fixture_open_with(
            fixture, 40, 100, (const char *const[]){"--agent", "101", "--offline", "--archive", path, NULL});
        expect_text(terminals[i], "400 recordings");
        terminal_keys(terminals[i], i == 0 ? "g" : "G");
    }
    for (int mark = 0; mark < MARKS; mark++)
        for (int i = 0; i < PROGRAMS; i++)
            terminal_keys(terminals[i], i == 0 ? "m j" : "m k");
    for (int i = 0; i < PROGRAMS; i++) {
        terminal_keys(terminals[i], "Q");
        expect_exit(terminals[i], 0);
    }
    terminal_free(&terminals[0]);
    struct command *command = fixture_run(fixture, "list", "--offline", "--archive", path, "--filter",
                                          "mark:yes", "--format", "jsonl");
    size_t count = 0;
    for (const char *at = command_output(command, NULL); (at = strchr(at, '\n')); at++)
        count++;
    assert_int_equal(count, PROGRAMS * MARKS);
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(whatever_happens_to_the_archive),
        WITH_FIXTURE(two_programs_mark_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
