/* From when to when the archive holds everything of an agent. */
#include "tests/unit/model/archive/archive_fixture.h"

#include "model/archive/time_coverage_read.h"
#include "model/time/timestamp.h"

#define AGENT 7
#define DAY (INT64_C(86400) * TIMESTAMP_SECOND)
#define BEGIN (TIMESTAMP_EARLIEST + 1000 * DAY)

struct fixture {
    struct archive_fixture archive;
    struct time_coverage times;
};

static int open_fixture(void **state)
{
    static struct fixture fixture;
    archive_fixture_open(&fixture.archive, 1);
    archive_fixture_run(&fixture.archive, "INSERT INTO agents(agent, reference) VALUES(7, 'id:103')");
    *state = &fixture;
    return 0;
}

static int close_fixture(void **state)
{
    struct fixture *fixture = *state;
    time_coverage_clear(&fixture->times);
    archive_fixture_close(&fixture->archive);
    return 0;
}

/* A recording every day from BEGIN on, with ids 10, 20, ... */
static void file_days(struct fixture *fixture, int64_t from, int64_t to)
{
    for (int64_t day = from; day <= to; day++) {
        const int64_t values[] = {AGENT, 10 * day, BEGIN + day * DAY};
        archive_fixture_file(&fixture->archive,
                             "INSERT INTO recordings(agent, call, file, started) VALUES(?1, ?2, '', ?3)",
                             values, 3);
    }
}

static void cover(struct fixture *fixture, int64_t lo, int64_t hi, bool whole)
{
    const int64_t values[] = {AGENT, whole, lo, hi};
    archive_fixture_file(&fixture->archive,
                         "INSERT INTO coverage(agent, whole, lo, hi) VALUES(?1, ?2, ?3, ?4)", values, 4);
}

static void set_head_from(struct fixture *fixture, int64_t head_from, int64_t as_of)
{
    const int64_t values[] = {AGENT, head_from, as_of};
    archive_fixture_file(&fixture->archive, "UPDATE agents SET tail = ?2, as_of = ?3 WHERE agent = ?1",
                         values, 3);
}

static bool contains(struct fixture *fixture, int64_t begin, int64_t end)
{
    struct failure failure;
    struct statements statements = {.database = fixture->archive.writer};
    must(time_coverage_read(&statements, AGENT, true, &fixture->times, &failure), &failure);
    statements_clear(&statements);
    return time_coverage_contains(&fixture->times, begin, end);
}

static int64_t day(int64_t number)
{
    return BEGIN + number * DAY;
}

static void test_nothing_is_covered_of_who_was_never_fetched(void **state)
{
    assert_false(contains(*state, INT64_MIN, INT64_MAX));
    assert_false(contains(*state, day(3), day(4)));
    assert_int_equal(((struct fixture *)*state)->times.count, 0);
}

static void test_rows_alone_prove_nothing(void **state)
{
    file_days(*state, 1, 100);
    assert_false(contains(*state, day(40), day(50)));
}

static void test_a_range_in_the_middle_holds_what_lies_well_within_it(void **state)
{
    file_days(*state, 1, 100);
    cover(*state, 300, 700, false);
    assert_true(contains(*state, day(40), day(50)));
    assert_true(contains(*state, day(38), day(63)));
    assert_false(contains(*state, day(37), day(63))); /* callers wait, and some are called back days later */
    assert_false(contains(*state, day(38), day(64)));
    assert_false(contains(*state, day(40), INT64_MAX));
    assert_false(contains(*state, INT64_MIN, day(50)));
}

static void test_the_start_of_the_history_has_no_bound(void **state)
{
    file_days(*state, 1, 100);
    cover(*state, 0, 700, true);
    assert_true(contains(*state, INT64_MIN, day(60)));
    assert_true(contains(*state, day(-500), day(-400)));
    assert_false(contains(*state, INT64_MIN, INT64_MAX));
}

static void test_the_end_is_known_as_of_a_time(void **state)
{
    file_days(*state, 1, 100);
    cover(*state, 500, 900, true);
    set_head_from(*state, 890, day(110));
    assert_true(contains(*state, day(58), INT64_MAX));
    assert_true(contains(*state, day(105), day(110)));
    assert_false(contains(*state, day(105), day(111)));
    assert_false(contains(*state, day(110) + 1, INT64_MAX)); /* what has started since was not asked for */
    assert_false(contains(*state, INT64_MIN, INT64_MAX));
    cover(*state, 0, 500, true);
    assert_true(contains(*state, INT64_MIN, INT64_MAX));
}

static void test_an_empty_history_that_was_asked_for_is_covered(void **state)
{
    set_head_from(*state, 0, day(5));
    assert_true(contains(*state, INT64_MIN, INT64_MAX));
    assert_true(contains(*state, day(1), day(4)));
}

