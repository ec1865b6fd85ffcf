/* Random filters over random archives: the reader gives and counts what filter_matches picks out of all rows.
 * TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/archive/database.h"
#include "model/filter/filter_parse.h"
#include "model/query/reader.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"
#include "tests/unit/model/filter/filter_matching.h"
#include "tests/unit/use_utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define ROWS 120
#define DAY (86400 * TIMESTAMP_SECOND)
#define NOW (INT64_C(19847) * DAY) /* 2024-05-04 */

/* The small tables; the interned number is the index, 0 is "none". */
static const char *const callers[] = {NULL,
                                      "+4583123456",
                                      "004583120012",
                                      "83123456",
                                      "+44 (0)20 7946 0123",
                                      "(020) 7946-0123",
                                      "Anonymous",
                                      "",
                                      "5663",
                                      "sip:+4512345678@pbx",
                                      "00",
                                      "\xd0\x96 7",
                                      "+1 (800) FLOWERS",
                                      "sip:83123470@10.0.0.7:5060;user=phone",
                                      "TDC-INFO",
                                      "\"Ida Holm\" <sip:+4583120012@pbx>"};
static const char *const people[] = {NULL, "Ida Holm", "S\xc3\xb8ren \xc3\x85kj\xc3\xa6r", NULL, ""};
static const char *const queues[] = {NULL, "Sales - North", "K\xc3\xb8 2", "", "\xe6\x94\xaf\xe6\x8f\xb4"};
static const char *const kinds[] = {NULL, "QueueCall", "CallbackCall", "",
                                    "\xc3\x85"
                                    "ben"};
static const char *const files[] = {"f", "F1.mp3", "g1.wav"};
static const char *const roster[] = {"Ida Holm", "\xc3\x98rsted", NULL};

static const char *const pieces[] = {"8312",
                                     "5060",
                                     "tdc",
                                     "-anon",
                                     "flowers",
                                     "queue:2",
                                     "agent:3",
                                     "+45",
                                     "0045 83",
                                     "020 7946",
                                     "0012",
                                     "00",
                                     "0",
                                     "(0)20",
                                     "5663",
                                     "7",
                                     "holm",
                                     "IDA",
                                     "\xc3\x85KJ",
                                     "s\xc3\xb8",
                                     "\"ida holm\"",
                                     "- ",
                                     "sales",
                                     "k\xc3\xb8",
                                     "\xe6\x94\xaf",
                                     "agent:holm",
                                     "agent:501",
                                     "agent:502",
                                     "agent:77",
                                     "agent:\xc3\xb8",
                                     "queue:702",
                                     "queue:n",
                                     "after:-3d",
                                     "before:-2d",
                                     "on:yesterday",
                                     "on:today",
                                     "longer:0",
                                     "longer:1:00",
                                     "shorter:90",
                                     "shorter:1h",
                                     "type:queue",
                                     "type:c",
                                     "caller:none",
                                     "caller:anon",
                                     "caller:+",
                                     "caller:83",
                                     "type:\xc3\xa5",
                                     "foo:x",
                                     "after:zz",
                                     "before:",
                                     "\"",
                                     "-queue:",
                                     "agent:holm,501",
                                     "agent:77,501",
                                     "queue:sales,k\xc3\xb8",
                                     "type:queue,back",
                                     "soeren",
                                     "orsted",
                                     "akjar",
                                     "call:7",
                                     "call:7,8,119",
                                     "file:f",
                                     "file:1",
                                     "weekday:fri",
                                     "weekday:thu-sat",
                                     "hour:8-14",
                                     "hour:22-3",
                                     "longer:1h1m"};

struct row {
    struct recording recording;
    int64_t agent;
    size_t caller, person, queue, kind;
};

struct world {
    struct archive_fixture archive;
    struct row rows[ROWS];
};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

static void add_texts(struct world *world, const char *sql, const char *const *texts, size_t first,
                      size_t count)
{
    struct failure failure;
    sqlite3_stmt *insert = database_prepare(world->archive.writer, sql, &failure);
    must(insert != NULL, &failure);
    for (size_t i = first; i < count; i++) {
        sqlite3_bind_int64(insert, 1, (int64_t)i);
        database_bind_text(insert, 2, texts[i]);
        must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
    }
    sqlite3_finalize(insert);
}

static void make_row(struct world *world, struct row *row, int64_t call)
{
    row->agent = 1 + pick(world, COUNT(roster));
    row->caller = pick(world, COUNT(callers));
    row->person = pick(world, COUNT(people));
    row->queue = pick(world, COUNT(queues));
    row->kind = pick(world, COUNT(kinds));
    row->recording = (struct recording){
        .queue_call_id = call,
        .file_name = files[(size_t)call % COUNT(files)],
        .started = pick(world, 6) ? NOW - pick(world, 5 * 24) * (DAY / 24) : TIMESTAMP_NONE,
        .ended = TIMESTAMP_NONE,
        .caller = callers[row->caller],
        .agent_name = people[row->person],
        .agent_id = row->person ? 500 + (int64_t)row->person : RECORDING_NO_NUMBER,
        .queue_name = queues[row->queue],
        .queue_id = row->queue ? 700 + (int64_t)row->queue : RECORDING_NO_NUMBER,
        .type = kinds[row->kind],
    };
    if (row->recording.started != TIMESTAMP_NONE && pick(world, 6))
        row->recording.ended =
            row->recording.started + ((int64_t)pick(world, 260) - 10) * (TIMESTAMP_SECOND / 2);
}

