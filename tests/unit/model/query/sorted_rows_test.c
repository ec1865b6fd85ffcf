/* Lists that are sorted by something else than the start against a plain qsort: random archives that change between two
 * reads, with and without an index, filters, pages of all sizes and around every kind of anchor, both directions.
 * TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/filter/filter_parse.h"
#include "model/query/reader.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { AGENTS = 5, MOST_ROWS = 400, NONE = -1, WORDS = 100 };

/* What there is, with its place among the others as people would put them; the archive's number is 1 + the index. */
struct value {
    const char *text;
    int place;
};

/* From WORDS on they have no number. */
static const struct value callers[] = {{"+45 83 12 34 56", 5},
                                       {"004583123456", 5},
                                       {"83123456", 6},
                                       {"112", 1},
                                       {"+4520304050", 4},
                                       {"0301234", 0},
                                       {"12345678901234567891", 3},
                                       {"12345678901234567890", 2},
                                       {"anonymous", WORDS},
                                       {"sip:ida@host", WORDS + 1},
                                       {"Ærø", WORDS + 2},
                                       {"", NONE}};
static const struct value queues[] = {
    {"Salg", 4}, {"salg", 5},   {"Ægte", 7},  {"Ørsted", 8}, {"Åben", 9},  {"Aabenraa", 10}, {"Zoo", 6},
    {"", NONE},  {"Müller", 2}, {"Mynte", 3}, {"Élan", 0},   {"Eland", 1}, {"Eland", 1},     {NULL, NONE}};
static const struct value agents[AGENTS] = {{"Åse", 4}, {"Bo", 1}, {NULL, 2}, {"", 3}, {"Bo", 1}};
static const char *const agent_names[AGENTS] = {NULL, "Bo", "id:3", "id:4", "Bo"}; /* as they are listed */
static const struct value renamed = {"Abe", 0}; /* the first one, at times */

struct row {
    int64_t agent, call, started, length; /* NONE */
    size_t caller, queue;                 /* 0: none */
    char file[20];
};

struct world {
    struct archive_fixture archive;
    struct search_index *index;
    struct reader *indexed;
    struct row rows[MOST_ROWS];
    size_t count;
    struct value first_agent;
    size_t shift; /* of the callers' numbers */
    struct list_query query;
    const struct row *list[MOST_ROWS];
    size_t list_count;
};

static bool any(size_t caller, size_t queue, int64_t length)
{
    (void)caller;
    (void)queue;
    (void)length;
    return true;
}

static bool has_8312(size_t caller, size_t queue, int64_t length)
{
    (void)queue;
    (void)length;
    return caller >= 1 && caller <= 3;
}

static bool is_longer(size_t caller, size_t queue, int64_t length)
{
    (void)caller;
    (void)queue;
    return length >= 10 * TIMESTAMP_SECOND + TIMESTAMP_SECOND / 2; /* as it is shown */
}

static bool is_salg(size_t caller, size_t queue, int64_t length)
{
    (void)caller;
    (void)length;
    return queue == 1 || queue == 2;
}

static const struct {
    const char *text;
    bool (*matches)(size_t caller, size_t queue, int64_t length);
} filters[] = {{"", any}, {"8312", has_8312}, {"longer:10s", is_longer}, {"queue:salg", is_salg}};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

/* The archive's number of a caller, 0 of none. */
static size_t number_of(const struct world *world, size_t caller)
{
    return caller ? 1 + (caller - 1 + world->shift) % COUNT(callers) : 0;
}

static int64_t random_length(struct world *world)
{
    static const int64_t odd[] = {0, 32766, 32767, 32768, 90000, INT64_C(4000000000)};
    if (!pick(world, 8))
        return NONE;
    if (!pick(world, 4))
        return odd[pick(world, COUNT(odd))] * TIMESTAMP_SECOND;
    return (int64_t)pick(world, 30) * TIMESTAMP_SECOND / 2 + pick(world, 3);
}

static void random_row(struct world *world, struct row *row)
{
    *row = (struct row){.agent = 1 + pick(world, AGENTS),
                        .call = pick(world, 30) ? 1 + pick(world, 60) : INT64_MIN,
                        .started = pick(world, 8)
                                       ? (int64_t)(1000 + pick(world, 5)) * TIMESTAMP_SECOND + pick(world, 2)
                                       : TIMESTAMP_NONE,
                        .caller = pick(world, COUNT(callers) + 1),
                        .queue = pick(world, COUNT(queues) + 1)};
    row->length = row->started == TIMESTAMP_NONE ? NONE : random_length(world);
    snprintf(row->file, sizeof row->file, "%c%u.wav", 'a' + (int)pick(world, 3), pick(world, 2));
}

