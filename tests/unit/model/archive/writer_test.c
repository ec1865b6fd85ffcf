/* The writer against a model of the server: random histories, answers that are capped, cut, shuffled or ignore
 * the cursor, kills, late arrivals and deletions. After every step no covered range may lack a recording that
 * the server has; once left to finish, the archive equals the server's list. TEST_SEED runs one seed again,
 * TEST_SEEDS sets how many. */
#include "model/archive/database.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/coverage/answer.h"
#include "model/coverage/coverage.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 120
#define NOW (INT64_C(1600000000) * TIMESTAMP_SECOND) /* all calls are older than the settle time */

struct row {
    int64_t id;
    unsigned file;
};

struct world {
    unsigned random;
    unsigned seed;
    struct row rows[MOST_ROWS];
    size_t count;
    unsigned next_file;
    unsigned cap; /* 0: none */
    bool shuffled;
    bool ignores_cursor;
    char *path;
    sqlite3 *keeper; /* keeps the database in memory alive over a kill */
    struct writer *writer;
    int64_t agent;
    int64_t settle;
};

static unsigned pick(struct world *world, unsigned below)
{
    world->random = world->random * 1664525U + 1013904223U;
    return (world->random >> 8) % below;
}

static int compare_rows(const void *left, const void *right)
{
    const struct row *a = left;
    const struct row *b = right;
    if (a->id != b->id)
        return a->id < b->id ? -1 : 1;
    return a->file < b->file ? -1 : a->file > b->file;
}

static void add_rows(struct world *world, size_t count)
{
    for (size_t i = 0; i < count && world->count < MOST_ROWS; i++)
        world->rows[world->count++] = (struct row){1 + pick(world, 300), world->next_file++};
    qsort(world->rows, world->count, sizeof *world->rows, compare_rows);
}

static void delete_rows(struct world *world, size_t count)
{
    for (size_t i = 0; i < count && world->count; i++) {
        size_t gone = pick(world, (unsigned)world->count);
        memmove(world->rows + gone, world->rows + gone + 1, (--world->count - gone) * sizeof *world->rows);
    }
}

static void open_writer(struct world *world)
{
    struct failure failure;
    world->writer = filed_writer(world->path, world->settle);
    if (!world->keeper) {
        world->agent = filed_add_agent(world->writer, "id:103", "Ida Holm");
        world->keeper = database_open(world->path, DATABASE_READ, &failure);
        must(world->keeper != NULL, &failure);
    }
}

static void kill_writer(struct world *world)
{
    writer_close(&world->writer); /* rolls back what is not committed, as a kill does */
    open_writer(world);
}

/* The rows of the server's answer to `from`, in its order; returns how many. */
static size_t answer_rows(struct world *world, int64_t from, struct row *rows)
{
    size_t count = 0;
    for (size_t i = 0; i < world->count; i++) {
        bool wanted = world->ignores_cursor || world->rows[i].id > from;
        if (wanted && (!world->cap || count < world->cap))
            rows[count++] = world->rows[i];
    }
    for (size_t i = count; world->shuffled && i > 1; i--) {
        size_t other = pick(world, (unsigned)i);
        struct row swapped = rows[i - 1];
        rows[i - 1] = rows[other];
        rows[other] = swapped;
    }
    return count;
}

static void read_agent(struct world *world, struct archive_agent *agent)
{
    struct failure failure;
    struct archive_agent *agents;
    size_t count;
    must(writer_read_agents(world->writer, world->agent, &agents, &count, &failure), &failure);
    assert_int_equal(count, 1);
    *agent = agents[0];
    free(agents);
}

static bool archive_has(struct world *world, const struct row *row)
{
    char sql[160];
    snprintf(sql, sizeof sql, "SELECT count(*) FROM recordings WHERE call = %lld AND file = 'r%u'",
             (long long)row->id, row->file);
    return database_integer(world->keeper, sql, -1) == 1;
}

/* No range may be called complete in which the archive lacks something of the server as it was asked. */
static void expect_honest(struct world *world, const struct row *known, size_t known_count)
{
    struct archive_agent agent;
    read_agent(world, &agent);
    for (size_t i = 0; i < known_count; i++) {
        if (coverage_contains(&agent.coverage, known[i].id) && !archive_has(world, &known[i]))
            fail_msg("seed %u: id %lld is covered and r%u is not there", world->seed, (long long)known[i].id,
                     known[i].file);
    }
    assert_int_equal(agent.recordings,
                     database_integer(world->keeper, "SELECT count(*) FROM recordings", -1));
    archive_agent_clear(&agent);
}