static void test_wrong_times_at_the_end_of_a_range_promise_nothing(void **state)
{
    const int64_t wrong[] = {AGENT, 297, day(-900), 701, day(900)};
    file_days(*state, 30, 70);
    archive_fixture_file(&((struct fixture *)*state)->archive,
                         "INSERT INTO recordings(agent, call, file, started) VALUES(?1, ?2, '', ?3), (?1, ?2 "
                         "+ 1, '', ?3), (?1, ?2 + 2, '', ?3),"
                         " (?1, ?4, '', ?5), (?1, ?4 + 1, '', ?5), (?1, ?4 + 2, '', ?5)",
                         wrong, 5);
    cover(*state, 290, 710, false);
    assert_true(contains(*state, day(34), day(60)));
    assert_false(contains(*state, day(-100), day(50)));
    assert_false(contains(*state, day(50), day(200)));
    const struct time_range *range = ((struct fixture *)*state)->times.ranges;
    assert_true(range->begin == day(30)); /* nor are they shown */
}

static void test_a_range_is_shown_from_its_first_recording_on(void **state)
{
    file_days(*state, 1, 100);
    cover(*state, 300, 700, false);
    assert_false(contains(*state, INT64_MIN, INT64_MAX));
    const struct time_range *range = ((struct fixture *)*state)->times.ranges;
    assert_true(range->begin == day(31));
}

/* Ids are given before callers wait, so what is complete begins later than the first recording and ends
 * before the last one. */
static void test_it_is_complete_from_when_nobody_waits_any_more(void **state)
{
    struct time_coverage *times = &((struct fixture *)*state)->times;
    file_days(*state, 1, 100);
    assert_false(contains(*state, day(50), day(60)));
    assert_true(time_coverage_complete_from(times) == TIMESTAMP_NONE);
    assert_true(time_coverage_complete_until(times) == TIMESTAMP_NONE);
    cover(*state, 0, 300, true);
    assert_true(contains(*state, INT64_MIN, day(20)));
    assert_true(time_coverage_complete_until(times) == day(30 - 3 - 4)); /* by the middle witness of seven */
    assert_true(time_coverage_complete_from(times) == TIMESTAMP_NONE);
    assert_true(time_coverage_fetched_from(times) == TIMESTAMP_NONE);
    cover(*state, 500, 1000, true);
    set_head_from(*state, 1000, day(101));
    assert_true(contains(*state, day(60), INT64_MAX));
    assert_true(time_coverage_fetched_from(times) == day(51));
    assert_true(time_coverage_complete_from(times) == day(51 + 3 + 4));
    assert_true(time_coverage_since(times, time_coverage_complete_from(times)));
    assert_false(time_coverage_since(times, time_coverage_complete_from(times) - 1));
}

static void test_the_newest_part_alone_may_be_complete_from_no_time(void **state)
{
    struct time_coverage *times = &((struct fixture *)*state)->times;
    file_days(*state, 1, 100);
    cover(*state, 970, 1000, true);
    set_head_from(*state, 1000, day(101));
    assert_false(contains(*state, day(100), INT64_MAX));
    assert_true(time_coverage_fetched_from(times) == day(98));
    assert_true(time_coverage_complete_from(times) == TIMESTAMP_NONE);
}

static void test_what_was_purged_is_not_covered_and_what_was_kept_is(void **state)
{
    const int64_t purge[] = {AGENT, day(50), 500};
    file_days(*state, 55, 100);
    cover(*state, 500, 1000, true);
    set_head_from(*state, 990, day(110));
    archive_fixture_file(&((struct fixture *)*state)->archive,
                         "INSERT INTO purges(agent, before, call) VALUES(?1, ?2, ?3)", purge, 3);
    assert_true(contains(*state, day(50), INT64_MAX));
    assert_false(contains(*state, day(50) - 1, INT64_MAX));
    assert_true(time_coverage_complete_from(&((struct fixture *)*state)->times) == day(50));
    assert_true(time_coverage_fetched_from(&((struct fixture *)*state)->times) == day(50));
    assert_false(contains(*state, INT64_MIN, INT64_MAX));
}

static void test_a_range_without_times_holds_no_time(void **state)
{
    cover(*state, 300, 700, false);
    assert_false(contains(*state, day(40), day(50)));
    assert_false(contains(*state, INT64_MIN, INT64_MAX));
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, open_fixture, close_fixture)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_nothing_is_covered_of_who_was_never_fetched),
        TEST(test_rows_alone_prove_nothing),
        TEST(test_a_range_in_the_middle_holds_what_lies_well_within_it),
        TEST(test_the_start_of_the_history_has_no_bound),
        TEST(test_the_end_is_known_as_of_a_time),
        TEST(test_an_empty_history_that_was_asked_for_is_covered),
        TEST(test_wrong_times_at_the_end_of_a_range_promise_nothing),
        TEST(test_a_range_is_shown_from_its_first_recording_on),
        TEST(test_it_is_complete_from_when_nobody_waits_any_more),
        TEST(test_the_newest_part_alone_may_be_complete_from_no_time),
        TEST(test_what_was_purged_is_not_covered_and_what_was_kept_is),
        TEST(test_a_range_without_times_holds_no_time),
    };
    return cmocka_run_group_tests_name("time_coverage_read", tests, NULL, NULL);
}
