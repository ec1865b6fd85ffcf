/* A caller's story is the same however the number is written, as many calls as the filter finds, and within a
 * call what began first comes first. */
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/filter/filter_parse.h"
#include "model/query/search_index.h"
#include "model/recording/agent.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "tests/unit/model/archive/archive_fixture.h"
#include "tui/words/caller_history.h"

#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char *const forms[] = {"+4583123456", "004583123456", "83 12 34 56", "83123456"};
static const char *const others[] = {"+4683123456", "+4583123457", "anonymous", "sip:lp1@host7", "5663", "",
                                     "00"};

struct world {
    struct archive_fixture archive;
    struct writer *writer;
    struct search_index *index;
    struct reader *reader;
};

/* Two recordings of one call, the later one with the lesser file name: of another agent with a greater or
 * lesser number, or of the same. */
static const struct {
    unsigned call, agent;
    const char *file, *start;
} parts[] = {{2001, 0, "b", "10:00"}, {2001, 1, "a", "10:30"}, {2002, 1, "b", "11:00"},
             {2002, 0, "a", "11:30"}, {2003, 0, "b", "12:00"}, {2003, 0, "a", "12:30"}};

static void file_parts(struct world *world, struct response_ingest *answer, unsigned agent)
{
    struct failure failure;
    for (size_t i = 0; i < COUNT(parts); i++) {
        char text[200];
        int length = snprintf(text, sizeof text,
                              "{\"QueueCallId\":%u,\"RecordingFileName\":\"%s\",\"Caller\":\"20304050\","
                              "\"ConversationStartedUtc\":\"2020-01-02T00:%sZ\"}",
                              parts[i].call, parts[i].file, parts[i].start);
        if (parts[i].agent == agent)
            must(writer_take(world->writer, answer, text, (size_t)length, &failure), &failure);
    }
}

/* A call of each form and each other caller, of two agents in turn. */
static void file(struct world *world)
{
    struct failure failure;
    const struct writer_question question = {
        .first = true, .agent = 0, .from = 0, .asked_at = timestamp_now()};
    for (unsigned agent = 0; agent < 2; agent++) {
        char name[] = "Ida";
        struct agent_entry entry = {.name = name};
        struct writer_question asked = question;
        agent_reference_parse(&entry.reference, agent ? "id:102" : "id:101");
        must(writer_add_agent(world->writer, &entry, &asked.agent, &failure), &failure);
        struct response_ingest *answer = writer_begin(world->writer, &asked);
        for (unsigned i = agent; i < COUNT(forms) + COUNT(others); i += 2) {
            char text[200];
            int length = snprintf(text, sizeof text,
                                  "{\"QueueCallId\":%u,\"RecordingFileName\":\"f\",\"Caller\":\"%s\","
                                  "\"ConversationStartedUtc\":\"2020-01-01T00:00:%02uZ\"}",
                                  1000 + i, i < COUNT(forms) ? forms[i] : others[i - COUNT(forms)], i);
            must(writer_take(world->writer, answer, text, (size_t)length, &failure), &failure);
        }
        file_parts(world, answer, agent);
        must(writer_end(world->writer, answer, true, &failure) && writer_commit(world->writer, &failure),
             &failure);
        response_ingest_free(&answer);
    }
}

static void world_open(struct world *world)
{
    struct failure failure;
    char aside[512];
    archive_fixture_open(&world->archive, 1);
    const struct writer_options options = {world->archive.path, "http://127.0.0.1/mot/test", 0, NULL};
    world->writer = writer_open(&options, aside, sizeof aside, &failure);
    must(world->writer != NULL, &failure);
    file(world);
    world->index = search_index_new();
    world->reader = reader_open(world->archive.path, &failure);
    must(world->reader != NULL, &failure);
}

static void world_close(struct world *world)
{
    reader_close(&world->reader);
    search_index_free(&world->index);
    writer_close(&world->writer);
    archive_fixture_close(&world->archive);
}

static uint64_t calls_of(struct world *world, const char *caller)
{
    struct failure failure;
    struct caller_summary summary;
    struct page_request request = {.anchor = PAGE_FIRST, .after = 20};
    must(reader_caller(world->reader, caller, &summary, &failure), &failure);
    filter_take_caller(&request.query.filter, caller);
    struct page *page = reader_page(world->reader, &request, &failure);
    must(page != NULL, &failure);
    assert_int_equal(page->count, summary.calls); /* the details and the story say the same */
    page_free(&page);
    return summary.calls;
}

static uint64_t found_by(struct world *world, const char *filter)
{
    struct failure failure;
    struct list_query query = {0};
    uint64_t count;
    filter_parse(&query.filter, filter, timestamp_now(), false, NULL);
    must(reader_count(world->reader, &query, &count, &failure), &failure);
    return count;
}

static void assert_stories(struct world *world)
{
    for (size_t i = 0; i < COUNT(forms); i++)
        assert_int_equal(calls_of(world, forms[i]), 4 + (i > 1)); /* without its country it may be +46, too */
    assert_int_equal(found_by(world, "+4583123456"), 4);
    assert_int_equal(calls_of(world, "sip:83123457@10.0.0.7:5060"), 1);
    assert_int_equal(calls_of(world, "sip:lp1@host7"), 1);
    assert_int_equal(calls_of(world, "5663"), 1);
    assert_int_equal(calls_of(world, "00"), 1);
    assert_int_equal(calls_of(world, "nobody"), 0);
}

static void all_forms_are_one_story(void **state)
{
    struct world world;
    (void)state;
    world_open(&world);
    assert_stories(&world);
    reader_use_index(world.reader, world.index, true);
    assert_int_equal(found_by(&world, "83"), 6); /* fills it */
    assert_stories(&world);
    world_close(&world);
}

static void assert_parts(struct world *world, bool oldest_first)
{
    struct failure failure;
    struct page_request request = {
        .query = {.oldest_first = oldest_first}, .anchor = PAGE_FIRST, .after = 20};
    filter_take_caller(&request.query.filter, "20304050");
    struct page *page = reader_page(world->reader, &request, &failure);
    must(page != NULL, &failure);
    assert_int_equal(page->count, COUNT(parts));
    for (size_t i = 0; i < page->count; i++) {
        const struct recording *recording = &page->rows[oldest_first ? i : page->count - 1 - i].recording;
        assert_int_equal(recording->queue_call_id, parts[i].call);
        assert_string_equal(recording->file_name, parts[i].file);
    }
    for (size_t later = 1; later < page->count; later += 2) {
        struct caller_history_step step =
            caller_history_step(page, oldest_first ? later : page->count - 1 - later, oldest_first);
        assert_int_equal(step.link, later < 5 ? CALLER_HISTORY_TRANSFER : CALLER_HISTORY_PART);
        assert_true(step.since == 30 * TIMESTAMP_SECOND);
    }
    page_free(&page);
}

static void what_began_first_comes_first(void **state)
{
    struct world world;
    (void)state;
    world_open(&world);
    assert_parts(&world, false);
    assert_parts(&world, true);
    reader_use_index(world.reader, world.index, true);
    found_by(&world, "83"); /* fills it */
    assert_parts(&world, false);
    assert_parts(&world, true);
    world_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_forms_are_one_story),
                                       cmocka_unit_test(what_began_first_comes_first)};
    return cmocka_run_group_tests_name("same caller", tests, NULL, NULL);
}
