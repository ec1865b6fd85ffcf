/* The log of changes: one entry for what lies together, no more entries than are kept, and an archive of an
 * older version gets it. */
#include "model/archive/change_log.h"

#include "model/archive/archive.h"
#include "model/archive/database.h"
#include "model/filter/filter_parse.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int64_t ask(struct archive_fixture *archive, const char *sql)
{
    return database_integer(archive->writer, sql, -1);
}

static void write_log(struct archive_fixture *archive, struct change_log *log)
{
    struct failure failure;
    must(change_log_write(log, archive->writer, &failure), &failure);
    change_log_forget(log);
}

static void what_lies_together_is_one_entry(void **state)
{
    (void)state;
    struct archive_fixture archive;
    struct change_log log = {0};
    struct change_place one = {0}, other = {0};
    archive_fixture_open(&archive, 1);
    change_log_note_call(&log, &one, 3, 50);
    change_log_note_call(&log, &other, 3, 900);
    change_log_note_call(&log, &one, 3, 40);
    change_log_note_call(&log, &one, 3, 60);
    change_log_note(&log, 0, 0, 0);
    write_log(&archive, &log);
    assert_int_equal(ask(&archive, "SELECT count(*) FROM changes"), 3);
    assert_int_equal(ask(&archive, "SELECT first FROM changes WHERE change = 1 AND agent = 3"), 40);
    assert_int_equal(ask(&archive, "SELECT last FROM changes WHERE change = 1"), 60);
    assert_int_equal(ask(&archive, "SELECT last FROM changes WHERE change = 2"), 900);
    change_log_note_call(&log, &one, 3, 70); /* in the next transaction it is another one */
    write_log(&archive, &log);
    assert_int_equal(ask(&archive, "SELECT first FROM changes WHERE change = 4"), 70);
    write_log(&archive, &log);
    assert_int_equal(ask(&archive, "SELECT max(change) FROM changes"), 4);
    change_log_clear(&log);
    archive_fixture_close(&archive);
}

static void only_the_newest_are_kept(void **state)
{
    (void)state;
    struct archive_fixture archive;
    struct change_log log = {0};
    archive_fixture_open(&archive, 1);
    for (int64_t i = 1; i <= CHANGE_LOG_KEPT; i++)
        change_log_note(&log, 1, i, i);
    write_log(&archive, &log);
    assert_int_equal(ask(&archive, "SELECT min(change) FROM changes"), 1);
    for (int64_t i = 1; i <= 5; i++)
        change_log_note(&log, 2, i, i);
    write_log(&archive, &log);
    assert_int_equal(ask(&archive, "SELECT count(*) FROM changes"), CHANGE_LOG_KEPT);
    assert_int_equal(ask(&archive, "SELECT min(change) FROM changes"), 6);
    change_log_clear(&log);
    archive_fixture_close(&archive);
}

static void an_archive_of_an_older_version_gets_it(void **state)
{
    (void)state;
    struct archive_fixture archive;
    struct failure failure;
    char aside[512];
    uint64_t count;
    struct list_query query = {0};
    filter_parse(&query.filter, "8", 0, true, NULL);
    archive_fixture_open(&archive, 1);
    archive_fixture_run(&archive, "INSERT INTO agents(agent, reference) VALUES(1, 'id:1');"
                                  "INSERT INTO callers VALUES(1, '0812');"
                                  "INSERT INTO recordings(agent, call, file, caller) VALUES(1, 5, 'a', 1);"
                                  "DROP TABLE changes; PRAGMA user_version=2");
    reader_close(&archive.reader);
    database_close(&archive.writer);
    archive.writer =
        archive_open(archive.path, "http://127.0.0.1/mot/test", NULL, aside, sizeof aside, &failure);
    must(archive.writer != NULL, &failure);
    archive.reader = reader_open(archive.path, &failure);
    must(archive.reader != NULL, &failure);
    struct search_index *index = search_index_new();
    reader_use_index(archive.reader, index, true);
    must(reader_count(archive.reader, &query, &count, &failure), &failure);
    assert_int_equal(count, 1);
    assert_int_equal(search_index_rows(index), 1);
    archive_fixture_close(&archive);
    search_index_free(&index);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_lies_together_is_one_entry),
        cmocka_unit_test(only_the_newest_are_kept),
        cmocka_unit_test(an_archive_of_an_older_version_gets_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
