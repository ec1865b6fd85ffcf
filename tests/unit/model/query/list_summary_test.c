/* Lists at a glance against a plain scan: random histories of several agents, times and lengths that are
 * missing or cannot be believed, filters of every kind, all units of the calendar in several zones; out of
 * the index and out of the archive. TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/query/list_summary.h"
#include "tests/unit/must.h"

#include "model/query/reader.h"
#include "model/time/calendar.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/query/random_history.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { WINDOWS = 40 };

#define SECOND TIMESTAMP_SECOND
#define DAY RANDOM_DAY
#define NOW RANDOM_NOW

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void assert_lengths(const struct random_history *world, const struct list_summary *summary)
{
    static int64_t lengths[RANDOM_ROWS];
    size_t count = 0;
    int64_t total = 0;
    for (size_t i = 0; i < world->count; i++) {
        const struct random_row *row = &world->rows[i];
        int64_t length = random_history_length(row);
        if (!row->listed || length < 0)
            continue;
        lengths[count++] = length;
        total += length;
    }
    assert_int_equal(summary->measured, count);
    assert_int_equal(summary->half_seconds, total);
    if (count == 0) {
        assert_int_equal(summary->median, TIMESTAMP_NONE);
        return;
    }
    qsort(lengths, count, sizeof *lengths, compare);
    assert_int_equal(summary->median, (lengths[(count - 1) / 2] + lengths[count / 2]) * (SECOND / 2) / 2);
}

static int64_t floor_second(int64_t instant)
{
    return instant - instant % SECOND;
}

static void assert_totals(const struct random_history *world, const struct list_summary *summary)
{
    uint64_t calls = 0, undated = 0;
    int64_t first = TIMESTAMP_NONE, last = TIMESTAMP_NONE;
    for (size_t i = 0; i < world->count; i++) {
        const struct random_row *row = &world->rows[i];
        calls += row->listed;
        undated += row->listed && !random_history_believes(row->started);
        if (!row->listed || !random_history_believes(row->started))
            continue;
        first = first == TIMESTAMP_NONE || row->started < first ? row->started : first;
        last = row->started > last ? row->started : last;
    }
    assert_int_equal(summary->calls, calls);
    assert_int_equal(summary->undated, undated);
    assert_int_equal(summary->first, first == TIMESTAMP_NONE ? first : floor_second(first));
    assert_int_equal(summary->last, last == TIMESTAMP_NONE ? last : floor_second(last));
}

/* The calls from begin up to end; *before and *after: the last one before begin, the first one from end on.
 */
static uint64_t scan(const struct random_history *world, const struct calendar_period *period,
                     int64_t *before, int64_t *after)
{
    uint64_t calls = 0;
    *before = *after = TIMESTAMP_NONE;
    for (size_t i = 0; i < world->count; i++) {
        int64_t started = world->rows[i].started;
        if (!world->rows[i].listed || !random_history_believes(started))
            continue;
        calls += started >= period->begin && started < period->end;
        if (started < period->begin && started > *before)
            *before = started;
        if (started >= period->end && (*after == TIMESTAMP_NONE || started < *after))
            *after = started;
    }
    return calls;
}

static void assert_quarter(int64_t quarter, int64_t started)
{
    if (started == TIMESTAMP_NONE)
        assert_int_equal(quarter, TIMESTAMP_NONE);
    else
        assert_int_equal(quarter, started - started % (900 * SECOND));
}

static void assert_periods(struct random_history *world, const struct list_summary *summary)
{
    enum calendar_unit unit = (enum calendar_unit)random_history_pick(world, CALENDAR_UNITS);
    bool utc = random_history_pick(world, 4) == 0;
    int64_t instant = NOW - (int64_t)((double)world->span * random_history_pick(world, 1000) / 1000);
    struct calendar_period period = calendar_period_at(unit, instant, utc);
    for (int i = 0; i < 5; i++) {
        int64_t before, after;
        assert_int_equal(list_summary_count(summary, period.begin, period.end),
                         scan(world, &period, &before, &after));
        assert_quarter(list_summary_before(summary, period.begin), before);
        assert_quarter(list_summary_after(summary, period.end), after);
        period = calendar_period_at(unit, period.end, utc);
    }
    assert_int_equal(list_summary_count(summary, INT64_MIN, INT64_MAX), summary->calls - summary->undated);
}

static void summaries_equal_a_plain_scan(void **state)
{
    (void)state;
    static struct random_history world;
    unsigned first, last;
    archive_fixture_seeds(20, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        print_message("# seed %u\n", seed);
        random_history_open(&world, seed);
        for (int i = 0; i < WINDOWS; i++) {
            struct failure failure;
            const struct list_query query = random_history_query(&world);
            struct reader *reader = random_history_reader(&world);
            struct list_summary *summary = reader_summary(reader, &query, NOW, &failure);
            must(summary != NULL, &failure);
            assert_totals(&world, summary);
            assert_lengths(&world, summary);
            assert_periods(&world, summary);
            assert_int_equal(summary->agent_count, query.agent ? 1 : RANDOM_AGENTS);
            list_summary_free(&summary);
        }
        random_history_close(&world);
    }
}