static void run(struct world *world, const char *sql)
{
    archive_fixture_run(&world->archive, sql);
}

/* Who has an index is told. */
static void tell(struct world *world)
{
    run(world, "INSERT INTO changes(agent, first, last) SELECT agent, -9223372036854775807 - 1,"
               " 9223372036854775807 FROM agents");
}

static void add_rows(struct world *world, size_t count)
{
    struct failure failure;
    sqlite3_stmt *insert =
        database_prepare(world->archive.writer,
                         "INSERT OR IGNORE INTO recordings(agent, call, file, started, ended, caller, queue)"
                         " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                         &failure);
    must(insert != NULL, &failure);
    for (size_t i = 0; i < count && world->count < MOST_ROWS; i++) {
        struct row *row = &world->rows[world->count];
        random_row(world, row);
        sqlite3_bind_int64(insert, 1, row->agent);
        sqlite3_bind_int64(insert, 2, row->call);
        sqlite3_bind_text(insert, 3, row->file, -1, SQLITE_STATIC);
        database_bind_integer(insert, 4, row->started, TIMESTAMP_NONE);
        database_bind_integer(insert, 5, row->length == NONE ? TIMESTAMP_NONE : row->started + row->length,
                              TIMESTAMP_NONE);
        database_bind_integer(insert, 6, (int64_t)number_of(world, row->caller), 0);
        database_bind_integer(insert, 7, (int64_t)row->queue, 0);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
        world->count += (size_t)sqlite3_changes(world->archive.writer);
    }
    sqlite3_finalize(insert);
    tell(world);
}

static void add_values(struct world *world, const char *sql, const struct value *values, size_t from,
                       size_t to)
{
    struct failure failure;
    sqlite3_stmt *insert = database_prepare(world->archive.writer, sql, &failure);
    must(insert != NULL, &failure);
    for (size_t i = from; i < to; i++) {
        sqlite3_bind_int64(insert, 1, (int64_t)i + 1);
        database_bind_text(insert, 2, values[i].text);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
    }
    sqlite3_finalize(insert);
}

static const char add_callers[] = "INSERT INTO callers VALUES(?1, ?2)";

static void world_open(struct world *world, unsigned seed)
{
    struct failure failure;
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, seed);
    world->first_agent = agents[0];
    run(world, "BEGIN");
    add_values(world, add_callers, callers, 0, COUNT(callers));
    add_values(world, "INSERT INTO queues VALUES(?1, 700 + ?1, ?2)", queues, 0, COUNT(queues));
    add_values(world, "INSERT INTO agents(agent, reference, name) VALUES(?1, 'id:' || ?1, ?2)", agents, 0,
               AGENTS);
    add_rows(world, pick(world, MOST_ROWS));
    run(world, "COMMIT");
    world->index = search_index_new();
    world->indexed = reader_open(world->archive.path, &failure);
    must(world->indexed != NULL, &failure);
    reader_use_index(world->indexed, world->index, true);
}

static void world_close(struct world *world)
{
    reader_close(&world->indexed);
    search_index_free(&world->index);
    archive_fixture_close(&world->archive);
}

/* Its place among the others; NONE for none. */
static int64_t value_of(const struct world *world, const struct row *row)
{
    switch (world->query.sorting.by) {
    case LIST_SORT_LENGTH:
        return row->length == NONE ? NONE : row->length / (TIMESTAMP_SECOND / 2);
    case LIST_SORT_CALLER:
        return row->caller ? callers[row->caller - 1].place : NONE;
    case LIST_SORT_QUEUE:
        return row->queue ? queues[row->queue - 1].place : NONE;
    default:
        return row->agent == 1 ? world->first_agent.place : agents[row->agent - 1].place;
    }
}

static int order_of(int64_t a, int64_t b)
{
    return (a > b) - (a < b);
}

/* Those without a value, and callers without a number, stand behind the others in both directions. */
static int compare_values(const struct world *world, int64_t a, int64_t b)
{
    bool by_caller = world->query.sorting.by == LIST_SORT_CALLER;
    int class_a = a == NONE ? 2 : by_caller && a >= WORDS, class_b = b == NONE ? 2 : by_caller && b >= WORDS;
    if (class_a != class_b)
        return class_a - class_b;
    return world->query.sorting.is_descending ? order_of(b, a) : order_of(a, b);
}

static int64_t second_of(int64_t started)
{
    return started == TIMESTAMP_NONE ? 0 : started / TIMESTAMP_SECOND;
}

