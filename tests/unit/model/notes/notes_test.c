/* Notes on the loop: what is written is found, by two at once, and what another writes is seen. */
#include "model/notes/note_json.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/notes/notes_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum { MANY = 10000 };

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
    assert_int_equal(fixture.asides, 0);
    notes_fixture_tear_down(&fixture);
    return 0;
}

static struct notes *open_notes(void)
{
    return notes_fixture_open(&fixture, false);
}

static void close_notes(struct notes **notes)
{
    notes_fixture_close(&fixture, notes);
}

static void settle(struct notes *notes)
{
    notes_fixture_settle(&fixture, notes);
}

static const struct note_key key = {"id:103", 7, "a.mp3"};

static void what_is_written_is_found(void **state)
{
    (void)state;
    struct notes *notes = open_notes();
    settle(notes);
    assert_null(notes_find(notes, &key));
    assert_int_equal(access(fixture.path, F_OK), -1); /* there is nothing to keep yet */
    notes_forget(notes, &key, true);
    settle(notes);
    assert_int_equal(access(fixture.path, F_OK), -1);
    notes_mark(notes, &key);
    notes_write(notes, &key, "", "two words");
    notes_tag(notes, &key, "", "  b a  ");
    settle(notes);
    const struct note *note = notes_find(notes, &key);
    assert_non_null(note);
    assert_true(note->is_marked);
    assert_string_equal(note->tags, "a b");
    assert_string_equal(note->text, "two words");
    assert_true(fixture.changes > 0);
    notes_tag(notes, &key, "a b", "c b");
    settle(notes);
    assert_string_equal(notes_find(notes, &key)->tags, "b c");
    notes_mark(notes, &(struct note_key){"email:ida@b", 7, "a.mp3"}); /* the same, by another reference */
    settle(notes);
    assert_int_equal(notes_table(notes)->count, 1);
    assert_false(notes_find(notes, &key)->is_marked);
    notes_forget(notes, &(struct note_key){"", 7, "a.mp3"}, true);
    settle(notes);
    assert_null(notes_find(notes, &key));
    assert_null(notes_failure(notes));
    close_notes(&notes);
}

/* From a thread that deletes recordings, which waits. */
static void what_is_asked_is_answered(void **state)
{
    (void)state;
    struct notes_doomed doomed[] = {{.key = key, .is_last = true, .is_kept = true},
                                    {.key = {"id:103", 8, ""}}};
    struct notes *notes = open_notes();
    notes_ask(notes, doomed, 2);
    assert_false(doomed[0].is_kept); /* there is no file */
    assert_int_equal(notes_condemn(notes, doomed, 2), 0);
    notes_mark(notes, &key);
    notes_hear(notes, 7);
    notes_ask(notes, doomed, 2);
    assert_true(doomed[0].is_kept);
    assert_false(doomed[1].is_kept);
    int64_t number = notes_condemn(notes, doomed, 1);
    assert_true(number != 0);
    close_notes(&notes); /* nobody has forgotten it */
    fixture.committed = number;
    notes = open_notes();
    settle(notes);
    assert_null(notes_find(notes, &key));
    assert_false(note_table_has_heard(notes_table(notes), 7));
    assert_null(notes_failure(notes));
    close_notes(&notes);
}

/* Faster than the first is done. */
static void marking_twice_takes_the_mark_away(void **state)
{
    (void)state;
    struct notes *notes = open_notes();
    settle(notes);
    notes_mark(notes, &key);
    notes_mark(notes, &key);
    settle(notes);
    assert_null(notes_find(notes, &key));
    notes_mark(notes, &key);
    notes_mark(notes, &key);
    notes_mark(notes, &key);
    settle(notes);
    assert_true(notes_find(notes, &key)->is_marked);
    close_notes(&notes);
}

static void closing_writes_what_is_left(void **state)
{
    (void)state;
    struct notes *notes = open_notes();
    notes_mark(notes, &key);
    close_notes(&notes);
    notes = open_notes();
    settle(notes);
    assert_non_null(notes_find(notes, &key));
    close_notes(&notes);
}

static void what_another_writes_is_seen(void **state)
{
    (void)state;
    struct notes *ours = open_notes(), *theirs = open_notes();
    notes_tag(ours, &key, "", "ours");
    settle(ours);
    notes_look(theirs);
    settle(theirs);
    assert_string_equal(notes_find(theirs, &key)->tags, "ours");
    notes_tag(theirs, &key, "ours", "ours theirs");
    settle(theirs);
    notes_tag(ours, &key, "ours", "ours new"); /* without having seen it */
    settle(ours);
    assert_string_equal(notes_find(ours, &key)->tags, "new ours theirs");
    close_notes(&ours);
    close_notes(&theirs);
}

