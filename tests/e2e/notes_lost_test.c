/* Marks, tags and notes of which a part was lost, or that another file hides: never called nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/e2e/expect.h"
#include "tests/e2e/noted.h"

enum { PAGE = 4096, TWO_PAGES = 8192, PAGES = 20480 };

/* Zeros instead of the first pages of a file: nothing of it can be read by SQLite. */
static void damage(struct fixture *fixture, const char *ending, size_t length)
{
    const char zeros[PAGES] = "";
    FILE *file = fopen(noted_archive(fixture, ending), "r+e");
    assert_non_null(file);
    assert_int_equal(fwrite(zeros, 1, length, file), length);
    fclose(file);
}

/* A copy that is made every night must not take them for none. */
static void damaged_notes_are_not_called_nothing(void **state)
{
    struct fixture *fixture = *state;
    char path[300];
    fixture_serve(fixture, NOTED_HISTORY);
    snprintf(path, sizeof path, "%s", noted_archive(fixture, ""));
    noted_all(noted_open(fixture));
    noted_close(fixture->terminal);
    damage(fixture, ".notes", PAGE);
    for (int i = 0; i < 2; i++) {
        struct command *command = fixture_run(fixture, "notes", "export", "--archive", path);
        assert_int_equal(command_status(command), 5);
        assert_non_null(strstr(command_errors(command, NULL), "the rest is missing: "));
        assert_non_null(strstr(command_errors(command, NULL), "a.db.notes.damaged-"));
        assert_null(strstr(command_errors(command, NULL), "nothing is marked"));
        assert_non_null(strstr(command_output(command, NULL),
                               "\"Tags\":\"case-12 coaching\",\"Note\":\"gr\xc3\xa6"
                               "der; ring op\""));
    }
}

/* What `notes export` says is missing. */
static void move_away(struct fixture *fixture, const char *path)
{
    char name[300];
    struct command *command = fixture_run(fixture, "notes", "export", "--archive", path);
    const char *place = strstr(command_errors(command, NULL), "the rest is missing: ");
    assert_non_null(place);
    assert_int_equal(sscanf(place, "the rest is missing: %299s", name), 1);
    assert_int_equal(rename(name, workspace_path(fixture->workspace, "moved")), 0);
}

static void expect_may_be_missing(struct fixture *fixture, const char *path, const char *filter)
{
    struct command *command =
        fixture_run(fixture, "list", "--offline", "--archive", path, "--filter", filter);
    assert_int_equal(command_status(command), 5);
    assert_non_null(strstr(command_errors(command, NULL), "notes were damaged, some may be missing"));
}

/* What a filter does not find in notes that were lost in part may have been there: until what was set aside is moved away. */
static void a_filter_does_not_call_lost_notes_nothing(void **state)
{
    struct fixture *fixture = *state;
    char path[300], notes[300];
    fixture_serve(fixture, NOTED_HISTORY);
    snprintf(path, sizeof path, "%s", noted_archive(fixture, ""));
    snprintf(notes, sizeof notes, "%s", noted_archive(fixture, ".notes"));
    noted_all(noted_open(fixture));
    noted_close(fixture->terminal);
    assert_int_equal(truncate(notes, 0), 0);
    fixture_run(fixture, "notes", "export", "--archive", path); /* sets it aside */
    expect_may_be_missing(fixture, path, "tag:coaching");
    expect_may_be_missing(fixture, path, "-is:heard longer:0s");
    assert_int_equal(
        command_status(fixture_run(fixture, "list", "--offline", "--archive", path, "--filter", "longer:0s")),
        0);
    struct terminal *terminal = noted_open_again(fixture);
    terminal_keys(terminal, "/tag:coaching\r");
    expect_text(terminal, "notes may be missing");
    noted_close(terminal);
    move_away(fixture, path);
    struct command *command =
        fixture_run(fixture, "list", "--offline", "--archive", path, "--filter", "tag:coaching");
    assert_int_equal(command_status(command), 1);
    assert_null(strstr(command_errors(command, NULL), "damaged"));
}

