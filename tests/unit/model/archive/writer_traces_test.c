/* What is deleted from the archive is in none of its files afterwards: bytes are searched, not tables. */
#include "model/archive/database.h"
#include "model/archive/response_ingest.h"
#include "model/archive/writer.h"
#include "model/archive/writer_data.h"
#include "model/archive/writer_rows.h"
#include "model/archive/writer_traces.h"
#include "model/archive/writer_transaction.h"
#include "model/archive/writer_truth.h"
#include "model/time/timestamp.h"
#include "net/base/failure.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/filed.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NOW (INT64_C(1600000000) * TIMESTAMP_SECOND)

/* Enough for pages to be merged and divided; where only one goes, FEW do. */
enum { ROWS = 15000, FEW = 3000, EVERY = 97, CALLER_SIZE = 16, ROW_SIZE = 256, NUMBERS = 1000003 };

struct world {
    char folder[64];
    char *path;
    struct writer *writer;
    int64_t agent;
    unsigned rows; /* that the server has had */
    bool gone[ROWS];
    bool anonymous[ROWS];
};

static int set_up(void **state)
{
    struct world *world = memory_new(sizeof *world);
    snprintf(world->folder, sizeof world->folder, "/tmp/tapedeck-traces-XXXXXX");
    assert_non_null(mkdtemp(world->folder));
    world->path = memory_format("%s/archive.db", world->folder);
    world->writer = filed_writer(world->path, 0);
    world->agent = filed_add_agent(world->writer, "id:103", "Ida Holm");
    world->rows = ROWS;
    *state = world;
    return 0;
}

static int tear_down(void **state)
{
    struct world *world = *state;
    writer_close(&world->writer);
    unlink(world->path);
    rmdir(world->folder);
    free(world->path);
    free(world);
    return 0;
}

/* All different, in no order. */
static unsigned number_of(unsigned row)
{
    return (row * 7919U + 13U) % NUMBERS;
}

static const char *caller_of(char text[CALLER_SIZE], unsigned row)
{
    snprintf(text, CALLER_SIZE, "+45%08u", number_of(row));
    return text;
}

/* Files the server's answer to "everything". */
static void ask(struct world *world, bool first)
{
    struct failure failure;
    const struct writer_question question = {
        .first = first, .accept_losses = true, .agent = world->agent, .asked_at = NOW};
    struct response_ingest *answer = writer_begin(world->writer, &question);
    for (unsigned row = 0; row < world->rows; row++) {
        char caller[CALLER_SIZE];
        char text[ROW_SIZE];
        if (world->gone[row])
            continue;
        int length = snprintf(text, sizeof text,
                              "{\"QueueCallId\":%u,\"ConversationStartedUtc\":\"2019-01-01T00:00:00Z\","
                              "\"RecordingFileName\":\"r%u\",\"Caller\":\"%s\"}",
                              row + 1, row, world->anonymous[row] ? "anonymous" : caller_of(caller, row));
        must(writer_take(world->writer, answer, text, (size_t)length, &failure), &failure);
        if (row % 5000 == 0)
            must(writer_prove(world->writer, answer, &failure) && writer_commit(world->writer, &failure),
                 &failure);
    }
    must(writer_end(world->writer, answer, true, &failure) && writer_commit(world->writer, &failure),
         &failure);
    response_ingest_free(&answer);
}

/* Twice, since no great loss is accepted on one answer. */
static void fetch(struct world *world)
{
    ask(world, true);
    ask(world, false);
}

/* The bytes of the archive and of what SQLite keeps beside it. */
static char *read_files(const struct world *world, size_t *length)
{
    static const char *const suffixes[] = {"", "-wal", "-shm"};
    char *bytes = NULL;
    *length = 0;
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        struct stat status;
        char *path = memory_format("%s%s", world->path, suffixes[i]);
        int file = open(path, O_RDONLY | O_CLOEXEC);
        free(path);
        if (file < 0)
            continue;
        assert_int_equal(fstat(file, &status), 0);
        bytes = memory_resize(bytes, *length + (size_t)status.st_size + 1, 1);
        assert_int_equal(read(file, bytes + *length, (size_t)status.st_size), status.st_size);
        *length += (size_t)status.st_size;
        bytes[*length] = '\0';
        close(file);
    }
    return bytes;
}

