/* Where the reader says that recordings may be missing, against a plain scan of every id between two rows:
 * random archives with random coverage, in both orders, with and without a filter. */
#include "model/filter/filter_parse.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { AGENTS = 4, MOST_ROWS = 60, MOST_RANGES = 6, GREATEST_ID = 60, SALES = 1, SUPPORT = 2 };

struct row {
    int64_t agent, call, file, queue; /* the file's name is its number */
    int64_t started;                  /* 0: not given */
};

struct range {
    int64_t agent, lo, hi;
};

struct world {
    struct archive_fixture archive;
    struct row rows[MOST_ROWS];
    size_t count;
    struct range ranges[AGENTS * MOST_RANGES];
    size_t range_count;
    int64_t tails[AGENTS + 1];  /* INT64_MAX: the end was never read */
    struct row list[MOST_ROWS]; /* what a query should give */
    size_t list_count;
};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

static void add_row(struct world *world, struct row row)
{
    const int64_t values[] = {row.agent, row.call, row.file, row.queue, row.started};
    for (size_t i = 0; i < world->count; i++)
        if (world->rows[i].agent == row.agent && world->rows[i].call == row.call &&
            world->rows[i].file == row.file)
            return;
    archive_fixture_file(&world->archive,
                         "INSERT INTO recordings(agent, call, file, queue, started)"
                         " VALUES(?1, ?2, ?3 || '', ?4, nullif(?5, 0))",
                         values, 5);
    world->rows[world->count++] = row;
}

static void add_range(struct world *world, struct range range)
{
    const int64_t values[] = {range.agent, pick(world, 2), range.lo, range.hi};
    archive_fixture_file(&world->archive,
                         "INSERT OR REPLACE INTO coverage(agent, whole, lo, hi) VALUES(?1, ?2, ?3, max(?4,"
                         " coalesce((SELECT hi FROM coverage WHERE agent=?1 AND whole=?2 AND lo=?3), 0)))",
                         values, 4);
    world->ranges[world->range_count++] = range;
}

/* The end of every other agent has been read. */
static void add_agent(struct world *world, int64_t agent)
{
    int64_t tail = pick(world, 2) ? (int64_t)pick(world, GREATEST_ID) : INT64_MAX;
    const int64_t read[] = {agent, tail}, unread[] = {agent, pick(world, GREATEST_ID)};
    if (tail == INT64_MAX)
        archive_fixture_file(&world->archive,
                             "INSERT INTO agents(agent, reference, tail) VALUES(?1, 'id:' || ?1, ?2)", unread,
                             2);
    else
        archive_fixture_file(
            &world->archive,
            "INSERT INTO agents(agent, reference, tail, as_of) VALUES(?1, 'id:' || ?1, ?2, 5)", read, 2);
    world->tails[agent] = tail;
    for (unsigned i = pick(world, MOST_RANGES); i > 0; i--) {
        int64_t lo = pick(world, 4) ? (int64_t)pick(world, GREATEST_ID) : 0;
        add_range(world, (struct range){agent, lo, lo + 1 + (int64_t)pick(world, 20)});
    }
}

static void world_open(struct world *world, unsigned seed)
{
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, seed);
    archive_fixture_run(&world->archive,
                        "INSERT INTO queues(queue, name) VALUES(1, 'Sales'), (2, 'Support')");
    for (int64_t agent = 1; agent <= AGENTS; agent++)
        add_agent(world, agent);
    for (unsigned i = pick(world, MOST_ROWS); i > 0; i--) {
        int64_t call = pick(world, 20) ? 1 + (int64_t)pick(world, GREATEST_ID) : INT64_MIN;
        add_row(world, (struct row){1 + pick(world, AGENTS), call, pick(world, 3),
                                    pick(world, 3) ? SUPPORT : SALES, pick(world, 4)});
    }
}

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->call != b->call)
        return a->call < b->call ? -1 : 1;
    if (a->started != b->started)
        return a->started < b->started ? -1 : 1;
    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    return a->file < b->file ? -1 : a->file > b->file;
}

/* The rows of a query, the oldest first. */
static void expect_list(struct world *world, const struct list_query *query)
{
    world->list_count = 0;
    for (size_t i = 0; i < world->count; i++)
        if ((query->agent == PAGE_ALL_AGENTS || query->agent == world->rows[i].agent) &&
            (query->filter.text[0] == '\0' || world->rows[i].queue == SALES))
            world->list[world->list_count++] = world->rows[i];
    qsort(world->list, world->list_count, sizeof world->list[0], compare_rows);
}

static bool is_known(const struct world *world, int64_t agent, int64_t id)
{
    if (id > world->tails[agent])
        return true;
    for (size_t i = 0; i < world->range_count; i++) {
        const struct range *range = &world->ranges[i];
        if (range->agent == agent && id > range->lo && id <= range->hi)
            return true;
    }
    return false;
}

