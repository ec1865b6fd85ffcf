/* Archives of earlier versions: everything that is in them is kept, said as before, and not filed twice. */
#include "model/archive/archive.h"
#include "model/archive/archive_check.h"
#include "model/archive/database.h"
#include "model/archive/writer.h"
#include "model/archive/writer_agents.h"
#include "net/base/memory.h"
#include "tests/unit/model/archive/filed.h"
#include "tests/unit/model/archive/old_archive.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { EMAIL = 1, IDA = 2, BO = 3, TEXT = 16000 };

#define VERSION "PRAGMA user_version"

/* A recording by itself: a name that is none is an empty one, and whoever it was filed under is one agent. */
static const char recordings[] =
    "SELECT DISTINCT max(agent, 2) AS agent, call, started, ended, number, agent_id, people.name, queue_id,"
    " queues.name, type, culture, CASE WHEN typeof(file) = 'text' THEN file"
    " WHEN length(file) = 16 THEN hex(file) ELSE '' END AS name"
    " FROM recordings LEFT JOIN callers USING(caller) LEFT JOIN people USING(person) LEFT JOIN queues"
    " USING(queue) LEFT JOIN kinds USING(kind) ORDER BY agent, call, started, name";

/* What of the others must be as it was; the agent who was known by an e-mail address is the one with the id.
 */
static const char *const others[] = {
    "SELECT name, value FROM account ORDER BY name",
    ("SELECT agent, reference, name, email, department, status, listed, recordings, tail, as_of, lost"
     " FROM agents WHERE agent <> 1 ORDER BY agent"),
    "SELECT agent, whole, lo, hi FROM coverage WHERE agent <> 1 ORDER BY agent, whole, lo",
    "SELECT * FROM callers ORDER BY caller",
    "SELECT * FROM people ORDER BY person",
    "SELECT * FROM queues ORDER BY queue",
    "SELECT * FROM kinds ORDER BY kind",
};

enum { OTHERS = sizeof others / sizeof *others };

/* What queries give, a line a row. */
struct contents {
    char recordings[TEXT];
    char others[OTHERS][TEXT];
    char purges[TEXT];
};

static void describe(sqlite3 *database, const char *sql, char text[TEXT])
{
    sqlite3_stmt *statement = NULL;
    size_t used = 0;
    text[0] = '\0';
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(database));
    while (sqlite3_step(statement) == SQLITE_ROW)
        for (int i = 0; i < sqlite3_column_count(statement); i++) {
            const char *value = (const char *)sqlite3_column_text(statement, i);
            used += (size_t)snprintf(text + used, TEXT - used, "%s%c", value ? value : "NULL",
                                     i + 1 < sqlite3_column_count(statement) ? '|' : '\n');
            assert_true(used < TEXT);
        }
    sqlite3_finalize(statement);
}

static struct contents *read_contents(const char *path)
{
    struct contents *contents = memory_new(sizeof *contents);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(path, &database), SQLITE_OK);
    describe(database, recordings, contents->recordings);
    for (size_t i = 0; i < OTHERS; i++)
        describe(database, others[i], contents->others[i]);
    if (database_integer(database, "SELECT count(*) FROM sqlite_schema WHERE name = 'purges'", 0) > 0)
        describe(database, "SELECT * FROM purges", contents->purges);
    sqlite3_close(database);
    return contents;
}

static void expect_same_contents(const struct contents *now, const struct contents *before)
{
    assert_string_equal(now->recordings, before->recordings);
    for (size_t i = 0; i < OTHERS; i++)
        assert_string_equal(now->others[i], before->others[i]);
    assert_string_equal(now->purges, before->purges);
}

static void expect_sound(struct filed *filed, int64_t version)
{
    struct failure failure;
    sqlite3 *database = database_open(filed->path, DATABASE_READ, &failure);
    must(database && archive_check(database, &failure), &failure);
    database_close(&database);
    assert_int_equal(filed_integer(filed, VERSION), version);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM agents"), 2);
    assert_int_equal(filed_integer(filed, "SELECT other FROM merged WHERE agent = 1"), IDA);
    assert_int_equal(filed_integer(filed, "SELECT max(seen) FROM coverage"), 0); /* nobody knows */
}