/* How many of the callers that should be gone are still to be found. */
static unsigned count_remains(const struct world *world)
{
    size_t length;
    unsigned remains = 0;
    bool *is_wrong = memory_array(NUMBERS, sizeof *is_wrong);
    char *bytes = read_files(world, &length);
    for (unsigned row = 0; row < world->rows; row++)
        is_wrong[number_of(row)] = world->gone[row] || world->anonymous[row];
    for (const char *at = bytes; (at = memmem(at, length - (size_t)(at - bytes), "+45", 3)); at++) {
        char digits[9] = "";
        if (at + 11 <= bytes + length)
            memcpy(digits, at + 3, 8);
        unsigned long number = digits[0] >= '0' && digits[0] <= '9' ? strtoul(digits, NULL, 10) : NUMBERS;
        if (number < NUMBERS && is_wrong[number]) {
            remains++;
            is_wrong[number] = false;
        }
    }
    free(bytes);
    free(is_wrong);
    return remains;
}

/* Recordings that the server no longer has, and callers that it has made anonymous. */
static void nothing_is_left_of_what_was_deleted(void **state)
{
    struct world *world = *state;
    unsigned deleted = 0;
    fetch(world);
    assert_false(writer_has_traces(world->writer));
    for (unsigned row = 5; row < world->rows; row += EVERY, deleted++) {
        world->gone[row] = row % 2 == 0;
        world->anonymous[row] = row % 2 == 1;
    }
    assert_int_equal(count_remains(world), deleted);
    fetch(world);
    assert_true(writer_has_traces(world->writer));
    assert_true(writer_remove_traces(world->writer));
    assert_false(writer_has_traces(world->writer));
    assert_int_equal(count_remains(world), 0);
    /* What is still used is still known. */
    fetch(world);
    assert_false(writer_has_traces(world->writer));
    sqlite3 *reader = NULL;
    assert_int_equal(sqlite3_open(world->path, &reader), SQLITE_OK);
    assert_int_equal(database_integer(reader, "SELECT count(*) FROM callers", -1), ROWS - deleted + 1);
    assert_int_equal(database_integer(reader,
                                      "SELECT count(*) FROM recordings r JOIN callers c ON c.caller ="
                                      " r.caller WHERE c.number <> 'anonymous'",
                                      -1),
                     ROWS - deleted);
    sqlite3_close(reader);
}

/* Pages that are merged and divided leave copies of entries behind. */
static void nothing_is_left_after_many_rounds(void **state)
{
    struct world *world = *state;
    fetch(world);
    for (unsigned round = 0; round < 4; round++) {
        for (unsigned row = round * ROWS / 8; row < round * ROWS / 8 + ROWS / 10; row++)
            world->gone[row] = true;
        for (unsigned row = round; row < world->rows; row += EVERY)
            world->gone[row] = true;
        fetch(world);
        assert_true(writer_remove_traces(world->writer));
        assert_int_equal(count_remains(world), 0);
    }
}

/* A reader is not waited for: what it may still see goes later. */
static void a_reader_only_delays_it(void **state)
{
    struct world *world = *state;
    sqlite3 *reader = NULL;
    world->rows = FEW;
    fetch(world);
    assert_int_equal(sqlite3_open(world->path, &reader), SQLITE_OK);
    assert_int_equal(sqlite3_exec(reader, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(database_integer(reader, "SELECT count(*) FROM recordings", -1), FEW);
    world->gone[7] = true;
    fetch(world);
    assert_false(writer_remove_traces(world->writer));
    assert_true(writer_has_traces(world->writer));
    assert_int_equal(count_remains(world), 1);
    assert_int_equal(sqlite3_exec(reader, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    assert_true(writer_remove_traces(world->writer));
    assert_int_equal(count_remains(world), 0);
    sqlite3_close(reader);
}

/* What a program that was killed has left is found by the next one. */
static void a_kill_only_delays_it(void **state)
{
    struct world *world = *state;
    world->rows = FEW;
    fetch(world);
    world->gone[7] = true;
    fetch(world);
    writer_close(&world->writer);
    assert_int_equal(count_remains(world), 1);
    world->writer = filed_writer(world->path, 0);
    world->agent = filed_add_agent(world->writer, "id:103", "Ida Holm");
    assert_true(writer_has_traces(world->writer));
    assert_true(writer_remove_traces(world->writer));
    assert_int_equal(count_remains(world), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(nothing_is_left_of_what_was_deleted),
        TEST(nothing_is_left_after_many_rounds),
        TEST(a_reader_only_delays_it),
        TEST(a_kill_only_delays_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
