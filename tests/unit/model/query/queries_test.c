/* Readers are opened by their threads, the one for counts when something is first counted. Where that fails the
 * query is answered with the failure, like any that fails, and the next one tries again. */
#include "model/filter/filter_parse.h"
#include "model/query/list_walk.h"
#include "model/query/queries.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const char three_rows[] = "INSERT INTO recordings(agent, call, file, started) VALUES(1, 1, '', 10), "
                                 "(1, 2, '', 20), (1, 3, '', 30); UPDATE agents SET recordings = 3";

struct asked {
    struct archive_fixture archive;
    uv_loop_t loop;
    struct queries *queries;
    unsigned answers, failures, reported;
    uint64_t count;
    bool has_page;
};

static void on_failure(void *context, const struct failure *failure)
{
    struct asked *asked = context;
    asked->reported += failure->kind != FAILURE_NONE;
}

static void on_count(void *context, uint64_t count, const struct failure *failure)
{
    struct asked *asked = context;
    asked->answers++;
    asked->failures += failure != NULL;
    asked->count = count;
}

static void on_summary(void *context, struct list_summary *summary, const struct failure *failure)
{
    struct asked *asked = context;
    asked->answers++;
    asked->failures += failure != NULL && summary == NULL;
    list_summary_free(&summary);
}

static void on_page(void *context, struct page *page, const struct failure *failure)
{
    struct asked *asked = context;
    asked->answers++;
    asked->has_page = page != NULL && failure == NULL;
    page_free(&page);
}

static void on_closed(void *context)
{
    struct asked *asked = context;
    asked->queries = NULL;
}

static void answer(struct asked *asked, unsigned answers)
{
    while (asked->answers < answers)
        uv_run(&asked->loop, UV_RUN_ONCE);
}

static int open_asked(void **state)
{
    static struct asked asked;
    memset(&asked, 0, sizeof asked);
    archive_fixture_open(&asked.archive, 1);
    archive_fixture_run(&asked.archive,
                        "INSERT INTO agents(agent, reference, recordings) VALUES(1, 'id:1', 7)");
    assert_int_equal(uv_loop_init(&asked.loop), 0);
    asked.queries = queries_open(&asked.loop, asked.archive.path, NULL);
    queries_start(asked.queries);
    queries_on_failure(asked.queries, on_failure, &asked);
    *state = &asked;
    return 0;
}

static int close_asked(void **state)
{
    struct asked *asked = *state;
    struct queries *closing = asked->queries;
    queries_close(&closing, on_closed, asked);
    uv_run(&asked->loop, UV_RUN_DEFAULT);
    assert_null(asked->queries);
    archive_fixture_close(&asked->archive);
    return uv_loop_close(&asked->loop);
}

/* While the file is away nothing can be opened; what is open goes on. */
static void take_away(struct asked *asked, bool away)
{
    char *elsewhere = memory_format("%s.away", asked->archive.path);
    assert_int_equal(rename(away ? asked->archive.path : elsewhere, away ? elsewhere : asked->archive.path),
                     0);
    free(elsewhere);
}

static void test_a_reader_that_cannot_be_opened_is_told(void **state)
{
    struct asked *asked = *state;
    const struct list_query all = {.agent = PAGE_ALL_AGENTS};
    const struct page_request page = {.anchor = PAGE_FIRST, .after = 10};
    queries_page(asked->queries, &page, on_page, asked);
    answer(asked, 1);
    assert_true(asked->has_page);
    take_away(asked, true);
    queries_count(asked->queries, &all, on_count, asked);
    queries_summary(asked->queries, &all, on_summary, asked);
    queries_page(asked->queries, &page, on_page, asked);
    answer(asked, 4);
    assert_int_equal(asked->failures, 2);
    assert_int_equal(asked->reported, 2);
    assert_true(asked->has_page);
    take_away(asked, false);
    queries_count(asked->queries, &all, on_count, asked);
    answer(asked, 5);
    assert_int_equal(asked->failures, 2);
    assert_int_equal(asked->count, 7);
}

/* What fills the index has nobody to tell: it ends its work, and the queries do not wait for it. */
static void test_pages_come_while_the_index_cannot_be_filled(void **state)
{
    struct asked *asked = *state;
    struct page_request page = {.anchor = PAGE_FIRST, .after = 10};
    filter_parse(&page.query.filter, "12", 0, true, NULL);
    queries_page(asked->queries, &page, on_page, asked);
    answer(asked, 1);
    take_away(asked, true);
    queries_expect_search(asked->queries);
    for (unsigned i = 2; i <= 4; i++) {
        queries_page(asked->queries, &page, on_page, asked);
        answer(asked, i);
        assert_true(asked->has_page);
    }
    take_away(asked, false);
}

