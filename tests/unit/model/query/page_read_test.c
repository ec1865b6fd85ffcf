/* What a page needs is parsed before the first is asked for, and not again then. */
#include "model/query/page_read.h"

#include "model/archive/database.h"
#include "model/query/page.h"
#include "tests/unit/model/archive/archive_fixture.h"

#define AGENT 1

static size_t count_statements(const struct reader_connection *connection)
{
    size_t count = 0;
    for (sqlite3_stmt *statement = NULL; (statement = sqlite3_next_stmt(connection->database, statement));)
        count++;
    return count;
}

static void test_the_first_page_finds_all_parsed(void **state)
{
    struct archive_fixture archive;
    struct failure failure;
    struct reader_connection connection = {0};
    struct row_filter filter = {.connection = &connection};
    struct row_merge merge = {.filter = &filter};
    const struct page_rows rows = {.by_start = &merge};
    const struct page_request request = {.query.agent = AGENT, .anchor = PAGE_FIRST, .after = 10};
    (void)state;
    archive_fixture_open(&archive, 1);
    archive_fixture_run(&archive, "INSERT INTO agents(agent, reference) VALUES(1, 'id:1')");
    archive_fixture_run(&archive, "INSERT INTO recordings(agent, call, file, started) VALUES(1, 7, '', 70)");
    sqlite3 *database = database_open(archive.path, DATABASE_READ, &failure);
    must(database != NULL, &failure);
    must(reader_connection_open(&connection, database, &failure), &failure);
    page_read_prepare(&merge);
    size_t parsed = count_statements(&connection);
    must(reader_connection_choose(&connection, AGENT, &failure), &failure);
    must(row_filter_prepare(&filter, NULL, &request.query, &failure), &failure);
    struct page *page = page_read(&rows, &request, &failure);
    must(page != NULL, &failure);
    assert_int_equal(page->count, 1);
    assert_int_equal(count_statements(&connection), parsed);
    page_free(&page);
    reader_connection_close(&connection);
    row_merge_clear(&merge);
    row_filter_clear(&filter);
    archive_fixture_close(&archive);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_the_first_page_finds_all_parsed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
