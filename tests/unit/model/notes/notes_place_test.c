/* What lies where the notes belong, and is not ours, stays as it is. */
#include "model/notes/notes_file.h"
#include "model/notes/notes_peek.h"
#include "net/base/folders.h"
#include "tests/unit/model/keep/kept_folder.h"
#include "tests/unit/must.h"

#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { LARGE = 50000 };

static struct kept_folder folder;
static char path[100], other[100];

static int set_up(void **state)
{
    (void)state;
    kept_folder_make(&folder);
    snprintf(path, sizeof path, "%s/a.notes", folder.root);
    snprintf(other, sizeof other, "%s/other", folder.root);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kept_folder_remove(&folder);
    return 0;
}

static void make_database(const char *sql)
{
    sqlite3 *database;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
}

static void write_file(const char *bytes, size_t length)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, length, file), length);
    assert_int_equal(fclose(file), 0);
}

static size_t read_file(char *bytes, size_t size)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t length = fread(bytes, 1, size, file);
    fclose(file);
    return length;
}

static void expect_nothing_beside_it(void)
{
    struct name_list names = {0};
    folders_names(folder.root, &names);
    for (size_t i = 0; i < names.count; i++)
        assert_true(names.names[i][0] == '.' || strcmp(names.names[i], "a.notes") == 0);
    name_list_clear(&names);
}

static void expect_refused(const char *why)
{
    static char before[LARGE], after[LARGE];
    char *set_aside;
    struct failure failure;
    size_t length = read_file(before, sizeof before);
    assert_int_equal(chmod(path, 0644), 0);
    assert_null(notes_file_open(path, &set_aside, &failure));
    assert_null(set_aside);
    assert_int_equal(failure.kind, FAILURE_USAGE);
    if (!strstr(failure.what, why) || !strstr(failure.what, path) || !strstr(failure.advice, "move it away"))
        fail_msg("%s: %s", failure.what, failure.advice);
    assert_int_equal(kept_folder_mode(&folder, "a.notes"), 0644);
    assert_int_equal(read_file(after, sizeof after), length);
    assert_memory_equal(before, after, length);
    expect_nothing_beside_it();
}

static void a_database_of_another_program_stays(void **state)
{
    (void)state;
    static const char *const programs[] = {
        "CREATE TABLE theirs(x)",
        "CREATE TABLE theirs(x); PRAGMA user_version = 1",
        "CREATE TABLE theirs(x); PRAGMA user_version = 2",
        "CREATE TABLE notes(x); CREATE TABLE tags(x); PRAGMA user_version = 2",
        "CREATE TABLE theirs(x); PRAGMA application_id = 7",
        "PRAGMA application_id = 7",
        "PRAGMA user_version = 2",
        "PRAGMA journal_mode = WAL; CREATE TABLE theirs(x); PRAGMA user_version = 1",
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        make_database(programs[i]);
        expect_refused("another program");
        assert_int_equal(unlink(path), 0);
    }
}

static void a_file_of_another_program_stays(void **state)
{
    (void)state;
    static char bytes[LARGE];
    static const char *const begins[] = {"x", "SQLite format 3", "SQLite format 3\0\x10",
                                         "\x89PNG\r\n\x1a\n"};
    static const size_t sizes[] = {16, 5000, LARGE};
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        for (size_t j = 0; j < sizeof sizes / sizeof *sizes; j++) {
            for (size_t k = 0; k < LARGE; k++)
                bytes[k] = (char)(k * 7 + k / 256);
            memcpy(bytes, begins[i], strlen(begins[i]) + 1);
            write_file(bytes, sizes[j]);
            expect_refused("not a file of marks and notes");
            assert_int_equal(unlink(path), 0);
        }
}

/* What a filter asks for must not be called nothing. */
static void what_is_not_ours_cannot_be_read(void **state)
{
    (void)state;
    struct failure failure = {.kind = FAILURE_NONE};
    uint64_t version;
    make_database("CREATE TABLE theirs(x)");
    struct notes_peek *peek = notes_peek_open(path);
    assert_null(notes_peek_read(peek, &version, &failure));
    assert_int_equal(failure.kind, FAILURE_DISK);
    notes_peek_close(&peek);
}

static void what_was_only_begun_is_used(void **state)
{
    (void)state;
    char *set_aside;
    struct failure failure;
    static const char *const begun[] = {"PRAGMA journal_mode = WAL", "CREATE TABLE x(x); DROP TABLE x"};
    for (size_t i = 0; i < sizeof begun / sizeof *begun; i++) {
        make_database(begun[i]);
        struct notes_file *notes = notes_file_open(path, &set_aside, &failure);
        must(notes != NULL, &failure);
        assert_null(set_aside);
        notes_file_close(&notes);
        assert_int_equal(kept_folder_mode(&folder, "a.notes"), 0600);
        assert_int_equal(unlink(path), 0);
    }
}

/* As a loss of power leaves it. One of no bytes is nothing that was only begun: it is made whole. */
static void a_file_of_zeros_is_set_aside(void **state)
{
    (void)state;
    static char zeros[LARGE];
    static const size_t sizes[] = {0, 4096, 20480};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        char *set_aside;
        struct failure failure;
        write_file(zeros, sizes[i]);
        struct notes_file *notes = notes_file_open(path, &set_aside, &failure);
        must(notes != NULL, &failure);
        assert_non_null(set_aside);
        assert_int_equal(access(set_aside, R_OK), 0);
        notes_file_close(&notes);
        free(set_aside);
        assert_int_equal(unlink(path), 0);
    }
}

