/* Searching in memory against searching the archive: two programs file, change and delete, another one notes and holds,
 * values get new numbers, the log is cut short, and whatever the index knows at the moment, the answers are the same.
 * TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/archive/database.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_traces.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/filter/filter_parse.h"
#include "model/query/reader.h"
#include "model/query/search_index.h"
#include "model/recording/agent.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "tests/unit/model/archive/archive_fixture.h"
#include "tests/unit/model/query/random_noted.h"
#include "tests/unit/model/query/search_words.h"
#include "tests/unit/use_utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <uv.h>

#include <cmocka.h>

enum { AGENTS = 3, WRITERS = 2, STEPS = 120, IDS = 60, LONG_HISTORY = 30000 };

struct world {
    struct archive_fixture archive;  /* its reader searches the archive itself */
    struct writer *writers[WRITERS]; /* of two programs */
    int64_t agents[AGENTS];
    struct search_index *index;
    struct reader *pages;
    struct reader *counts; /* it fills the index */
    struct random_noted noted;
    unsigned counted; /* pages whose number of matches came with them */
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

static void add_agents(struct world *world)
{
    struct failure failure;
    for (unsigned i = 0; i < AGENTS; i++) {
        char name[20], reference[20];
        struct agent_entry entry = {.name = name};
        snprintf(name, sizeof name, "Agent %u", i);
        snprintf(reference, sizeof reference, "id:%u", 100 + i);
        agent_reference_parse(&entry.reference, reference);
        must(writer_add_agent(world->writers[0], &entry, &world->agents[i], &failure), &failure);
    }
    must(writer_commit(world->writers[0], &failure), &failure);
}

static void world_open(struct world *world, unsigned seed)
{
    struct failure failure;
    char aside[512];
    *world = (struct world){.index = search_index_new()};
    archive_fixture_open(&world->archive, seed);
    const struct writer_options options = {world->archive.path, "http://127.0.0.1/mot/test", 0, NULL};
    for (int i = 0; i < WRITERS; i++) {
        world->writers[i] = writer_open(&options, aside, sizeof aside, &failure);
        must(world->writers[i] != NULL, &failure);
    }
    add_agents(world);
    random_noted_open(&world->noted, &world->archive);
    world->pages = reader_open(world->archive.path, &failure);
    must(world->pages != NULL, &failure);
    world->counts = reader_open(world->archive.path, &failure);
    must(world->counts != NULL, &failure);
    reader_use_index(world->pages, world->index, false);
    reader_use_index(world->counts, world->index, true);
}

static void world_close(struct world *world)
{
    for (int i = 0; i < WRITERS; i++)
        writer_close(&world->writers[i]);
    reader_close(&world->pages);
    reader_close(&world->counts);
    search_index_free(&world->index);
    reader_close(&world->archive.reader); /* it has the notes open, too */
    random_noted_close(&world->noted);
    archive_fixture_close(&world->archive);
}

/* One of those above, or one that may come only once. */
static const char *random_caller(struct world *world, char number[20])
{
    if (pick(world, 2))
        return callers[pick(world, COUNT(callers))];
    snprintf(number, 20, "\"83%u\"", pick(world, 300));
    return number;
}

static void take(struct world *world, struct writer *writer, struct response_ingest *answer, unsigned id)
{
    struct failure failure;
    char text[400], number[20], start[40] = "null";
    if (pick(world, 6))
        snprintf(start, sizeof start, "\"2020-01-01T00:00:%02uZ\"", pick(world, 60));
    else if (pick(world, 2))
        snprintf(start, sizeof start, "%s", odd_starts[pick(world, COUNT(odd_starts))]);
    unsigned file_number = pick(world, 2);
    const char *caller = random_caller(world, number);
    const char *name = names[pick(world, COUNT(names))];
    const char *queue = names[pick(world, COUNT(names))];
    unsigned ended = pick(world, 60);
    int length = snprintf(text, sizeof text,
                          "{\"QueueCallId\":%u,\"RecordingFileName\":\"f%u\",\"Caller\":%s,\"AgentName\":%s,"
                          "\"QueueName\":%s,\"ConversationStartedUtc\":%s,"
                          "\"ConversationEndedUtc\":\"2020-01-01T00:00:%02u.5Z\"}",
                          1000 + id, file_number, caller, name, queue, start, ended);
    must(writer_take(writer, answer, text, (size_t)length, &failure), &failure);
}

