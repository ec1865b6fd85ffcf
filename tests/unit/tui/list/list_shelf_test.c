/* A list that is put aside for another one comes back as it was. */
#include "tests/unit/tui/list/listed.h"

#include "tui/list/recording_list_shelf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void a_list_put_aside_comes_back_as_it_was(void **state)
{
    struct archive *archive = *state;
    struct list_shelf shelf = {0};
    const struct list_query filtered = {.agent = 1, .filter = "5"}, one = {.caller = "5"};
    listed_open_on(archive, 1000);
    list_keep(&archive->list);
    listed_show(archive, "5", LIST_AT_FIRST);
    listed_rest(archive);
    archive->count_done(&archive->list, 271, NULL);
    list_move(&archive->list, 27);
    listed_rest(archive);
    int64_t here = listed_selected(archive);
    size_t at = listed_line(archive);
    list_put_aside(&archive->list, &shelf, &one);
    assert_null(list_selected(&archive->list));
    assert_string_equal(archive->list.shown.caller, "5");
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), here);
    assert_string_equal(archive->counted.caller, "5");
    list_move(&archive->list, 3);
    list_take_back(&archive->list, &shelf, &filtered);
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
    list_shelf_clear(&shelf);
}

static void what_was_asked_for_another_list_is_not_shown(void **state)
{
    struct archive *archive = *state;
    struct list_shelf shelf = {0};
    const struct list_query all = {.agent = 1}, one = {.caller = "5"};
    listed_open_on(archive, 100);
    list_move(&archive->list, 4);
    list_put_aside(&archive->list, &shelf, &one);
    list_think(&archive->list);
    assert_non_null(archive->page_done);
    list_take_back(&archive->list, &shelf, &all);
    assert_null(archive->page_done);
    assert_int_equal(listed_selected(archive), 1095);
    listed_rest(archive);
    assert_int_equal(listed_selected(archive), 1095);
    assert_string_equal(archive->list.shown.caller, "");
    list_shelf_clear(&shelf);
}

#define test(name) cmocka_unit_test_setup_teardown(name, listed_open, listed_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(a_list_put_aside_comes_back_as_it_was),
        test(what_was_asked_for_another_list_is_not_shown),
    };
    return cmocka_run_group_tests_name("list_shelf", tests, NULL, NULL);
}