/* Asks once and files the answer, or `limit` rows of it; whether that is all. */
static bool file_answer(struct world *world, int64_t from, bool first, size_t limit, struct answer *judgement)
{
    struct failure failure;
    struct row rows[MOST_ROWS];
    size_t count = answer_rows(world, from, rows);
    bool whole = count <= limit;
    const struct writer_question question = {
        .first = first, .accept_losses = true, .agent = world->agent, .from = from, .asked_at = NOW};
    struct response_ingest *answer = writer_begin(world->writer, &question);
    for (size_t i = 0; i < count && i < limit; i++) {
        char text[200];
        int length = snprintf(text, sizeof text,
                              "{\"QueueCallId\":%lld,\"ConversationStartedUtc\":\"2019-01-01T00:00:00Z\","
                              "\"RecordingFileName\":\"r%u\",\"Caller\":\"+45%u\"}",
                              (long long)rows[i].id, rows[i].file, rows[i].file % 7);
        must(writer_take(world->writer, answer, text, (size_t)length, &failure), &failure);
        if (pick(world, 8) == 0) {
            must(writer_prove(world->writer, answer, &failure), &failure);
            must(writer_commit(world->writer, &failure), &failure);
        }
    }
    must(writer_end(world->writer, answer, whole, &failure), &failure);
    must(writer_commit(world->writer, &failure), &failure);
    *judgement = *response_ingest_judgement(answer);
    response_ingest_free(&answer);
    return whole;
}

/* Asks for as much, with its check; returns where to go on, -1 at the end, -2 when cut. */
static int64_t ask(struct world *world, int64_t from, bool first, size_t limit)
{
    struct answer judgement;
    bool whole = file_answer(world, from, first, limit, &judgement);
    const struct server_traits *traits = writer_traits(world->writer);
    int64_t next = answer_next_from(&judgement, traits);
    if (whole && judgement.is_unchecked) {
        whole = file_answer(world, answer_check_from(&judgement, traits), false, limit, &judgement);
        if (judgement.below)
            next = answer_next_from(&judgement, traits);
    }
    return judgement.is_unconfirmed ? from : whole ? next : -2;
}

static int64_t start_of_fetch(struct world *world)
{
    struct archive_agent agent;
    read_agent(world, &agent);
    int64_t from = coverage_reaches_up(&agent.coverage, 0);
    archive_agent_clear(&agent);
    return from;
}

static void fetch(struct world *world, int64_t from, unsigned cut_in)
{
    bool first = true;
    unsigned again = 0;
    for (int64_t last = -1; from >= 0; first = false) {
        assert_true(from > last || again < 3); /* cursors rise, but for what is asked again */
        again = from > last ? 0 : again + 1;
        last = from;
        size_t limit = cut_in && pick(world, cut_in) == 0 ? pick(world, 40) : MOST_ROWS;
        from = ask(world, from, first, limit);
    }
}

static void expect_equal(struct world *world)
{
    for (size_t i = 0; i < world->count; i++)
        assert_true(archive_has(world, &world->rows[i]));
    assert_int_equal(database_integer(world->keeper, "SELECT count(*) FROM recordings", -1), world->count);
    struct archive_agent agent;
    read_agent(world, &agent);
    assert_int_equal(agent.as_of, NOW);
    assert_true(coverage_reaches_up(&agent.coverage, 0) >= agent.head_from);
    archive_agent_clear(&agent);
}

static void run_seed(unsigned seed)
{
    struct world world = {.random = seed * 2654435761U, .seed = seed, .path = database_memory_name()};
    world.cap = pick(&world, 2) ? 3 + pick(&world, 30) : 0;
    world.shuffled = pick(&world, 3) == 0;
    world.ignores_cursor = !world.cap && pick(&world, 4) == 0;
    add_rows(&world, pick(&world, 80));
    /* A capped server hides a third recording of one id behind its cap, so ids are given once or twice only.
     */
    for (size_t i = 2; i < world.count; i++) {
        if (world.rows[i].id == world.rows[i - 2].id)
            world.rows[i].id = world.rows[i - 2].id + 301 + (int64_t)i;
    }
    qsort(world.rows, world.count, sizeof *world.rows, compare_rows);
    open_writer(&world);
    for (int step = 0; step < 4; step++) {
        fetch(&world, start_of_fetch(&world), 2);
        expect_honest(&world, world.rows, world.count);
        if (pick(&world, 2))
            kill_writer(&world);
        expect_honest(&world, world.rows, world.count);
    }
    fetch(&world, start_of_fetch(&world), 0);
    expect_equal(&world);
    delete_rows(&world, pick(&world, 10));
    fetch(&world, 0, 0);
    expect_equal(&world);
    writer_close(&world.writer);
    database_close(&world.keeper);
    free(world.path);
}

