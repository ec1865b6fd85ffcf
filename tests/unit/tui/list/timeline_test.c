/* The timeline of calls over time against a plain scan: random histories, widths, zones and places; near and
 * whole. And how totals are written. TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "tui/list/timeline.h"

#include "model/query/search_columns.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"
#include "tui/draw/text.h"
#include "tui/screen/agent_details.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { MOST_CALLS = 400, MOST_COLUMNS = 200 };

#define SECOND TIMESTAMP_SECOND
#define DAY (86400 * SECOND)
#define NOW (INT64_C(1780000000) * SECOND) /* 2026-05-28 */
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct world {
    struct archive_fixture random; /* only its numbers */
    struct list_summary *summary;
    int64_t calls[MOST_CALLS];
    size_t count;
    int64_t first, last;
    int64_t times_from; /* the archive holds everything from here on */
};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->random, below);
}

static void add_call(struct list_summary *summary, int64_t started)
{
    list_summary_add(summary, &(struct search_call){.started = (uint32_t)(started / SECOND), .length = 10},
                     1);
}

static void world_open(struct world *world, unsigned seed)
{
    static const int64_t spans[] = {0, SECOND, DAY / 3, 3 * DAY, 40 * DAY, 700 * DAY, 3000 * DAY, 9000 * DAY};
    memset(world, 0, sizeof(*world));
    world->random.random = seed;
    world->summary = list_summary_new(NOW);
    int64_t span = spans[pick(world, COUNT(spans))];
    world->count = pick(world, 3) ? pick(world, MOST_CALLS) : pick(world, 3);
    world->first = INT64_MAX;
    for (size_t i = 0; i < world->count; i++) {
        int64_t call = NOW - (int64_t)((double)span * pick(world, 1000000) / 1000000);
        call -= call % SECOND;
        world->calls[i] = call;
        world->first = call < world->first ? call : world->first;
        world->last = call > world->last ? call : world->last;
        add_call(world->summary, call);
    }
    list_summary_finish(world->summary);
    world->times_from = pick(world, 3) ? NOW - (int64_t)((double)span * pick(world, 100) / 100) : INT64_MIN;
    struct time_coverage *times = list_summary_add_agent(world->summary, 1);
    times->ranges = calloc(1, sizeof(*times->ranges));
    assert_non_null(times->ranges);
    times->count = times->capacity = 1;
    times->ranges[0] = (struct time_range){.lo = 0, .hi = INT64_MAX, .first = world->times_from, .last = NOW};
}

static bool is_covered(const struct world *world, int64_t begin)
{
    return world->times_from == INT64_MIN ||
           (begin != INT64_MIN && begin - LONGEST_WAIT >= world->times_from);
}

/* Whether the call of that number is in a column. */
static size_t calls_in(const struct world *world, const struct timeline_column *column)
{
    size_t calls = 0;
    for (size_t i = 0; i < world->count; i++)
        calls += world->calls[i] >= column->period.begin && world->calls[i] < column->period.end;
    return calls;
}

static void assert_columns(const struct world *world, const struct timeline *timeline)
{
    uint64_t most = 0;
    for (size_t i = 0; i < timeline->count; i++) {
        const struct timeline_column *column = &timeline->columns[i];
        const struct calendar_period period =
            calendar_period_at(timeline->unit, column->period.begin, timeline->utc);
        assert_int_equal(period.begin, column->period.begin);
        assert_int_equal(period.end, column->period.end);
        if (i > 0)
            assert_int_equal(column->period.begin, timeline->columns[i - 1].period.end);
        assert_int_equal(column->calls, calls_in(world, column));
        assert_int_equal(column->is_covered, is_covered(world, column->period.begin));
        assert_true((timeline_level(timeline, i) > 0) == (column->calls > 0));
        assert_true(timeline_level(timeline, i) <= TEXT_BARS);
        assert_int_equal(timeline_find(timeline, column->period.begin), i);
        assert_int_equal(timeline_find(timeline, column->period.end - 1), i);
        most = column->calls > most ? column->calls : most;
    }
    assert_int_equal(timeline->most, most);
}

/* As many periods as a whole timeline of a unit would have, counted one by one. */
static size_t periods_of(const struct world *world, enum calendar_unit unit, bool utc)
{
    size_t count = 1;
    struct calendar_period period = calendar_period_at(unit, world->first, utc);
    for (; period.end <= world->last && count < MOST_COLUMNS; count++)
        period = calendar_period_at(unit, period.end, utc);
    return count;
}

static void assert_ends(const struct world *world, const struct timeline *timeline)
{
    const struct timeline_column *first = &timeline->columns[0],
                                 *last = &timeline->columns[timeline->count - 1];
    assert_int_equal(timeline->has_before, world->first < first->period.begin);
    assert_int_equal(timeline->has_after, world->last >= last->period.end);
    assert_int_equal(timeline->is_covered_before, world->times_from == INT64_MIN);
    assert_true(first->period.end > world->first && last->period.begin <= world->last);
    if (!timeline->is_near)
        assert_false(timeline->has_before || timeline->has_after);
}

/* The next finer unit would not fit beside its labels. */
static void assert_unit(const struct world *world, const struct timeline *timeline, unsigned columns)
{
    static const unsigned labels[CALENDAR_UNITS] = {24, 22, 22, 19, 20, 17};
    assert_true(labels[timeline->unit] + timeline->count <= columns);
    if (timeline->unit_of_all > CALENDAR_HOUR)
        assert_true(labels[timeline->unit_of_all - 1] +
                        periods_of(world, timeline->unit_of_all - 1, timeline->utc) >
                    columns);
    if (!timeline->is_near)
        assert_int_equal(timeline->count, periods_of(world, timeline->unit, timeline->utc));
}

