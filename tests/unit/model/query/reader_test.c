/* The reader against a plain scan: random archives, pages in every order, around every kind of anchor and
 * with filters and of one caller, counts, callers. TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/filter/filter_parse.h"
#include "model/query/reader.h"

#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"
#include "tests/unit/use_utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define MOST_ROWS 160
#define AGENTS 6
#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The small tables; the interned key is the index, 0 is "none". */
static const char *const callers[] = {NULL, "+49 89 1234", "0049301234", "anonymous", "1005", ""};
static const char *const caller_digits[] = {NULL, "49891234", "0049301234", "", "1005", ""};
static const char *const wanted[] = {"+49 89 1234", "1005", "1234",
                                     "ANONYMOUS"}; /* the last two are none's */
static const char *const people[] = {NULL, "Ida Holm", "Per Lund", NULL};
static const char *const queues[] = {NULL, "Sales", "Support Holm", ""};
static const char *const roster[AGENTS] = {"Ida Holm", "Ole Sales", NULL, "", "Per Lund", "Zoe"};

static const struct expected_filter {
    const char *text;
    const char *digits;
    const char *words[2];
} filters[] = {
    {"", NULL, {NULL, NULL}},           {"1234", "1234", {NULL, NULL}},
    {"+49 (89)", "4989", {NULL, NULL}}, {"HOLM", NULL, {"holm", NULL}},
    {"sales", NULL, {"sales", NULL}},   {"ida supp 0", "0", {"ida", "supp"}},
    {"nobody", NULL, {"nobody", NULL}}, {"zoe 777", "777", {"zoe", NULL}},
};

struct row {
    int64_t agent;
    int64_t call;
    char file[48]; /* "" for none */
    int64_t started;
    size_t caller;
    size_t person;
    size_t queue;
};

struct world {
    struct archive_fixture archive;
    struct row rows[MOST_ROWS];
    size_t count;
    const struct row *list[MOST_ROWS]; /* what a query should give */
    size_t list_count;
};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

/* Texts come first, then an absent name, then GUIDs. */
static int file_rank(const char *file)
{
    return !*file ? 1 : strstr(file, ".mp3") ? 2 : 0;
}

static int compare_rows(const struct row *a, const struct row *b)
{
    if (a->started != b->started)
        return a->started < b->started ? -1 : 1;
    if (a->call != b->call)
        return a->call < b->call ? -1 : 1;
    if (a->agent != b->agent)
        return a->agent < b->agent ? -1 : 1;
    int rank = file_rank(a->file) - file_rank(b->file);
    return rank ? rank : strcmp(a->file, b->file);
}

/* The same recording, which may have got another start. */
static bool is_same(const struct row *a, const struct row *b)
{
    return a->call == b->call && a->agent == b->agent && strcmp(a->file, b->file) == 0;
}

static int compare_up(const void *left, const void *right)
{
    return compare_rows(*(const struct row *const *)left, *(const struct row *const *)right);
}

static int compare_down(const void *left, const void *right)
{
    return compare_up(right, left);
}

static void random_key(struct world *world, struct row *row)
{
    row->agent = 1 + pick(world, AGENTS);
    row->started = pick(world, 4) ? (int64_t)pick(world, 5) : TIMESTAMP_NONE;
    row->call = pick(world, 12) ? 100 + pick(world, 25) : INT64_MIN;
    unsigned form = pick(world, 5);
    unsigned name = pick(world, 8);
    row->file[0] = '\0';
    if (form > 2)
        snprintf(row->file, sizeof row->file, "%cecording %u.wav", name % 2 ? 'R' : 'r', name);
    else if (form)
        snprintf(row->file, sizeof row->file, "%s-89ab-4cde-8f01-23456789ab%02x.mp3",
                 name ? "0f234567" : "ffffffff", name);
}

static void run(struct world *world, const char *sql)
{
    archive_fixture_run(&world->archive, sql);
}

static void add_rows(struct world *world, size_t count)
{
    struct failure failure;
    sqlite3_stmt *insert = database_prepare(
        world->archive.writer,
        "INSERT OR IGNORE INTO recordings(agent, call, file, started, caller, person, queue, kind)"
        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, 1)",
        &failure);
    must(insert != NULL, &failure);
    for (size_t i = 0; i < count && world->count < MOST_ROWS; i++) {
        struct row *row = &world->rows[world->count];
        struct file_key file;
        random_key(world, row);
        row->caller = pick(world, COUNT(callers));
        row->person = pick(world, COUNT(people));
        row->queue = pick(world, COUNT(queues));
        file_key_make(&file, *row->file ? row->file : NULL);
        sqlite3_bind_int64(insert, 1, row->agent);
        sqlite3_bind_int64(insert, 2, row->call);
        file_key_bind(insert, 3, &file);
        database_bind_integer(insert, 4, row->started, TIMESTAMP_NONE);
        database_bind_integer(insert, 5, (int64_t)row->caller, 0);
        database_bind_integer(insert, 6, (int64_t)row->person, 0);
        database_bind_integer(insert, 7, (int64_t)row->queue, 0);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
        world->count += (size_t)sqlite3_changes(world->archive.writer);
    }
    sqlite3_finalize(insert);
    run(world,
        "UPDATE agents SET recordings = (SELECT count(*) FROM recordings r WHERE r.agent=agents.agent)");
}

