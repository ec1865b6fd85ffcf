/* The file of notes: what is in it, with others at once, killed at any moment, and damaged. TEST_SEED chooses the
 * moments, TEST_KILLS says how many. */
#include "model/notes/notes_file.h"
#include "model/notes/notes_peek.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/keep/kept_folder.h"
#include "tests/unit/must.h"

#include <setjmp.h>
#include <signal.h>
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

enum { WRITERS = 2, EACH = 60, KILLS = 20, DAMAGES = 30, MANY = 2000, BLOCK = 4096 };

static struct kept_folder folder;
static char path[100];

static int set_up(void **state)
{
    (void)state;
    kept_folder_make(&folder);
    snprintf(path, sizeof path, "%s/a.notes", folder.root);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    kept_folder_remove(&folder);
    return 0;
}

static struct notes_file *open_file(void)
{
    char *set_aside;
    struct failure failure;
    struct notes_file *file = notes_file_open(path, &set_aside, &failure);
    must(file != NULL, &failure);
    assert_null(set_aside);
    return file;
}

static struct note_table read_all(struct notes_file *file)
{
    struct note_table table = {0};
    struct failure failure;
    must(notes_file_read(file, &table, &failure), &failure);
    return table;
}

static struct note_key key_of(int64_t call)
{
    return (struct note_key){"id:103", call, "a.mp3"};
}

static void expect_note(struct notes_file *file, int64_t call, bool is_marked, const char *tags,
                        const char *text)
{
    struct note_table table = read_all(file);
    const struct note_key key = key_of(call);
    const struct note *note = note_table_find(&table, &key);
    assert_non_null(note);
    assert_int_equal(note->is_marked, is_marked);
    assert_string_equal(note->tags, tags);
    assert_string_equal(note->text, text);
    note_table_clear(&table);
}

static size_t count_all(struct notes_file *file)
{
    struct note_table table = read_all(file);
    size_t count = table.count;
    note_table_clear(&table);
    return count;
}

static void what_is_noted_is_there(void **state)
{
    (void)state;
    struct failure failure;
    struct notes_file *file = open_file();
    const struct note_key key = key_of(7), other = {"id:103", 7, ""}, third = {"id:104", 7, ""};
    must(notes_file_mark(file, &key, true, &failure), &failure);
    must(notes_file_tag(file, &key, "coaching", true, &failure), &failure);
    must(notes_file_tag(file, &key, "angry", true, &failure), &failure);
    must(notes_file_tag(file, &key, "angry", true, &failure), &failure);
    must(notes_file_write(file, &key, "", "S\xc3\xb8ren '; DROP TABLE notes --", &failure), &failure);
    must(notes_file_mark(file, &other, true, &failure), &failure);
    must(notes_file_mark(file, &third, true, &failure), &failure);
    expect_note(file, 7, true, "angry coaching", "S\xc3\xb8ren '; DROP TABLE notes --");
    notes_file_close(&file);
    assert_int_equal(kept_folder_mode(&folder, "a.notes"), 0600);
    file = open_file();
    assert_int_equal(count_all(file), 3);
    must(notes_file_forget(file, &other, &failure), &failure); /* that of another agent stays */
    assert_int_equal(count_all(file), 2);
    must(notes_file_mark(file, &key, false, &failure), &failure);
    must(notes_file_write(file, &key, "S\xc3\xb8ren '; DROP TABLE notes --", "", &failure), &failure);
    must(notes_file_tag(file, &key, "angry", false, &failure), &failure);
    expect_note(file, 7, false, "coaching", "");
    must(notes_file_tag(file, &key, "coaching", false, &failure), &failure);
    assert_int_equal(count_all(file), 1); /* of what nothing is noted there is nothing */
    notes_file_close(&file);
}

/* A recording is found by its file whatever its agent is called now; without a file the agent counts. */
static void a_recording_is_found_by_its_file(void **state)
{
    (void)state;
    struct note_table table = {0};
    char empty[] = "", agent[] = "id:103", file[] = "a.mp3";
    note_table_add(&table,
                   &(struct note){.agent = agent, .call = 7, .file = file, .tags = empty, .text = empty});
    note_table_add(&table,
                   &(struct note){.agent = agent, .call = 8, .file = empty, .tags = empty, .text = empty});
    assert_non_null(note_table_find(&table, &(struct note_key){"id:103", 7, "a.mp3"}));
    assert_non_null(note_table_find(&table, &(struct note_key){"email:ida@b", 7, "a.mp3"}));
    assert_null(note_table_find(&table, &(struct note_key){"id:103", 7, "b.mp3"}));
    assert_null(note_table_find(&table, &(struct note_key){"id:103", 7, ""}));
    assert_non_null(note_table_find(&table, &(struct note_key){"id:103", 8, ""}));
    assert_null(note_table_find(&table, &(struct note_key){"email:ida@b", 8, ""}));
    assert_null(note_table_find(&table, &(struct note_key){"id:103", 9, "a.mp3"}));
    note_table_clear(&table);
}

