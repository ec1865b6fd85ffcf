/* Lists at a glance against a plain scan: random histories of several agents, times and lengths that are
 * missing or cannot be believed, filters of every kind, all units of the calendar in several zones; out of
 * the index and out of the archive. TEST_SEED runs one seed again, TEST_SEEDS sets how many. */
#include "model/filter/filter_parse.h"
#include "model/query/list_summary.h"

#include "model/query/reader.h"
#include "model/recording/recording.h"
#include "model/time/calendar.h"
#include "model/time/timestamp.h"
#include "tests/unit/model/archive/archive_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { AGENTS = 3, MOST_ROWS = 1500, WINDOWS = 40 };

#define SECOND TIMESTAMP_SECOND
#define DAY (86400 * SECOND)
#define NOW (INT64_C(1780000000) * SECOND) /* 2026-05-28 */
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct row {
    int64_t agent, call, started, ended, caller, queue;
    bool listed; /* by the query */
};

struct world {
    struct archive_fixture archive;
    struct reader *indexed;
    struct search_index *index;
    struct row rows[MOST_ROWS];
    size_t count;
    int64_t span; /* of the history, ticks */
};

static const char *const zones[] = {"Europe/Copenhagen", "America/St_Johns", "Australia/Lord_Howe",
                                    "Asia/Kathmandu", "America/Sao_Paulo"};

static unsigned pick(struct world *world, unsigned below)
{
    return archive_fixture_pick(&world->archive, below);
}

static int64_t random_start(struct world *world)
{
    static const int64_t odd[] = {TIMESTAMP_NONE,         0,         -5 * SECOND,        TIMESTAMP_EARLIEST,
                                  TIMESTAMP_EARLIEST - 1, NOW + DAY, NOW + DAY + SECOND, NOW + 40000 * DAY};
    if (!pick(world, 20))
        return odd[pick(world, COUNT(odd))];
    return NOW - (int64_t)((double)world->span * pick(world, 1000000) / 1000000) - pick(world, 10000000);
}

static int64_t random_end(struct world *world, int64_t started)
{
    if (!pick(world, 15))
        return TIMESTAMP_NONE;
    if (started == TIMESTAMP_NONE || !pick(world, 25))
        return NOW - pick(world, 100000) * SECOND;
    if (!pick(world, 30)) /* about as long as is believed */
        return started + 32765 * SECOND + pick(world, 5) * SECOND / 2;
    return started + pick(world, 900) * SECOND + pick(world, 10000000);
}

static void add_row(struct world *world)
{
    struct row row = {.agent = 1 + pick(world, AGENTS), .call = (int64_t)world->count + 1};
    row.started = random_start(world);
    row.ended = random_end(world, row.started);
    row.caller = pick(world, 4);
    row.queue = 1 + pick(world, 2);
    const int64_t values[] = {row.agent, row.call, row.started, row.ended, row.caller, row.queue};
    archive_fixture_file(
        &world->archive,
        "INSERT INTO recordings(agent, call, file, started, ended, caller, queue, person, kind)"
        " VALUES(?1, ?2, '', nullif(?3, -9223372036854775807 - 1),"
        " nullif(?4, -9223372036854775807 - 1), ?5, ?6, 0, 0)",
        values, 6);
    world->rows[world->count++] = row;
}

static void world_open(struct world *world, unsigned seed)
{
    static const int64_t days[] = {1, 3, 30, 400, 9000};
    struct failure failure;
    memset(world, 0, sizeof *world);
    archive_fixture_open(&world->archive, seed);
    world->span = days[pick(world, COUNT(days))] * DAY;
    archive_fixture_run(&world->archive,
                        "INSERT INTO queues(queue, name) VALUES(1, 'Sales'), (2, 'Support');"
                        "INSERT INTO callers(caller, number) VALUES(1, '83123456'), (2, '112'), (3, '4583');"
                        "INSERT INTO agents(agent, reference) VALUES(1, 'id:1'), (2, 'id:2'), (3, 'id:3');"
                        "BEGIN");
    for (unsigned i = pick(world, MOST_ROWS); i > 0; i--)
        add_row(world);
    archive_fixture_run(&world->archive, "COMMIT");
    world->index = search_index_new();
    world->indexed = reader_open(world->archive.path, &failure);
    archive_fixture_must(world->indexed != NULL, &failure);
    reader_use_index(world->indexed, world->index, true);
}

static void world_close(struct world *world)
{
    reader_close(&world->indexed);
    search_index_free(&world->index);
    archive_fixture_close(&world->archive);
}