static bool gap_expected(const struct world *world, size_t place)
{
    const struct row *row = &world->list[place];
    int64_t before = 0;
    for (size_t i = 0; i < place; i++)
        if (world->list[i].agent == row->agent && world->list[i].call > 0)
            before = world->list[i].call;
    for (int64_t id = before + 1; id <= row->call; id++)
        if (!is_known(world, row->agent, id))
            return true;
    return false;
}

static void assert_gap(const struct world *world, const struct listed_recording *listed)
{
    struct row row = {listed->agent, listed->recording.queue_call_id,
                      strtoll(listed->recording.file_name, NULL, 10), 0,
                      listed->recording.started == TIMESTAMP_NONE ? 0 : listed->recording.started};
    const struct row *at = bsearch(&row, world->list, world->list_count, sizeof world->list[0], compare_rows);
    assert_non_null(at);
    if (listed->gap_before != gap_expected(world, (size_t)(at - world->list)))
        fail_msg("agent %d, call %lld: %s", (int)row.agent, (long long)row.call,
                 listed->gap_before ? "no gap" : "a gap");
}

static void random_page(struct world *world)
{
    struct failure failure;
    struct page_request request = {.anchor = (enum page_anchor)pick(world, 3)};
    request.query.agent = pick(world, 2) ? PAGE_ALL_AGENTS : 1 + pick(world, AGENTS);
    request.query.oldest_first = pick(world, 2);
    filter_parse(&request.query.filter, pick(world, 2) ? "sales" : "", 0, true, NULL);
    request.before = pick(world, 8);
    request.after = pick(world, 12);
    request.key = (struct recording_key){
        .agent = 1, .queue_call_id = pick(world, GREATEST_ID), .started = pick(world, 4)};
    expect_list(world, &request.query);
    struct page *page = reader_page(world->archive.reader, &request, &failure);
    archive_fixture_must(page != NULL, &failure);
    for (size_t i = 0; i < page->count; i++)
        assert_gap(world, &page->rows[i]);
    page_free(&page);
}

static void gaps_equal_a_plain_scan(void **state)
{
    (void)state;
    unsigned first, last;
    archive_fixture_seeds(40, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        struct world world;
        print_message("# seed %u\n", seed);
        world_open(&world, seed);
        for (unsigned i = 0; i < 100; i++)
            random_page(&world);
        archive_fixture_close(&world.archive);
    }
}

/* Reads all rows of agent 1, the newest first. */
static struct page *read_all(struct world *world, const char *filter)
{
    struct failure failure;
    struct page_request request = {.query = {.agent = 1}, .anchor = PAGE_FIRST, .after = 10};
    filter_parse(&request.query.filter, filter, 0, true, NULL);
    struct page *page = reader_page(world->archive.reader, &request, &failure);
    archive_fixture_must(page != NULL, &failure);
    return page;
}

static void open_by_hand(struct world *world)
{
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, 1);
    archive_fixture_run(&world->archive,
                        "INSERT INTO queues(queue, name) VALUES(1, 'Sales'), (2, 'Support');"
                        "INSERT INTO agents(agent, reference, tail, as_of) VALUES(1, 'id:1', 50, 5)");
    add_row(world, (struct row){1, 10, 0, SALES, 0});
    add_row(world, (struct row){1, 40, 0, SUPPORT, 0});
    add_row(world, (struct row){1, 55, 0, SALES, 0});
}

static void a_history_that_is_complete_has_no_gap(void **state)
{
    (void)state;
    struct world world;
    open_by_hand(&world);
    add_range(&world, (struct range){1, 0, 50});
    struct page *page = read_all(&world, "");
    assert_int_equal(page->count, 3);
    for (size_t i = 0; i < page->count; i++)
        assert_false(page->rows[i].gap_before);
    page_free(&page);
    archive_fixture_close(&world.archive);
}

static void what_a_filter_leaves_out_counts(void **state)
{
    (void)state;
    struct world world;
    open_by_hand(&world);
    add_range(&world, (struct range){1, 30, 50}); /* the newest page, read down to 30 */
    struct page *page = read_all(&world, "");
    assert_false(page->rows[0].gap_before);
    assert_true(page->rows[1].gap_before);
    assert_true(page->rows[2].gap_before);
    page_free(&page);
    page = read_all(&world, "sales");
    assert_int_equal(page->count, 2);
    assert_true(page->rows[0].gap_before); /* between 10 and 55 is where the gap lies */
    page_free(&page);
    archive_fixture_close(&world.archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaps_equal_a_plain_scan),
        cmocka_unit_test(a_history_that_is_complete_has_no_gap),
        cmocka_unit_test(what_a_filter_leaves_out_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