/* The archive of a version in the place of the fixture's, changed by a statement before it is opened. */
static struct contents *take_version(struct filed *filed, int version, const char *change)
{
    sqlite3 *database = NULL;
    writer_close(&filed->writer);
    unlink(filed->path);
    assert_int_equal(old_archive_make(filed->path, version), SQLITE_OK);
    assert_int_equal(sqlite3_open(filed->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, change, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    struct contents *before = read_contents(filed->path);
    filed_reopen(filed);
    return before;
}

static void expect_kept(struct filed *filed, const struct contents *before, int64_t version)
{
    struct contents *now = read_contents(filed->path);
    expect_same_contents(now, before);
    free(now);
    expect_sound(filed, version);
}

static void everything_is_kept(void **state)
{
    struct filed *filed = *state;
    int64_t newest = filed_integer(filed, VERSION);
    for (int version = OLD_ARCHIVE_FIRST; version <= OLD_ARCHIVE_LAST; version++) {
        struct contents *before = take_version(filed, version, "");
        expect_kept(filed, before, newest);
        filed_reopen(filed);
        expect_kept(filed, before, newest);
        free(before);
    }
}

static void nothing_is_filed_twice(void **state)
{
    struct filed *filed = *state;
    for (int version = OLD_ARCHIVE_FIRST; version <= OLD_ARCHIVE_LAST; version++) {
        struct contents *before = take_version(filed, version, "");
        int64_t count = filed_integer(filed, "SELECT count(*) FROM recordings");
        filed_answer(filed, IDA, 0, old_archive_answer);
        struct contents *now = read_contents(filed->path);
        assert_string_equal(now->recordings, before->recordings);
        assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings"), count);
        free(now);
        free(before);
    }
}

/* Each of the two has what the other lacks. */
static void what_only_one_of_two_has_is_kept(void **state)
{
    static const char change[] =
        "DELETE FROM recordings WHERE agent = 2 AND call = 501;"
        "DELETE FROM recordings WHERE agent = 1 AND call = 507;"
        "UPDATE agents SET recordings = (SELECT count(*) FROM recordings WHERE agent = agents.agent);"
        "DELETE FROM coverage WHERE agent = 2;"
        "INSERT INTO coverage VALUES(2, 1, 502, 507);"
        "UPDATE coverage SET hi = 504 WHERE agent = 1;";
    struct filed *filed = *state;
    int64_t newest = filed_integer(filed, VERSION);
    for (int version = OLD_ARCHIVE_FIRST; version <= OLD_ARCHIVE_LAST; version++) {
        struct contents *before = take_version(filed, version, change);
        struct contents *now = read_contents(filed->path);
        struct archive_agent agent;
        assert_string_equal(now->recordings, before->recordings);
        filed_agent(filed, EMAIL, &agent); /* still known by it */
        assert_int_equal(agent.agent, IDA);
        assert_int_equal(agent.recordings, 8);
        assert_int_equal(coverage_reaches_up(&agent.coverage, 0), 507);
        archive_agent_clear(&agent);
        expect_sound(filed, newest);
        free(now);
        free(before);
    }
}

static void what_was_purged_stays_so(void **state)
{
    struct filed *filed = *state;
    for (int version = 2; version <= OLD_ARCHIVE_LAST; version++) {
        struct contents *before = take_version(filed, version, "");
        struct archive_agent agent;
        filed_agent(filed, BO, &agent);
        assert_int_equal(agent.purged, INT64_C(16499808000000000));
        assert_int_equal(agent.purged_to, 502);
        assert_int_equal(agent.recordings, 2);
        archive_agent_clear(&agent);
        free(before);
    }
}

/* Version 6 had the function in the condition, for which each statement that adds rows keeps a journal. */
static void what_cannot_be_read_is_found_without_a_function(void **state)
{
    static const char version_6[] =
        "DROP INDEX unread_times; CREATE INDEX unread_times ON recordings(agent)"
        " WHERE typeof(started) = 'blob' OR typeof(ended) = 'blob'; PRAGMA user_version=6";
    struct filed *filed = *state;
    struct archive_agent agent;
    sqlite3 *database = NULL;
    int64_t newest = filed_integer(filed, VERSION);
    filed_answer(filed, filed->agent, 0,
                 "[{\"QueueCallId\":8,\"ConversationStartedUtc\":\"May\"},{\"QueueCallId\":9,"
                 "\"ConversationStartedUtc\":\"2024-05-01T11:00:00Z\",\"ConversationEndedUtc\":\"\"},"
                 "{\"QueueCallId\":10}]");
    writer_close(&filed->writer);
    assert_int_equal(sqlite3_open(filed->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, version_6, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    filed_reopen(filed);
    filed_agent(filed, filed->agent, &agent);
    assert_int_equal(agent.unread_times, filed_integer(filed, "SELECT sum(typeof(started) = 'blob' OR"
                                                              " typeof(ended) = 'blob') FROM recordings"));
    assert_true(agent.unread_times > 0);
    archive_agent_clear(&agent);
    assert_int_equal(filed_integer(filed, VERSION), newest);
    assert_int_equal(
        filed_integer(filed,
                      "SELECT count(*) FROM sqlite_schema WHERE tbl_name = 'recordings' AND type = 'index'"
                      " AND sql LIKE '%WHERE%(%'"),
        0);
}

static size_t read_file(const char *path, char **bytes)
{
    struct stat status;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(fstat(file, &status), 0);
    *bytes = memory_new((size_t)status.st_size + 1);
    assert_int_equal(read(file, *bytes, (size_t)status.st_size), status.st_size);
    close(file);
    return (size_t)status.st_size;
}

static void one_of_a_newer_version_is_left_as_it_is(void **state)
{
    struct filed *filed = *state;
    char aside[512], newer[64], *before, *after;
    struct failure failure = {0};
    snprintf(newer, sizeof newer, "PRAGMA user_version=%d", (int)filed_integer(filed, VERSION) + 1);
    writer_close(&filed->writer);
    sqlite3 *database = NULL;
    assert_int_equal(sqlite3_open(filed->path, &database), SQLITE_OK);
    assert_int_equal(sqlite3_exec(database, newer, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(database);
    size_t size = read_file(filed->path, &before);
    assert_null(archive_open(filed->path, OLD_ARCHIVE_BASE, NULL, aside, sizeof aside, &failure));
    assert_non_null(strstr(failure.what, "newer tapedeck"));
    assert_string_equal(aside, "");
    assert_int_equal(read_file(filed->path, &after), size);
    assert_memory_equal(after, before, size);
    free(before);
    free(after);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, filed_set_up, filed_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(everything_is_kept),
        TEST(nothing_is_filed_twice),
        TEST(what_only_one_of_two_has_is_kept),
        TEST(what_was_purged_stays_so),
        TEST(what_cannot_be_read_is_found_without_a_function),
        TEST(one_of_a_newer_version_is_left_as_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