/* What each has shown its user counts: a mark that both see missing is there, and of two texts none is lost. */
static void two_users_lose_nothing(void **state)
{
    (void)state;
    struct notes *ours = open_notes(), *theirs = open_notes();
    notes_write(ours, &key, "", "of before");
    settle(ours);
    notes_look(theirs);
    settle(theirs);
    notes_mark(ours, &key);
    notes_write(ours, &key, "of before", "ours");
    notes_tag(ours, &key, "", "one");
    settle(ours);
    notes_mark(theirs, &key); /* without having seen it */
    notes_write(theirs, &key, "of before", "theirs");
    settle(theirs);
    assert_true(notes_find(theirs, &key)->is_marked);
    assert_string_equal(notes_find(theirs, &key)->text, "ours\ntheirs");
    notes_tag(theirs, &key, "", "two"); /* from a prompt that was opened before */
    notes_write(ours, &key, "ours", "");
    settle(ours);
    settle(theirs);
    assert_string_equal(notes_find(theirs, &key)->tags, "one two");
    assert_string_equal(notes_find(theirs, &key)->text, "ours\ntheirs");
    close_notes(&ours);
    close_notes(&theirs);
}

/* What one has written and is not on the disk yet is what one sees to go on with; of another's words none goes. */
static void what_is_typed_again_is_no_second_note(void **state)
{
    (void)state;
    struct notes *ours = open_notes(), *theirs = open_notes();
    settle(ours);
    settle(theirs);
    notes_write(theirs, &key, "", "theirs");
    settle(theirs);
    notes_write(ours, &key, "", "ours"); /* without having seen it */
    assert_string_equal(notes_expected(ours, &key)->text, "ours");
    notes_write(ours, &key, notes_expected(ours, &key)->text, "ours, longer");
    assert_string_equal(notes_expected(ours, &key)->text, "ours, longer");
    settle(ours);
    assert_string_equal(notes_find(ours, &key)->text, "theirs\nours, longer");
    assert_string_equal(notes_expected(ours, &key)->text, "theirs\nours, longer");
    notes_write(ours, &key, "", "ours, longer"); /* again, from where nothing was there */
    settle(ours);
    assert_string_equal(notes_find(ours, &key)->text, "theirs\nours, longer");
    notes_write(theirs, &key, "theirs", "theirs, too");
    settle(theirs);
    assert_string_equal(notes_find(theirs, &key)->text, "theirs, too\nours, longer");
    notes_write(theirs, &key, "ours", "part"); /* no line, only a part of one */
    settle(theirs);
    assert_string_equal(notes_find(theirs, &key)->text, "theirs, too\nours, longer\npart");
    close_notes(&ours);
    close_notes(&theirs);
}

static struct notes *fill(const char *first)
{
    struct notes *notes = open_notes();
    struct note_table table = {0};
    for (int i = 0; i < MANY; i++) {
        char text[60], agent[] = "id:103", file[] = "\xc3\xb8 \"x\"\n.mp3", tags[] = "a \xc3\xb8re";
        snprintf(text, sizeof text, "%s %d\n\t\\\"=cmd()", first, i);
        note_table_add(&table, &(struct note){.agent = agent,
                                              .call = INT64_C(4503599627370496) * (i % 3) + i,
                                              .file = file,
                                              .is_marked = i % 2 == 0,
                                              .tags = tags,
                                              .text = text,
                                              .changed = (INT64_C(1700000000) + i) * TIMESTAMP_SECOND + i});
    }
    notes_put(notes, &table);
    note_table_clear(&table);
    settle(notes);
    return notes;
}

