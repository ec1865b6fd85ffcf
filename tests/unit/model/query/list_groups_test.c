/* Lists in groups against a plain scan of random histories, by every grouping, with filters and in several zones, out
 * of the index and out of the archive. TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/query/list_groups.h"
#include "tests/unit/must.h"

#include "model/query/search_columns.h"
#include "model/recording/recording.h"
#include "tests/unit/model/query/random_history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { QUERIES = 40, HALF_SECONDS = 2 };

static int64_t plain_key(enum list_grouping grouping, bool utc, const struct random_row *row)
{
    if (grouping == LIST_BY_AGENT)
        return row->agent;
    if (grouping == LIST_BY_QUEUE)
        return row->queue;
    if (!random_history_believes(row->started))
        return LIST_GROUP_NO_TIME;
    time_t started = (time_t)(row->started / TIMESTAMP_SECOND);
    struct tm shown;
    if (utc)
        gmtime_r(&started, &shown);
    else
        localtime_r(&started, &shown);
    if (grouping == LIST_BY_HOUR)
        return shown.tm_hour;
    if (grouping == LIST_BY_WEEKDAY)
        return (shown.tm_wday + 6) % 7;
    shown.tm_isdst = 0;
    return timegm(&shown) / 86400;
}

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

/* Of the rows that are listed and taken: those with the key, or all where `groups` is NULL. */
static void assert_group(const struct random_history *history, const struct list_groups *groups, int64_t only,
                         const struct list_group *group)
{
    static int64_t lengths[RANDOM_ROWS];
    uint64_t calls = 0, sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < history->count; i++) {
        const struct random_row *row = &history->rows[i];
        if (!row->listed || (only && row->agent != only) ||
            (groups && plain_key(groups->grouping, groups->utc, row) != group->key))
            continue;
        calls++;
        int64_t length = random_history_length(row);
        if (length < 0)
            continue;
        lengths[count++] = length;
        sum += (uint64_t)length;
    }
    assert_int_equal(group->calls, calls);
    assert_int_equal(group->measured, count);
    assert_int_equal(group->half_seconds, sum);
    qsort(lengths, count, sizeof *lengths, compare);
    assert_int_equal(group->median, count ? (lengths[(count - 1) / 2] + lengths[count / 2]) *
                                                TIMESTAMP_SECOND / HALF_SECONDS / 2
                                          : TIMESTAMP_NONE);
}

static bool is_behind(const struct list_groups *groups, const struct list_group *before,
                      const struct list_group *group)
{
    bool is_timed = before->key != LIST_GROUP_NO_TIME;
    if (groups->grouping <= LIST_BY_QUEUE)
        return before->calls > group->calls || (before->calls == group->calls && before->key < group->key);
    if (groups->grouping == LIST_BY_DAY)
        return before->key > group->key;
    return is_timed && (group->key == LIST_GROUP_NO_TIME || before->key < group->key);
}

static void assert_named(const struct list_groups *groups, const struct list_group *group)
{
    static const char *const agents[] = {NULL, "Ida", "id:102", "Bo"};
    static const char *const queues[] = {NULL, "Sales", "Support"};
    static const int64_t numbers[] = {RECORDING_NO_NUMBER, 101, 102, RECORDING_NO_NUMBER};
    const char *name = groups->grouping == LIST_BY_AGENT   ? agents[group->key]
                       : groups->grouping == LIST_BY_QUEUE ? queues[group->key]
                                                           : NULL;
    assert_int_equal(group->name != NULL, name != NULL);
    if (name)
        assert_string_equal(group->name, name);
    assert_int_equal(group->number,
                     groups->grouping == LIST_BY_AGENT ? numbers[group->key] : RECORDING_NO_NUMBER);
}

static void assert_groups(const struct random_history *history, const struct list_groups *groups,
                          int64_t only)
{
    uint64_t calls = 0;
    assert_group(history, NULL, only, &groups->total);
    for (size_t i = 0; i < groups->count; i++) {
        const struct list_group *group = &groups->groups[i];
        assert_true(group->calls > 0);
        assert_group(history, groups, only, group);
        assert_named(groups, group);
        assert_true(i == 0 || is_behind(groups, group - 1, group));
        calls += group->calls;
    }
    assert_int_equal(calls, groups->total.calls); /* no row is in none */
}

static void groups_equal_a_plain_scan(void **state)
{
    (void)state;
    static struct random_history history;
    unsigned first, last;
    archive_fixture_seeds(20, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        print_message("# seed %u\n", seed);
        random_history_open(&history, seed);
        for (int i = 0; i < QUERIES; i++) {
            struct failure failure;
            const struct list_query query = random_history_query(&history);
            enum list_grouping grouping = (enum list_grouping)random_history_pick(&history, LIST_GROUPINGS);
            struct list_groups *groups =
                list_groups_new(grouping, random_history_pick(&history, 4) == 0, RANDOM_NOW);
            int64_t only = random_history_pick(&history, 3) ? 0 : 1 + random_history_pick(&history, 2);
            if (only)
                list_groups_take_agent(groups, only);
            must(reader_groups(random_history_reader(&history), &query, random_history_pick(&history, 2),
                               groups, &failure),
                 &failure);
            assert_groups(&history, groups, only);
            list_groups_free(&groups);
        }
        random_history_close(&history);
    }
}

static void what_is_interrupted_gives_nothing(void **state)
{
    (void)state;
    static struct random_history history;
    struct failure failure;
    random_history_open(&history, 3);
    const struct list_query query = {.agent = PAGE_ALL_AGENTS};
    struct list_groups *groups = list_groups_new(LIST_BY_DAY, false, RANDOM_NOW);
    reader_interrupt(history.indexed);
    assert_false(reader_groups(history.indexed, &query, true, groups, &failure));
    assert_int_equal(failure.kind, FAILURE_CANCELLED);
    list_groups_free(&groups);
    reader_allow(history.indexed);
    groups = list_groups_new(LIST_BY_DAY, false, RANDOM_NOW);
    must(reader_groups(history.indexed, &query, true, groups, &failure), &failure);
    list_groups_free(&groups);
    random_history_close(&history);
}

static void nothing_has_no_groups(void **state)
{
    (void)state;
    struct list_groups *groups = list_groups_new(LIST_BY_HOUR, true, RANDOM_NOW);
    list_groups_finish(groups);
    assert_int_equal(groups->count, 0);
    assert_int_equal(groups->total.calls, 0);
    assert_int_equal(groups->total.median, TIMESTAMP_NONE);
    list_groups_free(&groups);
}

/* Numbers such as no archive gives. */
static void great_numbers_are_groups_too(void **state)
{
    (void)state;
    static const int64_t agents[] = {INT64_MAX, -7, 1 << 20, INT64_MAX, (1 << 20) - 1, -7, -7};
    struct list_groups *groups = list_groups_new(LIST_BY_AGENT, true, RANDOM_NOW);
    for (size_t i = 0; i < sizeof agents / sizeof *agents; i++)
        list_groups_add(groups, &(struct search_call){.agent = agents[i], .length = 10}, 1);
    list_groups_finish(groups);
    assert_int_equal(groups->count, 4);
    assert_int_equal(groups->groups[0].key, -7);
    assert_int_equal(groups->groups[0].calls, 3);
    assert_int_equal(groups->groups[1].key, INT64_MAX);
    list_groups_free(&groups);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_equal_a_plain_scan),
        cmocka_unit_test(what_is_interrupted_gives_nothing),
        cmocka_unit_test(nothing_has_no_groups),
        cmocka_unit_test(great_numbers_are_groups_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
