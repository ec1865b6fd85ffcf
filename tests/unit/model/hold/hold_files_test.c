/* The folder of what is on hold: what is written is read, by whom it may be, and nothing of it is left. */
#include "model/hold/hold_files.h"
#include "model/hold/hold_names.h"
#include "model/hold/hold_watch.h"
#include "model/time/timestamp.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define NAME "fef55002-637f-4c3c-b1fb-8ac1c9c81b90.mp3"

static char root[64], folder[80];

static int set_up(void **state)
{
    (void)state;
    snprintf(root, sizeof root, "/tmp/tapedeck-hold-XXXXXX");
    assert_non_null(mkdtemp(root));
    snprintf(folder, sizeof folder, "%s/a.db.held", root);
    return 0;
}

static int tear_down(void **state)
{
    char command[100];
    (void)state;
    snprintf(command, sizeof command, "rm -rf %s", root);
    /* NOLINTNEXTLINE(cert-env33-c): of the test, with paths of its own */
    return system(command);
}

static void put(int64_t call, const char *file, int64_t until)
{
    struct failure failure;
    struct recording recording = recording_unknown;
    recording.queue_call_id = call;
    recording.file_name = file;
    recording.caller = "+4583123456\n\"";
    recording.started = INT64_C(17000000000000000);
    assert_true(hold_files_put(folder,
                               &(struct hold){.recording = &recording,
                                              .agent = "id:103",
                                              .reason = "case 12; \xc3\xa6",
                                              .by = "ida",
                                              .held_at = timestamp_now(),
                                              .until = until},
                               &failure));
}

