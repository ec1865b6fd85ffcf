/* Where recordings without a start stand: as they are filed, and as an archive of before has them brought up to date. */
#include "model/archive/row_order.h"
#include "model/archive/writer.h"
#include "tests/unit/model/archive/filed.h"

#include <sqlite3.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* As version 7 had it. */
#define VERSION_7                                                                                            \
    "DROP INDEX " ROW_ORDER_INDEX "; ALTER TABLE recordings DROP COLUMN place; PRAGMA user_version=7"

#define DATED(id, minute)                                                                                    \
    "{\"QueueCallId\":" #id ",\"ConversationStartedUtc\":\"2024-05-01T10:" #minute ":00Z\"}"
#define UNDATED(id) "{\"QueueCallId\":" #id "}"
#define UNREAD(id) "{\"QueueCallId\":" #id ",\"ConversationStartedUtc\":\"May\"}"

/* "1@01 2@01 …": the ids in list order with the minutes at which they stand; those before 2024 with none. */
static void expect_order(struct filed *filed, const char *expected)
{
    static const char sql[] =
        "SELECT group_concat(call || iif(minute < 0, '', printf('@%02d', minute)), ' ') FROM (SELECT call,"
        " (" ROW_ORDER_PLACE " / 600000000) - 28575960 AS minute FROM recordings INDEXED BY " ROW_ORDER_INDEX
        " ORDER BY agent, " ROW_ORDER_PLACE ", call)";
    sqlite3 *database = NULL;
    sqlite3_stmt *statement = NULL;
    assert_int_equal(sqlite3_open(filed->path, &database), SQLITE_OK);
    if (sqlite3_prepare_v2(database, sql, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(database));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    assert_string_equal((const char *)sqlite3_column_text(statement, 0), expected);
    sqlite3_finalize(statement);
    sqlite3_close(database);
}

static void each_stands_beside_the_one_before(void **state)
{
    struct filed *filed = *state;
    filed_answer(filed, filed->agent, 0,
                 "[" UNDATED(11) "," UNREAD(12) "," DATED(13, 20) "," UNDATED(14) "," DATED(
                     15, 10) "," UNREAD(16) "," DATED(17, 30) "," UNDATED(18) "]");
    expect_order(filed, "15@10 16@10 11@20 12@20 13@20 14@20 17@30 18@30");
}

/* What comes by itself, or before any with a start, stands beside what is there. */
static void one_that_comes_alone_stands_beside_what_is_there(void **state)
{
    struct filed *filed = *state;
    filed_answer(filed, filed->agent, 0, "[" UNDATED(12) "]");
    expect_order(filed, "12");
    filed_answer(filed, filed->agent, 0, "[" UNDATED(12) "," DATED(13, 20) "]");
    expect_order(filed, "12@20 13@20");
    filed_answer(filed, filed->agent, 13, "[" UNDATED(14) "]");
    expect_order(filed, "12@20 13@20 14@20");
}

/* Else each refresh would have the lists read anew. */
static void what_stands_there_already_is_no_change(void **state)
{
    static const char last[] = "SELECT ifnull(max(change), 0) FROM changes";
    struct filed *filed = *state;
    filed_answer(filed, filed->agent, 0, "[" UNDATED(12) "," DATED(13, 20) "]");
    int64_t before = filed_integer(filed, last);
    assert_true(before > 0);
    filed_answer(filed, filed->agent, 0, "[" UNDATED(12) "," DATED(13, 20) "]");
    assert_int_equal(filed_integer(filed, last), before);
}

static void a_start_that_comes_later_counts(void **state)
{
    struct filed *filed = *state;
    static const char named[] = "{\"QueueCallId\":2,\"RecordingFileName\":\"a\"%s}";
    char body[500], row[200];
    snprintf(row, sizeof row, named, "");
    snprintf(body, sizeof body, "[" DATED(1, 10) ",%s," DATED(3, 30) "]", row);
    filed_answer(filed, filed->agent, 0, body);
    expect_order(filed, "1@10 2@10 3@30");
    snprintf(row, sizeof row, named, ",\"ConversationStartedUtc\":\"2024-05-01T10:40:00Z\"");
    snprintf(body, sizeof body, "[" DATED(1, 10) ",%s," DATED(3, 30) "]", row);
    filed_answer(filed, filed->agent, 0, body);
    expect_order(filed, "1@10 3@30 2@40");
}

static void an_older_archive_is_brought_to_the_same_order(void **state)
{
    struct filed *filed = *state;
    filed_answer(filed, filed->agent, 0,
                 "[" UNDATED(11) "," UNREAD(12) "," DATED(13, 20) "," UNDATED(14) "," DATED(
                     15, 10) "," UNREAD(16) "," DATED(17, 30) "," UNDATED(18) "]");
    filed_rewrite(filed, VERSION_7);
    expect_order(filed, "15@10 16@10 11@20 12@20 13@20 14@20 17@30 18@30");
    assert_int_equal(filed_integer(filed, "PRAGMA user_version"), 8);
    assert_int_equal(filed_integer(filed, "SELECT count(*) FROM recordings WHERE place IS NOT NULL"), 5);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, filed_set_up, filed_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_stands_beside_the_one_before),
        TEST(one_that_comes_alone_stands_beside_what_is_there),
        TEST(what_stands_there_already_is_no_change),
        TEST(a_start_that_comes_later_counts),
        TEST(an_older_archive_is_brought_to_the_same_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
