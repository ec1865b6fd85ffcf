/* The page around a time against a plain scan: histories whose times nearly ascend with the ids, with missing
 * times and odd ones among them. */
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

enum { AGENTS = 5, MOST_ROWS = 1500, SALES = 1, SUPPORT = 2, FIRST_ODD = 20, ODD_EVERY = 37 };

static const int64_t minute = 60 * TIMESTAMP_SECOND, start = INT64_C(17000000000000000);

enum truth { TRUE_TIME, NO_TIME, FALSE_TIME };

struct row {
    int64_t agent, call, file, started, queue; /* the file's name is its number */
    enum truth truth;
};

struct world {
    struct archive_fixture archive;
    struct row rows[MOST_ROWS];
    size_t count;
    unsigned of_agent[AGENTS + 1];
    int64_t first, last;        /* time */
    struct row list[MOST_ROWS]; /* what a query should give */
    size_t list_count;
};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

/* Every few rows of an agent lack a time, and here and there is one before or after all times. */
static void spoil(struct world *world, struct row *row)
{
    unsigned number = world->of_agent[row->agent]++;
    if (pick(world, 9) == 0) {
        row->truth = NO_TIME;
    } else if (number >= FIRST_ODD && number % ODD_EVERY == 0) {
        row->truth = FALSE_TIME;
        row->started = pick(world, 2) ? (int64_t)pick(world, 1000) : 3 * start;
    }
}

static void add_row(struct world *world, struct row row)
{
    const int64_t values[] = {row.agent, row.call, row.file, row.queue, row.started};
    archive_fixture_file(&world->archive,
                         row.truth == NO_TIME
                             ? "INSERT INTO recordings(agent, call, file, queue, place) VALUES(?1, ?2, ?3 ||"
                               " '', ?4, ?5)"
                             : "INSERT INTO recordings(agent, call, file, queue, started) VALUES(?1, ?2, ?3"
                               " || '', ?4, ?5)",
                         values, 5);
    world->rows[world->count++] = row;
}

/* A call is answered after a wait. Some calls have two recordings, some nights nobody calls. */
static void fill(struct world *world, size_t count)
{
    int64_t clock = start, call = 1000;
    world->first = clock;
    for (size_t i = 0; i < count; i++) {
        struct row row = {.agent = 1 + pick(world, AGENTS), .file = (int64_t)i};
        clock += pick(world, 3) * minute / 2 + (pick(world, 60) ? 0 : INT64_C(12) * 60 * minute);
        call += pick(world, 20) ? 1 + pick(world, 30) : 0;
        row.call = call;
        row.started = clock + pick(world, 15) * minute;
        row.queue = pick(world, 8) ? SUPPORT : SALES;
        spoil(world, &row);
        add_row(world, row);
    }
    world->last = clock + 15 * minute;
}

static void world_open(struct world *world, unsigned seed)
{
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, seed);
    archive_fixture_run(&world->archive,
                        "BEGIN; INSERT INTO queues(queue, name) VALUES(1, 'Sales'), (2, 'Support');"
                        "INSERT INTO agents(agent, reference) VALUES(1, 'id:1'), (2, 'id:2'), (3, 'id:3'),"
                        " (4, 'id:4'), (5, 'id:5'), (6, 'id:6')");
    fill(world, seed % 3 == 0 ? pick(world, 40) : MOST_ROWS);
    archive_fixture_run(&world->archive, "COMMIT");
}

static int compare_numbers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left, *b = right;
    char file_a[24], file_b[24];
    int64_t start_a = a->started, start_b = b->started;
    if (start_a != start_b)
        return compare_numbers(start_a, start_b);
    if (a->call != b->call || a->agent != b->agent)
        return a->call != b->call ? compare_numbers(a->call, b->call) : compare_numbers(a->agent, b->agent);
    snprintf(file_a, sizeof file_a, "%lld", (long long)a->file);
    snprintf(file_b, sizeof file_b, "%lld", (long long)b->file);
    return strcmp(file_a, file_b);
}

static void expect_list(struct world *world, const struct list_query *query)
{
    world->list_count = 0;
    for (size_t i = 0; i < world->count; i++)
        if ((query->agent == PAGE_ALL_AGENTS || query->agent == world->rows[i].agent) &&
            (query->filter.text[0] == '\0' || world->rows[i].queue == SALES))
            world->list[world->list_count++] = world->rows[i];
    qsort(world->list, world->list_count, sizeof world->list[0], compare_rows);
}

/* The place of the newest row of the list that had started by the time. */
static bool place_expected(const struct world *world, int64_t time, size_t *place)
{
    bool found = false;
    for (size_t i = 0; i < world->list_count; i++) {
        if (world->list[i].truth != NO_TIME && world->list[i].started <= time) {
            *place = i;
            found = true;
        }
    }
    return found;
}

static void assert_is(const struct listed_recording *listed, const struct row *row)
{
    assert_int_equal(listed->agent, row->agent);
    assert_true(listed->recording.queue_call_id == row->call);
    assert_int_equal(strtoll(listed->recording.file_name, NULL, 10), row->file);
}