/* Files an answer: it may end properly, and then what it lacks is deleted; be cut; or be rolled back. */
static void file(struct world *world)
{
    struct failure failure;
    struct writer *writer = world->writers[pick(world, WRITERS)];
    const struct writer_question question = {.first = true,
                                             .accept_losses = true,
                                             .agent = world->agents[pick(world, AGENTS)],
                                             .from = 1000 + pick(world, IDS),
                                             .asked_at = timestamp_now()};
    struct response_ingest *answer = writer_begin(writer, &question);
    unsigned stop = pick(world, 3) ? IDS : pick(world, IDS);
    bool dense = pick(world, 2);
    for (unsigned id = (unsigned)(question.from - 1000) + 1; id < stop; id++) {
        if (pick(world, dense ? 2 : 8) == 0)
            take(world, writer, answer, id);
    }
    if (pick(world, 6)) {
        must(writer_end(writer, answer, pick(world, 3) != 0, &failure) && writer_commit(writer, &failure),
             &failure);
    } else {
        writer_rollback(writer);
    }
    response_ingest_free(&answer);
}

/* Values that nobody uses any more are removed, and their numbers are given anew. */
static void sweep(struct world *world)
{
    for (int i = 0; i < WRITERS; i++)
        writer_remove_traces(world->writers[i]);
}

/* What started in the first seconds is deleted, of one agent. */
static void purge(struct world *world)
{
    struct failure failure;
    struct writer *writer = world->writers[pick(world, WRITERS)];
    static const char limit[] = "2020-01-01T00:00:20Z";
    int64_t before = timestamp_parse(limit, strlen(limit));
    struct writer_purge purge = {.agent = world->agents[pick(world, AGENTS)], .before = before};
    while (!purge.done)
        must(writer_purge(writer, &purge, &failure), &failure);
    must(writer_commit(writer, &failure), &failure);
}

static void cut_log(struct world *world)
{
    archive_fixture_run(&world->archive,
                        "DELETE FROM changes WHERE change < (SELECT max(change) FROM changes)");
}

static void keep(struct world *world, unsigned steps)
{
    struct failure failure;
    bool more = true;
    for (unsigned i = 0; more && i < steps; i++)
        must(reader_keep_index(world->counts, &more, &failure), &failure);
}

static void assert_text(const char *text, const char *expected)
{
    assert_int_equal(text != NULL, expected != NULL);
    assert_string_equal(text ? text : "", expected ? expected : "");
}

static void assert_pages_equal(const struct page *page, const struct page *expected)
{
    assert_int_equal(page->count, expected->count);
    assert_int_equal(page->anchor, expected->anchor);
    assert_int_equal(page->anchor_found, expected->anchor_found);
    assert_int_equal(page->more_above, expected->more_above);
    assert_int_equal(page->more_below, expected->more_below);
    for (size_t i = 0; i < page->count; i++) {
        const struct listed_recording *row = &page->rows[i], *wanted = &expected->rows[i];
        assert_int_equal(row->agent, wanted->agent);
        assert_int_equal(row->gap_before, wanted->gap_before);
        assert_true(row->place == wanted->place);
        assert_int_equal(row->recording.queue_call_id, wanted->recording.queue_call_id);
        assert_text(row->recording.file_name, wanted->recording.file_name);
        assert_text(row->recording.caller, wanted->recording.caller);
    }
}

