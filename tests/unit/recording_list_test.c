/* The list as the reader sees it: what moves it, what never moves it, and when the archive is asked. */
#include "net/memory.h"
#include "tui/recording_list.h"

#include <inttypes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { HEIGHT = 10, MOST = 5000, LATER = 60 /* ms: longer than the list waits between two readings */ };

/* An archive of ids, ascending, and a list on it. Ids are times, too. Questions wait until they are answered.
 */
struct archive {
    uv_loop_t loop;
    struct recording_list list;
    int64_t ids[MOST];
    size_t count;
    struct page_request request;
    account_page_done *page_done; /* NULL when nothing is asked */
    account_count_done *count_done;
    struct list_query counted;
    void *context;
    unsigned asked;
    unsigned changes;
};

/* The functions get an account: it is the archive. */
static void ask_page(struct account *account, const struct page_request *request, account_page_done *done,
                     void *context)
{
    struct archive *archive = (struct archive *)account;
    archive->request = *request;
    archive->page_done = done;
    archive->context = context;
    archive->asked++;
}

static void ask_count(struct account *account, const struct list_query *query, account_count_done *done,
                      void *context)
{
    struct archive *archive = (struct archive *)account;
    (void)context;
    archive->counted = *query;
    archive->count_done = done;
}

static void cancel(struct account *account, enum query_slot slot)
{
    struct archive *archive = (struct archive *)account;
    if (slot == QUERY_PAGE)
        archive->page_done = NULL;
    else
        archive->count_done = NULL;
}

static void on_changed(void *context)
{
    ((struct archive *)context)->changes++;
}

static bool matches(const struct list_query *query, int64_t id)
{
    char text[32];
    snprintf(text, sizeof(text), "%" PRId64, id);
    return query->filter[0] == '\0' || strstr(text, query->filter) != NULL;
}

static void add_row(struct page *page, int64_t id)
{
    struct listed_recording *row = &page->rows[page->count++];
    memset(row, 0, sizeof(*row));
    row->agent = 1;
    row->recording.queue_call_id = id;
}

/* The matching ids in list order. */
static size_t listed(const struct archive *archive, const struct list_query *query, int64_t *ids)
{
    size_t count = 0;
    for (size_t i = 0; i < archive->count; i++) {
        int64_t id = archive->ids[query->oldest_first ? i : archive->count - 1 - i];
        if (matches(query, id))
            ids[count++] = id;
    }
    return count;
}

static struct page *read_page(const struct archive *archive, const struct page_request *request)
{
    static int64_t ids[MOST];
    size_t count = listed(archive, &request->query, ids), wanted = request->before + request->after,
           place = 0;
    struct page *page = memory_new(sizeof(*page));
    page->rows = memory_array(wanted, sizeof(*page->rows));
    int64_t key = request->anchor == PAGE_AT_TIME ? request->time : request->key.queue_call_id;
    if (request->anchor == PAGE_AT || request->anchor == PAGE_AT_TIME)
        while (place < count && (request->query.oldest_first ? ids[place] < key : ids[place] > key))
            place++;
    size_t from = place > request->before ? place - request->before : 0, to = place + request->after;
    if (request->anchor == PAGE_FIRST)
        to = wanted;
    if (request->anchor == PAGE_LAST)
        from = count > wanted ? count - wanted : 0, to = count;
    to = to < count ? to : count;
    for (size_t i = from; i < to; i++)
        add_row(page, ids[i]);
    page->more_above = from > 0;
    page->more_below = to < count;
    page->anchor = request->anchor == PAGE_LAST ? page->count - 1 : place - from;
    page->anchor_found = place < count && ids[place] == key;
    return page;
}

static void answer(struct archive *archive)
{
    account_page_done *done = archive->page_done;
    assert_non_null(done);
    archive->page_done = NULL;
    done(archive->context, read_page(archive, &archive->request), NULL);
}