static void assert_page(struct world *world, const struct page_request *request, const struct page *page)
{
    size_t place = 0, count = world->list_count;
    bool found = place_expected(world, request->time, &place);
    assert_int_equal(page->anchor_found, found);
    if (count == 0) {
        assert_int_equal(page->count, 0);
        return;
    }
    assert_true(page->anchor < page->count);
    assert_is(&page->rows[page->anchor], &world->list[place]);
    if (!request->query.oldest_first)
        place = count - 1 - place;
    if (found)
        assert_int_equal(page->anchor, place < request->before ? place : request->before);
    assert_int_equal(page->more_above, place > page->anchor);
    assert_int_equal(page->more_below, place - page->anchor + page->count < count);
}

static void random_page(struct world *world)
{
    struct failure failure;
    struct page_request request = {.anchor = PAGE_AT_TIME, .before = pick(world, 30)};
    int64_t from = world->first - INT64_C(3) * 60 * minute, to = world->last + INT64_C(3) * 60 * minute;
    request.after = 1 + pick(world, 30);
    request.time = from + (int64_t)((double)(to - from) * pick(world, 10000) / 10000);
    if (pick(world, 2) && world->count) /* the very second at which one started */
        request.time = world->rows[pick(world, (unsigned)world->count)].started;
    if (request.time < start / 2 || request.time > 2 * start)
        request.time = start + 60 * minute;
    request.query.agent = pick(world, 2) ? PAGE_ALL_AGENTS : 1 + pick(world, AGENTS + 1);
    request.query.oldest_first = pick(world, 2);
    filter_parse(&request.query.filter, pick(world, 2) ? "sales" : "", 0, true, NULL);
    expect_list(world, &request.query);
    struct page *page = reader_page(world->archive.reader, &request, &failure);
    must(page != NULL, &failure);
    assert_page(world, &request, page);
    page_free(&page);
}

static void places_equal_a_plain_scan(void **state)
{
    (void)state;
    static struct world world;
    unsigned first, last;
    archive_fixture_seeds(12, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        print_message("# seed %u\n", seed);
        world_open(&world, seed);
        for (unsigned i = 0; i < 200; i++)
            random_page(&world);
        archive_fixture_close(&world.archive);
    }
}

static struct page *page_at(struct world *world, int64_t time)
{
    struct failure failure;
    const struct page_request request = {.anchor = PAGE_AT_TIME, .before = 10, .after = 10, .time = time};
    struct page *page = reader_page(world->archive.reader, &request, &failure);
    must(page != NULL, &failure);
    return page;
}

static void assert_anchor(struct world *world, int64_t time, int64_t call)
{
    struct page *page = page_at(world, time);
    assert_true(page->anchor_found);
    assert_true(page->rows[page->anchor].recording.queue_call_id == call);
    page_free(&page);
}

static void open_two(struct world *world)
{
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, 1);
    archive_fixture_run(&world->archive,
                        "INSERT INTO agents(agent, reference) VALUES(1, 'id:1'), (2, 'id:2')");
}

/* Ids at the end of what a number holds, and below its beginning. */
static void ids_may_be_anything(void **state)
{
    (void)state;
    static const int64_t ids[] = {INT64_MIN, -7, 0, 5, INT64_C(1) << 53, INT64_MAX};
    static struct world world;
    open_two(&world);
    for (int64_t i = 0; i < 6; i++)
        for (int64_t agent = 1; agent <= 2; agent++)
            add_row(&world, (struct row){agent, ids[i], 0, start + i * minute, SALES, TRUE_TIME});
    for (int64_t i = 1; i < 6; i++)
        assert_anchor(&world, start + i * minute, ids[i]);
    assert_anchor(&world, INT64_MAX, INT64_MAX);
    archive_fixture_close(&world.archive);
}

static void a_history_without_times_is_shown_from_its_start(void **state)
{
    (void)state;
    static struct world world;
    open_two(&world);
    for (int64_t call = 1; call <= 500; call++)
        add_row(&world, (struct row){1 + call % 2, call, 0, start, SALES, NO_TIME});
    struct page *page = page_at(&world, start);
    assert_false(page->anchor_found);
    assert_int_equal(page->rows[page->anchor].recording.queue_call_id, 1);
    page_free(&page);
    archive_fixture_close(&world.archive);
}

static void a_search_for_a_time_can_be_interrupted(void **state)
{
    (void)state;
    static struct world world;
    struct failure failure;
    const struct page_request request = {.anchor = PAGE_AT_TIME, .after = 10, .time = start};
    world_open(&world, 1);
    reader_interrupt(world.archive.reader);
    assert_null(reader_page(world.archive.reader, &request, &failure));
    assert_int_equal(failure.kind, FAILURE_CANCELLED);
    archive_fixture_close(&world.archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_equal_a_plain_scan),
        cmocka_unit_test(ids_may_be_anything),
        cmocka_unit_test(a_history_without_times_is_shown_from_its_start),
        cmocka_unit_test(a_search_for_a_time_can_be_interrupted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