static void random_request(struct world *world, struct page_request *request)
{
    static const char *const only[] = {"anonymous", "112",         "+45 83 12 34 56", "nobody",
                                       "83123456",  "+4583123470", "TDC-INFO"};
    static char files[][3] = {"f0", "f1"};
    const int64_t new_year = INT64_C(15778368000000000); /* 2020-01-01T00:00:00Z */
    *request = (struct page_request){.anchor = (enum page_anchor)pick(world, 4)};
    request->query.agent = pick(world, 2) ? PAGE_ALL_AGENTS : world->agents[pick(world, AGENTS)];
    request->query.oldest_first = pick(world, 2);
    filter_parse(&request->query.filter, filters[pick(world, COUNT(filters))], timestamp_now(), true, NULL);
    if (!pick(world, 4))
        filter_take_caller(&request->query.filter, only[pick(world, COUNT(only))]);
    request->before = pick(world, 9);
    request->after = 1 + pick(world, 12);
    request->time = pick(world, 3) ? new_year + pick(world, 60) * TIMESTAMP_SECOND : timestamp_now();
    request->key = (struct recording_key){
        .agent = world->agents[pick(world, AGENTS)],
        .queue_call_id = 1000 + pick(world, IDS),
        .file_name = files[pick(world, 2)],
        .place = pick(world, 5)   ? new_year + pick(world, 60) * TIMESTAMP_SECOND
                 : pick(world, 2) ? INT64_MIN + pick(world, 2)
                                  : INT64_MAX,
    };
}

static struct page *read_page(struct reader *reader, const struct page_request *request)
{
    struct failure failure;
    struct page *page = reader_page(reader, request, &failure);
    must(page != NULL, &failure);
    if (!page)
        abort(); /* must has left the test; analyzers do not know */
    return page;
}

static struct list_summary *read_summary(struct reader *reader, const struct list_query *query)
{
    struct failure failure;
    struct list_summary *summary = reader_summary(reader, query, timestamp_now(), &failure);
    must(summary != NULL, &failure);
    if (!summary)
        abort(); /* must has left the test; analyzers do not know */
    return summary;
}

static void compare_summaries(struct world *world, const struct list_query *query, uint64_t calls)
{
    struct list_summary *expected = read_summary(world->archive.reader, query);
    struct list_summary *summary = read_summary(pick(world, 3) ? world->counts : world->pages, query);
    assert_int_equal(summary->calls, calls);
    assert_int_equal(expected->calls, calls);
    assert_int_equal(summary->undated, expected->undated);
    assert_int_equal(summary->first, expected->first);
    assert_int_equal(summary->last, expected->last);
    assert_int_equal(summary->measured, expected->measured);
    assert_int_equal(summary->half_seconds, expected->half_seconds);
    assert_int_equal(summary->median, expected->median);
    list_summary_free(&summary);
    list_summary_free(&expected);
}

static void ask(struct world *world)
{
    struct failure failure;
    struct page_request request;
    uint64_t count, expected_count;
    random_request(world, &request);
    struct page *expected = read_page(world->archive.reader, &request);
    struct reader *reader = pick(world, 3) ? world->pages : world->counts;
    struct page *page = read_page(reader, &request);
    assert_pages_equal(page, expected);
    assert_false(expected->counted);
    must(reader_count(world->archive.reader, &request.query, &expected_count, &failure), &failure);
    assert_int_equal(page->matches, page->counted ? expected_count : page->matches);
    world->counted += page->counted;
    page_free(&page);
    page_free(&expected);
    if (pick(world, 2))
        return;
    must(reader_count(world->counts, &request.query, &count, &failure), &failure);
    assert_int_equal(count, expected_count);
    compare_summaries(world, &request.query, expected_count);
}

static void step(struct world *world)
{
    unsigned dice = pick(world, 20);
    if (dice < 8)
        file(world);
    else if (dice < 12)
        keep(world, 1 + pick(world, 4));
    else if (dice == 12)
        sweep(world);
    else if (dice == 13)
        cut_log(world);
    else if (dice == 14)
        purge(world);
    else if (dice == 15)
        random_noted_change(&world->noted, 1000, IDS);
    for (unsigned i = pick(world, 4); i > 0; i--)
        ask(world);
}

static void answers_equal_those_of_the_archive(void **state)
{
    (void)state;
    unsigned first, last;
    archive_fixture_seeds(25, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        struct world world;
        print_message("# seed %u\n", seed);
        world_open(&world, seed);
        for (int i = 0; i < STEPS; i++)
            step(&world);
        keep(&world, 100);
        unsigned counted = world.counted;
        for (int i = 0; i < 30; i++)
            ask(&world);
        assert_true(world.counted > counted + 10); /* some filters ask for more than the index can tell */
        world_close(&world);
    }
}

