/* Filters by marks, tags and notes. */
#include "model/filter/filter_parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct filter read_filter(const char *text, enum filter_verdict expected)
{
    struct filter filter;
    struct filter_error error;
    if (filter_parse(&filter, text, 0, true, &error) != expected)
        fail_msg("%s: %s", text, error.what);
    return filter;
}

static bool finds(const char *text, bool is_marked, const char *tags, const char *note)
{
    const struct filter filter = read_filter(text, FILTER_GOOD);
    return filter_matches_noted(&filter, is_marked, tags, note);
}

static void marks_are_asked_for(void **state)
{
    (void)state;
    assert_true(finds("mark:yes", true, "", ""));
    assert_false(finds("Mark:Yes", false, "", ""));
    assert_true(finds("-mark:yes", false, "", ""));
    assert_true(finds("mark:no", false, "", ""));
    read_filter("mark:", FILTER_UNFINISHED);
    read_filter("mark:y", FILTER_UNFINISHED);
    read_filter("mark:perhaps", FILTER_WRONG);
}

static void tags_are_asked_for(void **state)
{
    (void)state;
    assert_true(finds("tag:coach", false, "case-12 coaching", ""));
    assert_true(finds("tag:x,12", false, "case-12 coaching", ""));
    assert_false(finds("-tag:case", false, "case-12 coaching", ""));
    assert_false(finds("tag:x", true, "", "x"));
    read_filter("tag:", FILTER_UNFINISHED);
}

static void notes_are_asked_for(void **state)
{
    (void)state;
    assert_true(finds("note:\"s\xc3\x98REN ri\"", false, "", "S\xc3\xb8ren ringede"));
    assert_false(finds("note:x", true, "x", ""));
    assert_true(finds("-note:x", true, "x", ""));
}

/* Wherever it stands in a long one. */
static void notes_have_any_length(void **state)
{
    (void)state;
    char note[3000];
    for (size_t at = 0; at < 2500; at += 7) {
        memset(note, 'a', sizeof note);
        memcpy(note + at, "k\xc3\xb8re", 5);
        note[2600] = '\0';
        assert_true(finds("note:K\xc3\x98RE", false, "", note));
    }
    memset(note, 'a', 2600);
    assert_false(finds("note:k\xc3\xb8re", false, "", note));
}

/* One that another program wrote: bytes that begin no character, at its beginning and without an end. */
static void notes_are_read_that_are_no_utf8(void **state)
{
    (void)state;
    enum { LENGTH = 2600 };
    char *note = test_malloc(LENGTH + 1);
    memset(note, '\x9f', LENGTH);
    note[LENGTH] = '\0';
    assert_false(finds("note:x", false, "", note));
    note[LENGTH - 1] = 'x';
    assert_true(finds("note:x", false, "", note));
    test_free(note);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(marks_are_asked_for),
        cmocka_unit_test(tags_are_asked_for),
        cmocka_unit_test(notes_are_asked_for),
        cmocka_unit_test(notes_have_any_length),
        cmocka_unit_test(notes_are_read_that_are_no_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
