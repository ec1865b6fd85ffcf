/* Purging: what is deleted, what the archive claims afterwards, and that it claims no more than it holds. */
#include "model/archive/database.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_purge.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/coverage/coverage.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define FIRST (INT64_C(1500000000) * TIMESTAMP_SECOND)
#define MINUTE (60 * TIMESTAMP_SECOND)

enum { ROWS = 12000 /* more than one part */, HELD_UP = 10, UNDATED = 1000, ROW_SIZE = 256 };

struct world {
    char *path;
    sqlite3 *keeper;
    struct writer *writer;
    int64_t agent;
    int64_t asked_at;
    unsigned rows;
};

static void open_writer(struct world *world)
{
    world->writer = filed_writer(world->path, INT64_C(24) * 60 * MINUTE);
    world->agent = filed_add_agent(world->writer, "id:103", "Ida Holm");
}

static int set_up(void **state)
{
    struct failure failure;
    struct world *world = memory_new(sizeof *world);
    world->path = database_memory_name();
    world->rows = ROWS;
    world->asked_at = FIRST + ROWS * MINUTE;
    open_writer(world);
    world->keeper = database_open(world->path, DATABASE_READ, &failure);
    must(world->keeper != NULL, &failure);
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    writer_close(&world->writer);
    database_close(&world->keeper);
    free(world->path);
    free(world);
    return 0;
}

/* A call a minute; every tenth is held up for half an hour before it starts, every thousandth has no start.
 */
static int64_t start_of(unsigned row)
{
    if (row % UNDATED == 0)
        return TIMESTAMP_NONE;
    return FIRST + row * MINUTE + (row % HELD_UP == 0 ? 30 * MINUTE : 0);
}

/* Files the answer to `from`; it ends properly, and nothing follows. */
static void ask(struct world *world, int64_t from, bool first)
{
    struct failure failure;
    const struct writer_question question = {
        .first = first, .agent = world->agent, .from = from, .asked_at = world->asked_at};
    struct response_ingest *answer = writer_begin(world->writer, &question);
    for (unsigned row = (unsigned)from + 1; row <= world->rows; row++) {
        char started[TIMESTAMP_TEXT_SIZE];
        char text[ROW_SIZE];
        bool dated = start_of(row) != TIMESTAMP_NONE;
        int length = snprintf(text, sizeof text, "{\"QueueCallId\":%u,\"RecordingFileName\":\"r%u\"%s%s%s}",
                              row, row, dated ? ",\"ConversationStartedUtc\":\"" : "",
                              dated ? timestamp_utc_text(started, start_of(row)) : "", dated ? "\"" : "");
        must(writer_take(world->writer, answer, text, (size_t)length, &failure), &failure);
    }
    must(writer_end(world->writer, answer, true, &failure) && writer_commit(world->writer, &failure),
         &failure);
    response_ingest_free(&answer);
}

static void fetch(struct world *world, int64_t from)
{
    ask(world, from, true);
    if (from < world->rows - 1)
        ask(world, world->rows - 1, false);
    ask(world, world->rows, false);
}

static uint64_t purge(struct world *world, int64_t before, bool dry_run)
{
    struct failure failure;
    struct writer_purge purge = {.agent = world->agent, .before = before, .dry_run = dry_run};
    unsigned parts = 0;
    while (!purge.done) {
        must(writer_purge(world->writer, &purge, &failure) && writer_commit(world->writer, &failure),
             &failure);
        parts++;
    }
    assert_true(parts > 1 || world->rows < ROWS || before > FIRST + ROWS * MINUTE);
    return purge.expired;
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

static int64_t count_rows(struct world *world, const char *condition)
{
    char *sql = memory_format("SELECT count(*) FROM recordings WHERE %s", condition);
    int64_t count = database_integer(world->keeper, sql, -1);
    free(sql);
    return count;
}

/* Which rows are there; the caller frees. */
static bool *read_rows(struct world *world)
{
    bool *rows = memory_array(world->rows + 1, sizeof *rows);
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_prepare_v2(world->keeper, "SELECT call FROM recordings", -1, &statement, NULL),
                     SQLITE_OK);
    while (sqlite3_step(statement) == SQLITE_ROW)
        rows[sqlite3_column_int64(statement, 0)] = true;
    sqlite3_finalize(statement);
    return rows;
}

/* What is covered is there, what is there is counted, and what started before is gone. */
static void expect_honest(struct world *world, const struct archive_agent *agent, int64_t before)
{
    char condition[ROW_SIZE];
    snprintf(condition, sizeof condition, "started < %lld", (long long)before);
    assert_int_equal(count_rows(world, condition), 0);
    assert_int_equal(count_rows(world, "1"), agent->recordings);
    bool *rows = read_rows(world);
    for (unsigned row = 1; row <= world->rows; row++) {
        if (coverage_contains(&agent->coverage, row) && !rows[row])
            fail_msg("id %u is covered and not there", row);
        if (start_of(row) >= before && !rows[row])
            fail_msg("id %u is gone", row);
    }
    free(rows);
}

