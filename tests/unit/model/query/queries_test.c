/* Readers are opened by their threads, the one for counts when something is first counted. Where that fails the
 * query is answered with the failure, like any that fails, and the next one tries again. */
#include "model/query/queries.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <stdio.h>
#include <string.h>

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
    asked.queries = queries_open(&asked.loop, asked.archive.path);
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
    const struct page_request page = {.query.filter = "12", .anchor = PAGE_FIRST, .after = 10};
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
    asked->queries = queries_open(&asked->loop, asked->archive.path);
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