static void put_file(const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static size_t count_files(void)
{
    struct name_list paths = {0};
    hold_files_list(folder, &paths);
    size_t count = paths.count;
    name_list_clear(&paths);
    return count;
}

static int mode_of(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 ? (int)(status.st_mode & 0777) : -1;
}

static void read_all(struct hold_table *table)
{
    struct failure failure;
    *table = (struct hold_table){0};
    assert_true(hold_files_read(folder, table, &failure));
}

static void put_for(const char *reason, const char *by, int64_t held_at, int64_t until)
{
    struct failure failure;
    struct recording recording = recording_unknown;
    recording.queue_call_id = 12;
    const struct hold hold = {
        .recording = &recording, .agent = "", .reason = reason, .by = by, .held_at = held_at, .until = until};
    assert_true(hold_files_put(folder, &hold, &failure));
}

static void expect_held(const char *reason, const char *by, int64_t held_at, int64_t until)
{
    struct hold_table table;
    read_all(&table);
    assert_int_equal(table.count, 1);
    assert_string_equal(table.holds[0].reason, reason);
    assert_string_equal(table.holds[0].by, by);
    assert_true(table.holds[0].held_at / TIMESTAMP_SECOND == held_at / TIMESTAMP_SECOND);
    assert_true(table.holds[0].until / TIMESTAMP_SECOND == until / TIMESTAMP_SECOND);
    hold_table_clear(&table);
}

/* Until the last of the ends; what is over has nothing more to say. */
static void two_cases_may_need_one(void **state)
{
    int64_t day = TIMESTAMP_SECOND * 24 * 3600, now = timestamp_now();
    (void)state;
    put_for("old", "eve", now - 9 * day, now - day);
    put_for("case p1", "ida", now - day, now + 2 * day);
    expect_held("case p1", "ida", now - day, now + 2 * day);
    put_for("case p12", "bo", now, now + day);
    expect_held("case p1; case p12", "ida; bo", now - day, now + 2 * day);
    put_for("case p12", "ida", now, now + 3 * day);
    expect_held("case p1; case p12", "ida; bo", now - day, now + 3 * day);
    put_for("p1", "", now, TIMESTAMP_NONE);
    expect_held("case p1; case p12; p1", "ida; bo", now - day, TIMESTAMP_NONE);
    put_for("p1", "", now, now + day);
    expect_held("case p1; case p12; p1", "ida; bo", now - day, TIMESTAMP_NONE);
}

static void what_is_put_is_read(void **state)
{
    struct hold_table table;
    struct name_list paths = {0};
    (void)state;
    read_all(&table);
    assert_int_equal(table.count, 0);
    put(INT64_C(9007199254740993), NAME, TIMESTAMP_NONE); /* a double has no such number */
    put(12, NULL, timestamp_now() + TIMESTAMP_SECOND * 3600);
    put_file("12.wav", "sound");
    read_all(&table);
    assert_int_equal(table.count, 2);
    assert_int_equal(table.holds[0].recording->queue_call_id, 12);
    assert_int_equal(table.holds[0].audio_size, 5);
    assert_null(table.holds[1].audio);
    assert_string_equal(table.holds[1].recording->caller, "+4583123456\n\"");
    assert_string_equal(table.holds[1].reason, "case 12; \xc3\xa6");
    assert_string_equal(table.holds[1].by, "ida");
    assert_true(table.holds[1].recording->started == INT64_C(17000000000000000));
    assert_non_null(hold_table_find(&table, INT64_C(9007199254740993), NAME, timestamp_now()));
    assert_null(hold_table_find(&table, INT64_C(9007199254740993), "other.mp3", timestamp_now()));
    assert_non_null(hold_table_find(&table, 12, "", timestamp_now()));
    assert_null(hold_table_find(&table, 12, "", timestamp_now() + TIMESTAMP_SECOND * 3601));
    assert_int_equal(mode_of(folder), 0700);
    hold_files_list(folder, &paths);
    assert_int_equal(mode_of(paths.names[0]), 0600);
    name_list_clear(&paths);
    hold_table_clear(&table);
}

/* A program that writes has its file locked. */
static void what_a_kill_leaves_goes(void **state)
{
    char path[200];
    (void)state;
    put(12, NULL, TIMESTAMP_NONE);
    put_file("12.mp3", "sound");
    put_file("13.mp3", "of no hold");
    put_file(".hold-abcdef", "half");
    put_file(".tapedeck-abcdef", "half");
    put_file(".hold-ghijkl", "being written");
    put_file("mine.txt", "mine");
    snprintf(path, sizeof path, "%s/.hold-ghijkl", folder);
    int file = open(path, O_RDONLY);
    assert_int_equal(flock(file, LOCK_EX | LOCK_NB), 0);
    hold_files_sweep(folder);
    assert_int_equal(count_files(), 3);
    assert_int_equal(close(file), 0);
    hold_files_sweep(folder);
    assert_int_equal(count_files(), 2);
    snprintf(path, sizeof path, "%s/mine.txt", folder);
    assert_int_equal(unlink(path), 0);
}

static void what_is_removed_leaves_nothing(void **state)
{
    struct hold_table table;
    struct failure failure;
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    put(12, "b.mp3", TIMESTAMP_NONE);
    put(123, NAME, TIMESTAMP_NONE);
    put_file("12.mp3", "sound");
    put_file("123.mp3", "sound");
    read_all(&table);
    assert_int_equal(table.count, 3);
    assert_true(hold_files_release(folder, &table.holds[0], &failure));
    assert_int_equal(count_files(), 4); /* the audio is that of the other one, too */
    assert_true(hold_files_release(folder, &table.holds[1], &failure));
    assert_int_equal(count_files(), 2);
    assert_true(hold_files_release(folder, &table.holds[2], &failure));
    assert_int_equal(count_files(), 0);
    hold_table_clear(&table);
}

static bool is_there(const char *ending)
{
    struct name_list paths = {0};
    bool is_found = false;
    hold_files_list(folder, &paths);
    for (size_t i = 0; i < paths.count; i++)
        is_found = is_found || strstr(paths.names[i], ending);
    name_list_clear(&paths);
    return is_found;
}

/* What the server has no longer stays written until its row has gone, but is not held. */
static void what_is_released_is_told_until_its_row_has_gone(void **state)
{
    struct hold_table table, released = {0};
    struct failure failure;
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    put_file("12.mp3", "sound");
    read_all(&table);
    assert_true(hold_files_note_gone(folder, 12, NAME)); /* that is not in what was read before */
    assert_true(hold_files_release(folder, &table.holds[0], &failure));
    assert_true(table.holds[0].is_gone);
    hold_table_clear(&table);
    assert_false(is_there(".mp3"));
    read_all(&table);
    assert_int_equal(table.count, 0);
    assert_true(hold_files_read_released(folder, &released, &failure));
    assert_int_equal(released.count, 1);
    assert_string_equal(hold_file_name(&released.holds[0]), NAME);
    put(12, NAME, TIMESTAMP_NONE); /* held again meanwhile */
    hold_files_forget(folder, &released.holds[0]);
    hold_table_clear(&released);
    assert_int_equal(count_files(), 1);
    read_all(&table);
    assert_int_equal(table.count, 1);
    assert_false(table.holds[0].is_gone);
    hold_table_clear(&table);
}

/* As a program that was killed at once leaves it. */
static void its_audio_goes_with_the_next_sweep(void **state)
{
    struct hold_table table;
    char path[300];
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    put(12, "b.mp3", TIMESTAMP_NONE);
    put_file("12.mp3", "sound");
    hold_files_sweep(folder);
    read_all(&table);
    assert_true(table.holds[0].audio_is_recorded && table.holds[1].audio_is_recorded);
    for (size_t i = 0; i < table.count; i++) {
        char *from = hold_names_path(folder, &table.holds[i]),
             *to = hold_names_released(folder, &table.holds[i]);
        assert_int_equal(rename(from, to), 0);
        free(from);
        free(to);
        hold_files_sweep(folder);
        snprintf(path, sizeof path, "%s/12.mp3", folder);
        assert_int_equal(access(path, F_OK) == 0, i == 0); /* it was that of both */
    }
    hold_table_clear(&table);
}

static void without_a_folder_nothing_is_left_to_be_removed(void **state)
{
    struct recording recording = recording_unknown;
    struct failure failure = {.kind = FAILURE_NONE};
    (void)state;
    recording.queue_call_id = 12;
    struct hold hold = {.recording = &recording, .agent = "id:103", .reason = "", .by = ""};
    assert_true(hold_files_release(folder, &hold, &failure));
    hold.is_unread = true;
    assert_true(hold_files_release(folder, &hold, &failure));
    assert_int_equal(failure.kind, FAILURE_NONE);
}

/* Of a call that was given to two recordings the hold is found by the name, also if it cannot be read. */
static void a_hold_is_found_by_its_recording(void **state)
{
    struct hold_table table = {0};
    struct failure failure;
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    assert_non_null(hold_files_find(folder, 12, NAME, &table, &failure));
    hold_table_clear(&table);
    assert_null(hold_files_find(folder, 12, "b.mp3", &table, &failure));
    hold_table_clear(&table);
    assert_non_null(hold_files_find(folder, 12, NULL, &table, &failure));
    struct hold *hold = &table.holds[0];
    char *path = hold_names_path(folder, hold);
    put_file(strrchr(path, '/') + 1, "{\"HeldAgent");
    free(path);
    hold_table_clear(&table);
    assert_true(hold_files_find(folder, 12, NAME, &table, &failure)->is_unread);
    hold_table_clear(&table);
    assert_null(hold_files_find(folder, 12, "b.mp3", &table, &failure));
    hold_table_clear(&table);
    assert_null(hold_files_find(folder, 13, NULL, &table, &failure));
    hold_table_clear(&table);
}

/* As when something else has the name of the audio. */
static void audio_of_another_name_goes_too(void **state)
{
    struct hold_table table;
    struct failure failure;
    char path[200];
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    snprintf(path, sizeof path, "%s/12.mp3", folder);
    assert_int_equal(symlink("/nowhere", path), 0);
    put_file("12 (2).mp3", "sound");
    read_all(&table);
    assert_int_equal(table.count, 1);
    assert_int_equal(table.holds[0].audio_size, 5);
    assert_true(hold_files_release(folder, &table.holds[0], &failure));
    assert_int_equal(rmdir(folder), 0);
    hold_table_clear(&table);
}

/* All is held then. */
static void without_a_descriptor_nothing_is_known(void **state)
{
    struct hold_table table = {0};
    struct failure failure;
    struct rlimit limit;
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    const struct rlimit none = {.rlim_cur = 3, .rlim_max = limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    bool is_read = hold_files_read(folder, &table, &failure);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_false(is_read);
    assert_int_equal(failure.kind, FAILURE_DISK);
    hold_table_clear(&table);
}

/* Nothing is deleted for a file that is damaged. */
static void what_cannot_be_read_holds_its_call(void **state)
{
    struct hold_table table;
    struct failure failure;
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    put_file("13-0123456789abcdef.json", "{\"HeldAgent\":\"id:1\",\"HeldRea");
    read_all(&table);
    assert_int_equal(table.count, 2);
    assert_non_null(hold_table_find(&table, 13, "anything.mp3", timestamp_now()));
    assert_true(table.holds[1].is_unread);
    assert_true(hold_files_release(folder, &table.holds[1], &failure));
    assert_int_equal(count_files(), 1);
    hold_table_clear(&table);
}

/* Whatever its bytes are: only what lies in the folder, under a name of audio, was ever kept. */
static void audio_of_no_such_name_is_not_read(void **state)
{
    static const char *const names[] = {"../12.mp3", "/etc/passwd", "12.json", "", "a/12.mp3"};
    struct hold_table table;
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    put_file("12.mp3", "sound");
    put_file("../12.mp3", "sound");
    hold_files_sweep(folder);
    read_all(&table);
    char *path = hold_names_path(folder, &table.holds[0]);
    assert_false(table.holds[0].is_unread);
    hold_table_clear(&table);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char command[400];
        snprintf(command, sizeof command, "sed -i 's|\"AudioFile\":\"[^\"]*\"|\"AudioFile\":\"%s\"|' %s",
                 names[i], path);
        /* NOLINTNEXTLINE(cert-env33-c): of the test, with paths of its own */
        assert_int_equal(system(command), 0);
        read_all(&table);
        assert_int_equal(table.count, 1);
        if (!table.holds[0].is_unread)
            fail_msg("\"%s\" is taken as %s", names[i], table.holds[0].audio);
        hold_table_clear(&table);
    }
    free(path);
}

static void that_it_is_gone_is_noted_once(void **state)
{
    struct hold_table table;
    (void)state;
    put(12, NAME, TIMESTAMP_NONE);
    assert_false(hold_files_note_gone(folder, 12, "other.mp3"));
    assert_true(hold_files_note_gone(folder, 12, NAME));
    assert_false(hold_files_note_gone(folder, 12, NAME));
    read_all(&table);
    assert_true(table.holds[0].is_gone);
    hold_table_clear(&table);
}

static void a_watch_sees_what_changes(void **state)
{
    struct hold_table table;
    struct failure failure;
    (void)state;
    struct hold_watch *watch = hold_watch_new(folder);
    assert_false(hold_watch_has(watch, 12, NAME));
    for (int round = 0; round < 20; round++) {
        put(12, NAME, TIMESTAMP_NONE);
        assert_true(hold_watch_has(watch, 12, NAME));
        assert_false(hold_watch_has(watch, 12, ""));
        read_all(&table);
        assert_true(hold_files_release(folder, &table.holds[0], &failure));
        assert_false(hold_watch_has(watch, 12, NAME));
        hold_table_clear(&table);
    }
    put(12, NAME, timestamp_now() - 1);
    assert_false(hold_watch_has(watch, 12, NAME));
    hold_watch_free(&watch);
}

/* As to a disk that is not mounted now: else what is on hold there would be deleted here. */
static void a_link_that_leads_nowhere_is_not_nothing(void **state)
{
    (void)state;
    struct hold_table table = {0};
    struct failure failure = {.kind = FAILURE_NONE};
    assert_int_equal(symlink("/nowhere/held", folder), 0);
    assert_false(hold_files_read(folder, &table, &failure));
    assert_int_not_equal(failure.kind, FAILURE_NONE);
    struct hold_watch *watch = hold_watch_new(folder);
    assert_true(hold_watch_has(watch, 12, NAME));
    hold_watch_free(&watch);
}

static void a_template_names_the_call(void **state)
{
    (void)state;
    char *name_template = hold_names_audio_template("/a/{b}");
    assert_string_equal(name_template, "/a/{{b}}/{call}");
    free(name_template);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_put_is_read),
        IN_FOLDER(two_cases_may_need_one),
        IN_FOLDER(what_a_kill_leaves_goes),
        IN_FOLDER(what_is_removed_leaves_nothing),
        IN_FOLDER(what_is_released_is_told_until_its_row_has_gone),
        IN_FOLDER(its_audio_goes_with_the_next_sweep),
        IN_FOLDER(without_a_folder_nothing_is_left_to_be_removed),
        IN_FOLDER(a_hold_is_found_by_its_recording),
        IN_FOLDER(audio_of_another_name_goes_too),
        IN_FOLDER(without_a_descriptor_nothing_is_known),
        IN_FOLDER(what_cannot_be_read_holds_its_call),
        IN_FOLDER(audio_of_no_such_name_is_not_read),
        IN_FOLDER(that_it_is_gone_is_noted_once),
        IN_FOLDER(a_watch_sees_what_changes),
        IN_FOLDER(a_link_that_leads_nowhere_is_not_nothing),
        cmocka_unit_test(a_template_names_the_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