static void test_random_histories(void **state)
{
    (void)state;
    const char *only = getenv("TEST_SEED");
    const char *many = getenv("TEST_SEEDS");
    unsigned first = only ? (unsigned)strtoul(only, NULL, 10) : 1;
    unsigned last = only ? first : many ? (unsigned)strtoul(many, NULL, 10) : 300;
    for (unsigned seed = first; seed <= last; seed++)
        run_seed(seed);
}

/* All of it at once does not go unasked. */
static void test_sudden_loss_is_not_obeyed(void **state)
{
    (void)state;
    struct failure failure;
    struct world world = {.random = 1, .path = database_memory_name()};
    for (unsigned i = 0; i < 100; i++)
        world.rows[world.count++] = (struct row){i + 1, i};
    world.next_file = 100;
    open_writer(&world);
    fetch(&world, 0, 0);
    world.count = 0;
    const struct writer_question question = {.first = true, .agent = world.agent, .asked_at = NOW};
    struct response_ingest *answer = writer_begin(world.writer, &question);
    must(writer_end(world.writer, answer, true, &failure) && writer_commit(world.writer, &failure), &failure);
    response_ingest_free(&answer);
    struct archive_agent agent;
    read_agent(&world, &agent);
    assert_int_equal(agent.recordings, 100);
    assert_int_equal(agent.lost, 100);
    archive_agent_clear(&agent);
    fetch(&world, 0, 0); /* accepting losses */
    expect_equal(&world);
    writer_close(&world.writer);
    database_close(&world.keeper);
    free(world.path);
}

static void take_ids(struct world *world, struct response_ingest *answer, int first, int last)
{
    struct failure failure;
    for (int id = first; id <= last; id++) {
        char text[60];
        int length =
            snprintf(text, sizeof text, "{\"QueueCallId\":%d,\"RecordingFileName\":\"r%d\"}", id, id);
        must(writer_take(world->writer, answer, text, (size_t)length, &failure), &failure);
    }
}

/* All ids up to 100 but so many from 40 on. */
static void file_ids_but(struct world *world, int gone)
{
    struct failure failure;
    const struct writer_question question = {.first = true, .agent = world->agent, .asked_at = NOW};
    struct response_ingest *answer = writer_begin(world->writer, &question);
    take_ids(world, answer, 1, 39);
    take_ids(world, answer, 40 + gone, 100);
    must(writer_end(world->writer, answer, true, &failure) && writer_commit(world->writer, &failure),
         &failure);
    response_ingest_free(&answer);
}

static void expect_loss(int gone, int deleted)
{
    struct world world = {.random = 1, .path = database_memory_name()};
    struct archive_agent agent;
    open_writer(&world);
    file_ids_but(&world, 0);
    file_ids_but(&world, gone);
    read_agent(&world, &agent);
    assert_int_equal(agent.recordings, 100 - deleted);
    assert_int_equal(agent.lost, gone - deleted);
    archive_agent_clear(&agent);
    writer_close(&world.writer);
    database_close(&world.keeper);
    free(world.path);
}

static void test_a_tenth_goes_and_no_more(void **state)
{
    (void)state;
    expect_loss(10, 10);
    expect_loss(11, 0);
    expect_loss(19, 0);
}

static void end_answer(struct world *world, struct response_ingest **answer, bool whole)
{
    struct failure failure;
    must(writer_end(world->writer, *answer, whole, &failure) && writer_commit(world->writer, &failure),
         &failure);
    response_ingest_free(answer);
}

static struct response_ingest *begin_asked(struct world *world, int64_t from, bool first, int64_t asked_at)
{
    const struct writer_question question = {
        .fetch = from == 0, .first = first, .agent = world->agent, .from = from, .asked_at = asked_at};
    return writer_begin(world->writer, &question);
}

static void refresh(struct world *world, int64_t asked_at)
{
    struct response_ingest *answer = begin_asked(world, 100, true, asked_at);
    take_ids(world, answer, 101, 120);
    end_answer(world, &answer, true);
    answer = begin_asked(world, 119, false, asked_at);
    take_ids(world, answer, 120, 120);
    end_answer(world, &answer, true);
    answer = begin_asked(world, 120, false, asked_at);
    end_answer(world, &answer, true);
}

static int64_t read_head_from(struct world *world)
{
    struct archive_agent agent;
    read_agent(world, &agent);
    int64_t head_from = agent.head_from;
    archive_agent_clear(&agent);
    return head_from;
}

