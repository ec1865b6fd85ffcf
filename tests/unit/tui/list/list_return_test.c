/* A list that another one is put on top of comes back as it was. */
#include "tests/unit/tui/list/listed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct list_query filtered = {.agent = 1, .filter.text = "5"}, all = {.agent = 1},
                               one = {.filter.caller = "5"};

static void a_list_comes_back_as_it_was(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    list_keep(&archive->list);
    listed_show(archive, "5", LIST_AT_FIRST);
    listed_rest(archive);
    archive->count_done(&archive->list, 271, NULL);
    list_move(&archive->list, 27);
    listed_rest(archive);
    int64_t here = listed_selected(archive);
    size_t at = listed_line(archive);
    list_leave(&archive->list);
    list_return(&archive->list, &filtered);
    assert_int_equal(listed_selected(archive), here); /* at once */
    assert_int_equal(listed_line(archive), at);
    assert_true(archive->list.counted);
    assert_int_equal(archive->list.count, 271);
    listed_append(archive, 10); /* and as of now */
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), here);
    assert_int_equal(listed_line(archive), at);
    assert_int_equal(archive->list.new_rows, 1);
    listed_show(archive, "", LIST_AT_KEPT);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1999);
}

/* What had not been answered yet is asked again then. */
static void a_list_that_waits_asks_nothing_until_it_is_back(void **state)
{
    struct archive *archive = *state;
    listed_open_on(archive, 1000);
    list_to_last(&archive->list);
    list_think(&archive->list);
    assert_non_null(archive->page_done);
    list_leave(&archive->list);
    assert_null(archive->page_done);
    list_return(&archive->list, &all);
    assert_int_equal(listed_selected(archive), 1999);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1000);
}

static void a_list_starts_at_a_recording_of_another_one(void **state)
{
    struct archive *archive = *state;
    const struct listed_recording recording = {.agent = 1, .recording = {.queue_call_id = 1045}};
    listed_append(archive, 100);
    list_show_at(&archive->list, &one, &recording);
    assert_null(list_selected(&archive->list));
    assert_string_equal(archive->list.shown.filter.caller, "5");
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1045);
    assert_string_equal(archive->counted.filter.caller, "5");
    listed_append(archive, 10); /* what comes in does not move it */
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1045);
    list_move(&archive->list, 3);
    assert_int_equal(listed_selected(archive), 1015);
}

/* A filter that is begun before it is there keeps that place, too. */
static void a_start_is_kept_before_it_is_read(void **state)
{
    struct archive *archive = *state;
    const struct listed_recording recording = {.agent = 1, .recording = {.queue_call_id = 1045}};
    listed_append(archive, 100);
    list_show_at(&archive->list, &one, &recording);
    list_keep(&archive->list);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1045);
}

#define test(name) cmocka_unit_test_setup_teardown(name, listed_open, listed_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_list_comes_back_as_it_was),
        test(a_list_that_waits_asks_nothing_until_it_is_back),
        test(a_list_starts_at_a_recording_of_another_one),
        test(a_start_is_kept_before_it_is_read),
    };
    return cmocka_run_group_tests_name("list_return", tests, NULL, NULL);
}