/* A query, and which rows it lists. */
static struct list_query random_query(struct world *world)
{
    static const char *const filters[] = {"", "", "sales", "83", "longer:5m", "sales -112", "-longer:5m"};
    struct list_query query = {.agent = pick(world, AGENTS + 1)};
    unsigned filter = pick(world, COUNT(filters));
    filter_parse(&query.filter, filters[filter], NOW, true, NULL);
    if (!pick(world, 4))
        filter_take_caller(&query.filter, "83123456");
    for (size_t i = 0; i < world->count; i++) {
        struct row *row = &world->rows[i];
        bool has_length =
            row->started != TIMESTAMP_NONE && row->ended != TIMESTAMP_NONE && row->ended >= row->started;
        bool is_longer = has_length && row->ended - row->started >= 300 * SECOND + SECOND / 2;
        const bool matches[] = {true,
                                true,
                                row->queue == 1,
                                row->caller == 1 || row->caller == 3,
                                is_longer,
                                row->queue == 1 && row->caller != 2,
                                !is_longer};
        row->listed = matches[filter] && (!query.agent || row->agent == query.agent) &&
                      (query.filter.caller[0] == '\0' || row->caller == 1);
    }
    return query;
}

static bool is_believed(int64_t started)
{
    return started != TIMESTAMP_NONE && started >= TIMESTAMP_EARLIEST && started < NOW + DAY + SECOND;
}

static int compare(const void *left, const void *right)
{
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static void assert_lengths(const struct world *world, const struct list_summary *summary)
{
    static int64_t lengths[MOST_ROWS];
    size_t count = 0;
    int64_t total = 0;
    for (size_t i = 0; i < world->count; i++) {
        const struct row *row = &world->rows[i];
        if (!row->listed || row->started == TIMESTAMP_NONE || row->ended == TIMESTAMP_NONE ||
            row->ended < row->started || row->ended - row->started >= 32767 * SECOND)
            continue;
        lengths[count] = (row->ended - row->started) / (SECOND / 2);
        total += lengths[count++];
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

static void assert_totals(const struct world *world, const struct list_summary *summary)
{
    uint64_t calls = 0, undated = 0;
    int64_t first = TIMESTAMP_NONE, last = TIMESTAMP_NONE;
    for (size_t i = 0; i < world->count; i++) {
        const struct row *row = &world->rows[i];
        calls += row->listed;
        undated += row->listed && !is_believed(row->started);
        if (!row->listed || !is_believed(row->started))
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
static uint64_t scan(const struct world *world, const struct calendar_period *period, int64_t *before,
                     int64_t *after)
{
    uint64_t calls = 0;
    *before = *after = TIMESTAMP_NONE;
    for (size_t i = 0; i < world->count; i++) {
        int64_t started = world->rows[i].started;
        if (!world->rows[i].listed || !is_believed(started))
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

static void assert_periods(struct world *world, const struct list_summary *summary)
{
    enum calendar_unit unit = (enum calendar_unit)pick(world, CALENDAR_UNITS);
    bool utc = pick(world, 4) == 0;
    int64_t instant = NOW - (int64_t)((double)world->span * pick(world, 1000) / 1000);
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
    static struct world world;
    unsigned first, last;
    archive_fixture_seeds(20, &first, &last);
    for (unsigned seed = first; seed <= last; seed++) {
        print_message("# seed %u\n", seed);
        setenv("TZ", zones[seed % COUNT(zones)], 1);
        tzset();
        world_open(&world, seed);
        for (int i = 0; i < WINDOWS; i++) {
            struct failure failure;
            const struct list_query query = random_query(&world);
            struct reader *reader = pick(&world, 2) ? world.archive.reader : world.indexed;
            struct list_summary *summary = reader_summary(reader, &query, NOW, &failure);
            archive_fixture_must(summary != NULL, &failure);
            assert_totals(&world, summary);
            assert_lengths(&world, summary);
            assert_periods(&world, summary);
            assert_int_equal(summary->agent_count, query.agent ? 1 : AGENTS);
            list_summary_free(&summary);
        }
        world_close(&world);
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
    static struct world world;
    struct failure failure;
    world_open(&world, 3);
    const struct list_query query = {.agent = PAGE_ALL_AGENTS};
    reader_interrupt(world.indexed);
    assert_null(reader_summary(world.indexed, &query, NOW, &failure));
    assert_int_equal(failure.kind, FAILURE_CANCELLED);
    reader_allow(world.indexed);
    struct list_summary *summary = reader_summary(world.indexed, &query, NOW, &failure);
    archive_fixture_must(summary != NULL, &failure);
    list_summary_free(&summary);
    world_close(&world);
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
