/* The window over the list moves without the selection, which never leaves it. */
#include "tests/unit/tui/list/listed.h"
#include "tui/list/list_scroll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINES = 3, CALLS = 200 };

static void the_selection_stays_until_it_would_leave(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    list_move(&archive->list, 4);
    assert_false(list_scroll(&archive->list, -LINES));
    assert_int_equal(listed_line(archive), 4);
    assert_true(list_scroll(&archive->list, LINES));
    assert_int_equal(listed_selected(archive), 1995);
    assert_int_equal(listed_line(archive), 1);
    assert_true(list_scroll(&archive->list, LINES));
    assert_int_equal(listed_selected(archive), 1993);
    assert_int_equal(listed_line(archive), 0);
}

static void the_window_goes_to_both_ends(void **state)
{
    struct archive *archive = *state;
    int steps = 0;
    listed_open_on(archive, CALLS);
    for (; list_scroll(&archive->list, LINES); steps++) {
        listed_rest(archive);
        assert_int_equal(listed_line(archive), 0);
    }
    assert_int_equal(steps, (CALLS - LISTED_HEIGHT + LINES - 1) / LINES);
    assert_int_equal(listed_selected(archive), 1000 + LISTED_HEIGHT - 1);
    while (list_scroll(&archive->list, -LINES))
        listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1000 + CALLS - LISTED_HEIGHT);
    assert_int_equal(listed_line(archive), LISTED_HEIGHT - 1);
}

/* A list at its start that is read anew goes on from what was chosen meanwhile, whatever came in above it. */
static void a_choice_holds_what_was_followed(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 100);
    list_set_filling(&archive->list, true);
    listed_append(archive, 3);
    list_think(&archive->list);
    assert_non_null(archive->page_done);
    assert_true(list_is_waiting(&archive->list));
    int64_t wanted = archive->list.page->rows[5].recording.queue_call_id;
    assert_true(list_select(&archive->list, 5));
    assert_int_equal(listed_selected(archive), wanted);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), wanted);
    assert_int_equal(archive->list.new_rows, 3);
}

static void another_list_is_waited_for(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 100);
    list_to_last(&archive->list);
    listed_show(archive, "1", LIST_AT_FIRST);
    assert_false(list_select(&archive->list, 5));
    assert_false(list_scroll(&archive->list, LINES));
    list_think(&archive->list);
    assert_false(list_select(&archive->list, 5));
    listed_rest(archive);
    assert_int_equal(listed_line(archive), 0);
    assert_false(list_select(&archive->list, 1000));
}

static void where_all_is_seen_nothing_moves(void **state)
{
    struct archive *archive = *state;
    assert_false(list_scroll(&archive->list, LINES)); /* nothing has come yet */
    listed_open_on(archive, LISTED_HEIGHT);
    assert_false(list_scroll(&archive->list, LINES));
    assert_false(archive->list.touched); /* it is still followed */
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, listed_open, listed_close)
    const struct CMUnitTest tests[] = {
        test(the_selection_stays_until_it_would_leave), test(the_window_goes_to_both_ends),
        test(a_choice_holds_what_was_followed),         test(another_list_is_waited_for),
        test(where_all_is_seen_nothing_moves),
    };
    return cmocka_run_group_tests_name("list_scroll", tests, NULL, NULL);
}