static void an_empty_list_has_nothing(void **state)
{
    (void)state;
    struct list_summary *summary = list_summary_new(NOW);
    list_summary_finish(summary);
    assert_int_equal(summary->calls, 0);
    assert_int_equal(summary->first, TIMESTAMP_NONE);
    assert_int_equal(summary->median, TIMESTAMP_NONE);
    assert_int_equal(list_summary_count(summary, INT64_MIN, INT64_MAX), 0);
    assert_int_equal(list_summary_before(summary, NOW), TIMESTAMP_NONE);
    assert_int_equal(list_summary_after(summary, 0), TIMESTAMP_NONE);
    assert_false(list_summary_holds(summary, 0, NOW, NOW)); /* it is nobody's list */
    list_summary_free(&summary);
}

static void add_time_coverage(struct list_summary *summary, int64_t agent, struct time_range range)
{
    struct time_coverage *times = list_summary_add_agent(summary, agent);
    times->ranges = malloc(sizeof *times->ranges);
    assert_non_null(times->ranges);
    times->ranges[0] = range;
    times->count = times->capacity = 1;
}

static void all_agents_must_hold_a_time(void **state)
{
    (void)state;
    struct list_summary *summary = list_summary_new(NOW);
    add_time_coverage(
        summary, 1,
        (struct time_range){.lo = 0, .hi = INT64_MAX, .first = INT64_MIN, .last = NOW - 60 * SECOND});
    assert_true(list_summary_holds(summary, INT64_MIN, NOW - DAY, NOW));
    assert_true(list_summary_holds(summary, NOW - DAY, NOW + DAY, NOW));
    assert_false(list_summary_holds(summary, NOW - 30 * SECOND, NOW + DAY, NOW)); /* not asked for since */
    assert_false(list_summary_holds(summary, NOW - DAY, NOW - 30 * SECOND, NOW));
    add_time_coverage(
        summary, 2,
        (struct time_range){.lo = 500, .hi = INT64_MAX, .first = NOW - 10 * DAY, .last = NOW - 60 * SECOND});
    assert_true(list_summary_holds(summary, NOW - 6 * DAY, NOW - 5 * DAY, NOW));
    assert_false(list_summary_holds(summary, NOW - 12 * DAY, NOW - 7 * DAY, NOW));
    list_summary_add_agent(summary, 3);
    assert_false(list_summary_holds(summary, NOW - 6 * DAY, NOW - 5 * DAY, NOW));
    summary->agents[2].is_left_out = true; /* by a filter */
    assert_true(list_summary_holds(summary, NOW - 6 * DAY, NOW - 5 * DAY, NOW));
    assert_false(list_summary_holds(summary, INT64_MIN, NOW - 7 * DAY, NOW));
    summary->listed_at = NOW - 5 * DAY; /* who has come since is not known */
    assert_true(list_summary_holds(summary, NOW - 6 * DAY, NOW - 5 * DAY, NOW));
    assert_false(list_summary_holds(summary, NOW - 6 * DAY, NOW - 5 * DAY + SECOND, NOW));
    summary->listed_at = TIMESTAMP_NONE;
    assert_false(list_summary_holds(summary, NOW - 6 * DAY, NOW - 5 * DAY, NOW));
    summary->listed_at = INT64_MAX;
    summary->begin = NOW - 6 * DAY;
    assert_true(list_summary_holds(summary, INT64_MIN, NOW - 7 * DAY, NOW));
    assert_true(list_summary_holds(summary, INT64_MIN, NOW - 100 * DAY, NOW)); /* nothing can be there */
    list_summary_free(&summary);
}

static void what_is_interrupted_gives_nothing(void **state)
{
    (void)state;
    static struct random_history world;
    struct failure failure;
    random_history_open(&world, 3);
    const struct list_query query = {.agent = PAGE_ALL_AGENTS};
    reader_interrupt(world.indexed);
    assert_null(reader_summary(world.indexed, &query, NOW, &failure));
    assert_int_equal(failure.kind, FAILURE_CANCELLED);
    reader_allow(world.indexed);
    struct list_summary *summary = reader_summary(world.indexed, &query, NOW, &failure);
    must(summary != NULL, &failure);
    list_summary_free(&summary);
    random_history_close(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(summaries_equal_a_plain_scan),
        cmocka_unit_test(an_empty_list_has_nothing),
        cmocka_unit_test(all_agents_must_hold_a_time),
        cmocka_unit_test(what_is_interrupted_gives_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