static void add_names(struct world *world, const char *sql, const char *const *names, size_t first,
                      size_t count)
{
    struct failure failure;
    sqlite3_stmt *insert = database_prepare(world->archive.writer, sql, &failure);
    must(insert != NULL, &failure);
    for (size_t i = first; i < count; i++) {
        sqlite3_bind_int64(insert, 1, (int64_t)i);
        database_bind_text(insert, 2, names[i]);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
    }
    sqlite3_finalize(insert);
}

static void world_open(struct world *world, unsigned seed)
{
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, seed);
    run(world, "BEGIN; INSERT INTO kinds VALUES(1, 'Inbound', NULL)");
    add_names(world, "INSERT INTO callers VALUES(?1, ?2)", callers, 1, COUNT(callers));
    add_names(world, "INSERT INTO people VALUES(?1, 500 + ?1, ?2)", people, 1, COUNT(people));
    add_names(world, "INSERT INTO queues VALUES(?1, 700 + ?1, ?2)", queues, 1, COUNT(queues));
    add_names(world, "INSERT INTO agents(agent, reference, name) VALUES(?1 + 1, 'id:' || ?1, ?2)", roster, 0,
              AGENTS);
    add_rows(world, pick(world, MOST_ROWS));
    run(world, "COMMIT");
}

static void world_close(struct world *world)
{
    archive_fixture_close(&world->archive);
}

static bool has_word(const char *name, const char *word)
{
    return name && strcasestr(name, word);
}

static bool row_expected(const struct row *row, const struct list_query *query,
                         const struct expected_filter *filter)
{
    if (query->agent != PAGE_ALL_AGENTS && query->agent != row->agent)
        return false;
    const char *caller = callers[row->caller];
    if (query->filter.caller[0] && (!caller || strcmp(caller, query->filter.caller) != 0))
        return false;
    if (filter->digits && (!row->caller || !strstr(caller_digits[row->caller], filter->digits)))
        return false;
    for (size_t i = 0; i < COUNT(filter->words) && filter->words[i]; i++) {
        const char *word = filter->words[i];
        if (!has_word(people[row->person], word) && !has_word(queues[row->queue], word) &&
            !has_word(roster[row->agent - 1], word))
            return false;
    }
    return true;
}

static void expect_list(struct world *world, const struct list_query *query,
                        const struct expected_filter *filter)
{
    world->list_count = 0;
    for (size_t i = 0; i < world->count; i++) {
        if (row_expected(&world->rows[i], query, filter))
            world->list[world->list_count++] = &world->rows[i];
    }
    qsort(world->list, world->list_count, sizeof *world->list,
          query->oldest_first ? compare_up : compare_down);
}

static void assert_text(const char *text, const char *expected)
{
    assert_int_equal(text != NULL, expected != NULL);
    if (text)
        assert_string_equal(text, expected);
}

static void assert_row(const struct listed_recording *listed, const struct row *row)
{
    const struct recording *recording = &listed->recording;
    assert_int_equal(listed->agent, row->agent);
    assert_true(recording->queue_call_id == row->call);
    assert_text(recording->file_name, *row->file ? row->file : NULL);
    assert_true(recording->started == row->started && recording->ended == TIMESTAMP_NONE);
    assert_text(recording->caller, callers[row->caller]);
    assert_text(recording->agent_name, people[row->person]);
    assert_text(recording->queue_name, queues[row->queue]);
    assert_text(recording->type, "Inbound");
    assert_text(recording->culture, NULL);
    assert_true(recording->agent_id == (row->person ? 500 + (int64_t)row->person : RECORDING_NO_NUMBER));
    assert_true(recording->queue_id == (row->queue ? 700 + (int64_t)row->queue : RECORDING_NO_NUMBER));
}

/* How many rows of the list stand before the key. */
static size_t place_of(const struct world *world, const struct row *key, bool oldest_first)
{
    size_t place = 0;
    while (place < world->list_count) {
        int order = compare_rows(world->list[place], key);
        if (oldest_first ? order >= 0 : order <= 0)
            break;
        place++;
    }
    return place;
}