/* Time passes and everything that is asked is answered. */
static void rest(struct archive *archive)
{
    uv_sleep(LATER);
    uv_update_time(&archive->loop);
    for (list_think(&archive->list); archive->page_done != NULL; list_think(&archive->list)) {
        answer(archive);
        uv_sleep(LATER);
        uv_update_time(&archive->loop);
    }
}

static void append(struct archive *archive, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        archive->ids[archive->count] = archive->count == 0 ? 1000 : archive->ids[archive->count - 1] + 1;
        archive->count++;
    }
    list_rows_changed(&archive->list);
}

static int64_t selected(const struct archive *archive)
{
    const struct listed_recording *row = list_selected(&archive->list);
    return row == NULL ? 0 : row->recording.queue_call_id;
}

/* On which line of the screen the selection stands. */
static size_t line(const struct archive *archive)
{
    return archive->list.selected - archive->list.top;
}

static void show(struct archive *archive, const char *filter, enum list_place place)
{
    struct list_query query = {.agent = 1};
    snprintf(query.filter, sizeof(query.filter), "%s", filter);
    list_show(&archive->list, &query, place);
}

/* An archive with so many recordings; the list stands at its newest. */
static void open_on(struct archive *archive, size_t count)
{
    append(archive, count);
    show(archive, "", LIST_AT_FIRST);
    rest(archive);
}

static int open_archive(void **state)
{
    static const struct list_source source = {ask_page, ask_count, cancel};
    struct archive *archive = memory_new(sizeof(*archive));
    uv_loop_init(&archive->loop);
    list_open(&archive->list, &archive->loop, &source, (struct account *)archive, on_changed, archive);
    list_set_height(&archive->list, HEIGHT);
    *state = archive;
    return 0;
}

static int close_archive(void **state)
{
    struct archive *archive = *state;
    list_close(&archive->list);
    uv_run(&archive->loop, UV_RUN_DEFAULT);
    uv_loop_close(&archive->loop);
    free(archive);
    return 0;
}

static void it_opens_at_the_newest(void **state)
{
    struct archive *archive = *state;
    append(archive, 1000);
    show(archive, "", LIST_AT_FIRST);
    assert_null(list_selected(&archive->list));
    assert_false(list_is_empty(&archive->list)); /* not known yet */
    rest(archive);
    assert_int_equal(selected(archive), 1999);
    assert_int_equal(archive->list.new_rows, 0);
    assert_true(archive->changes > 0);
}

static void moving_within_what_is_there_asks_nothing(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 1000);
    unsigned asked = archive->asked;
    assert_true(list_move(&archive->list, 5));
    list_think(&archive->list);
    assert_int_equal(selected(archive), 1994);
    assert_int_equal(archive->asked, asked);
}

static void the_whole_list_is_walked_without_a_gap(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 1000);
    for (int64_t id = 1998; id >= 1000; id--) {
        assert_true(list_move(&archive->list, 1));
        list_think(&archive->list);
        if (archive->page_done != NULL && id % 3 == 0) /* answers come late */
            answer(archive);
        assert_int_equal(selected(archive), id);
    }
    assert_false(list_move(&archive->list, 1));
    for (int64_t id = 1001; id < 2000; id++) {
        assert_true(list_move(&archive->list, -1));
        list_think(&archive->list);
        if (archive->page_done != NULL)
            answer(archive);
        assert_int_equal(selected(archive), id);
    }
}

static void a_leap_beyond_the_page_is_finished_when_it_comes(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 1000);
    list_move(&archive->list, 500);
    rest(archive);
    assert_int_equal(selected(archive), 1499);
}

static void both_ends_are_reached(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 1000);
    list_to_last(&archive->list);
    list_move(&archive->list, -2); /* before the answer is there */
    rest(archive);
    assert_int_equal(selected(archive), 1002);
    list_to_first(&archive->list);
    rest(archive);
    assert_int_equal(selected(archive), 1999);
    assert_int_equal(line(archive), 0);
}

