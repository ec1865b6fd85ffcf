/* Where the reader says that recordings may be missing, against a plain look at every pair of neighbours: random
 * archives with random coverage, in both orders, with and without a filter. */
#include "model/archive/time_coverage_read.h"
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
    int64_t place;                    /* ticks */
    bool has_start;
};

static const int64_t day = INT64_C(86400) * TIMESTAMP_SECOND, first_day = INT64_C(17000000000000000);

struct range {
    int64_t agent, lo, hi;
};

struct world {
    struct archive_fixture archive;
    struct row rows[MOST_ROWS];
    size_t count;
    struct time_coverage times[AGENTS + 1]; /* of which everything is there */
    struct row list[MOST_ROWS];             /* what a query should give */
    size_t list_count;
};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

static void add_row(struct world *world, struct row row)
{
    const int64_t values[] = {row.agent, row.call, row.file, row.queue, row.place, row.has_start};
    for (size_t i = 0; i < world->count; i++)
        if (world->rows[i].agent == row.agent && world->rows[i].call == row.call &&
            world->rows[i].file == row.file)
            return;
    archive_fixture_file(&world->archive,
                         "INSERT INTO recordings(agent, call, file, queue, started, place)"
                         " VALUES(?1, ?2, ?3 || '', ?4, iif(?6, ?5, NULL), iif(?6, NULL, ?5))",
                         values, 6);
    world->rows[world->count++] = row;
}

static void add_range(struct world *world, struct range range)
{
    const int64_t values[] = {range.agent, pick(world, 2), range.lo, range.hi};
    archive_fixture_file(&world->archive,
                         "INSERT OR REPLACE INTO coverage(agent, whole, lo, hi) VALUES(?1, ?2, ?3, max(?4,"
                         " coalesce((SELECT hi FROM coverage WHERE agent=?1 AND whole=?2 AND lo=?3), 0)))",
                         values, 4);
}

/* The end of every other agent has been read. */
static void add_agent(struct world *world, int64_t agent)
{
    const int64_t values[] = {agent, pick(world, GREATEST_ID), first_day + pick(world, 80) * day};
    if (pick(world, 2))
        archive_fixture_file(&world->archive,
                             "INSERT INTO agents(agent, reference, tail) VALUES(?1, 'id:' || ?1, ?2)", values,
                             2);
    else
        archive_fixture_file(
            &world->archive,
            "INSERT INTO agents(agent, reference, tail, as_of) VALUES(?1, 'id:' || ?1, ?2, ?3)", values, 3);
    for (unsigned i = pick(world, MOST_RANGES); i > 0; i--) {
        int64_t lo = pick(world, 4) ? (int64_t)pick(world, GREATEST_ID) : 0;
        add_range(world, (struct range){agent, lo, lo + 1 + (int64_t)pick(world, 20)});
    }
}

static void read_times(struct world *world)
{
    struct failure failure;
    struct statements statements = {.database = world->archive.writer};
    for (int64_t agent = 1; agent <= AGENTS; agent++)
        must(time_coverage_read(&statements, agent, true, &world->times[agent], &failure), &failure);
    statements_clear(&statements);
}

static void world_close(struct world *world)
{
    for (int64_t agent = 1; agent <= AGENTS; agent++)
        time_coverage_clear(&world->times[agent]);
    archive_fixture_close(&world->archive);
}

/* Ids ascend with time, but not always. */
static int64_t random_place(struct world *world, int64_t call)
{
    return first_day +
           ((pick(world, 6) && call > 0 ? call : pick(world, GREATEST_ID)) + pick(world, 3)) * day;
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
        add_row(world,
                (struct row){1 + pick(world, AGENTS), call, pick(world, 3), pick(world, 3) ? SUPPORT : SALES,
                             random_place(world, call), pick(world, 9) != 0});
    }
    read_times(world);
}

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    if (a->place != b->place)
        return a->place < b->place ? -1 : 1;
    if (a->call != b->call)
        return a->call < b->call ? -1 : 1;
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

static bool gap_expected(const struct world *world, size_t place)
{
    const struct row *row = &world->list[place];
    int64_t before = INT64_MIN;
    for (size_t i = 0; i < place; i++)
        if (world->list[i].agent == row->agent)
            before = world->list[i].place;
    return !time_coverage_contains(&world->times[row->agent], before, row->place + 1);
}

static void assert_gap(const struct world *world, const struct listed_recording *listed)
{
    struct row row = {listed->agent,
                      listed->recording.queue_call_id,
                      strtoll(listed->recording.file_name, NULL, 10),
                      0,
                      listed->place,
                      false};
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
        .agent = 1, .queue_call_id = pick(world, GREATEST_ID), .place = random_place(world, 0)};
    expect_list(world, &request.query);
    struct page *page = reader_page(world->archive.reader, &request, &failure);
    must(page != NULL, &failure);
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
        world_close(&world);
    }
}

