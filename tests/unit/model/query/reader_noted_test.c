/* Filters for what is noted, heard or new: with the index and without it the same as a plain scan. TEST_SEED and
 * TEST_SEEDS say which histories. */
#include "model/filter/filter_parse.h"
#include "model/notes/notes_file.h"
#include "net/base/memory.h"
#include "tests/unit/model/filter/filter_matching.h"
#include "tests/unit/model/query/random_history.h"
#include "tests/unit/must.h"
#include "tests/unit/use_utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

struct world {
    struct random_history history;
    char *path; /* of what is noted */
    struct filter_noted noted[RANDOM_ROWS];
};

static void note_row(struct world *world, struct notes_file *file, size_t i)
{
    static const char *const references[] = {"id:101", "id:102", "email:a@b"};
    struct random_history *history = &world->history;
    const struct random_row *row = &history->rows[i];
    const struct note_key key = {references[row->agent - 1], row->call, ""};
    struct filter_noted *noted = &world->noted[i];
    struct failure failure;
    if (!noted->is_marked && !random_history_pick(history, 9)) {
        noted->is_marked = true;
        must(notes_file_mark(file, &key, true, &failure), &failure);
    }
    if (!random_history_pick(history, 9)) {
        noted->tags = "coaching";
        must(notes_file_tag(file, &key, "coaching", true, &failure), &failure);
    }
    if (!random_history_pick(history, 9)) {
        noted->text = "ring op";
        must(notes_file_write(file, &key, "", "ring op", &failure), &failure);
    }
    if (!random_history_pick(history, 5)) {
        noted->is_heard = true;
        must(notes_file_hear(file, row->call, true, &failure), &failure);
    }
}

/* Some rows, and calls that are in no list. */
static void note_some(struct world *world)
{
    char *set_aside;
    struct failure failure;
    struct notes_file *file = notes_file_open(world->path, &set_aside, &failure);
    must(file != NULL && notes_file_begin(file, &failure), &failure);
    for (size_t i = 0; i < world->history.count; i++)
        note_row(world, file, i);
    must(notes_file_hear(file, RANDOM_ROWS + 1, true, &failure), &failure);
    must(notes_file_mark(file, &(struct note_key){"id:101", INT64_C(7) * RANDOM_ROWS, "x.mp3"}, true,
                         &failure),
         &failure);
    must(notes_file_commit(file, &failure), &failure);
    notes_file_close(&file);
}

static void world_open(struct world *world, unsigned seed)
{
    random_history_open(&world->history, seed);
    world->path = memory_format("%s.notes", world->history.archive.path);
    for (size_t i = 0; i < RANDOM_ROWS; i++)
        world->noted[i] = (struct filter_noted){.tags = "", .text = ""};
    if (random_history_pick(&world->history, 4))
        note_some(world);
}

static void world_close(struct world *world)
{
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT(endings); i++) {
        char *path = memory_format("%s%s", world->path, endings[i]);
        unlink(path);
        free(path);
    }
    free(world->path);
    random_history_close(&world->history);
}

static bool is_expected(const struct world *world, size_t i, const struct list_query *query)
{
    static const char *const callers[] = {NULL, "83123456", "112", "4583"};
    static const char *const queues[] = {NULL, "Sales", "Support"};
    static const char *const names[] = {"Ida", NULL, "Bo"};
    const struct random_row *row = &world->history.rows[i];
    const struct recording recording = {.queue_call_id = row->call,
                                        .started = row->started,
                                        .ended = row->ended,
                                        .caller = callers[row->caller],
                                        .queue_name = queues[row->queue],
                                        .queue_id = RECORDING_NO_NUMBER,
                                        .agent_id = RECORDING_NO_NUMBER};
    return (!query->agent || query->agent == row->agent) &&
           filter_matches(&query->filter, &recording, names[row->agent - 1], RECORDING_NO_NUMBER) &&
           filter_matches_noted(&query->filter, &world->noted[i]);
}

static void expect_list(struct world *world, struct reader *reader, const struct list_query *query,
                        size_t expected)
{
    struct failure failure;
    uint64_t count;
    const struct page_request request = {.query = *query, .anchor = PAGE_FIRST, .after = RANDOM_ROWS};
    struct page *page = reader_page(reader, &request, &failure);
    must(page != NULL, &failure);
    for (size_t i = 0; i < page->count; i++)
        if (!is_expected(world, (size_t)page->rows[i].recording.queue_call_id - 1, query))
            fail_msg("\"%s\" lists call %d", query->filter.text, (int)page->rows[i].recording.queue_call_id);
    if (page->count != expected || (page->counted && page->matches != expected))
        fail_msg("\"%s\" lists %zu, not %zu", query->filter.text, page->count, expected);
    page_free(&page);
    must(reader_count(reader, query, &count, &failure), &failure);
    if (count != expected)
        fail_msg("\"%s\" counts %d, not %zu", query->filter.text, (int)count, expected);
    struct list_summary *summary = reader_summary(reader, query, RANDOM_NOW, &failure);
    must(summary != NULL, &failure);
    if (summary->calls != expected)
        fail_msg("\"%s\" sums up %d, not %zu", query->filter.text, (int)summary->calls, expected);
    list_summary_free(&summary);
}

static void look_at(struct world *world, const char *text)
{
    struct random_history *history = &world->history;
    struct list_query query = {.agent = random_history_pick(history, RANDOM_AGENTS + 1)};
    size_t expected = 0;
    assert_int_equal(filter_parse(&query.filter, text, RANDOM_NOW, true, NULL), FILTER_GOOD);
    if (random_history_pick(history, 4))
        filter_take_visit(&query.filter,
                          RANDOM_NOW - history->span * random_history_pick(history, 1000) / 1000);
    for (size_t i = 0; i < history->count; i++)
        expected += is_expected(world, i, &query);
    expect_list(world, history->archive.reader, &query, expected);
    expect_list(world, history->indexed, &query, expected);
}

static void all_ways_find_the_same(void **state)
{
    (void)state;
    static const char *const filters[] = {"mark:yes",
                                          "mark:no",
                                          "tag:coaching",
                                          "-tag:coaching sales",
                                          "note:ring longer:5m",
                                          "is:unheard",
                                          "is:unheard 83",
                                          "is:heard",
                                          "is:heard -longer:5m",
                                          "is:unheard mark:yes",
                                          "is:new",
                                          "-is:new",
                                          "is:new is:unheard",
                                          "is:new 112 tag:coaching",
                                          "mark:no call:7,8,9",
                                          "is:unheard sales -112"};
    unsigned first, last;
    archive_fixture_seeds(20, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        struct world *world = memory_new(sizeof *world);
        print_message("# seed %u\n", seed);
        world_open(world, seed);
        for (size_t i = 0; i < COUNT(filters); i++)
            look_at(world, filters[i]);
        note_some(world); /* others change what they wrote down */
        for (size_t i = 0; i < COUNT(filters); i++)
            look_at(world, filters[i]);
        world_close(world);
        free(world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(all_ways_find_the_same)};
    return cmocka_run_group_tests(tests, use_utf8, NULL);
}