static void new_recordings_move_nothing(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 100);
    list_move(&archive->list, 4);
    int64_t before = selected(archive);
    append(archive, 3);
    rest(archive);
    assert_int_equal(selected(archive), before);
    assert_int_equal(line(archive), 4);
    assert_int_equal(archive->list.new_rows, 3);
    list_to_first(&archive->list);
    rest(archive);
    assert_int_equal(archive->list.new_rows, 0);
    assert_int_equal(selected(archive), 1102);
}

static void an_answer_does_not_undo_a_move(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 100);
    append(archive, 3);
    uv_sleep(LATER);
    uv_update_time(&archive->loop);
    list_think(&archive->list);
    assert_non_null(archive->page_done);
    list_move(&archive->list, 7); /* while the archive reads */
    int64_t before = selected(archive);
    answer(archive);
    assert_int_equal(selected(archive), before);
    assert_int_equal(line(archive), 7);
}

static void new_ones_are_counted_from_far_below(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 1000);
    list_to_last(&archive->list);
    rest(archive);
    append(archive, 5);
    rest(archive);
    assert_int_equal(archive->list.new_rows, 5);
    append(archive, (size_t)2 * LIST_NEW_MOST);
    rest(archive);
    assert_int_equal(archive->list.new_rows, LIST_NEW_MOST);
    assert_int_equal(selected(archive), 1000);
}

static void an_untouched_list_that_fills_stays_at_its_top(void **state)
{
    struct archive *archive = *state;
    show(archive, "", LIST_AT_FIRST);
    list_set_filling(&archive->list, true);
    rest(archive);
    assert_true(list_is_empty(&archive->list));
    append(archive, 50);
    rest(archive);
    append(archive, 50);
    rest(archive);
    assert_int_equal(selected(archive), 1099);
    assert_int_equal(archive->list.new_rows, 0);
    append(archive, 1);
    list_set_filling(&archive->list, false); /* with the last of them */
    rest(archive);
    assert_int_equal(selected(archive), 1100);
    append(archive, 1);
    rest(archive);
    assert_int_equal(selected(archive), 1100);
    assert_int_equal(archive->list.new_rows, 1);
}

static void a_touched_list_that_fills_stays_with_the_reader(void **state)
{
    struct archive *archive = *state;
    append(archive, 50);
    show(archive, "", LIST_AT_FIRST);
    list_set_filling(&archive->list, true);
    rest(archive);
    list_move(&archive->list, 1);
    append(archive, 20);
    rest(archive);
    assert_int_equal(selected(archive), 1048);
    assert_int_equal(archive->list.new_rows, 20);
}

static void a_recording_that_goes_leaves_its_place(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 100);
    list_move(&archive->list, 4); /* 1095 */
    memmove(&archive->ids[95], &archive->ids[96], 4 * sizeof(archive->ids[0]));
    archive->count--;
    list_rows_changed(&archive->list);
    rest(archive);
    assert_int_equal(selected(archive), 1094);
    assert_int_equal(line(archive), 4);
    archive->count = 0;
    list_rows_changed(&archive->list);
    rest(archive);
    assert_true(list_is_empty(&archive->list));
    assert_null(list_selected(&archive->list));
}

static void readings_are_paced_and_one_at_a_time(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 100);
    unsigned asked = archive->asked;
    for (int i = 0; i < 20; i++) {
        append(archive, 1);
        list_think(&archive->list);
    }
    assert_true(archive->asked <= asked + 1);
    rest(archive);
    assert_true(archive->asked <= asked + 2);
}

