/* Filters by marks, tags and notes. */
#include "model/filter/filter_parse.h"
#include "model/time/timestamp.h"

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
    return filter_matches_noted(&filter,
                                &(struct filter_noted){.is_marked = is_marked, .tags = tags, .text = note});
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

static void holds_are_asked_for(void **state)
{
    (void)state;
    const struct filter held = read_filter("held:yes", FILTER_GOOD),
                        free = read_filter("held:no", FILTER_GOOD);
    const struct filter_noted noted = {.is_held = true, .tags = "", .text = ""};
    assert_true(filter_matches_noted(&held, &noted));
    assert_false(filter_matches_noted(&free, &noted));
    assert_false(finds("held:yes", true, "", ""));
    assert_true(finds("held:no", true, "", ""));
    read_filter("held:", FILTER_UNFINISHED);
    read_filter("held:never", FILTER_WRONG);
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

static bool finds_heard(const char *text, bool is_heard)
{
    const struct filter filter = read_filter(text, FILTER_GOOD);
    return filter_matches_noted(&filter,
                                &(struct filter_noted){.is_heard = is_heard, .tags = "", .text = ""});
}

static void what_was_heard_is_asked_for(void **state)
{
    (void)state;
    assert_true(finds_heard("is:unheard", false));
    assert_false(finds_heard("is:UNHEARD", true));
    assert_true(finds_heard("is:heard", true));
    assert_true(finds_heard("-is:heard", false));
    read_filter("is:", FILTER_UNFINISHED);
    read_filter("is:un", FILTER_UNFINISHED);
    read_filter("is:old", FILTER_WRONG);
}

/* In hours after 1970, the last visit in the 100th. */
static bool is_new(const char *text, int started, int ended)
{
    const int64_t hour = 3600 * TIMESTAMP_SECOND;
    struct filter filter = read_filter(text, FILTER_GOOD);
    filter_take_visit(&filter, 100 * hour + TIMESTAMP_SECOND / 2);
    return filter_matches_times(&filter, started < 0 ? TIMESTAMP_NONE : started * hour,
                                ended < 0 ? TIMESTAMP_NONE : ended * hour);
}

static void what_is_new_is_asked_for(void **state)
{
    (void)state;
    assert_true(is_new("is:new", 101, 102));
    assert_true(is_new("is:new", 99, 101)); /* it was under way then */
    assert_true(is_new("is:new", 98, 100)); /* in that second */
    assert_false(is_new("is:new", 98, 99));
    assert_true(is_new("is:new", 101, -1));
    assert_false(is_new("is:new", 99, -1));
    assert_false(is_new("is:new", -1, 101));
    assert_true(is_new("is:new", 101, 99));  /* an end that cannot be */
    assert_false(is_new("is:new", 75, 101)); /* no call takes that long */
    assert_true(is_new("-is:new", 98, 99));
    assert_false(is_new("-is:new", 101, 102));
    struct filter filter = read_filter("is:new", FILTER_GOOD), other = filter;
    filter_take_visit(&other, 100 * TIMESTAMP_SECOND);
    assert_false(filter_is_same(&filter, &other));
    assert_true(filter_matches_times(&filter, 1, 2)); /* nobody has been there */
    filter_take_visit(&other, TIMESTAMP_NONE);
    assert_true(filter_is_same(&filter, &other));
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
        cmocka_unit_test(marks_are_asked_for),         cmocka_unit_test(holds_are_asked_for),
        cmocka_unit_test(tags_are_asked_for),          cmocka_unit_test(notes_are_asked_for),
        cmocka_unit_test(what_was_heard_is_asked_for), cmocka_unit_test(what_is_new_is_asked_for),
        cmocka_unit_test(notes_have_any_length),       cmocka_unit_test(notes_are_read_that_are_no_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