static void it_claims_what_is_left(void **state)
{
    struct world *world = *state;
    struct archive_agent agent;
    int64_t before = start_of(6005);
    fetch(world, 0);
    uint64_t expired = purge(world, before, true);
    assert_int_equal(count_rows(world, "1"), ROWS);
    assert_int_equal(purge(world, before, false), expired);
    read_agent(world, &agent);
    expect_honest(world, &agent, before);
    assert_true(agent.complete_from == before);
    assert_true(agent.complete_until == TIMESTAMP_NONE);
    assert_int_equal(count_rows(world, "started IS NULL"), ROWS / UNDATED);
    assert_int_equal(count_rows(world, "call = 5990"), 1); /* it was held up */
    assert_int_equal(count_rows(world, "call = 6004"), 0);
    int64_t settled = coverage_reaches_up(&agent.coverage, agent.head_from);
    archive_agent_clear(&agent);
    /* What is new does not change it, nor does the same purge again. */
    world->rows += 100;
    world->asked_at += 100 * MINUTE;
    fetch(world, settled);
    assert_int_equal(purge(world, before, false), 0);
    read_agent(world, &agent);
    expect_honest(world, &agent, before);
    assert_true(agent.complete_from == before);
    archive_agent_clear(&agent);
    /* A later one claims less. */
    before = start_of(9001);
    assert_true(purge(world, before, false) > 0);
    read_agent(world, &agent);
    assert_true(agent.complete_from == before);
    archive_agent_clear(&agent);
}

/* Once everything has been fetched again it is complete again. */
static void what_is_fetched_again_is_claimed_again(void **state)
{
    struct world *world = *state;
    struct archive_agent agent;
    fetch(world, 0);
    purge(world, start_of(6005), false);
    fetch(world, 0);
    read_agent(world, &agent);
    expect_honest(world, &agent, INT64_MIN);
    assert_true(agent.complete_from == start_of(1));
    assert_true(coverage_reaches_up(&agent.coverage, 0) >= agent.head_from);
    archive_agent_clear(&agent);
}

/* All that was proved is forgotten, and read again from an id on. */
static void fetch_anew(struct world *world, int64_t from)
{
    struct failure failure;
    fetch(world, 0);
    must(writer_forget_coverage(world->writer, world->agent, &failure) &&
             writer_commit(world->writer, &failure),
         &failure);
    fetch(world, from);
}

/* Where the history had not been fetched back to that time, nothing is claimed for it. */
static void a_gap_stays_a_gap(void **state)
{
    struct world *world = *state;
    struct archive_agent agent;
    fetch_anew(world, 8000);
    purge(world, start_of(6005), false);
    read_agent(world, &agent);
    expect_honest(world, &agent, start_of(6005));
    assert_true(agent.fetched_from == start_of(8001));
    assert_true(agent.purged == TIMESTAMP_NONE);
    archive_agent_clear(&agent);
}

/* Nor where that was a day and a half further back: who was called back after that time may have asked for it
 * before. */
static void who_waits_may_be_lacking(void **state)
{
    struct world *world = *state;
    struct archive_agent agent;
    fetch_anew(world, 4000);
    purge(world, start_of(6005), false);
    read_agent(world, &agent);
    assert_true(agent.purged == TIMESTAMP_NONE);
    archive_agent_clear(&agent);
}

/* The newest recordings go, too, while others may still come among them. */
static void the_last_day_can_go(void **state)
{
    struct world *world = *state;
    struct archive_agent agent;
    int64_t before = start_of(ROWS - 5);
    fetch(world, 0);
    purge(world, before, false);
    read_agent(world, &agent);
    expect_honest(world, &agent, before);
    assert_true(agent.complete_from == before);
    assert_true(agent.head_from <= ROWS - 1440); /* the next refresh still asks for the last day */
    assert_true(agent.head_from >= ROWS - 1500);
    archive_agent_clear(&agent);
}

/* With the last that has a start those without one go. */
static void all_of_an_agent_can_go(void **state)
{
    struct world *world = *state;
    struct archive_agent agent;
    fetch(world, 0);
    assert_int_equal(purge(world, world->asked_at + 60 * MINUTE, true), ROWS);
    assert_int_equal(purge(world, world->asked_at + 60 * MINUTE, false), ROWS);
    assert_int_equal(count_rows(world, "1"), 0);
    read_agent(world, &agent);
    assert_int_equal(agent.recordings, 0);
    assert_false(coverage_contains(&agent.coverage, ROWS));
    assert_true(coverage_reaches_up(&agent.coverage, 0) < agent.head_from);
    archive_agent_clear(&agent);
}

/* An archive of the version before knows of no purges. */
static void an_older_archive_is_brought_up_to_date(void **state)
{
    struct failure failure;
    struct world *world = *state;
    char path[] = "/tmp/tapedeck-purge-XXXXXX";
    int file = mkstemp(path);
    assert_true(file >= 0);
    close(file);
    struct world old = {.path = path, .asked_at = world->asked_at, .rows = 10};
    open_writer(&old);
    fetch(&old, 0);
    writer_close(&old.writer);
    sqlite3 *database = database_open(path, DATABASE_WRITE, &failure);
    must(database != NULL, &failure);
    must(database_execute(database,
                          "DROP TABLE purges; DROP TABLE changes; ALTER TABLE coverage DROP COLUMN seen;"
                          "PRAGMA user_version=1",
                          &failure),
         &failure);
    database_close(&database);
    open_writer(&old);
    assert_int_equal(purge(&old, start_of(5), false), 4);
    writer_close(&old.writer);
    unlink(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(it_claims_what_is_left),
        TEST(what_is_fetched_again_is_claimed_again),
        TEST(a_gap_stays_a_gap),
        TEST(who_waits_may_be_lacking),
        TEST(the_last_day_can_go),
        TEST(all_of_an_agent_can_go),
        TEST(an_older_archive_is_brought_up_to_date),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