/* What was asked before a refresh says nothing about what there was at the refresh. */
static void test_an_older_answer_does_not_lower_the_tail(void **state)
{
    (void)state;
    struct world world = {.random = 1, .path = database_memory_name()};
    open_writer(&world);
    for (int later = 0; later <= 1; later++) {
        refresh(&world, NOW);
        assert_int_equal(read_head_from(&world), 100);
        struct response_ingest *older = begin_asked(&world, 0, true, NOW + later);
        take_ids(&world, older, 1, 50);
        refresh(&world, NOW + 1);
        take_ids(&world, older, 51, 101);
        end_answer(&world, &older, false);
        assert_int_equal(read_head_from(&world), later ? 0 : 100);
    }
    writer_close(&world.writer);
    database_close(&world.keeper);
    free(world.path);
}

/* What came up since an answer was asked is not gone because that answer lacks it. */
static void test_an_older_answer_deletes_nothing_newer(void **state)
{
    (void)state;
    struct world world = {.random = 1, .path = database_memory_name()};
    open_writer(&world);
    struct response_ingest *older = begin_asked(&world, 0, true, NOW);
    take_ids(&world, older, 1, 90);
    take_ids(&world, older, 105, 105);
    refresh(&world, NOW + 1); /* 101 to 120 */
    take_ids(&world, older, 110, 130);
    end_answer(&world, &older, false);
    struct archive_agent agent;
    read_agent(&world, &agent);
    assert_int_equal(agent.recordings, 90 + 30);
    archive_agent_clear(&agent);
    writer_close(&world.writer);
    database_close(&world.keeper);
    free(world.path);
}

static void file_texts(struct world *world, const char *const *texts, size_t count, int64_t asked_at)
{
    struct failure failure;
    const struct writer_question question = {
        .first = true, .accept_losses = true, .agent = world->agent, .asked_at = asked_at};
    struct response_ingest *answer = writer_begin(world->writer, &question);
    for (size_t i = 0; i < count; i++)
        must(writer_take(world->writer, answer, texts[i], strlen(texts[i]), &failure), &failure);
    must(writer_end(world->writer, answer, true, &failure) && writer_commit(world->writer, &failure),
         &failure);
    response_ingest_free(&answer);
}

/* A start before there were such servers, or after now, and a recording without an id: neither settles
 * anything, nor does it say from or until when the archive is complete. */
static void test_odd_starts_claim_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "{\"ConversationStartedUtc\":\"2019-05-05T00:00:00Z\",\"RecordingFileName\":\"a\"}",
        "{\"QueueCallId\":5,\"ConversationStartedUtc\":\"1980-01-01T00:00:00Z\",\"RecordingFileName\":\"b\"}",
        "{\"QueueCallId\":6,\"ConversationStartedUtc\":\"2020-09-13T12:00:00Z\",\"RecordingFileName\":\"c\"}",
        "{\"QueueCallId\":7,\"ConversationStartedUtc\":\"1980-01-01T00:00:00Z\",\"RecordingFileName\":\"d\"}",
        "{\"QueueCallId\":8,\"ConversationStartedUtc\":\"2150-01-01T00:00:00Z\",\"RecordingFileName\":\"e\"}",
        "{\"QueueCallId\":9,\"ConversationStartedUtc\":\"2020-09-13T12:20:00Z\",\"RecordingFileName\":\"f\"}",
    };
    struct world world = {.random = 1, .path = database_memory_name(), .settle = 3600 * TIMESTAMP_SECOND};
    open_writer(&world);
    struct archive_agent agent;
    file_texts(&world, texts, 6, NOW);
    read_agent(&world, &agent);
    assert_int_equal(agent.coverage.count, 0); /* NOW is 12:26:40 */
    assert_int_equal(agent.complete_until, TIMESTAMP_NONE);
    archive_agent_clear(&agent);
    file_texts(&world, texts, 5, NOW + 3600 * TIMESTAMP_SECOND);
    read_agent(&world, &agent);
    assert_int_equal(coverage_reaches_up(&agent.coverage, 0), 7);
    assert_int_equal(agent.complete_until, timestamp_parse("2020-09-09T12:00:00Z", 20)); /* callers wait */
    archive_agent_clear(&agent);
    writer_close(&world.writer);
    database_close(&world.keeper);
    free(world.path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_histories),
        cmocka_unit_test(test_sudden_loss_is_not_obeyed),
        cmocka_unit_test(test_a_tenth_goes_and_no_more),
        cmocka_unit_test(test_an_older_answer_does_not_lower_the_tail),
        cmocka_unit_test(test_an_older_answer_deletes_nothing_newer),
        cmocka_unit_test(test_odd_starts_claim_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
