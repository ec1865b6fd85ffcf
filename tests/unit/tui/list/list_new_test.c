/* What came in above the reader, which may stand between what was seen. */
#include "tui/list/list_new.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MOST = 300 };

static struct listed_recording rows[MOST];

/* A page of rows of these starts, the newest first. */
static struct page page_of(const int64_t *starts, size_t count)
{
    memset(rows, 0, sizeof rows);
    for (size_t i = 0; i < count; i++)
        rows[i] = (struct listed_recording){
            .agent = 1, .place = starts[i], .recording = {.queue_call_id = starts[i]}};
    return (struct page){.rows = rows, .count = count};
}

static void what_stands_above_counts(void **state)
{
    static const int64_t before[] = {90, 80, 70}, after[] = {95, 90, 85, 80, 75, 70, 60};
    struct list_new news = {0};
    struct page page = page_of(before, 3);
    (void)state;
    list_new_see(&news, &page);
    page = page_of(after, 7);
    assert_int_equal(list_new_count(&news, &page, &rows[1]), 1); /* 95 */
    assert_int_equal(list_new_count(&news, &page, &rows[3]), 2); /* and 85, a long call that has ended now */
    assert_int_equal(list_new_count(&news, &page, &rows[6]),
                     3); /* older ones than what was seen are no news */
    assert_int_equal(list_new_count(&news, &page, NULL), 0);
    list_new_clear(&news);
}

static void too_many_are_not_counted(void **state)
{
    static const int64_t before[] = {5, 4};
    int64_t after[LIST_NEW_MOST];
    struct list_new news = {0};
    struct page page = page_of(before, 2);
    (void)state;
    list_new_see(&news, &page);
    for (int i = 0; i < LIST_NEW_MOST; i++)
        after[i] = 1000 - i;
    page = page_of(after, LIST_NEW_MOST);
    page.more_below = true;
    assert_int_equal(list_new_count(&news, &page, &rows[LIST_NEW_MOST - 1]), LIST_NEW_MOST);
    page.more_below = false; /* what was seen has gone */
    assert_int_equal(list_new_count(&news, &page, &rows[LIST_NEW_MOST - 1]), 0);
    assert_int_equal(list_new_count(&news, &page, &rows[3]), 0);
    list_new_clear(&news);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_stands_above_counts),
        cmocka_unit_test(too_many_are_not_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