/* A history that is filled in several steps, and changed meanwhile. */
static void a_half_filled_index_gives_the_same_answers(void **state)
{
    (void)state;
    struct world world;
    world_open(&world, 11);
    archive_fixture_run(&world.archive,
                        "BEGIN; INSERT INTO callers(number) VALUES('112'), ('+45 83 12 34 56'), ('83');"
                        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30000)"
                        "INSERT INTO recordings(agent, call, file, caller)"
                        " SELECT 1 + i % 2, 900 + i / 2, 'x' || i, 1 + (i % 401 > 0) + (i % 7 = 0) FROM n;"
                        "COMMIT");
    for (unsigned steps = 0; steps < 12; steps++) {
        for (int i = 0; i < 6; i++) {
            struct page_request request;
            random_request(&world, &request);
            struct page *expected = read_page(world.archive.reader, &request);
            struct page *page = read_page(world.pages, &request);
            assert_pages_equal(page, expected);
            page_free(&page);
            page_free(&expected);
        }
        if (steps % 4 == 3)
            file(&world);
        keep(&world, 1);
    }
    ask(&world);
    assert_true(search_index_rows(world.index) >= LONG_HISTORY / 2);
    assert_true(search_index_memory(world.index) > 0);
    world_close(&world);
}

struct search_thread {
    struct world *world;
    struct reader *reader;
    bool fills;
    atomic_bool *filed; /* all */
    unsigned seed;
    unsigned failures;
};

/* Searches while others file, and fills the index if that is its part. */
static void search(void *context)
{
    struct search_thread *thread = context;
    for (unsigned i = 0; !*thread->filed || i < 20; i++) {
        struct failure failure;
        bool more;
        struct page_request request = {.anchor = i % 3 ? PAGE_FIRST : PAGE_LAST, .before = 5, .after = 20};
        filter_parse(&request.query.filter, filters[(i + thread->seed) % COUNT(filters)], 0, false, NULL);
        struct page *page = reader_page(thread->reader, &request, &failure);
        thread->failures += page == NULL;
        page_free(&page);
        if (thread->fills)
            thread->failures += !reader_keep_index(thread->reader, &more, &failure);
    }
}

static void threads_share_an_index_while_recordings_are_filed(void **state)
{
    (void)state;
    struct world world;
    atomic_bool filed = false;
    world_open(&world, 21);
    struct search_thread threads[] = {{&world, world.pages, false, &filed, 1, 0},
                                      {&world, world.counts, true, &filed, 2, 0}};
    uv_thread_t ids[COUNT(threads)];
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(uv_thread_create(&ids[i], search, &threads[i]), 0);
    for (int i = 0; i < 150; i++)
        file(&world);
    filed = true;
    for (size_t i = 0; i < COUNT(threads); i++) {
        uv_thread_join(&ids[i]);
        assert_int_equal(threads[i].failures, 0);
    }
    for (int i = 0; i < 40; i++)
        ask(&world);
    world_close(&world);
}

static void an_interrupted_step_is_made_again(void **state)
{
    (void)state;
    struct failure failure;
    struct world world;
    bool more;
    uint64_t count;
    struct list_query query = {0};
    filter_parse(&query.filter, "8", 0, true, NULL);
    world_open(&world, 4);
    for (int i = 0; i < 10; i++)
        file(&world);
    reader_interrupt(world.counts);
    assert_false(reader_count(world.counts, &query, &count, &failure));
    assert_int_equal(failure.kind, FAILURE_CANCELLED);
    reader_keep_index(world.counts, &more, &failure);
    reader_allow(world.counts);
    for (int i = 0; i < 40; i++)
        ask(&world);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_equal_those_of_the_archive),
        cmocka_unit_test(a_half_filled_index_gives_the_same_answers),
        cmocka_unit_test(threads_share_an_index_while_recordings_are_filed),
        cmocka_unit_test(an_interrupted_step_is_made_again),
    };
    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
