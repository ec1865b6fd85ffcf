/* Statements that are made once. */
#include "tests/unit/model/archive/archive_fixture.h"

#include "model/archive/statements.h"

static int open_fixture(void **state)
{
    static struct archive_fixture fixture;
    archive_fixture_open(&fixture, 1);
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    archive_fixture_close(*state);
    return 0;
}

static void a_statement_is_made_once(void **state)
{
    static const char one[] = "SELECT count(*) FROM agents", other[] = "SELECT count(*) FROM recordings";
    struct archive_fixture *fixture = *state;
    struct failure failure;
    struct statements statements = {.database = fixture->writer};
    sqlite3_stmt *first = statements_get(&statements, one, &failure);
    assert_non_null(first);
    assert_int_equal(sqlite3_step(first), SQLITE_ROW);
    sqlite3_reset(first);
    assert_ptr_not_equal(statements_get(&statements, other, &failure), first);
    assert_ptr_equal(statements_get(&statements, one, &failure), first);
    statements_clear(&statements);
    assert_null(sqlite3_next_stmt(fixture->writer, NULL));
}

/* What could not be made is tried again: the file may have been locked. */
static void one_that_failed_is_tried_again(void **state)
{
    static const char sql[] = "SELECT count(*) FROM agents";
    struct archive_fixture *fixture = *state;
    struct failure failure;
    struct statements statements = {.database = fixture->writer};
    sqlite3_hard_heap_limit64(1);
    sqlite3_stmt *failed = statements_get(&statements, sql, &failure);
    sqlite3_hard_heap_limit64(0);
    assert_null(failed);
    assert_int_not_equal(failure.kind, FAILURE_NONE);
    assert_non_null(statements_get(&statements, sql, &failure));
    statements_clear(&statements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_statement_is_made_once, open_fixture, close_fixture),
        cmocka_unit_test_setup_teardown(one_that_failed_is_tried_again, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