/* Each writer marks calls of its own, and puts a tag of its own on the calls of all. */
static _Noreturn void write_as(int writer)
{
    struct failure failure;
    char *set_aside, tag[2] = {(char)('a' + writer), '\0'};
    struct notes_file *file = notes_file_open(path, &set_aside, &failure);
    bool done = file != NULL;
    for (int i = 0; i < EACH && done; i++) {
        const struct note_key own = key_of(1000 * (writer + 1) + i), shared = key_of(1 + i);
        done =
            notes_file_mark(file, &own, true, &failure) && notes_file_tag(file, &shared, tag, true, &failure);
    }
    notes_file_close(&file);
    _exit(done ? 0 : 1);
}

static void two_programs_lose_nothing(void **state)
{
    (void)state;
    pid_t writers[WRITERS];
    for (int i = 0; i < WRITERS; i++)
        if ((writers[i] = fork()) == 0)
            write_as(i);
    for (int i = 0; i < WRITERS; i++) {
        int status = -1;
        assert_int_equal(waitpid(writers[i], &status, 0), writers[i]);
        assert_int_equal(status, 0);
    }
    struct notes_file *file = open_file();
    assert_int_equal(count_all(file), (WRITERS + 1) * EACH);
    for (int i = 0; i < EACH; i++)
        expect_note(file, 1 + i, false, "a b", "");
    notes_file_close(&file);
}

/* Marks one call after the other, and says so of each when it is done. */
static _Noreturn void mark_on(int told, int64_t from)
{
    struct failure failure;
    char *set_aside;
    struct notes_file *file = notes_file_open(path, &set_aside, &failure);
    for (int64_t call = from; file; call++) {
        const struct note_key key = key_of(call);
        if (!notes_file_mark(file, &key, true, &failure) || write(told, &call, sizeof call) != sizeof call)
            break;
    }
    _exit(1);
}

static void a_kill_loses_nothing_that_was_done(void **state)
{
    (void)state;
    const char *given = getenv("TEST_SEED");
    unsigned dice = given ? (unsigned)strtoul(given, NULL, 10) : 1;
    print_message("# TEST_SEED=%u\n", dice);
    const char *count = getenv("TEST_KILLS");
    long kills = count ? strtol(count, NULL, 10) : KILLS;
    int64_t last = 0;
    for (long i = 0; i < kills; i++) {
        int told[2];
        assert_int_equal(pipe(told), 0);
        pid_t child = fork();
        if (child == 0)
            mark_on(told[1], last + 1);
        close(told[1]);
        dice = dice * 1664525U + 1013904223U;
        for (unsigned marks = (dice >> 8) % 12; marks > 0; marks--)
            assert_int_equal(read(told[0], &last, sizeof last), sizeof last);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        while (read(told[0], &last, sizeof last) == sizeof last)
            ;
        close(told[0]);
        struct notes_file *file = open_file();
        assert_in_range(count_all(file), last, last + 1); /* what was done, but not told yet */
        notes_file_close(&file);
        last += 1; /* which may be there */
        file = open_file();
        const struct note_key key = key_of(last);
        struct failure failure;
        must(notes_file_write(file, &key, "", "x", &failure), &failure);
        notes_file_close(&file);
    }
}

static void fill(size_t count)
{
    struct failure failure;
    uint64_t taken = 0;
    struct notes_file *file = open_file();
    must(notes_file_begin(file, &failure), &failure);
    for (size_t i = 1; i <= count; i++) {
        char text[60], empty[] = "", agent[] = "id:103", name[] = "a.mp3";
        snprintf(text, sizeof text, "the note of call %zu", i);
        const struct note note = {
            .agent = agent, .call = (int64_t)i, .file = name, .tags = empty, .text = text, .changed = 1};
        must(notes_file_put(file, &note, &taken, &failure), &failure);
    }
    must(notes_file_commit(file, &failure), &failure);
    notes_file_close(&file);
}