/* It is known by its tables, and from then on by its mark. */
static void one_of_before_gets_the_mark(void **state)
{
    (void)state;
    static const char *const before[] = {"PRAGMA application_id = 0",
                                         "PRAGMA application_id = 0; PRAGMA user_version = 1;"
                                         "DROP TABLE heard; DROP TABLE going"};
    const struct note_key key = {"id:103", 7, "a.mp3"};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        char *set_aside, bytes[72];
        struct failure failure;
        struct notes_file *notes = notes_file_open(path, &set_aside, &failure);
        must(notes != NULL, &failure);
        must(notes_file_mark(notes, &key, true, &failure), &failure);
        notes_file_close(&notes);
        make_database(before[i]);
        assert_int_equal(chmod(path, 0644), 0);
        notes = notes_file_open(path, &set_aside, &failure);
        must(notes != NULL, &failure);
        assert_null(set_aside);
        assert_true(notes_file_knows(notes, &key));
        notes_file_close(&notes);
        assert_int_equal(read_file(bytes, sizeof bytes), sizeof bytes);
        assert_memory_equal(bytes + 68, "note", 4);
        assert_int_equal(kept_folder_mode(&folder, "a.notes"), 0600);
        assert_int_equal(unlink(path), 0);
    }
}

static void a_newer_file_is_left_alone(void **state)
{
    (void)state;
    char *set_aside;
    struct failure failure;
    struct notes_file *notes = notes_file_open(path, &set_aside, &failure);
    must(notes != NULL, &failure);
    notes_file_close(&notes);
    make_database("PRAGMA user_version = 3");
    assert_null(notes_file_open(path, &set_aside, &failure));
    assert_non_null(strstr(failure.what, "newer version"));
    assert_null(set_aside);
}

static void what_a_link_leads_to_stays(void **state)
{
    (void)state;
    char *set_aside;
    struct failure failure;
    FILE *file = fopen(other, "w");
    fputs("root:x:0:0\n", file);
    fclose(file);
    assert_int_equal(chmod(other, 0644), 0);
    assert_int_equal(symlink(other, path), 0);
    assert_null(notes_file_open(path, &set_aside, &failure));
    assert_null(set_aside);
    assert_int_equal(kept_folder_mode(&folder, "other"), 0644);
    assert_int_equal(unlink(other), 0);
    assert_null(notes_file_open(path, &set_aside, &failure)); /* no file is made there */
    assert_int_equal(access(other, F_OK), -1);
}

/* Another program, forked before there is a lock: it opens and closes the file when it is told. */
static pid_t open_when_told(int told)
{
    char byte, *set_aside;
    struct failure failure;
    pid_t child = fork();
    if (child != 0)
        return child;
    struct notes_file *file = read(told, &byte, 1) == 1 ? notes_file_open(path, &set_aside, &failure) : NULL;
    bool is_open = file != NULL;
    notes_file_close(&file);
    _exit(is_open ? 0 : 1);
}

/* SQLite's locks go with the first of its files that a process closes, whoever else has it open there: then the one that closes
 * it in another program would take itself for the last, and delete the log. */
static void opening_it_again_leaves_the_locks(void **state)
{
    (void)state;
    int told[2], status = -1;
    char *set_aside;
    struct failure failure;
    assert_int_equal(pipe(told), 0);
    pid_t other_program = open_when_told(told[0]);
    struct notes_file *first = notes_file_open(path, &set_aside, &failure);
    must(first != NULL, &failure);
    must(notes_file_mark(first, &(struct note_key){"id:103", 7, "a.mp3"}, true, &failure), &failure);
    struct notes_file *second = notes_file_open(path, &set_aside, &failure);
    must(second != NULL, &failure);
    notes_file_close(&second);
    assert_int_equal(write(told[1], "x", 1), 1);
    assert_int_equal(waitpid(other_program, &status, 0), other_program);
    assert_int_equal(status, 0);
    assert_int_equal(access(kept_folder_path(&folder, "a.notes-wal"), F_OK), 0);
    notes_file_close(&first);
    close(told[0]);
    close(told[1]);
}

/* It may be moved or copied without its log at any time, also while it is open. */
static void what_is_written_is_in_the_file(void **state)
{
    (void)state;
    char *set_aside;
    struct failure failure;
    struct stat status;
    const struct note_key key = {"id:103", 7, "a.mp3"};
    struct notes_file *file = notes_file_open(path, &set_aside, &failure);
    must(file && notes_file_begin(file, &failure) && notes_file_mark(file, &key, true, &failure) &&
             notes_file_commit(file, &failure),
         &failure);
    assert_int_equal(stat(kept_folder_path(&folder, "a.notes-wal"), &status), 0);
    assert_int_equal(status.st_size, 0);
    assert_int_equal(rename(path, other), 0);
    struct notes_file *another = notes_file_open(path, &set_aside, &failure);
    must(another != NULL, &failure);
    assert_null(set_aside);
    assert_false(notes_file_knows(another, &key));
    notes_file_close(&another);
    notes_file_close(&file);
    assert_int_equal(rename(other, path), 0);
    file = notes_file_open(path, &set_aside, &failure);
    must(file != NULL, &failure);
    assert_true(notes_file_knows(file, &key));
    notes_file_close(&file);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_database_of_another_program_stays), IN_FOLDER(a_file_of_another_program_stays),
        IN_FOLDER(what_is_not_ours_cannot_be_read),     IN_FOLDER(what_was_only_begun_is_used),
        IN_FOLDER(a_file_of_zeros_is_set_aside),        IN_FOLDER(one_of_before_gets_the_mark),
        IN_FOLDER(a_newer_file_is_left_alone),          IN_FOLDER(what_a_link_leads_to_stays),
        IN_FOLDER(opening_it_again_leaves_the_locks),   IN_FOLDER(what_is_written_is_in_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