/* Nor what lies in its place and is none, which stays as it is. */
static void another_file_is_not_called_nothing(void **state)
{
    struct fixture *fixture = *state;
    static const char text[] = "shopping: milk";
    char path[300], left[sizeof text] = "";
    fixture_serve(fixture, NOTED_HISTORY);
    snprintf(path, sizeof path, "%s", noted_archive(fixture, ""));
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--archive", path)), 0);
    workspace_write(fixture->workspace, "a.db.notes", text, 0644);
    struct command *command = fixture_run(fixture, "notes", "export", "--archive", path);
    assert_int_equal(command_status(command), 4);
    assert_non_null(strstr(command_errors(command, NULL), "not a file of marks and notes"));
    assert_null(strstr(command_errors(command, NULL), "nothing is marked"));
    command = fixture_run(fixture, "list", "--offline", "--archive", path, "--filter", "mark:yes");
    assert_int_equal(command_status(command), 4);
    assert_null(strstr(command_errors(command, NULL), "nothing found"));
    assert_null(strstr(command_errors(command, NULL), "complete"));
    assert_int_equal(workspace_mode(fixture->workspace, "a.db.notes"), 0644);
    FILE *file = fopen(noted_archive(fixture, ".notes"), "re");
    assert_non_null(file);
    assert_int_equal(fread(left, 1, sizeof left, file), sizeof text - 1);
    fclose(file);
    assert_string_equal(left, text);
}

/* The archive is known by its second page, and set aside; where that is lost, too, what is said about it helps. */
static void a_damaged_archive_hides_no_notes(void **state)
{
    struct fixture *fixture = *state;
    char path[300], away[300];
    fixture_serve(fixture, NOTED_HISTORY);
    snprintf(path, sizeof path, "%s", noted_archive(fixture, ""));
    snprintf(away, sizeof away, "%s", noted_archive(fixture, ".away"));
    noted_all(noted_open(fixture));
    noted_close(fixture->terminal);
    damage(fixture, "", TWO_PAGES);
    struct command *command = fixture_run(fixture, "doctor", "--archive", path);
    assert_non_null(strstr(command_output(command, NULL), "the first page of the archive is damaged"));
    assert_non_null(strstr(command_output(command, NULL), "start again to have it set aside"));
    command = fixture_run(fixture, "notes", "export", "--archive", path);
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "\"Tags\":\"case-12 coaching\""));
    assert_non_null(strstr(command_errors(command, NULL), "The archive was damaged and is kept as"));
    assert_int_equal(command_status(fixture_run(fixture, "sync", "--archive", path)), 0);
    damage(fixture, "", PAGES);
    static const char *const commands[][2] = {
        {"notes", "export"}, {"list", "--offline"}, {"sync", NULL}, {"doctor", NULL}};
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        command = fixture_run(fixture, commands[i][0], "--archive", path, commands[i][1]);
        assert_int_not_equal(command_status(command), 0);
        const char *said = i == 3 ? command_output(command, NULL) : command_errors(command, NULL);
        if (!strstr(said, "or its first page is damaged") || !strstr(said, "if it is yours move it away"))
            fail_msg("%s: %s", commands[i][0], said);
    }
    assert_int_equal(rename(path, away), 0);
    command = fixture_run(fixture, "notes", "export", "--archive", path);
    assert_int_equal(command_status(command), 0);
    assert_non_null(strstr(command_output(command, NULL), "\"Tags\":\"case-12 coaching\""));
}

#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(damaged_notes_are_not_called_nothing),
        WITH_FIXTURE(a_filter_does_not_call_lost_notes_nothing),
        WITH_FIXTURE(another_file_is_not_called_nothing),
        WITH_FIXTURE(a_damaged_archive_hides_no_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