static void test_a_first_page_that_cannot_be_read_is_told(void **state)
{
    struct asked *asked = *state;
    const struct page_request page = {.anchor = PAGE_FIRST, .after = 10};
    struct queries *first = asked->queries;
    queries_close(&first, on_closed, asked);
    uv_run(&asked->loop, UV_RUN_DEFAULT);
    take_away(asked, true);
    asked->queries = queries_open(&asked->loop, asked->archive.path, NULL);
    queries_on_failure(asked->queries, on_failure, asked);
    queries_page(asked->queries, &page, on_page, asked);
    answer(asked, 1);
    assert_false(asked->has_page);
    assert_int_equal(asked->reported, 1);
    take_away(asked, false);
    queries_page(asked->queries, &page, on_page, asked);
    answer(asked, 2);
    assert_true(asked->has_page);
}

static void test_what_is_asked_last_is_dropped_at_the_end(void **state)
{
    struct asked *asked = *state;
    const struct list_query all = {.agent = PAGE_ALL_AGENTS};
    queries_expect_search(asked->queries);
    queries_count(asked->queries, &all, on_count, asked); /* while its reader is being opened, or before */
}

struct answers {
    struct queries *queries;
    pthread_t thread;
    unsigned pages, counts, closed;
};

static void on_queries_closed(void *context)
{
    ((struct answers *)context)->closed++;
}

static void close_when_done(struct answers *answers)
{
    assert_true(pthread_equal(pthread_self(), answers->thread));
    if (answers->pages && answers->counts)
        queries_close(&answers->queries, on_queries_closed, answers);
}

static void on_last_page(void *context, struct page *page, const struct failure *failure)
{
    struct answers *answers = context;
    assert_null(failure);
    assert_int_equal(page->count, 2); /* of the last asked, not of those it replaced */
    page_free(&page);
    answers->pages++;
    close_when_done(answers);
}

static void on_last_count(void *context, uint64_t count, const struct failure *failure)
{
    struct answers *answers = context;
    assert_null(failure);
    assert_int_equal(count, 3);
    answers->counts++;
    close_when_done(answers);
}

static void on_caller(void *context, const struct caller_summary *summary, const struct failure *failure)
{
    (void)context;
    fail_msg("a cancelled query was answered: %d, %d", summary != NULL, failure != NULL);
}

static void ask_over_and_over(struct answers *answers)
{
    struct page_request replaced = {.after = 1};
    const struct page_request request = {.anchor = PAGE_LAST, .after = 2};
    filter_parse(&replaced.query.filter, "holm", 0, true, NULL);
    for (unsigned i = 0; i < 20; i++) {
        queries_page(answers->queries, &replaced, on_last_page, answers);
        queries_count(answers->queries, &replaced.query, on_last_count, answers);
        queries_caller(answers->queries, "1005", on_caller, answers);
    }
    queries_page(answers->queries, &request, on_last_page, answers);
    queries_count(answers->queries, &request.query, on_last_count, answers);
    queries_cancel(answers->queries, QUERY_CALLER);
}

static void test_a_later_query_replaces_an_earlier_one(void **state)
{
    struct asked *asked = *state;
    archive_fixture_run(&asked->archive, three_rows);
    for (unsigned round = 0; round < 20; round++) {
        struct answers answers = {.thread = pthread_self()};
        answers.queries = queries_open(&asked->loop, asked->archive.path, NULL);
        if (round % 3 != 0)
            queries_start(answers.queries);
        ask_over_and_over(&answers);
        if (round % 4 == 3) /* at once, with everything waiting or running, and not all started */
            queries_close(&answers.queries, on_queries_closed, &answers);
        else
            queries_start(answers.queries);
        while (!answers.closed)
            uv_run(&asked->loop, UV_RUN_ONCE);
        assert_int_equal(answers.closed, 1);
        assert_int_equal(answers.pages + answers.counts, round % 4 == 3 ? 0 : 2);
    }
}

struct walked {
    unsigned rows, ended;
    struct archive_fixture *deletes; /* each row that is taken; NULL: none */
    const char *sql;                 /* instead of that */
    char calls[40];                  /* that were taken: " 3 2" */
};

static bool take_row(void *context, const struct listed_recording *row)
{
    struct walked *walked = context;
    char sql[80];
    snprintf(sql, sizeof sql, "DELETE FROM recordings WHERE call = %lld",
             (long long)row->recording.queue_call_id);
    if (walked->deletes)
        archive_fixture_run(walked->deletes, walked->sql ? walked->sql : sql);
    size_t length = strlen(walked->calls);
    snprintf(walked->calls + length, sizeof walked->calls - length, " %d", (int)row->recording.queue_call_id);
    walked->rows++;
    return true;
}

static void on_walked(void *context, const struct failure *failure)
{
    assert_null(failure);
    ((struct walked *)context)->ended++;
}

static struct list_walk *walk_through(struct asked *asked, enum query_slot slot, struct walked *walked,
                                      const char *filter, unsigned block)
{
    struct list_walk_options options = {.queries = asked->queries,
                                        .slot = slot,
                                        .query = {.agent = PAGE_ALL_AGENTS},
                                        .block = block,
                                        .take = take_row,
                                        .ended = on_walked,
                                        .context = walked};
    assert_int_equal(filter_parse(&options.query.filter, filter, 0, true, NULL), FILTER_GOOD);
    return list_walk_start(&options);
}

