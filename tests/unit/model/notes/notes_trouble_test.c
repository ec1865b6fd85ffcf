/* Notes on the loop when something is in their way: a lock, damage, another file in the place of theirs. */
#include "model/notes/notes_file.h"
#include "model/notes/notes_peek.h"
#include "tests/unit/model/notes/notes_fixture.h"

#include <fcntl.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { PAGE = 4096, TAGS = 2, HEARD = 3 /* the pages that they are on */ };

static struct notes_fixture fixture;

static int set_up(void **state)
{
    (void)state;
    notes_fixture_set_up(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    notes_fixture_tear_down(&fixture);
    return 0;
}

static struct notes *open_notes(void)
{
    return notes_fixture_open(&fixture, false);
}

static struct notes *open_patient(void)
{
    return notes_fixture_open(&fixture, true);
}

static void close_notes(struct notes **notes)
{
    notes_fixture_close(&fixture, notes);
}

static void settle(struct notes *notes)
{
    notes_fixture_settle(&fixture, notes);
}

static void settle_after_failure(struct notes *notes)
{
    fixture.failed.kind = FAILURE_NONE;
    settle(notes);
}

static const struct note_key key = {"id:103", 7, "a.mp3"};

/* A screen sees what another one writes without being told to look, also the first of all. */
static void a_screen_sees_what_another_writes(void **state)
{
    (void)state;
    struct notes *screen = open_patient(), *other = open_notes();
    settle(screen);
    settle(other);
    for (int i = 0; i < 2; i++) {
        notes_mark(other, &key);
        settle(other);
        for (unsigned before = fixture.changes; fixture.changes == before;)
            notes_fixture_turn(&fixture);
        assert_int_equal(notes_find(screen, &key) != NULL, i == 0);
    }
    close_notes(&screen);
    close_notes(&other);
}

static sqlite3 *open_beside(const char *sql)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(fixture.path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    return database;
}

/* In a program of its own, as SQLite's locks go with a file that is closed. */
static void write_page(long page, const char bytes[PAGE])
{
    int status = -1;
    pid_t child = fork();
    if (child == 0) {
        int file = open(fixture.path, O_WRONLY | O_CLOEXEC);
        _exit(file >= 0 && pwrite(file, bytes, PAGE, page * PAGE) == PAGE ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* While it is open: it is set aside, and what was known of it is there again. */
static void damage_is_met_and_mended(void **state)
{
    (void)state;
    const char zeros[PAGE] = "";
    struct notes *notes = open_notes();
    notes_mark(notes, &key);
    notes_tag(notes, &key, "", "angry");
    settle(notes);
    close_notes(&notes);
    notes = open_patient();
    settle(notes);
    write_page(TAGS, zeros);
    assert_int_equal(sqlite3_close(open_beside("INSERT INTO heard(call) VALUES(9)")), SQLITE_OK);
    while (!note_table_has_heard(notes_table(notes), 9))
        notes_fixture_turn(&fixture);
    assert_int_equal(fixture.failures, 1);
    assert_int_equal(fixture.asides, 1);
    settle_after_failure(notes);
    assert_true(notes_find(notes, &key)->is_marked);
    assert_string_equal(notes_find(notes, &key)->tags, "angry");
    assert_true(notes_is_partial(notes));
    close_notes(&notes);
}

static void empty_it(void)
{
    assert_int_equal(truncate(fixture.path, 0), 0);
}

/* By another program, that finds it damaged first. */
static void set_it_aside(void)
{
    int status = -1;
    char *set_aside;
    struct failure failure;
    const char zeros[PAGE] = "";
    write_page(0, zeros);
    write_page(1, zeros);
    pid_t child = fork();
    if (child == 0) {
        struct notes_file *file = notes_file_open(fixture.path, &set_aside, &failure);
        bool is_set_aside = file && set_aside;
        notes_file_close(&file);
        _exit(is_set_aside ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

/* Whatever becomes of the file under a screen, that knows what was in it: it is written again, and told. */
static void what_a_screen_knows_is_written_again(void **state)
{
    static void (*const losses[])(void) = {empty_it, set_it_aside};
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        struct notes *notes = open_patient();
        notes_mark(notes, &key);
        notes_tag(notes, &key, "", "angry");
        notes_write(notes, &key, "", "was shouted at");
        notes_hear(notes, 9);
        settle(notes);
        assert_false(notes_is_partial(notes));
        losses[i]();
        while (fixture.asides == 0)
            notes_fixture_turn(&fixture);
        settle(notes);
        assert_true(notes_is_partial(notes));
        close_notes(&notes);
        notes = open_notes();
        settle(notes);
        assert_true(notes_find(notes, &key)->is_marked);
        assert_string_equal(notes_find(notes, &key)->tags, "angry");
        assert_string_equal(notes_find(notes, &key)->text, "was shouted at");
        assert_true(note_table_has_heard(notes_table(notes), 9));
        assert_true(notes_is_partial(notes));
        close_notes(&notes);
        tear_down(state);
        set_up(state);
    }
}

static const struct note_key second = {"id:103", 8, "b.mp3"};

static void damage_heard(void)
{
    const char zeros[PAGE] = "";
    write_page(HEARD, zeros);
    sqlite3_close(open_beside("INSERT INTO tags(agent, call, file, tag) VALUES('id:1', 1, 'c.mp3', 'x')"));
}

/* What is the first that is done after it was lost, and what is done that cannot be read again. */
static void what_is_taken_away_is_not_written_again(void **state)
{
    static void (*const losses[])(void) = {empty_it, set_it_aside, damage_heard};
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        struct notes *notes = open_patient();
        notes_mark(notes, &key);
        notes_tag(notes, &second, "", "angry");
        notes_hear(notes, second.call);
        notes_hear(notes, 9);
        settle(notes);
        losses[i]();
        notes_mark(notes, &key);
        bool is_last = losses[i] != damage_heard; /* else it would be met before it is committed */
        notes_forget(notes, &second, is_last);
        while (fixture.asides == 0 || notes_is_busy(notes))
            notes_fixture_turn(&fixture);
        fixture.failed.kind = FAILURE_NONE;
        close_notes(&notes);
        notes = open_notes();
        settle(notes);
        assert_null(notes_find(notes, &key));
        assert_null(notes_find(notes, &second));
        assert_int_equal(note_table_has_heard(notes_table(notes), second.call), !is_last);
        assert_true(note_table_has_heard(notes_table(notes), 9));
        close_notes(&notes);
        tear_down(state);
        set_up(state);
    }
}

/* One that lies in the place of a file that was moved away is another one, and not to be filled with what was in that. */
static void a_file_that_was_moved_away_is_not_written_again(void **state)
{
    (void)state;
    struct notes *notes = open_patient();
    notes_mark(notes, &key);
    settle(notes);
    assert_int_equal(rename(fixture.path, kept_folder_path(&fixture.folder, "moved")), 0);
    while (notes_find(notes, &key))
        notes_fixture_turn(&fixture);
    notes_look(notes);
    settle(notes);
    assert_int_equal(access(fixture.path, F_OK), -1);
    assert_false(notes_is_partial(notes));
    close_notes(&notes);
}

/* What is tried each second is told when it is another reason, not each time. */
static void the_same_is_told_once(void **state)
{
    (void)state;
    snprintf(fixture.path, sizeof fixture.path, "%s/none/a.notes", fixture.folder.root);
    struct notes *notes = open_patient();
    notes_mark(notes, &key);
    for (int i = 0; i < 4; i++) {
        while (notes_is_busy(notes))
            notes_fixture_turn(&fixture);
        assert_int_equal(fixture.failures, 1);
        notes_look(notes);
    }
    close_notes(&notes);
}

/* A screen that was opened while another program had the file for itself. */
static void a_first_look_that_failed_is_tried_again(void **state)
{
    (void)state;
    struct notes *notes = open_notes();
    notes_mark(notes, &key);
    settle(notes);
    close_notes(&notes);
    sqlite3 *other = open_beside("PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE");
    notes = open_patient();
    while (fixture.failures == 0)
        notes_fixture_turn(&fixture);
    assert_non_null(strstr(fixture.failed.what, "another program"));
    assert_false(notes_is_read(notes));
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    while (!notes_is_read(notes))
        notes_fixture_turn(&fixture);
    assert_non_null(notes_find(notes, &key));
    close_notes(&notes);
}

/* What is there is read although another program is writing. */
static void a_writer_keeps_nobody_from_reading(void **state)
{
    (void)state;
    struct notes *notes = open_notes();
    notes_mark(notes, &key);
    settle(notes);
    close_notes(&notes);
    sqlite3 *other = open_beside("BEGIN IMMEDIATE");
    notes = open_notes();
    settle(notes);
    assert_non_null(notes_find(notes, &key));
    assert_int_equal(sqlite3_close(other), SQLITE_OK);
    close_notes(&notes);
}

/* It is moved away, and another one comes in its place: nothing is written where nobody finds it. */
static void another_file_in_its_place_is_followed(void **state)
{
    (void)state;
    struct notes *notes = open_patient();
    notes_mark(notes, &key);
    settle(notes);
    assert_int_equal(rename(fixture.path, kept_folder_path(&fixture.folder, "away")), 0);
    unlink(kept_folder_path(&fixture.folder, "a.notes-wal"));
    unlink(kept_folder_path(&fixture.folder, "a.notes-shm"));
    while (notes_find(notes, &key))
        notes_fixture_turn(&fixture);
    struct notes *other = open_notes();
    notes_write(other, &key, "", "from there");
    settle(other);
    while (!notes_find(notes, &key))
        notes_fixture_turn(&fixture);
    notes_tag(notes, &key, "", "ours");
    settle(notes);
    notes_look(other);
    settle(other);
    assert_string_equal(notes_find(other, &key)->text, "from there");
    assert_string_equal(notes_find(other, &key)->tags, "ours");
    close_notes(&notes);
    close_notes(&other);
}

/* All may be in the log, or where a link leads that cannot be followed now: that is not nothing. */
static void what_is_not_found_is_not_nothing(void **state)
{
    (void)state;
    uint64_t version;
    struct failure failure;
    pid_t child = fork();
    if (child == 0) {
        char *set_aside;
        struct notes_file *file = notes_file_open(fixture.path, &set_aside, &failure);
        _exit(notes_file_mark(file, &key, true, &failure) ? 0 : 1); /* with what it wrote in the log */
    }
    assert_int_equal(waitpid(child, NULL, 0), child);
    assert_int_equal(truncate(fixture.path, 0), 0);
    struct notes *notes = open_notes();
    settle(notes);
    assert_non_null(notes_find(notes, &key));
    close_notes(&notes);

    assert_int_equal(unlink(fixture.path), 0);
    assert_int_equal(symlink("/nowhere/a.notes", fixture.path), 0);
    notes = open_notes();
    while (fixture.failures == 0)
        notes_fixture_turn(&fixture);
    assert_false(notes_is_read(notes));
    close_notes(&notes);
    struct notes_peek *peek = notes_peek_open(fixture.path);
    assert_null(notes_peek_read(peek, &version, &failure));
    notes_peek_close(&peek);
}

static void what_cannot_be_kept_is_told(void **state)
{
    (void)state;
    snprintf(fixture.path, sizeof fixture.path, "%s/none/a.notes", fixture.folder.root);
    struct notes *notes = open_notes();
    notes_mark(notes, &key);
    while (fixture.failed.kind == FAILURE_NONE)
        notes_fixture_turn(&fixture);
    assert_non_null(strstr(fixture.failed.what, "marks and notes cannot be kept"));
    assert_non_null(notes_failure(notes));
    fixture.failed.kind = FAILURE_NONE;
    notes_mark(notes, &key); /* and closed at once */
    close_notes(&notes);
    assert_int_equal(fixture.failed.kind, FAILURE_DISK);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_screen_sees_what_another_writes),
        IN_FOLDER(damage_is_met_and_mended),
        IN_FOLDER(what_a_screen_knows_is_written_again),
        IN_FOLDER(what_is_taken_away_is_not_written_again),
        IN_FOLDER(a_file_that_was_moved_away_is_not_written_again),
        IN_FOLDER(the_same_is_told_once),
        IN_FOLDER(a_first_look_that_failed_is_tried_again),
        IN_FOLDER(a_writer_keeps_nobody_from_reading),
        IN_FOLDER(another_file_in_its_place_is_followed),
        IN_FOLDER(what_is_not_found_is_not_nothing),
        IN_FOLDER(what_cannot_be_kept_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
