/* Damage that reading does not notice: pages of the archive change places. Every such swap is found, or
 * changes nothing that is shown. TEST_SEED chooses the swap, TEST_SEEDS how many there are. */
#include "model/archive/archive_check.h"

#include "model/archive/archive.h"
#include "model/archive/database.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SEEDS = 30, PAGE = 8192 };

#define NUMBERS(last)                                                                                        \
    "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < " #last ") "

/* Names repeat their beginnings and coverage has many ranges, so that tables of a kind have pages alike. */
static void fill_archive(struct archive_fixture *fixture)
{
    archive_fixture_run(fixture, "BEGIN");
    archive_fixture_run(fixture,
                        NUMBERS(900) "INSERT INTO callers SELECT n, printf('+45%08d', n * 37) FROM numbers");
    archive_fixture_run(
        fixture, NUMBERS(300) "INSERT INTO people SELECT n, n, printf('Person number %06d', n) FROM numbers");
    archive_fixture_run(
        fixture, NUMBERS(300) "INSERT INTO queues SELECT n, n, printf('Queue number %06d', n) FROM numbers");
    archive_fixture_run(fixture, "INSERT INTO kinds VALUES(1, 'Inbound', 'da'), (2, 'Outbound', 'da')");
    archive_fixture_run(
        fixture,
        NUMBERS(6) "INSERT INTO agents(agent, reference, name, recordings, tail, as_of) SELECT n, 'id:' || n,"
                   " 'Agent ' || n, 500, 400, 17000000000000000 FROM numbers");
    archive_fixture_run(
        fixture,
        NUMBERS(
            3000) "INSERT INTO recordings(agent, call, file, started, ended, caller, person, queue, kind) "
                  "SELECT 1 + n / 501, n * 3, zeroblob(12) || CAST(printf('%04d', n) "
                  "AS"
                  " BLOB), 16000000000000000 + n * 600000000, 16000000000000000 + n * 600000000 + 90000000,"
                  " 1 + n % 900, 1 + n % 300, 1 + n % 7, 1 + n % 2 FROM numbers WHERE n % 501 > 0");
    archive_fixture_run(fixture, NUMBERS(2000) "INSERT INTO coverage(agent, whole, lo, hi) SELECT 1 + n % 6, "
                                               "n % 2, n * 10, n * 10 + 5 FROM numbers");
    archive_fixture_run(fixture, "UPDATE agents SET recordings = (SELECT count(*) FROM recordings WHERE"
                                 " recordings.agent = agents.agent); COMMIT");
}

/* All that can be shown, row by row; NULL if it cannot be read. The caller frees. */
static char *read_everything(sqlite3 *database)
{
    static const char *const queries[] = {
        "SELECT recordings.agent, call, hex(file), started, ended, number, people.name, people.agent_id,"
        " queues.name, queue_id, type, culture FROM recordings LEFT JOIN callers USING (caller) LEFT JOIN"
        " people USING (person) LEFT JOIN queues USING (queue) LEFT JOIN kinds USING (kind)",
        "SELECT * FROM agents ORDER BY agent",
        "SELECT * FROM coverage ORDER BY agent, whole, lo",
        "SELECT * FROM purges",
        "SELECT * FROM account",
    };
    char *text = memory_text("");
    size_t used = 0, capacity = 1;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++) {
        struct failure failure;
        sqlite3_stmt *statement = database_prepare(database, queries[i], &failure);
        int code = SQLITE_CORRUPT;
        while (statement && (code = sqlite3_step(statement)) == SQLITE_ROW) {
            for (int column = 0; column < sqlite3_column_count(statement); column++) {
                const char *value = (const char *)sqlite3_column_text(statement, column);
                char *cell = memory_format("%s|", value ? value : "");
                size_t length = strlen(cell);
                text = memory_grow(text, &capacity, used + length + 1, 1);
                memcpy(text + used, cell, length + 1);
                used += length;
                free(cell);
            }
        }
        sqlite3_finalize(statement);
        if (code != SQLITE_DONE) {
            free(text);
            return NULL;
        }
    }
    return text;
}

/* What looking has left. */
static void tidy_up(const char *path)
{
    static const char *const suffixes[] = {"-suspect", "-wal", "-shm"};
    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        char *name = memory_format("%s%s", path, suffixes[i]);
        unlink(name);
        free(name);
    }
}

static off_t pages_of(const char *path)
{
    struct stat status;
    assert_int_equal(stat(path, &status), 0);
    return status.st_size / PAGE;
}