static void assert_page(struct world *world, const struct page_request *request, const struct row *key)
{
    struct failure failure;
    size_t all = (size_t)request->before + request->after;
    size_t place = place_of(world, key, request->query.oldest_first);
    size_t start = place > request->before ? place - request->before : 0;
    size_t end = place + request->after;
    if (request->anchor == PAGE_FIRST) {
        start = 0;
        end = all;
    } else if (request->anchor == PAGE_LAST) {
        start = world->list_count > all ? world->list_count - all : 0;
        end = world->list_count;
    }
    end = end < world->list_count ? end : world->list_count;
    struct page *page = reader_page(world->archive.reader, request, &failure);
    must(page != NULL, &failure);
    assert_int_equal(page->count, end - start);
    for (size_t i = 0; i < page->count; i++)
        assert_row(&page->rows[i], world->list[start + i]);
    assert_int_equal(page->more_above, start > 0);
    assert_int_equal(page->more_below, end < world->list_count);
    assert_true(page->anchor <= page->count);
    if (request->anchor == PAGE_AT) {
        assert_int_equal(page->anchor, place - start);
        assert_int_equal(page->anchor_found, place < end && is_same(world->list[place], key));
    }
    page_free(&page);
}

static void random_page(struct world *world)
{
    struct failure failure;
    const struct expected_filter *filter = &filters[pick(world, COUNT(filters))];
    struct page_request request = {.anchor = (enum page_anchor)pick(world, 3)};
    request.query.agent = pick(world, 2) ? PAGE_ALL_AGENTS : 1 + pick(world, AGENTS);
    request.query.oldest_first = pick(world, 2);
    filter_parse(&request.query.filter, filter->text, 0, true, NULL);
    if (pick(world, 4) == 0)
        filter_take_caller(&request.query.filter, wanted[pick(world, COUNT(wanted))]);
    request.before = pick(world, 3) ? pick(world, 9) : 0;
    request.after = pick(world, 4) ? 1 + pick(world, 9) : pick(world, 200);
    struct row key;
    random_key(world, &key); /* one that is there, as often as not */
    if (world->count && pick(world, 2))
        key = world->rows[pick(world, (unsigned)world->count)];
    request.key = (struct recording_key){.agent = key.agent,
                                         .queue_call_id = key.call,
                                         .file_name = *key.file ? key.file : NULL,
                                         .place = key.started};
    expect_list(world, &request.query, filter);
    request.keeps_place = true; /* another one of that name may stand elsewhere */
    assert_page(world, &request, &key);
    uint64_t count;
    must(reader_count(world->archive.reader, &request.query, &count, &failure), &failure);
    assert_int_equal(count, world->list_count);
}

static void assert_callers(struct world *world)
{
    struct failure failure;
    for (size_t caller = 1; caller < COUNT(callers); caller++) {
        struct caller_summary expected = {0, TIMESTAMP_NONE};
        if (callers[caller][0] == '\0')
            continue;
        for (size_t i = 0; i < world->count; i++) {
            const struct row *row = &world->rows[i];
            expected.calls += row->caller == caller;
            if (row->caller == caller && row->started > expected.newest)
                expected.newest = row->started;
        }
        struct caller_summary summary;
        must(reader_caller(world->archive.reader, callers[caller], &summary, &failure), &failure);
        assert_int_equal(summary.calls, expected.calls);
        assert_true(summary.newest == expected.newest);
    }
}

static void pages_equal_a_plain_scan(void **state)
{
    (void)state;
    unsigned first, last;
    archive_fixture_seeds(40, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        struct world world;
        print_message("# seed %u\n", seed);
        world_open(&world, seed);
        for (unsigned i = 0; i < 150; i++) {
            random_page(&world);
            if (i % 50 == 49)
                add_rows(&world, 20); /* the reader sees what is filed between two reads */
        }
        assert_callers(&world);
        world_close(&world);
    }
}

/* Who has it selected finds it where it stands by now; who goes through the list goes on where he was. */
static void a_start_that_was_corrected_takes_its_page_along(void **state)
{
    (void)state;
    struct failure failure;
    struct world world = {0};
    char file[] = "f";
    struct page_request request = {.anchor = PAGE_AT, .before = 2, .after = 2};
    request.key = (struct recording_key){.agent = 1, .queue_call_id = 5, .file_name = file, .place = 5};
    archive_fixture_open(&world.archive, 1);
    run(&world, "INSERT INTO agents(agent, reference) VALUES(1, 'id:1');"
                "WITH RECURSIVE id(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM id LIMIT 90)"
                " INSERT INTO recordings(agent, call, file, started) SELECT 1, id, 'f', id FROM id;"
                "UPDATE recordings SET started = 70 WHERE call = 5");
    for (int keeps = 0; keeps < 2; keeps++) {
        request.keeps_place = keeps;
        struct page *page = reader_page(world.archive.reader, &request, &failure);
        must(page != NULL, &failure);
        assert_int_equal(page->anchor_found, !keeps);
        assert_int_equal(page->rows[page->anchor].recording.queue_call_id, keeps ? 4 : 5);
        assert_int_equal(page->rows[0].recording.queue_call_id, keeps ? 7 : 71);
        page_free(&page);
    }
    world_close(&world);
}