/* Out by one program, and into another's empty file: equal row by row. */
static void what_is_exported_is_imported(void **state)
{
    (void)state;
    struct notes *notes = fill("note");
    struct note_table table = {0};
    struct record_writer writer;
    const struct record_style style = record_style_plain(RECORD_JSONL);
    char *lines = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&lines, &size);
    record_begin(&writer, stream, &style, NULL, 0);
    for (size_t i = 0; i < notes_table(notes)->count; i++)
        note_json_write(&writer, &notes_table(notes)->notes[i]);
    assert_true(record_end(&writer));
    fclose(stream);
    for (char *line = lines, *end; (end = strchr(line, '\n')); line = end + 1) {
        *end = '\0';
        assert_true(note_json_read(&table, line));
    }
    free(lines);
    assert_int_equal(table.count, MANY);
    for (size_t i = 0; table.notes && i < MANY; i++) {
        const struct note *note = &table.notes[i], *other = &notes_table(notes)->notes[i];
        assert_int_equal(note->call, other->call);
        assert_string_equal(note->agent, other->agent);
        assert_string_equal(note->file, other->file);
        assert_string_equal(note->tags, other->tags);
        assert_string_equal(note->text, other->text);
        assert_int_equal(note->is_marked, other->is_marked);
        assert_int_equal(note->changed, other->changed);
    }
    note_table_clear(&table);
    close_notes(&notes);
    notes = fill("other"); /* as new as what is there: nothing changes */
    assert_int_equal(notes_taken(notes), 0);
    assert_non_null(strstr(notes_table(notes)->notes[0].text, "note "));
    close_notes(&notes);
}

/* Also where the server gave none, or one that a double does not hold. */
static void every_call_comes_back(void **state)
{
    (void)state;
    static const int64_t calls[] = {
        INT64_MIN, INT64_MIN + 1, -(INT64_C(1) << 53) - 1, -1, 0, 1, (INT64_C(1) << 53) + 1, INT64_MAX};
    char text[] = "x";
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        struct note_table table = {0};
        struct record_writer writer;
        const struct record_style style = record_style_plain(RECORD_JSONL);
        char *line = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&line, &size);
        record_begin(&writer, stream, &style, NULL, 0);
        note_json_write(&writer, &(struct note){.agent = text,
                                                .call = calls[i],
                                                .file = text,
                                                .tags = text,
                                                .text = text,
                                                .changed = TIMESTAMP_EARLIEST});
        assert_true(record_end(&writer));
        fclose(stream);
        assert_true(note_json_read(&table, line));
        assert_true(table.notes[0].call == calls[i]);
        assert_int_equal(strstr(line, "\"QueueCallId\":null") != NULL, calls[i] == INT64_MIN);
        note_table_clear(&table);
        free(line);
    }
}

static void other_lines_are_no_notes(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "",
        "x",
        "{}",
        "[]",
        "null",
        "{\"Agent\":\"a\",\"QueueCallId\":1,\"RecordingFileName\":\"\",\"Marked\":1,\"Tags\":\"\",\"Note\":"
        "\"\","
        "\"ChangedUtc\":\"2024-05-03T12:00:00Z\"}",
        "{\"Agent\":\"a\",\"QueueCallId\":1.5,\"RecordingFileName\":\"\",\"Marked\":true,\"Tags\":\"\","
        "\"Note\":"
        "\"\",\"ChangedUtc\":\"2024-05-03T12:00:00Z\"}",
        "{\"Agent\":\"a\",\"QueueCallId\":1,\"RecordingFileName\":\"\",\"Marked\":true,\"Tags\":\"\","
        "\"Note\":\"\","
        "\"ChangedUtc\":\"yesterday\"}",
        "{\"Agent\":\"a\",\"QueueCallId\":\"9223372036854775808\",\"RecordingFileName\":\"\",\"Marked\":true,"
        "\"Tags\":\"\",\"Note\":\"\",\"ChangedUtc\":\"2024-05-03T12:00:00Z\"}",
        "{\"Agent\":\"a\",\"QueueCallId\":1,\"RecordingFileName\":\"\",\"Marked\":true,\"Tags\":\"\","
        "\"Note\":\"bad \xff\",\"ChangedUtc\":\"2024-05-03T12:00:00Z\"}",
    };
    struct note_table table = {0};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_false(note_json_read(&table, lines[i]));
    assert_int_equal(table.count, 0);
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(what_is_written_is_found),
        IN_FOLDER(what_is_asked_is_answered),
        IN_FOLDER(marking_twice_takes_the_mark_away),
        IN_FOLDER(closing_writes_what_is_left),
        IN_FOLDER(what_another_writes_is_seen),
        IN_FOLDER(two_users_lose_nothing),
        IN_FOLDER(what_is_typed_again_is_no_second_note),
        IN_FOLDER(what_is_exported_is_imported),
        cmocka_unit_test(every_call_comes_back),
        cmocka_unit_test(other_lines_are_no_notes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