static void a_filter_starts_at_the_top_and_goes_back(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 1000);
    list_move(&archive->list, 30);
    list_keep(&archive->list);
    show(archive, "15", LIST_AT_FIRST);
    list_think(&archive->list);
    show(archive, "150", LIST_AT_FIRST); /* typed on before the answer */
    rest(archive);
    assert_int_equal(selected(archive), 1509);
    assert_string_equal(archive->list.shown.filter, "150");
    assert_non_null(archive->count_done);
    archive->count_done(&archive->list, 11, NULL);
    assert_true(archive->list.counted);
    assert_int_equal(archive->list.count, 11);
    show(archive, "", LIST_AT_KEPT);
    rest(archive);
    assert_int_equal(selected(archive), 1969);
}

static void the_old_list_stays_until_the_new_one_is_read(void **state)
{
    struct archive *archive = *state;
    open_on(archive, 100);
    show(archive, "109", LIST_AT_FIRST);
    list_think(&archive->list);
    assert_string_equal(archive->list.shown.filter, "");
    assert_int_equal(selected(archive), 1099);
    answer(archive);
    assert_string_equal(archive->list.shown.filter, "109");
    assert_false(archive->list.counted);
}

static void a_failure_keeps_what_is_shown(void **state)
{
    struct archive *archive = *state;
    struct failure failure = {.kind = FAILURE_DISK, .what = "the archive cannot be read"};
    open_on(archive, 100);
    list_rows_changed(&archive->list);
    uv_sleep(LATER);
    uv_update_time(&archive->loop);
    list_think(&archive->list);
    archive->page_done(archive->context, NULL, &failure);
    archive->page_done = NULL;
    assert_int_equal(selected(archive), 1099);
    assert_int_equal(archive->list.failure.kind, FAILURE_DISK);
    list_think(&archive->list);
    assert_null(archive->page_done); /* it is not asked over and over */
}

static void a_time_is_shown_in_the_middle(void **state)
{
    struct archive *archive = *state;
    const struct list_query query = {.agent = 1};
    append(archive, 1000);
    list_show_time(&archive->list, &query, 1500);
    rest(archive);
    assert_int_equal(selected(archive), 1500);
    assert_int_equal(line(archive), HEIGHT / 2);
    list_show_time(&archive->list, &query, 10);
    rest(archive);
    assert_int_equal(selected(archive), 1000);
}

static void a_list_that_fills_is_followed_to_its_time(void **state)
{
    struct archive *archive = *state;
    const struct list_query query = {.agent = 1};
    append(archive, 100);
    list_show_time(&archive->list, &query, 1500);
    list_set_filling(&archive->list, true);
    rest(archive);
    assert_int_equal(selected(archive), 1099);
    append(archive, 200);
    rest(archive);
    assert_int_equal(selected(archive), 1299);
    list_move(&archive->list, 1);
    append(archive, 500);
    rest(archive);
    assert_int_equal(selected(archive), 1298);
}

#define test(name) cmocka_unit_test_setup_teardown(name, open_archive, close_archive)

int main(void)
{
    const struct CMUnitTest tests[] = {
        test(it_opens_at_the_newest),
        test(moving_within_what_is_there_asks_nothing),
        test(the_whole_list_is_walked_without_a_gap),
        test(a_leap_beyond_the_page_is_finished_when_it_comes),
        test(both_ends_are_reached),
        test(new_recordings_move_nothing),
        test(an_answer_does_not_undo_a_move),
        test(new_ones_are_counted_from_far_below),
        test(an_untouched_list_that_fills_stays_at_its_top),
        test(a_touched_list_that_fills_stays_with_the_reader),
        test(a_recording_that_goes_leaves_its_place),
        test(readings_are_paced_and_one_at_a_time),
        test(a_filter_starts_at_the_top_and_goes_back),
        test(the_old_list_stays_until_the_new_one_is_read),
        test(a_failure_keeps_what_is_shown),
        test(a_time_is_shown_in_the_middle),
        test(a_list_that_fills_is_followed_to_its_time),
    };
    return cmocka_run_group_tests_name("recording_list", tests, NULL, NULL);
}