static int compare_rows(const struct world *world, const struct row *a, const struct row *b)
{
    int order = compare_values(world, value_of(world, a), value_of(world, b));
    if (order)
        return order;
    order = order_of(second_of(a->started), second_of(b->started));
    order = order ? order : order_of(a->call, b->call);
    order = order ? order : order_of(a->agent, b->agent);
    order = order ? order : strcmp(a->file, b->file);
    return world->query.oldest_first ? order : -order;
}

static int compare(const void *left, const void *right, void *world)
{
    return compare_rows(world, *(const struct row *const *)left, *(const struct row *const *)right);
}

static void expect_list(struct world *world, size_t filter)
{
    world->list_count = 0;
    for (size_t i = 0; i < world->count; i++) {
        const struct row *row = &world->rows[i];
        if ((world->query.agent == PAGE_ALL_AGENTS || world->query.agent == row->agent) &&
            filters[filter].matches(row->caller, row->queue, row->length))
            world->list[world->list_count++] = row;
    }
    qsort_r(world->list, world->list_count, sizeof *world->list, compare, world);
}

static bool is_row(const struct listed_recording *listed, const struct row *row)
{
    return listed->agent == row->agent && listed->recording.queue_call_id == row->call &&
           strcmp(listed->recording.file_name, row->file) == 0 && listed->recording.started == row->started;
}

static bool is_same(const struct row *a, const struct row *b)
{
    return a->agent == b->agent && a->call == b->call && strcmp(a->file, b->file) == 0;
}

/* From a row of the list, or from where it would stand. */
static void assert_page(struct world *world, struct reader *reader, const struct page_request *request,
                        const struct row *key)
{
    struct failure failure;
    size_t all = (size_t)request->before + request->after, place = 0;
    while (place < world->list_count && compare_rows(world, world->list[place], key) < 0)
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

static struct reader *random_reader(struct world *world)
{
    return pick(world, 2) ? world->indexed : world->archive.reader;
}

/* As what was listed says of itself. */
static struct recording_key key_of(const struct world *world, struct row *row)
{
    const char *name = NULL;
    if (world->query.sorting.by == LIST_SORT_CALLER && row->caller)
        name = callers[row->caller - 1].text;
    else if (world->query.sorting.by == LIST_SORT_QUEUE && row->queue)
        name = queues[row->queue - 1].text;
    else if (world->query.sorting.by == LIST_SORT_AGENT)
        name = row->agent == 1 ? world->first_agent.text : agent_names[row->agent - 1];
    return (struct recording_key){.agent = row->agent,
                                  .queue_call_id = row->call,
                                  .file_name = row->file,
                                  .place = row->started,
                                  .length = row->length == NONE ? SEARCH_NO_WHOLE_LENGTH
                                                                : search_terms_whole_length(0, row->length),
                                  .name = (char *)name};
}

static size_t random_query(struct world *world)
{
    size_t filter = pick(world, COUNT(filters));
    world->query = (struct list_query){
        .agent = pick(world, 2) ? PAGE_ALL_AGENTS : 1 + pick(world, AGENTS),
        .sorting = {LIST_SORT_LENGTH + pick(world, LIST_SORTS - LIST_SORT_LENGTH), pick(world, 2)},
        .oldest_first = pick(world, 2)};
    filter_parse(&world->query.filter, filters[filter].text, 0, true, NULL);
    return filter;
}

static void random_page(struct world *world)
{
    struct row key;
    struct page_request request = {.anchor = (enum page_anchor)pick(world, 4), .keeps_place = true};
    if (pick(world, 3) || world->query.sorting.by == LIST_SORT_START)
        expect_list(world, random_query(world));
    request.query = world->query;
    request.before = pick(world, 3) ? pick(world, 9) : 0;
    request.after = pick(world, 4) ? 1 + pick(world, 9) : pick(world, 300);
    random_row(world, &key);
    if (world->list_count && pick(world, 2)) {
        key = *world->list[pick(world, (unsigned)world->list_count)];
        request.keeps_place = pick(world, 2);
    }
    request.key = key_of(world, &key);
    assert_page(world, random_reader(world), &request, &key);
}

static void rename_first_agent(struct world *world)
{
    char sql[100];
    world->first_agent = world->first_agent.place == renamed.place ? agents[0] : renamed;
    snprintf(sql, sizeof sql, "UPDATE agents SET name = '%s' WHERE agent = 1", world->first_agent.text);
    run(world, sql);
}

static void delete_call(struct world *world)
{
    const struct row gone = world->rows[pick(world, (unsigned)world->count)];
    const int64_t key[] = {gone.agent, gone.call};
    size_t kept = 0;
    archive_fixture_file(&world->archive, "DELETE FROM recordings WHERE agent = ?1 AND call = ?2", key, 2);
    for (size_t i = 0; i < world->count; i++)
        if (world->rows[i].agent != gone.agent || world->rows[i].call != gone.call)
            world->rows[kept++] = world->rows[i];
    world->count = kept;
    tell(world);
}

/* As a purge does it: what is found again gets other numbers. */
static void renumber_callers(struct world *world)
{
    struct failure failure;
    size_t count = COUNT(callers);
    world->shift = (world->shift + 1) % count;
    run(world, "DELETE FROM callers");
    sqlite3_stmt *insert = database_prepare(world->archive.writer, add_callers, &failure);
    must(insert != NULL, &failure);
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(insert, 1, (int64_t)number_of(world, i + 1));
        sqlite3_bind_text(insert, 2, callers[i].text, -1, SQLITE_STATIC);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
    }
    sqlite3_finalize(insert);
    for (size_t i = 0; i < world->count; i++) {
        const struct row *row = &world->rows[i];
        const int64_t values[] = {row->agent, row->call, (int64_t)number_of(world, row->caller), row->file[0],
                                  row->file[1]};
        archive_fixture_file(&world->archive,
                             "UPDATE recordings SET caller = nullif(?3, 0) WHERE agent = ?1 AND call = ?2"
                             " AND file = char(?4, ?5) || '.wav'",
                             values, 5);
    }
    run(world, "INSERT INTO changes(agent, first, last) VALUES(0, 0, 0)");
    tell(world);
}