static void file_row(struct world *world, sqlite3_stmt *insert, const struct row *row, int64_t call)
{
    struct failure failure;
    sqlite3_bind_int64(insert, 1, row->agent);
    sqlite3_bind_int64(insert, 2, call);
    database_bind_integer(insert, 3, row->recording.started, TIMESTAMP_NONE);
    database_bind_integer(insert, 4, row->recording.ended, TIMESTAMP_NONE);
    database_bind_integer(insert, 5, (int64_t)row->caller, 0);
    database_bind_integer(insert, 6, (int64_t)row->person, 0);
    database_bind_integer(insert, 7, (int64_t)row->queue, 0);
    database_bind_integer(insert, 8, (int64_t)row->kind, 0);
    database_bind_text(insert, 9, row->recording.file_name);
    must(database_run(world->archive.writer, insert, "fill", &failure), &failure);
}

static void world_open(struct world *world, unsigned seed)
{
    struct failure failure;
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, seed);
    archive_fixture_run(&world->archive, "BEGIN");
    add_texts(world, "INSERT INTO callers VALUES(?1, ?2)", callers, 1, COUNT(callers));
    add_texts(world, "INSERT INTO people VALUES(?1, 500 + ?1, ?2)", people, 1, COUNT(people));
    add_texts(world, "INSERT INTO queues VALUES(?1, 700 + ?1, ?2)", queues, 1, COUNT(queues));
    add_texts(world, "INSERT INTO kinds VALUES(?1, ?2, 'da')", kinds, 1, COUNT(kinds));
    add_texts(world, "INSERT INTO agents(agent, name, reference) VALUES(?1 + 1, ?2, ?1 || 'x')", roster, 0,
              COUNT(roster));
    archive_fixture_run(&world->archive, "UPDATE agents SET reference = 'id:501' WHERE agent = 1;"
                                         "UPDATE agents SET reference = 'id:77x' WHERE agent = 3");
    sqlite3_stmt *insert =
        database_prepare(world->archive.writer,
                         "INSERT INTO recordings(agent, call, file, started, ended, caller, person, queue,"
                         " kind) VALUES(?1, ?2, ?9, ?3, ?4, ?5, ?6, ?7, ?8)",
                         &failure);
    must(insert != NULL, &failure);
    for (size_t i = 0; i < ROWS; i++) {
        make_row(world, &world->rows[i], 1 + (int64_t)i);
        file_row(world, insert, &world->rows[i], 1 + (int64_t)i);
    }
    sqlite3_finalize(insert);
    archive_fixture_run(&world->archive,
                        "UPDATE agents SET recordings ="
                        " (SELECT count(*) FROM recordings r WHERE r.agent = agents.agent); COMMIT");
}

static void make_query(struct world *world, struct list_query *query)
{
    char text[FILTER_SIZE] = "";
    memset(query, 0, sizeof *query);
    for (unsigned count = pick(world, 4); count > 0; count--) {
        size_t used = strlen(text);
        const char *space = used && pick(world, 12) ? " " : "";
        const char *sign = pick(world, 4) ? "" : pick(world, 2) ? "-" : "!";
        const char *piece = pieces[pick(world, COUNT(pieces))];
        snprintf(text + used, sizeof text - used, "%s%s%s", space, sign, piece);
    }
    query->agent = pick(world, 3) ? PAGE_ALL_AGENTS : 1 + pick(world, COUNT(roster));
    int64_t now = NOW + pick(world, 2) * DAY;
    filter_parse(&query->filter, text, now, pick(world, 2), NULL);
    query->oldest_first = true;
}

static bool is_expected(const struct row *row, const struct list_query *query)
{
    return (query->agent == PAGE_ALL_AGENTS || query->agent == row->agent) &&
           filter_matches(&query->filter, &row->recording, roster[row->agent - 1],
                          row->agent == 1 ? 501 : RECORDING_NO_NUMBER);
}

static void assert_same(struct world *world, const struct list_query *query)
{
    struct failure failure;
    uint64_t count;
    size_t listed = 0;
    const struct page_request request = {.query = *query, .anchor = PAGE_FIRST, .after = ROWS};
    struct page *page = reader_page(world->archive.reader, &request, &failure);
    if (page == NULL) {
        fail_msg("%s", failure.what);
        return;
    }
    bool is_row[ROWS + 1] = {false};
    for (size_t i = 0; i < page->count; i++)
        is_row[page->rows[i].recording.queue_call_id] = true;
    for (size_t i = 0; i < ROWS; i++) {
        bool expected = is_expected(&world->rows[i], query), is_listed = is_row[i + 1];
        if (expected != is_listed)
            fail_msg("\"%s\", call %zu", query->filter.text, i + 1);
        listed += is_listed;
    }
    assert_int_equal(listed, page->count);
    page_free(&page);
    must(reader_count(world->archive.reader, query, &count, &failure), &failure);
    assert_int_equal(count, listed);
}

static void the_reader_finds_what_a_scan_finds(void **state)
{
    (void)state;
    unsigned first, last;
    archive_fixture_seeds(20, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        struct world world;
        struct list_query query;
        print_message("# seed %u\n", seed);
        world_open(&world, seed);
        for (unsigned i = 0; i < 200; i++) {
            make_query(&world, &query);
            assert_same(&world, &query);
        }
        archive_fixture_close(&world.archive);
    }
}

static void dates_follow_the_query(void **state)
{
    (void)state;
    struct world world;
    struct list_query query = {.oldest_first = true};
    world_open(&world, 4);
    for (int day = 0; day < 6; day++) {
        /* the same text, another day */
        filter_parse(&query.filter, "on:today", NOW - day * DAY + DAY / 2, true, NULL);
        assert_same(&world, &query);
    }
    archive_fixture_close(&world.archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reader_finds_what_a_scan_finds),
        cmocka_unit_test(dates_follow_the_query),
    };
    return cmocka_run_group_tests_name("reader_filter", tests, use_utf8, NULL);
}