static void a_filter_sees_names_filed_later(void **state)
{
    (void)state;
    struct failure failure;
    struct world world;
    uint64_t count;
    struct list_query query = {0};
    filter_parse(&query.filter, "vera", 0, true, NULL);
    world_open(&world, 3);
    must(reader_count(world.archive.reader, &query, &count, &failure), &failure);
    assert_int_equal(count, 0);
    run(&world, "INSERT INTO people VALUES(900, 1, 'Vera');"
                "INSERT INTO recordings(agent, call, file, person) VALUES(1, 9000, 'v', 900)");
    must(reader_count(world.archive.reader, &query, &count, &failure), &failure);
    assert_int_equal(count, 1);
    world_close(&world);
}

static void an_interrupted_read_is_cancelled(void **state)
{
    (void)state;
    struct failure failure;
    struct world world;
    uint64_t count;
    struct page_request request = {.after = 5};
    filter_parse(&request.query.filter, "holm", 0, true, NULL);
    world_open(&world, 5);
    reader_interrupt(world.archive.reader);
    assert_null(reader_page(world.archive.reader, &request, &failure));
    assert_int_equal(failure.kind, FAILURE_CANCELLED);
    assert_false(reader_count(world.archive.reader, &request.query, &count, &failure));
    assert_int_equal(failure.kind, FAILURE_CANCELLED);
    const struct list_query everything = {0};
    assert_false(reader_count(world.archive.reader, &everything, &count, &failure));
    assert_int_equal(failure.kind, FAILURE_CANCELLED);
    reader_allow(world.archive.reader);
    must(reader_count(world.archive.reader, &request.query, &count, &failure), &failure);
    world_close(&world);
}

static void values_that_cannot_be_read_fail_the_page(void **state)
{
    (void)state;
    static const char *const tables[] = {"callers", "people", "queues", "kinds"};
    const struct page_request request = {.after = 100};
    struct failure failure;
    struct world world;
    char sql[80];
    world_open(&world, 5);
    for (size_t i = 0; i < COUNT(tables); i++) {
        snprintf(sql, sizeof sql, "ALTER TABLE %s RENAME TO away", tables[i]);
        run(&world, sql);
        assert_null(reader_page(world.archive.reader, &request, &failure));
        assert_int_equal(failure.kind, FAILURE_DISK);
        snprintf(sql, sizeof sql, "ALTER TABLE away RENAME TO %s", tables[i]);
        run(&world, sql);
        struct page *page = reader_page(world.archive.reader, &request, &failure);
        must(page != NULL, &failure);
        page_free(&page);
    }
    world_close(&world);
}

/* As damage may leave it: the others are there. */
static void a_caller_that_is_missing_is_none(void **state)
{
    (void)state;
    const struct page_request request = {.after = 100};
    struct failure failure;
    struct world world;
    size_t missing = 0;
    world_open(&world, 5);
    struct page *before = reader_page(world.archive.reader, &request, &failure);
    must(before != NULL, &failure);
    run(&world, "DELETE FROM callers WHERE caller = 1");
    struct page *page = reader_page(world.archive.reader, &request, &failure);
    must(page != NULL, &failure);
    assert_int_equal(page->count, before->count);
    for (size_t i = 0; i < page->count; i++) {
        const char *caller = before->rows[i].recording.caller;
        bool is_missing = caller && strcmp(caller, callers[1]) == 0;
        missing += is_missing;
        if (caller && !is_missing)
            assert_string_equal(page->rows[i].recording.caller, caller);
        else
            assert_null(page->rows[i].recording.caller);
    }
    assert_true(missing > 0 && missing < page->count);
    page_free(&page);
    page_free(&before);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_equal_a_plain_scan),
        cmocka_unit_test(a_start_that_was_corrected_takes_its_page_along),
        cmocka_unit_test(a_filter_sees_names_filed_later),
        cmocka_unit_test(an_interrupted_read_is_cancelled),
        cmocka_unit_test(values_that_cannot_be_read_fail_the_page),
        cmocka_unit_test(a_caller_that_is_missing_is_none),
    };
    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
