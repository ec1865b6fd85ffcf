/* The list as the reader sees it: what moves it, what never moves it, and when the archive is asked. */
#include "tests/unit/tui/list/listed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void it_opens_at_the_newest(void **state)
{
    struct archive *archive = *state;
    listed_append(archive, 1000);
    listed_show(archive, "", LIST_AT_FIRST);
    assert_null(list_selected(&archive->list));
    assert_false(list_is_empty(&archive->list)); /* not known yet */
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1999);
    assert_int_equal(archive->list.new_rows, 0);
    assert_true(archive->changes > 0);
}

static void a_screen_of_rows_is_read_first_and_more_behind_it(void **state)
{
    struct archive *archive = *state;
    listed_append(archive, 1000);
    listed_show(archive, "", LIST_AT_FIRST);
    list_think(&archive->list);
    listed_answer(archive);
    assert_int_equal(archive->list.page->count, LISTED_HEIGHT);
    assert_int_equal(listed_selected(archive), 1999);
    list_think(&archive->list);
    assert_non_null(archive->page_done);
    listed_answer(archive);
    assert_true(archive->list.page->count > LISTED_HEIGHT);
    assert_int_equal(listed_selected(archive), 1999);
    list_think(&archive->list);
    assert_null(archive->page_done);
}

static void moving_within_what_is_there_asks_nothing(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    unsigned asked = archive->asked;
    assert_true(list_move(&archive->list, 5));
    list_think(&archive->list);
    assert_int_equal(listed_selected(archive), 1994);
    assert_int_equal(archive->asked, asked);
}

static void the_whole_list_is_walked_without_a_gap(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    for (int64_t id = 1998; id >= 1000; id--) {
        assert_true(list_move(&archive->list, 1));
        list_think(&archive->list);
        if (archive->page_done != NULL && id % 3 == 0) /* answers come late */
            listed_answer(archive);
        assert_int_equal(listed_selected(archive), id);
    }
    assert_false(list_move(&archive->list, 1));
    for (int64_t id = 1001; id < 2000; id++) {
        assert_true(list_move(&archive->list, -1));
        list_think(&archive->list);
        if (archive->page_done != NULL)
            listed_answer(archive);
        assert_int_equal(listed_selected(archive), id);
    }
}

static void a_jump_beyond_the_page_is_finished_when_it_comes(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    list_move(&archive->list, 500);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1499);
}

static void both_ends_are_reached(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    list_to_last(&archive->list);
    list_move(&archive->list, -2); /* before the answer is there */
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1002);
    list_to_first(&archive->list);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1999);
    assert_int_equal(listed_line(archive), 0);
}

static void new_recordings_move_nothing(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 100);
    list_move(&archive->list, 4);
    int64_t before = listed_selected(archive);
    listed_append(archive, 3);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), before);
    assert_int_equal(listed_line(archive), 4);
    assert_int_equal(archive->list.new_rows, 3);
    list_to_first(&archive->list);
    listed_rest(archive);
    assert_int_equal(archive->list.new_rows, 0);
    assert_int_equal(listed_selected(archive), 1102);
}

static void an_answer_does_not_undo_a_move(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 100);
    listed_append(archive, 3);
    uv_sleep(LISTED_LATER);
    uv_update_time(&archive->loop);
    list_think(&archive->list);
    assert_non_null(archive->page_done);
    list_move(&archive->list, 7); /* while the archive reads */
    int64_t before = listed_selected(archive);
    listed_answer(archive);
    assert_int_equal(listed_selected(archive), before);
    assert_int_equal(listed_line(archive), 7);
}

static void new_ones_are_counted_from_far_below(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    list_to_last(&archive->list);
    listed_rest(archive);
    listed_append(archive, 5);
    listed_rest(archive);
    assert_int_equal(archive->list.new_rows, 5);
    listed_append(archive, (size_t)2 * LIST_NEW_MOST);
    listed_rest(archive);
    assert_int_equal(archive->list.new_rows, LIST_NEW_MOST);
    assert_int_equal(listed_selected(archive), 1000);
}

static void an_untouched_list_that_fills_stays_at_its_top(void **state)
{
    struct archive *archive = *state;
    listed_show(archive, "", LIST_AT_FIRST);
    list_set_filling(&archive->list, true);
    listed_rest(archive);
    assert_true(list_is_empty(&archive->list));
    listed_append(archive, 50);
    listed_rest(archive);
    listed_append(archive, 50);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1099);
    assert_int_equal(archive->list.new_rows, 0);
    listed_append(archive, 1);
    list_set_filling(&archive->list, false); /* with the last of them */
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1100);
}

/* As the end of a file is by tail -f, however many come in; once something has been moved to, it stays. */
static void an_untouched_list_is_followed(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 100);
    listed_append(archive, 1);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1100);
    assert_int_equal(listed_line(archive), 0);
    listed_append(archive, 1000);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 2100);
    assert_int_equal(listed_line(archive), 0);
    assert_int_equal(archive->list.new_rows, 0);
    list_touch(&archive->list); /* its details are opened */
    listed_append(archive, 2);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 2100);
    assert_int_equal(archive->list.new_rows, 2);
    list_to_first(&archive->list);
    listed_rest(archive);
    listed_append(archive, 1);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 2103);
}

static void a_touched_list_that_fills_stays_with_the_reader(void **state)
{
    struct archive *archive = *state;
    listed_append(archive, 50);
    listed_show(archive, "", LIST_AT_FIRST);
    list_set_filling(&archive->list, true);
    listed_rest(archive);
    list_move(&archive->list, 1);
    listed_append(archive, 20);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1048);
    assert_int_equal(archive->list.new_rows, 20);
}