static struct list_walk *walk_in(struct asked *asked, enum query_slot slot, struct walked *walked)
{
    return walk_through(asked, slot, walked, "", 1);
}

/* A list is written into a file while another is saved, and one is stopped: the other goes on. */
static void test_walks_in_two_slots_leave_each_other_alone(void **state)
{
    struct asked *asked = *state;
    struct walked saved = {0}, written = {0}, stopped = {0};
    archive_fixture_run(&asked->archive, three_rows);
    walk_in(asked, 0, &saved);
    walk_in(asked, QUERY_EXPORT, &written);
    while (!saved.ended || !written.ended)
        uv_run(&asked->loop, UV_RUN_ONCE);
    assert_int_equal(saved.rows, 3);
    assert_int_equal(written.rows, 3);
    struct list_walk *walk = walk_in(asked, QUERY_EXPORT, &stopped);
    walk_in(asked, 0, &saved);
    list_walk_stop(&walk);
    while (saved.ended < 2)
        uv_run(&asked->loop, UV_RUN_ONCE);
    assert_int_equal(saved.rows, 6);
    assert_int_equal(stopped.ended, 0);
}

static void test_a_walk_goes_on_behind_a_row_that_has_gone(void **state)
{
    struct asked *asked = *state;
    struct walked walked = {.deletes = &asked->archive};
    archive_fixture_run(&asked->archive, three_rows);
    walk_in(asked, 0, &walked);
    while (!walked.ended)
        uv_run(&asked->loop, UV_RUN_ONCE);
    assert_int_equal(walked.rows, 3);
}

/* What comes, goes and changes its place meanwhile is neither met twice nor missed. */
static void test_an_export_is_of_one_state(void **state)
{
    struct asked *asked = *state;
    struct walked walked = {.deletes = &asked->archive}, stopped = {0}, again = {0};
    archive_fixture_run(&asked->archive, three_rows);
    walked.sql = "UPDATE recordings SET started = 5 WHERE call = 3; DELETE FROM recordings WHERE call = 1;"
                 "INSERT OR IGNORE INTO recordings(agent, call, file, started) VALUES(1, 4, '', 15)";
    walk_in(asked, QUERY_EXPORT, &walked);
    while (!walked.ended)
        uv_run(&asked->loop, UV_RUN_ONCE);
    assert_string_equal(walked.calls, " 3 2 1");
    struct list_walk *walk = walk_in(asked, QUERY_EXPORT, &stopped);
    list_walk_stop(&walk);
    archive_fixture_run(&asked->archive, "DELETE FROM recordings WHERE call = 4");
    walk_in(asked, QUERY_EXPORT, &again);
    while (!again.ended)
        uv_run(&asked->loop, UV_RUN_ONCE);
    assert_string_equal(again.calls, " 2 3");
}

/* Also where a filter is found by the index, as long as all is in one block, and where it is more. */
static void test_an_export_with_a_filter_is_of_one_state(void **state)
{
    struct asked *asked = *state;
    struct walked whole = {.deletes = &asked->archive}, parts = whole;
    archive_fixture_run(&asked->archive, three_rows);
    whole.sql = parts.sql =
        "UPDATE recordings SET started = 5 WHERE call = 3; DELETE FROM recordings WHERE call = 1;"
        "INSERT OR IGNORE INTO recordings(agent, call, file, started) VALUES(1, 4, '', 15)";
    walk_through(asked, QUERY_EXPORT, &parts, "call:1,3,4", 1);
    while (!parts.ended)
        uv_run(&asked->loop, UV_RUN_ONCE);
    assert_string_equal(parts.calls, " 3 1");
    archive_fixture_run(&asked->archive,
                        "INSERT INTO recordings(agent, call, file, started) VALUES(1, 1, '', 10)");
    walk_through(asked, QUERY_EXPORT, &whole, "call:1,3,4", 3);
    while (!whole.ended)
        uv_run(&asked->loop, UV_RUN_ONCE);
    assert_string_equal(whole.calls, " 4 1 3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_reader_that_cannot_be_opened_is_told, open_asked, close_asked),
        cmocka_unit_test_setup_teardown(test_pages_come_while_the_index_cannot_be_filled, open_asked,
                                        close_asked),
        cmocka_unit_test_setup_teardown(test_a_first_page_that_cannot_be_read_is_told, open_asked,
                                        close_asked),
        cmocka_unit_test_setup_teardown(test_what_is_asked_last_is_dropped_at_the_end, open_asked,
                                        close_asked),
        cmocka_unit_test_setup_teardown(test_a_later_query_replaces_an_earlier_one, open_asked, close_asked),
        cmocka_unit_test_setup_teardown(test_walks_in_two_slots_leave_each_other_alone, open_asked,
                                        close_asked),
        cmocka_unit_test_setup_teardown(test_a_walk_goes_on_behind_a_row_that_has_gone, open_asked,
                                        close_asked),
        cmocka_unit_test_setup_teardown(test_an_export_is_of_one_state, open_asked, close_asked),
        cmocka_unit_test_setup_teardown(test_an_export_with_a_filter_is_of_one_state, open_asked,
                                        close_asked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