/* Something of the archive is another one from now on, in one transaction. */
static void change(struct world *world)
{
    void (*const changes[])(struct world *) = {rename_first_agent, renumber_callers, delete_call};
    size_t which = pick(world, COUNT(changes) + 1);
    run(world, "BEGIN");
    if (which == COUNT(changes) || !world->count)
        add_rows(world, 30);
    else
        changes[which](world);
    run(world, "COMMIT");
    world->query.sorting.by = LIST_SORT_START; /* another query comes next */
}

static void pages_equal_a_plain_sort(void **state)
{
    (void)state;
    unsigned first, last;
    archive_fixture_seeds(40, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        static struct world world;
        print_message("# seed %u\n", seed);
        world_open(&world, seed);
        for (unsigned i = 0; i < 300; i++) {
            random_page(&world);
            if (i % 20 == 19)
                change(&world);
        }
        world_close(&world);
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
    static struct world world;
    const struct list_query query = {.sorting = {LIST_SORT_LENGTH, true}};
    enum { ROWS = 90000 };
    world_open(&world, 1);
    run(&world, "DELETE FROM recordings;"
                "WITH RECURSIVE id(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM id LIMIT 90000)"
                " INSERT INTO recordings(agent, call, file, started, ended) SELECT 1 + id % 3, id, 'f',"
                " id * 10000000, (id + id * 7919 % 1013) * 10000000 FROM id");
    tell(&world);
    assert_int_equal(walk(world.indexed, &query, 2001), ROWS);
    assert_int_equal(walk(world.archive.reader, &query, 30001), ROWS);
    run(&world, "UPDATE recordings SET started = NULL WHERE agent = 1 AND call < 1000; DELETE FROM recordings"
                " WHERE call > 9000 AND agent <> 2");
    tell(&world);
    assert_int_equal(walk(world.indexed, &(struct list_query){.agent = 2, .sorting = query.sorting}, 301),
                     ROWS / 3);
    world_close(&world);
}

/* Recordings of one call, more than a window holds. */
static void a_call_has_more_recordings_than_are_read_at_once(void **state)
{
    (void)state;
    static struct world world;
    struct failure failure;
    struct page_request request = {
        .query.sorting = {LIST_SORT_QUEUE, false}, .anchor = PAGE_LAST, .after = 3};
    world_open(&world, 1);
    run(&world, "DELETE FROM recordings;"
                "WITH RECURSIVE id(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM id LIMIT 5000)"
                " INSERT INTO recordings(agent, call, file, queue) SELECT 1, 7, 'f' || id, 1 FROM id;"
                "INSERT INTO recordings(agent, call, file, queue) VALUES(1, 8, 'a', 8), (1, 9, 'b', 6)");
    tell(&world);
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
    world_close(&world);
}

/* As before anything has come. */
static void nothing_can_be_sorted(void **state)
{
    (void)state;
    static struct world world;
    struct failure failure;
    world_open(&world, 1);
    run(&world, "DELETE FROM recordings; DELETE FROM callers; DELETE FROM queues; DELETE FROM agents");
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
    world_close(&world);
}

static int use_utf8(void **state)
{
    (void)state;
    return setlocale(LC_CTYPE, "C.UTF-8") == NULL ? -1 : 0;
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
