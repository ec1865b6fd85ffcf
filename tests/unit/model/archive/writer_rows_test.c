/* Rows that are filed many at a time leave the archive as rows filed one by one do: new ones, known ones,
 * changed ones and such as come twice, mixed at random. */
#include "model/archive/database.h"
#include "model/archive/file_key.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/filed.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW (INT64_C(1600000000) * TIMESTAMP_SECOND)

enum { MOST_ROWS = 300, IDS = 400, NAME_SIZE = 48, WORLDS = 2, ONE_BY_ONE = 0, ROUNDS = 60 };

struct world {
    char *path;
    struct writer *writer;
    sqlite3 *reader;
    int64_t agent;
};

/* A row, and where its texts are. */
struct written {
    struct writer_row rows[MOST_ROWS];
    char names[MOST_ROWS][NAME_SIZE];
    char callers[MOST_ROWS][NAME_SIZE];
};

static unsigned dice;

static unsigned roll(unsigned below)
{
    dice = dice * 1664525U + 1013904223U;
    return (dice >> 8) % below;
}

static void open_world(struct world *world)
{
    struct failure failure;
    world->path = database_memory_name();
    world->writer = filed_writer(world->path, 0);
    world->agent = filed_add_agent(world->writer, "id:103", "Ida Holm");
    world->reader = database_open(world->path, DATABASE_READ, &failure);
    must(world->reader != NULL, &failure);
}

static void close_world(struct world *world)
{
    database_close(&world->reader);
    writer_close(&world->writer);
    free(world->path);
}

/* Some of a few ids, so that many are there already; a third of the names are no GUIDs. */
static void write_rows(struct written *written, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct writer_row *row = &written->rows[i];
        unsigned id = 1 + roll(IDS);
        bool is_text = id % 3 == 0;
        snprintf(written->names[i], NAME_SIZE, is_text ? "r%u" : "%08x-0000-4000-8000-000000000000.mp3", id);
        snprintf(written->callers[i], NAME_SIZE, "+45%u", roll(5));
        row->recording = (struct recording){
            .queue_call_id = id,
            .queue_id = roll(4) ? 300 : RECORDING_NO_NUMBER,
            .agent_id = 103,
            .started = NOW - (int64_t)roll(2) * TIMESTAMP_SECOND,
            .ended = roll(3) ? NOW : TIMESTAMP_NONE,
            .caller = roll(6) ? written->callers[i] : NULL,
            .file_name = roll(40) ? written->names[i] : NULL,
        };
        file_key_make(&row->file, row->recording.file_name);
    }
}

static void file_rows(struct world *world, const struct written *written, size_t count, bool one_by_one)
{
    struct failure failure;
    const struct writer_question question = {.first = true, .agent = world->agent, .asked_at = NOW};
    struct response_ingest *answer = writer_begin(world->writer, &question);
    size_t step = one_by_one ? 1 : count;
    for (size_t i = 0; i < count; i += step)
        must(writer_take_rows(world->writer, answer, written->rows + i, step, &failure), &failure);
    must(writer_end(world->writer, answer, false, &failure) && writer_commit(world->writer, &failure),
         &failure);
    response_ingest_free(&answer);
}

/* All rows as text, with the agent's count of them. The caller frees. */
static char *contents(const struct world *world)
{
    struct failure failure;
    sqlite3_stmt *statement = database_prepare(
        world->reader,
        "SELECT group_concat(quote(call) || quote(file) || quote(started) || quote(ended) || quote(number) ||"
        " quote(queue) || quote(person), char(10)) || (SELECT sum(recordings) FROM agents)"
        " FROM (SELECT * FROM recordings LEFT JOIN callers USING(caller) ORDER BY call, file)",
        &failure);
    assert_non_null(statement);
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    char *text = memory_text((const char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

static void many_at_a_time_are_as_one_by_one(void **state)
{
    struct world worlds[WORLDS];
    struct written *written = memory_new(sizeof *written);
    (void)state;
    dice = 7;
    for (size_t i = 0; i < WORLDS; i++)
        open_world(&worlds[i]);
    for (int round = 0; round < ROUNDS; round++) {
        char *texts[WORLDS];
        size_t count = 1 + roll(MOST_ROWS);
        write_rows(written, count);
        for (size_t i = 0; i < WORLDS; i++) {
            file_rows(&worlds[i], written, count, i == ONE_BY_ONE);
            texts[i] = contents(&worlds[i]);
        }
        assert_string_equal(texts[0], texts[1]);
        free(texts[0]);
        free(texts[1]);
    }
    for (size_t i = 0; i < WORLDS; i++)
        close_world(&worlds[i]);
    free(written);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_at_a_time_are_as_one_by_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