/* Reads rows of agent 1, the newest first. */
static struct page *read_rows(struct world *world, const char *filter, unsigned count)
{
    struct failure failure;
    struct page_request request = {.query = {.agent = 1}, .anchor = PAGE_FIRST, .after = count};
    filter_parse(&request.query.filter, filter, 0, true, NULL);
    struct page *page = reader_page(world->archive.reader, &request, &failure);
    must(page != NULL, &failure);
    return page;
}

static struct page *read_all(struct world *world, const char *filter)
{
    return read_rows(world, filter, 100);
}

static struct page *read_some(struct world *world, unsigned count)
{
    return read_rows(world, "", count);
}

/* Rows of ids 10 to 60, a day apart from id to id, of which every second one is of sales; the end was read. */
static void open_by_hand(struct world *world, struct range range)
{
    const int64_t values[] = {first_day + 60 * day};
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, 1);
    archive_fixture_run(&world->archive,
                        "INSERT INTO queues(queue, name) VALUES(1, 'Sales'), (2, 'Support')");
    archive_fixture_file(&world->archive,
                         "INSERT INTO agents(agent, reference, tail, as_of) VALUES(1, 'id:1', 50, ?1)",
                         values, 1);
    for (int64_t call = 10; call < 60; call++)
        add_row(world, (struct row){1, call, 0, call % 2 ? SALES : SUPPORT, first_day + call * day, true});
    add_range(world, range);
}

static void a_history_that_is_complete_has_no_gap(void **state)
{
    (void)state;
    struct world world;
    open_by_hand(&world, (struct range){1, 0, 50});
    struct page *page = read_all(&world, "");
    assert_int_equal(page->count, 50);
    for (size_t i = 0; i < page->count; i++)
        assert_false(page->rows[i].gap_before);
    page_free(&page);
    world_close(&world);
}

/* What was read down to an id is certain from some days after it on: who waited that long started among those. */
static void a_call_that_waited_can_come_between(void **state)
{
    (void)state;
    struct world world;
    open_by_hand(&world, (struct range){1, 30, 50});
    struct page *page = read_all(&world, "");
    assert_int_equal(page->count, 50);
    for (size_t i = 0; i < page->count; i++) {
        int64_t call = page->rows[i].recording.queue_call_id;
        assert_int_equal(page->rows[i].gap_before,
                         call <= 38); /* the times of 14 recordings tell when it begins */
        assert_int_equal(page->rows[i].is_edge, call <= 31); /* and there its fetching goes on */
    }
    page_free(&page);
    page = read_some(&world, 25); /* what follows on the next page counts */
    assert_int_equal(page->rows[24].recording.queue_call_id, 35);
    assert_true(page->rows[24].gap_before && !page->rows[24].is_edge);
    page_free(&page);
    page = read_some(&world, 29);
    assert_true(page->rows[28].is_edge);
    page_free(&page);
    world_close(&world);
}

static void what_a_filter_leaves_out_counts(void **state)
{
    (void)state;
    struct world world;
    open_by_hand(&world, (struct range){1, 30, 50});
    archive_fixture_run(&world.archive, "UPDATE recordings SET queue = 2 WHERE call BETWEEN 36 AND 54");
    struct page *page = read_all(&world, "sales");
    assert_int_equal(page->rows[2].recording.queue_call_id, 55);
    assert_false(page->rows[0].gap_before);
    assert_false(page->rows[1].gap_before);
    assert_true(page->rows[2].gap_before); /* the next one is of day 35 */
    page_free(&page);
    world_close(&world);
}

/* A call-back stands among the calls of the day on which it was made, and one without a start beside its id. */
static void call_backs_stand_at_their_starts(void **state)
{
    (void)state;
    struct world world;
    open_by_hand(&world, (struct range){1, 0, 50});
    add_row(&world, (struct row){1, 20, 1, SALES, first_day + 58 * day + 1, true});
    add_row(&world, (struct row){1, 57, 1, SALES, first_day + 57 * day, false});
    struct page *page = read_all(&world, "");
    const int64_t expected[] = {59, 20, 58, 57, 57, 56};
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_int_equal(page->rows[i].recording.queue_call_id, expected[i]);
    assert_true(page->rows[3].recording.started == TIMESTAMP_NONE);
    page_free(&page);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gaps_equal_a_plain_scan),
        cmocka_unit_test(a_history_that_is_complete_has_no_gap),
        cmocka_unit_test(a_call_that_waited_can_come_between),
        cmocka_unit_test(what_a_filter_leaves_out_counts),
        cmocka_unit_test(call_backs_stand_at_their_starts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