static void lay_out(struct world *world, struct timeline *timeline)
{
    const struct timeline_question question = {
        .summary = world->summary,
        .columns = 26 + pick(world, MOST_COLUMNS - 26),
        .is_near = pick(world, 2),
        .unit = (enum calendar_unit)pick(world, CALENDAR_UNITS),
        .place = world->count && pick(world, 4) ? world->calls[pick(world, (unsigned)world->count)]
                                                : TIMESTAMP_NONE,
        .now = NOW,
        .utc = pick(world, 2)};
    timeline_lay_out(timeline, &question);
    if (world->count == 0) {
        assert_int_equal(timeline->count, 0);
        return;
    }
    assert_true(timeline->count > 0);
    assert_columns(world, timeline);
    assert_ends(world, timeline);
    assert_unit(world, timeline, question.columns);
    if (question.is_near && question.unit < timeline->unit_of_all)
        assert_true(timeline->is_near && timeline->unit == question.unit);
    if (question.place != TIMESTAMP_NONE)
        assert_int_not_equal(timeline_find(timeline, question.place), SIZE_MAX);
}

static void timelines_equal_a_plain_scan(void **state)
{
    (void)state;
    static struct world world;
    static const char *const zones[] = {"Europe/Copenhagen", "America/St_Johns", "Asia/Kathmandu", "UTC"};
    unsigned first, last;
    archive_fixture_seeds(60, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        struct timeline timeline = {0};
        print_message("# seed %u\n", seed);
        setenv("TZ", zones[seed % COUNT(zones)], 1);
        tzset();
        world_open(&world, seed);
        for (int i = 0; i < 30; i++)
            lay_out(&world, &timeline);
        timeline_clear(&timeline);
        list_summary_free(&world.summary);
    }
}

/* Moving within what is seen moves nothing; moving beyond brings the place into the middle. */
static void near_columns_stay(void **state)
{
    (void)state;
    struct timeline timeline = {0};
    struct list_summary *summary = list_summary_new(NOW);
    for (int64_t i = 0; i < 2000; i++)
        add_call(summary, NOW - i * DAY);
    list_summary_finish(summary);
    struct timeline_question question = {summary, 63, true, CALENDAR_DAY, NOW - 1000 * DAY, NOW, true};
    timeline_lay_out(&timeline, &question);
    assert_int_equal(timeline.count, 41);
    assert_int_equal(timeline_find(&timeline, question.place), 20);
    assert_true(timeline.has_before && timeline.has_after);
    int64_t begin = timeline.columns[0].period.begin;
    question.place -= 20 * DAY;
    timeline_lay_out(&timeline, &question);
    assert_int_equal(timeline.columns[0].period.begin, begin);
    question.place -= DAY;
    timeline_lay_out(&timeline, &question);
    assert_int_equal(timeline_find(&timeline, question.place), 20);
    question.place = NOW;
    timeline_lay_out(&timeline, &question);
    assert_int_equal(timeline_find(&timeline, question.place), 40);
    assert_false(timeline.has_after);
    question.columns += 10; /* a wider window */
    timeline_lay_out(&timeline, &question);
    assert_int_equal(timeline.count, 51);
    timeline_clear(&timeline);
    list_summary_free(&summary);
}

static void assert_label(enum calendar_unit unit, const char *expected)
{
    char label[TIMELINE_LABEL_SIZE];
    assert_string_equal(timeline_label(label, unit, timestamp_parse("2024-10-07T14:00:00Z", 20), true),
                        expected);
}

static void periods_have_names(void **state)
{
    (void)state;
    assert_label(CALENDAR_HOUR, "10-07 14:00");
    assert_label(CALENDAR_DAY, "2024-10-07");
    assert_label(CALENDAR_WEEK, "2024-10-07");
    assert_label(CALENDAR_MONTH, "2024-10");
    assert_label(CALENDAR_QUARTER, "2024 Q4");
    assert_label(CALENDAR_YEAR, "2024");
    assert_string_equal(timeline_unit_name(CALENDAR_QUARTER), "quarters");
}

static void assert_total(uint64_t half_seconds, uint64_t calls, const char *expected)
{
    char buffer[AGENT_DETAILS_TOTAL_SIZE];
    assert_string_equal(agent_details_total(buffer, half_seconds, calls), expected);
}

static void totals_are_as_exact_as_they_can_be(void **state)
{
    (void)state;
    assert_total(0, 1, "0:00:00");
    assert_total(65, 2, "0:00:33");
    assert_total(UINT64_C(3599) * 2, 1, "0:59:59");
    assert_total(UINT64_C(3661) * 2, 10, "1 h 01 min");
    assert_total(UINT64_C(3661) * 2, 1000, "about 1 h 05 min"); /* half a second each, at the most */
    assert_total(UINT64_C(7200) * 1234, 121, "about 1,234 h");
    assert_total(UINT64_C(7200) * 100, 120, "100 h");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(timelines_equal_a_plain_scan),
        cmocka_unit_test(near_columns_stay),
        cmocka_unit_test(periods_have_names),
        cmocka_unit_test(totals_are_as_exact_as_they_can_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
