/* Lists that are sorted by something else than the start against a plain qsort: random archives that change between two
 * reads, with and without an index, filters, pages of all sizes and around every kind of anchor, both directions.
 * TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/filter/filter_parse.h"
#include "model/query/reader.h"

#include "model/archive/file_key.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/query/sorted_world.h"
#include "tests/unit/use_utf8.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_row(const struct listed_recording *listed, const struct sorted_row *row)
{
    return listed->agent == row->agent && listed->recording.queue_call_id == row->call &&
           strcmp(listed->recording.file_name, row->file) == 0 && listed->recording.started == row->started;
}

static bool is_same(const struct sorted_row *a, const struct sorted_row *b)
{
    return a->agent == b->agent && a->call == b->call && strcmp(a->file, b->file) == 0;
}

/* From a row of the list, or from where it would stand. */
static void assert_page(struct sorted_world *world, struct reader *reader, const struct page_request *request,
                        const struct sorted_row *key)
{
    struct failure failure;
    size_t all = (size_t)request->before + request->after, place = 0;
    while (place < world->list_count && sorted_world_compare(world, world->list[place], key) < 0)
        place++;
    size_t start = place > request->before ? place - request->before : 0, end = place + request->after;
    if (request->anchor == PAGE_FIRST || request->anchor == PAGE_AT_TIME) {
        start = 0;
        end = all;
    } else if (request->anchor == PAGE_LAST) {
        start = world->list_count > all ? world->list_count - all : 0;
        end = world->list_count;
    }
    end = end < world->list_count ? end : world->list_count;
    struct page *page = reader_page(reader, request, &failure);
    must(page != NULL, &failure);
    assert_int_equal(page->count, end - start);
    for (size_t i = 0; i < page->count; i++) {
        assert_true(is_row(&page->rows[i], world->list[start + i]));
        assert_false(page->rows[i].gap_before);
    }
    assert_int_equal(page->more_above, start > 0);
    assert_int_equal(page->more_below, end < world->list_count);
    if (request->anchor == PAGE_AT) {
        assert_int_equal(page->anchor, place - start);
        assert_int_equal(page->anchor_found, place < end && is_same(world->list[place], key));
    }
    page_free(&page);
}

static struct reader *random_reader(struct sorted_world *world)
{
    return sorted_world_pick(world, 2) ? world->indexed : world->archive.reader;
}

static void random_page(struct sorted_world *world)
{
    struct sorted_row key;
    struct page_request request = {.anchor = (enum page_anchor)sorted_world_pick(world, 4),
                                   .keeps_place = true};
    if (sorted_world_pick(world, 3) || world->query.sorting.by == LIST_SORT_START)
        sorted_world_query(world);
    request.query = world->query;
    request.before = sorted_world_pick(world, 3) ? sorted_world_pick(world, 9) : 0;
    request.after =
        sorted_world_pick(world, 4) ? 1 + sorted_world_pick(world, 9) : sorted_world_pick(world, 300);
    sorted_world_row(world, &key);
    if (world->list_count && sorted_world_pick(world, 2)) {
        key = *world->list[sorted_world_pick(world, (unsigned)world->list_count)];
        request.keeps_place = sorted_world_pick(world, 2);
    }
    request.key = sorted_world_key(world, &key);
    assert_page(world, random_reader(world), &request, &key);
}

static void pages_equal_a_plain_sort(void **state)
{
    (void)state;
    unsigned first, last;
    archive_fixture_seeds(40, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        static struct sorted_world world;
        print_message("# seed %u\n", seed);
        sorted_world_open(&world, seed);
        for (unsigned i = 0; i < 300; i++) {
            random_page(&world);
            if (i % 20 == 19)
                sorted_world_change(&world);
        }
        sorted_world_close(&world);
    }
}

/* Block by block from the top, as who writes the whole list; returns how many. */
static size_t walk(struct reader *reader, const struct list_query *query, unsigned block)
{
    struct failure failure;
    struct page_request request = {
        .query = *query, .anchor = PAGE_FIRST, .keeps_place = true, .after = block};
    bool more = true, is_new = false;
    size_t count = 0;
    int64_t length = INT64_MAX, place = INT64_MAX;
    while (more) {
        struct page *page = reader_page(reader, &request, &failure);
        must(page != NULL, &failure);
        for (size_t i = is_new ? page->anchor + page->anchor_found : 0; i < page->count; i++, count++) {
            const struct recording *recording = &page->rows[i].recording;
            int64_t next = recording->ended - recording->started;
            assert_true(next < length || (next == length && recording->started < place));
            length = next;
            place = recording->started;
        }
        more = page->more_below;
        recording_key_clear(&request.key);
        recording_key_set(&request.key, &page->rows[page->count - 1]);
        request.anchor = PAGE_AT;
        is_new = true;
        page_free(&page);
    }
    recording_key_clear(&request.key);
    return count;
}