static void swap_pages(const char *path, off_t one, off_t other)
{
    char first[PAGE], second[PAGE];
    int file = open(path, O_RDWR | O_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(pread(file, first, PAGE, one * PAGE), PAGE);
    assert_int_equal(pread(file, second, PAGE, other * PAGE), PAGE);
    assert_int_equal(pwrite(file, second, PAGE, one * PAGE), PAGE);
    assert_int_equal(pwrite(file, first, PAGE, other * PAGE), PAGE);
    close(file);
}

/* Whether the damage is found, and if not, whether it is none. */
static bool is_noticed(const char *path)
{
    struct failure failure;
    sqlite3 *database = database_open(path, DATABASE_READ, &failure);
    bool noticed = !database || !archive_check(database, &failure);
    database_close(&database);
    return noticed;
}

static void expect_harmless(const char *path, const char *truth, off_t one, off_t other)
{
    struct failure failure;
    sqlite3 *database = database_open(path, DATABASE_READ, &failure);
    char *shown = database ? read_everything(database) : NULL;
    database_close(&database);
    bool harmless = shown && strcmp(shown, truth) == 0;
    free(shown);
    if (!harmless)
        fail_msg("pages %lld and %lld: not noticed, and what is shown is another", (long long)one,
                 (long long)other);
}

static void swapped_pages_are_found(void **state)
{
    (void)state;
    struct archive_fixture fixture;
    unsigned first, last, noticed = 0;
    archive_fixture_seeds(SEEDS, &first, &last);
    archive_fixture_open(&fixture, first);
    fill_archive(&fixture);
    archive_fixture_run(&fixture, "PRAGMA wal_checkpoint(TRUNCATE)");
    struct failure failure;
    assert_true(archive_check(fixture.writer, &failure));
    char *truth = read_everything(fixture.writer), *path = memory_text(fixture.path);
    assert_non_null(truth);
    off_t pages = pages_of(path);
    reader_close(&fixture.reader);
    database_close(&fixture.writer);
    for (unsigned seed = first; seed <= last; seed++) {
        fixture.random = seed * 7919;
        off_t one = 1 + (off_t)archive_fixture_pick(&fixture, (unsigned)pages - 1); /* without the mark */
        off_t other = 1 + (off_t)archive_fixture_pick(&fixture, (unsigned)pages - 1);
        swap_pages(path, one, other);
        if (is_noticed(path))
            noticed++;
        else
            expect_harmless(path, truth, one, other);
        swap_pages(path, one, other);
        tidy_up(path);
    }
    print_message("# %u of %u noticed, %lld pages\n", noticed, last - first + 1, (long long)pages);
    assert_true(noticed > (last - first) / 2);
    expect_harmless(path, truth, 0, 0);
    free(truth);
    free(path);
    archive_fixture_close(&fixture);
}

/* As after a page of an earlier time: each table is sound, but they do not go together. */
static void what_does_not_go_together_is_found(void **state)
{
    static const char *const losses[] = {
        "DELETE FROM recordings WHERE agent = 3 AND call > 4000",
        "DELETE FROM agents WHERE agent = 3",
        "DELETE FROM callers WHERE caller = 17",
        "DELETE FROM people WHERE person = 17",
        "DELETE FROM queues WHERE queue = 3",
        "DELETE FROM kinds WHERE kind = 2",
        "INSERT INTO coverage(agent, whole, lo, hi) VALUES(1, 16000000000, x'00', 17)",
        "INSERT INTO coverage(agent, whole, lo, hi) VALUES(77, 1, 1, 17)",
        "UPDATE agents SET recordings = recordings + 1 WHERE agent = 2",
    };
    (void)state;
    struct archive_fixture fixture;
    struct failure failure;
    archive_fixture_open(&fixture, 1);
    fill_archive(&fixture);
    for (size_t i = 0; i < sizeof losses / sizeof *losses; i++) {
        archive_fixture_run(&fixture, "BEGIN");
        archive_fixture_run(&fixture, losses[i]);
        if (archive_check(fixture.writer, &failure))
            fail_msg("not found: %s", losses[i]);
        assert_int_equal(failure.kind, FAILURE_DAMAGED);
        archive_fixture_run(&fixture, "ROLLBACK");
        assert_true(archive_check(fixture.writer, &failure));
    }
    sqlite3_db_config(fixture.writer, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    char *suspicion = database_suspicion_name(fixture.path);
    assert_int_equal(unlink(suspicion), 0); /* the next start is told */
    free(suspicion);
    archive_fixture_close(&fixture);
}

/* Recordings that name no caller, agent, queue or type refer to nothing, also where nobody does. */
static void what_is_not_named_is_no_damage(void **state)
{
    (void)state;
    struct archive_fixture fixture;
    struct failure failure;
    archive_fixture_open(&fixture, 1);
    archive_fixture_run(&fixture, "INSERT INTO agents(agent, reference, recordings) VALUES(7, 'id:7', 1)");
    archive_fixture_run(&fixture, "INSERT INTO recordings(agent, call, file) VALUES(7, 1, x'')");
    assert_true(archive_check(fixture.writer, &failure));
    archive_fixture_close(&fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(swapped_pages_are_found),
        cmocka_unit_test(what_does_not_go_together_is_found),
        cmocka_unit_test(what_is_not_named_is_no_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