static void overwrite(long at, size_t count)
{
    char noise[BLOCK];
    FILE *file = fopen(path, "r+");
    assert_non_null(file);
    memset(noise, 0xa5, sizeof noise);
    fseek(file, at, SEEK_SET);
    assert_int_equal(fwrite(noise, 1, count, file), count);
    fclose(file);
}

/* Some bytes anywhere are others: the file is sound all the same, or it is set aside, and all that lies before the
 * damage, or most of it, is in the new one. */
static void damage_is_survived(void **state)
{
    (void)state;
    size_t salvaged = 0;
    for (int i = 0; i < DAMAGES; i++) {
        struct stat status;
        struct failure failure;
        char *set_aside;
        fill(MANY);
        assert_int_equal(stat(path, &status), 0);
        overwrite(status.st_size / DAMAGES * i, 64);
        struct notes_file *file = notes_file_open(path, &set_aside, &failure);
        must(file != NULL, &failure);
        size_t count = count_all(file);
        salvaged += count;
        assert_true(count <= MANY);
        if (set_aside)
            assert_int_equal(access(set_aside, R_OK), 0);
        else
            assert_int_equal(count, MANY);
        const struct note_key key = key_of(MANY + 1);
        must(notes_file_mark(file, &key, true, &failure), &failure);
        notes_file_close(&file);
        free(set_aside);
        kept_folder_remove(&folder);
        kept_folder_make(&folder);
        snprintf(path, sizeof path, "%s/a.notes", folder.root);
    }
    assert_true(salvaged > (size_t)MANY * DAMAGES * 8 / 10);
}

/* How many notes are left of MANY, of which the last has a tag, where one block after another was lost. */
static size_t count_salvaged(const long *blocks, off_t size, bool *has_tag)
{
    char *set_aside;
    struct failure failure;
    fill(MANY);
    struct notes_file *file = open_file();
    const struct note_key last = key_of(MANY);
    must(notes_file_tag(file, &last, "coaching", true, &failure), &failure);
    notes_file_close(&file);
    for (; blocks && *blocks; blocks++)
        overwrite(*blocks * BLOCK, BLOCK);
    if (size)
        assert_int_equal(truncate(path, size), 0);
    file = notes_file_open(path, &set_aside, &failure);
    must(file != NULL, &failure);
    assert_non_null(set_aside);
    struct note_table table = read_all(file);
    const struct note *note = note_table_find(&table, &last);
    *has_tag = note && strcmp(note->tags, "coaching") == 0;
    size_t count = table.count;
    note_table_clear(&table);
    notes_file_close(&file);
    free(set_aside);
    assert_int_equal(unlink(path), 0);
    return count;
}

static void what_lies_behind_the_damage_is_taken_over(void **state)
{
    (void)state;
    bool has_tag;
    assert_true(count_salvaged((const long[]){10, 20, 21, 0}, 0, &has_tag) > MANY * 8 / 10);
    assert_true(has_tag);
    assert_true(count_salvaged(NULL, 20L * BLOCK, &has_tag) > MANY / 3);
    assert_true(has_tag);
}

/* A filter that asks for marks must not be told that there are none, nor the archive be doubted. */
static void what_cannot_be_read_is_not_nothing(void **state)
{
    (void)state;
    static const struct {
        long at; /* the head of its first table, its own head */
        size_t count;
    } damages[] = {{4096, 64}, {0, 100}};
    struct failure failure;
    uint64_t version;
    struct notes_peek *peek = notes_peek_open(path);
    const struct note_table *table = notes_peek_read(peek, &version, &failure);
    assert_non_null(table);
    assert_int_equal(table->count, 0);
    fill(MANY);
    table = notes_peek_read(peek, &version, &failure);
    assert_non_null(table);
    assert_int_equal(table->count, MANY);
    for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
        overwrite(damages[i].at, damages[i].count);
        failure.kind = FAILURE_NONE;
        notes_peek_close(&peek);
        peek = notes_peek_open(path);
        assert_null(notes_peek_read(peek, &version, &failure));
        assert_int_equal(failure.kind, FAILURE_DISK);
    }
    notes_peek_close(&peek);
}