/* More than a window holds, of which many have the same length. */
static void a_long_list_is_gone_through(void **state)
{
    (void)state;
    static struct sorted_world world;
    const struct list_query query = {.sorting = {LIST_SORT_LENGTH, true}};
    enum { ROWS = 90000 };
    sorted_world_open(&world, 1);
    archive_fixture_run(
        &world.archive,
        "DELETE FROM recordings;"
        "WITH RECURSIVE id(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM id LIMIT 90000)"
        " INSERT INTO recordings(agent, call, file, started, ended) SELECT 1 + id % 3, id, 'f',"
        " id * 10000000, (id + id * 7919 % 1013) * 10000000 FROM id");
    sorted_world_tell(&world);
    assert_int_equal(walk(world.indexed, &query, 2001), ROWS);
    assert_int_equal(walk(world.archive.reader, &query, 30001), ROWS);
    archive_fixture_run(
        &world.archive,
        "UPDATE recordings SET started = NULL WHERE agent = 1 AND call < 1000; DELETE FROM recordings"
        " WHERE call > 9000 AND agent <> 2");
    sorted_world_tell(&world);
    assert_int_equal(walk(world.indexed, &(struct list_query){.agent = 2, .sorting = query.sorting}, 301),
                     ROWS / 3);
    sorted_world_close(&world);
}

/* Recordings of one call, more than a window holds. */
static void a_call_has_more_recordings_than_are_read_at_once(void **state)
{
    (void)state;
    static struct sorted_world world;
    struct failure failure;
    struct page_request request = {
        .query.sorting = {LIST_SORT_QUEUE, false}, .anchor = PAGE_LAST, .after = 3};
    sorted_world_open(&world, 1);
    archive_fixture_run(
        &world.archive,
        "DELETE FROM recordings;"
        "WITH RECURSIVE id(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM id LIMIT 5000)"
        " INSERT INTO recordings(agent, call, file, queue) SELECT 1, 7, 'f' || id, 1 FROM id;"
        "INSERT INTO recordings(agent, call, file, queue) VALUES(1, 8, 'a', 8), (1, 9, 'b', 6)");
    sorted_world_tell(&world);
    struct page *page = reader_page(world.indexed, &request, &failure);
    must(page != NULL, &failure);
    assert_int_equal(page->count, 3);
    assert_true(page->more_above && !page->more_below);
    assert_int_equal(page->rows[2].recording.queue_call_id, 8); /* its queue has no name */
    assert_int_equal(page->rows[1].recording.queue_call_id, 9);
    assert_int_equal(page->rows[0].recording.queue_call_id, 7);
    page_free(&page);
    request.anchor = PAGE_FIRST;
    request.after = 6000;
    page = reader_page(world.indexed, &request, &failure);
    must(page != NULL, &failure);
    assert_int_equal(page->count, 5002);
    page_free(&page);
    sorted_world_close(&world);
}

/* As before anything has come. */
static void nothing_can_be_sorted(void **state)
{
    (void)state;
    static struct sorted_world world;
    struct failure failure;
    sorted_world_open(&world, 1);
    archive_fixture_run(
        &world.archive,
        "DELETE FROM recordings; DELETE FROM callers; DELETE FROM queues; DELETE FROM agents");
    for (enum list_sort by = LIST_SORT_LENGTH; by < LIST_SORTS; by++) {
        for (int which = 0; which < 2; which++) {
            const struct page_request request = {
                .query.sorting = {by, which}, .anchor = PAGE_FIRST, .after = 9};
            struct page *page = reader_page(which ? world.indexed : world.archive.reader, &request, &failure);
            must(page != NULL, &failure);
            assert_true(page->count == 0 && !page->more_above && !page->more_below);
            page_free(&page);
        }
    }
    sorted_world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_equal_a_plain_sort),
        cmocka_unit_test(a_long_list_is_gone_through),
        cmocka_unit_test(a_call_has_more_recordings_than_are_read_at_once),
        cmocka_unit_test(nothing_can_be_sorted),
    };
    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
