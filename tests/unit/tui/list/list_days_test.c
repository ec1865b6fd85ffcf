/* Going through the days of a list: a few recordings a day, or more than a page of them. */
#include "tests/unit/tui/list/listed.h"

#include "model/time/timestamp.h"
#include "tui/list/recording_list_days.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

/* As listed_rest, in no time. */
static void settle(struct archive *archive)
{
    for (list_think(&archive->list); archive->page_done != NULL; list_think(&archive->list))
        listed_answer(archive);
}

static enum list_day go(struct archive *archive, int direction)
{
    struct list_border border;
    enum list_day day = list_move_day(&archive->list, direction, true, &border);
    settle(archive);
    int none = archive->list.days.none;
    archive->list.days.none = 0;
    assert_true(none == 0 || none == direction);
    return none != 0 ? LIST_DAY_NONE : day;
}

/* Goes through all days to the end; each is met once, at its first row in the list. */
static void fetch(struct archive *archive, int direction, size_t days)
{
    bool oldest_first = archive->list.shown.oldest_first;
    for (size_t i = 1; i < days; i++) {
        int64_t before = listed_selected(archive);
        assert_int_not_equal(go(archive, direction), LIST_DAY_NONE);
        int64_t now = listed_selected(archive);
        assert_int_equal(listed_day(archive, now), listed_day(archive, before) + direction);
        assert_int_not_equal(listed_day(archive, now), listed_day(archive, oldest_first ? now - 1 : now + 1));
    }
    int64_t last = listed_selected(archive);
    assert_int_equal(go(archive, direction), LIST_DAY_NONE);
    assert_int_equal(listed_selected(archive), last);
}

static void open_days(struct archive *archive, int64_t a_day, bool oldest_first)
{
    const struct list_query query = {.agent = 1, .oldest_first = oldest_first};
    archive->a_day = a_day;
    listed_append(archive, 900);
    list_show(&archive->list, &query, LIST_AT_FIRST);
    listed_rest(archive);
}

static void days_are_met_one_after_the_other(void **state)
{
    open_days(*state, 3, false);
    fetch(*state, -1, 300);
    fetch(*state, 1, 300);
}

static void so_they_are_the_other_way_round(void **state)
{
    open_days(*state, 3, true);
    fetch(*state, 1, 300);
    fetch(*state, -1, 300);
}

static void days_may_be_longer_than_a_page(void **state)
{
    open_days(*state, 180, false);
    fetch(*state, -1, 5);
    fetch(*state, 1, 5);
}

static void and_the_other_way_round(void **state)
{
    open_days(*state, 180, true);
    fetch(*state, 1, 5);
    fetch(*state, -1, 5);
}

/* What has no start ends no day. */
static void days_are_met_with_some_of_their_calls_undated(void **state)
{
    struct archive *archive = *state;
    archive->undated = 6; /* one a day, in its middle */
    open_days(archive, 6, false);
    for (int direction = -1; direction <= 1; direction += 2) {
        for (size_t i = 1; i < 100; i++) {
            int64_t before = listed_day(archive, listed_selected(archive));
            assert_int_not_equal(go(archive, direction), LIST_DAY_NONE);
            int64_t now = listed_selected(archive);
            assert_int_equal(listed_day(archive, now), before + direction);
            assert_int_not_equal(listed_day(archive, now), listed_day(archive, now + 1));
        }
    }
}

static void days_in_haste_are_all_gone(void **state)
{
    struct archive *archive = *state;
    struct list_border border;
    open_days(archive, 100, false);
    for (int i = 0; i < 6; i++)
        list_move_day(&archive->list, -1, true, &border);
    listed_rest(archive);
    assert_int_equal(listed_day(archive, listed_selected(archive)), listed_day(archive, 1899) - 6);
    for (int i = 0; i < 4; i++)
        list_move_day(&archive->list, 1, true, &border);
    listed_rest(archive);
    assert_int_equal(listed_day(archive, listed_selected(archive)), listed_day(archive, 1899) - 2);
}

static void lines_in_haste_follow_the_day(void **state)
{
    struct archive *archive = *state;
    struct list_border border;
    open_days(archive, 180, false);
    assert_int_equal(list_move_day(&archive->list, -1, true, &border), LIST_DAY_ASKED);
    list_move(&archive->list, 2);
    settle(archive);
    assert_int_equal(listed_selected(archive), 1717);
}

static void a_gap_on_the_way_is_told(void **state)
{
    struct archive *archive = *state;
    struct list_border border;
    open_days(archive, 20, false);
    archive->gap = 1880; /* the first of the newest day */
    list_rows_changed(&archive->list);
    listed_rest(archive);
    assert_int_equal(list_move_day(&archive->list, -1, true, &border), LIST_DAY_ASKED);
    assert_true(border.has_gap);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1879);
    assert_int_equal(list_move_day(&archive->list, -1, true, &border), LIST_DAY_FOUND);
    assert_false(border.has_gap);
    assert_int_equal(list_move_day(&archive->list, 1, true, &border), LIST_DAY_FOUND);
    assert_false(border.has_gap);
    assert_int_equal(list_move_day(&archive->list, 1, true, &border), LIST_DAY_FOUND);
    assert_true(border.has_gap);
}

/* The date stands where a day begins, not again below a call without a start. */
static void a_day_begins_once(void **state)
{
    struct archive *archive = *state;
    size_t begun = 0;
    archive->undated = 6;
    open_days(archive, 6, false);
    const struct page *page = archive->list.page;
    for (size_t i = 0; i < page->count; i++)
        begun += list_begins_day(page, i, true);
    assert_int_equal(begun, (page->count + 5) / 6);
    assert_true(list_begins_day(page, 6, true));
    assert_false(list_begins_day(page, 3, true)); /* has no start */
    assert_false(list_begins_day(page, 4, true)); /* stands below that */
}

/* The call before which something may be missing need not have a start itself. */
static void a_gap_before_an_undated_call_is_told(void **state)
{
    struct archive *archive = *state;
    struct list_border border;
    archive->undated = 1884;
    open_days(archive, 20, false);
    archive->gap = 1884;
    list_rows_changed(&archive->list);
    listed_rest(archive);
    assert_int_equal(list_move_day(&archive->list, -1, true, &border), LIST_DAY_ASKED);
    assert_true(border.has_gap);
}

#define test(name) cmocka_unit_test_setup_teardown(name, listed_open, listed_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(days_are_met_one_after_the_other),
        test(so_they_are_the_other_way_round),
        test(days_may_be_longer_than_a_page),
        test(and_the_other_way_round),
        test(lines_in_haste_follow_the_day),
        test(days_in_haste_are_all_gone),
        test(a_gap_on_the_way_is_told),
        test(days_are_met_with_some_of_their_calls_undated),
        test(a_gap_before_an_undated_call_is_told),
        test(a_day_begins_once),
    };
    return cmocka_run_group_tests_name("list_days", tests, NULL, NULL);
}