/* What is read once stays as it is until somebody changes it, or puts another in its place. */
static void who_only_looks_sees_every_change(void **state)
{
    (void)state;
    struct failure failure;
    uint64_t version, before;
    struct notes_peek *peek = notes_peek_open(path);
    fill(1);
    assert_int_equal(notes_peek_read(peek, &before, &failure)->count, 1);
    const struct note_table *table = notes_peek_read(peek, &version, &failure);
    assert_int_equal(version, before);
    assert_int_equal(table->count, 1);
    struct notes_file *file = open_file();
    const struct note_key key = key_of(2);
    must(notes_file_mark(file, &key, true, &failure), &failure);
    assert_int_equal(notes_peek_read(peek, &version, &failure)->count, 2);
    assert_true(version != before);
    notes_file_close(&file);
    assert_int_equal(rename(path, kept_folder_path(&folder, "other")), 0);
    unlink(kept_folder_path(&folder, "a.notes-wal"));
    unlink(kept_folder_path(&folder, "a.notes-shm"));
    assert_int_equal(notes_peek_read(peek, &version, &failure)->count, 0);
    fill(3);
    assert_int_equal(notes_peek_read(peek, &version, &failure)->count, 3);
    notes_peek_close(&peek);
}

/* Nobody has to read it again. */
static void opening_it_changes_nothing(void **state)
{
    (void)state;
    struct notes_file *file = open_file();
    assert_true(notes_file_has_changed(file));
    assert_int_equal(count_all(file), 0);
    struct notes_file *other = open_file();
    notes_file_close(&other);
    assert_false(notes_file_has_changed(file));
    assert_false(notes_file_is_lost(file));
    notes_file_close(&file);
}

/* The clock was ahead by a year when the note was written, and is right when it is written anew. */
static void what_is_written_last_is_the_newest(void **state)
{
    (void)state;
    const int64_t year = INT64_C(365) * 24 * 3600 * TIMESTAMP_SECOND;
    static char agent[] = "id:103", name[] = "a.mp3", tags[] = "", text[] = "before";
    struct note ahead = {.agent = agent,
                         .call = 7,
                         .file = name,
                         .tags = tags,
                         .text = text,
                         .changed = timestamp_now() + year};
    const struct note_key key = key_of(7);
    for (int i = 0; i < 3; i++) {
        uint64_t taken = 0;
        struct failure failure;
        struct notes_file *file = open_file();
        must(notes_file_put(file, &ahead, &taken, &failure), &failure);
        must(i == 0   ? notes_file_mark(file, &key, true, &failure)
             : i == 1 ? notes_file_write(file, &key, "before", "after", &failure)
                      : notes_file_tag(file, &key, "angry", true, &failure),
             &failure);
        struct note_table table = read_all(file);
        assert_true(table.notes[0].changed > ahead.changed);
        ahead.changed = table.notes[0].changed + 1;
        note_table_clear(&table);
        notes_file_close(&file);
    }
}

static void an_older_file_is_taken_over(void **state)
{
    (void)state;
    sqlite3 *database;
    struct failure failure;
    uint64_t version;
    fill(MANY);
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database,
                                  "DROP TABLE heard; DROP TABLE going; PRAGMA user_version = 1;"
                                  "INSERT INTO tags VALUES('id:103', 7, 'a.mp3', 'coaching')",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(database);
    struct notes_peek *peek = notes_peek_open(path); /* also before a program has brought it to its own */
    assert_int_equal(notes_peek_read(peek, &version, &failure)->count, MANY);
    notes_peek_close(&peek);
    struct notes_file *file = open_file();
    assert_int_equal(count_all(file), MANY);
    expect_note(file, 7, false, "coaching", "the note of call 7");
    must(notes_file_hear(file, 7, true, &failure), &failure);
    notes_file_close(&file);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_noted_is_there),
        IN_FOLDER(a_recording_is_found_by_its_file),
        IN_FOLDER(two_programs_lose_nothing),
        IN_FOLDER(a_kill_loses_nothing_that_was_done),
        IN_FOLDER(damage_is_survived),
        IN_FOLDER(what_cannot_be_read_is_not_nothing),
        IN_FOLDER(opening_it_changes_nothing),
        IN_FOLDER(what_is_written_last_is_the_newest),
        IN_FOLDER(an_older_file_is_taken_over),
        IN_FOLDER(who_only_looks_sees_every_change),
        IN_FOLDER(what_lies_behind_the_damage_is_taken_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