static void a_recording_that_goes_leaves_its_place(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 100);
    list_move(&archive->list, 4); /* 1095 */
    memmove(&archive->ids[95], &archive->ids[96], 4 * sizeof(archive->ids[0]));
    archive->count--;
    list_rows_changed(&archive->list);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1094);
    assert_int_equal(listed_line(archive), 4);
    archive->count = 0;
    list_rows_changed(&archive->list);
    listed_rest(archive);
    assert_true(list_is_empty(&archive->list));
    assert_null(list_selected(&archive->list));
}

static void readings_are_paced_and_one_at_a_time(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 100);
    unsigned asked = archive->asked;
    for (int i = 0; i < 20; i++) {
        listed_append(archive, 1);
        list_think(&archive->list);
    }
    assert_true(archive->asked <= asked + 1);
    listed_rest(archive);
    assert_true(archive->asked <= asked + 2);
}

static void a_filter_starts_at_the_top_and_goes_back(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    list_move(&archive->list, 30);
    list_keep(&archive->list);
    listed_show(archive, "15", LIST_AT_FIRST);
    list_think(&archive->list);
    listed_show(archive, "150", LIST_AT_FIRST); /* typed on before the answer */
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1509);
    assert_string_equal(archive->list.shown.filter.text, "150");
    assert_non_null(archive->count_done);
    archive->count_done(&archive->list, 11, NULL);
    assert_true(archive->list.counted && list_is_counted(&archive->list));
    assert_int_equal(archive->list.count, 11);
    list_rows_changed(&archive->list); /* it may be another number now */
    assert_false(list_is_counted(&archive->list));
    archive->matches = 12; /* with the page, and nothing is asked */
    listed_show(archive, "1500", LIST_AT_FIRST);
    listed_rest(archive);
    assert_true(archive->list.counted && archive->list.count == 12 && archive->count_done == NULL);
    archive->matches = 0;
    listed_show(archive, "", LIST_AT_KEPT);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1969);
}

/* The filter was typed before there was anything to go back to. */
static void without_a_kept_recording_the_way_back_leads_to_the_newest(void **state)
{
    struct archive *archive = *state;
    listed_append(archive, 1000);
    list_keep(&archive->list);
    listed_show(archive, "5", LIST_AT_FIRST);
    listed_rest(archive);
    listed_show(archive, "", LIST_AT_KEPT);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1999);
}

static void the_old_list_stays_until_the_new_one_is_read(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 100);
    listed_show(archive, "109", LIST_AT_FIRST);
    list_think(&archive->list);
    assert_string_equal(archive->list.shown.filter.text, "");
    assert_int_equal(listed_selected(archive), 1099);
    listed_answer(archive);
    assert_string_equal(archive->list.shown.filter.text, "109");
    assert_false(archive->list.counted);
}

static void a_failure_keeps_what_is_shown(void **state)
{
    struct archive *archive = *state;
    struct failure failure = {.kind = FAILURE_DISK, .what = "the archive cannot be read"};
    listed_open_on(archive, 100);
    list_rows_changed(&archive->list);
    uv_sleep(LISTED_LATER);
    uv_update_time(&archive->loop);
    list_think(&archive->list);
    archive->page_done(archive->context, NULL, &failure);
    archive->page_done = NULL;
    assert_int_equal(listed_selected(archive), 1099);
    assert_int_equal(archive->list.failure.kind, FAILURE_DISK);
    list_think(&archive->list);
    assert_null(archive->page_done); /* it is not asked over and over */
}

static void a_time_is_shown_in_the_middle(void **state)
{
    struct archive *archive = *state;
    const struct list_query query = {.agent = 1};
    listed_append(archive, 1000);
    list_show_time(&archive->list, &query, 1500);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1500);
    assert_int_equal(listed_line(archive), LISTED_HEIGHT / 2);
    list_show_time(&archive->list, &query, 10);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1000);
}

static void a_list_that_fills_is_followed_to_its_time(void **state)
{
    struct archive *archive = *state;
    const struct list_query query = {.agent = 1};
    listed_append(archive, 100);
    list_show_time(&archive->list, &query, 1500);
    list_set_filling(&archive->list, true);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1099);
    listed_append(archive, 200);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1299);
    list_move(&archive->list, 1);
    listed_append(archive, 500);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1298);
}

#define test(name) cmocka_unit_test_setup_teardown(name, listed_open, listed_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(it_opens_at_the_newest),
        test(a_screen_of_rows_is_read_first_and_more_behind_it),
        test(moving_within_what_is_there_asks_nothing),
        test(the_whole_list_is_walked_without_a_gap),
        test(a_jump_beyond_the_page_is_finished_when_it_comes),
        test(both_ends_are_reached),
        test(new_recordings_move_nothing),
        test(an_answer_does_not_undo_a_move),
        test(new_ones_are_counted_from_far_below),
        test(an_untouched_list_that_fills_stays_at_its_top),
        test(an_untouched_list_is_followed),
        test(a_touched_list_that_fills_stays_with_the_reader),
        test(a_recording_that_goes_leaves_its_place),
        test(readings_are_paced_and_one_at_a_time),
        test(a_filter_starts_at_the_top_and_goes_back),
        test(without_a_kept_recording_the_way_back_leads_to_the_newest),
        test(the_old_list_stays_until_the_new_one_is_read),
        test(a_failure_keeps_what_is_shown),
        test(a_time_is_shown_in_the_middle),
        test(a_list_that_fills_is_followed_to_its_time),
    };
    return cmocka_run_group_tests_name("recording_list", tests, NULL, NULL);
}
