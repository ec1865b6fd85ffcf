/* Notes of recordings that are deleted: they go with the deletion, not before, and leave nothing. */
#include "model/notes/notes_file.h"
#include "tests/unit/model/notes/notes_fixture.h"
#include "tests/unit/must.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

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

static struct note_key key_of(int64_t call)
{
    return (struct note_key){"id:103", call, "a.mp3"};
}

/* Whoever deletes recordings may be killed behind the deletion, before it has forgotten them. */
static void what_was_condemned_goes_if_it_was_committed(void **state)
{
    enum { OTHER = 4, COMMITTED = 5, LATER = 6 };
    struct failure failure;
    const struct note_key key = key_of(7), email = {"email:ida@b", 7, "a.mp3"}, other = key_of(8);
    for (int committed = OTHER; committed <= COMMITTED; committed++) {
        struct notes_file *file = notes_fixture_file(&fixture);
        must(notes_file_write(file, &key, "", "remarkable words", &failure), &failure);
        must(notes_file_tag(file, &key, "coaching", true, &failure), &failure);
        must(notes_file_mark(file, &other, true, &failure), &failure);
        must(notes_file_hear(file, 7, true, &failure), &failure);
        assert_true(notes_file_knows(file, &key));
        assert_false(notes_file_knows(file, &(struct note_key){"id:103", 9, "a.mp3"}));
        must(notes_file_condemn(file, &email, true, COMMITTED, &failure), &failure);
        notes_file_close(&file);
        file = notes_fixture_file(&fixture);
        must(notes_file_settle(file, committed, &failure), &failure);
        struct note_table table = {0};
        bool is_gone = committed == COMMITTED;
        must(notes_file_read(file, &table, &failure), &failure);
        assert_int_equal(table.count, is_gone ? 1 : 2);
        assert_int_equal(note_table_has_heard(&table, 7), !is_gone);
        note_table_clear(&table);
        must(notes_file_settle(file, LATER, &failure), &failure); /* what was not committed is as before */
        assert_int_equal(notes_file_knows(file, &key), !is_gone);
        notes_file_close(&file);
        tear_down(state);
        set_up(state);
    }
}

/* Another program opens the file while one is between writing down what is to go and committing that. */
static void what_is_about_to_be_committed_stays_condemned(void **state)
{
    (void)state;
    enum { BEFORE = 4, COMMITTED = 5 };
    struct failure failure;
    const struct note_key key = key_of(7);
    struct notes_file *file = notes_fixture_file(&fixture), *other = notes_fixture_file(&fixture);
    must(notes_file_mark(file, &key, true, &failure), &failure);
    must(notes_file_condemn(file, &key, true, COMMITTED, &failure), &failure);
    must(notes_file_settle(other, BEFORE, &failure), &failure);
    assert_true(notes_file_knows(other, &key));
    must(notes_file_settle(other, COMMITTED, &failure), &failure);
    assert_false(notes_file_knows(other, &key));
    notes_file_close(&other);
    notes_file_close(&file);
}

/* Words that were forgotten are in none of the bytes. */
static void what_is_forgotten_leaves_no_bytes(void **state)
{
    (void)state;
    struct failure failure;
    struct notes_file *file = notes_fixture_file(&fixture);
    const struct note_key key = key_of(7);
    must(notes_file_write(file, &key, "", "remarkable words", &failure), &failure);
    must(notes_file_forget(file, &key, &failure), &failure);
    notes_file_sweep(file);
    static const char *const names[] = {"a.notes", "a.notes-wal"};
    for (size_t i = 0; i < 2; i++) {
        FILE *bytes = fopen(kept_folder_path(&fixture.folder, names[i]), "r");
        char text[200000];
        size_t length = bytes ? fread(text, 1, sizeof text, bytes) : 0;
        assert_null(memmem(text, length, "remarkable", strlen("remarkable")));
        if (bytes)
            fclose(bytes);
    }
    notes_file_close(&file);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_was_condemned_goes_if_it_was_committed),
        IN_FOLDER(what_is_about_to_be_committed_stays_condemned),
        IN_FOLDER(what_is_forgotten_leaves_no_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
