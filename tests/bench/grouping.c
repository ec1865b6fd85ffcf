#include "tests/bench/grouping.h"

#include "model/time/timestamp.h"
#include "tests/bench/sitting.h"
#include "tests/bench/table.h"
#include "tests/bench/verdict.h"
#include "tests/e2e/clock.h"

#include <stdio.h>

enum { TIMES = 20, COMMAND_TIMES = 5, BUDGET_PER_MILLION = 150 };

static const char *const names[LIST_GROUPINGS] = {"agent", "queue", "day", "hour", "weekday"};

static double budget_of(uint64_t size)
{
    double millions = (double)size / 1e6;
    return BUDGET_PER_MILLION * (millions < 1 ? 1 : millions);
}

/* The nanoseconds of the processor. */
static int64_t group(struct reader *reader, enum list_grouping grouping, bool by_index, uint64_t size)
{
    struct failure failure;
    const struct list_query query = {.agent = PAGE_ALL_AGENTS};
    int64_t begun = clock_busy();
    struct list_groups *groups = list_groups_new(grouping, false, timestamp_now());
    bool read = reader_groups(reader, &query, by_index, groups, &failure);
    int64_t taken = clock_busy() - begun;
    verdict_holds("a list cannot be grouped", read);
    verdict_equal("calls in groups", size, groups->total.calls);
    list_groups_free(&groups);
    return taken;
}

void grouping_measure(struct reader *reader, uint64_t size)
{
    for (enum list_grouping grouping = 0; grouping < LIST_GROUPINGS; grouping++) {
        char figure[64];
        struct latency *latency = latency_new();
        for (int i = 0; i < TIMES; i++)
            latency_add(latency, group(reader, grouping, true, size));
        snprintf(figure, sizeof figure, "all of it by %s, out of memory", names[grouping]);
        table_latency(figure, latency, &table_milliseconds, budget_of(size));
        latency_free(&latency);
    }
}

static void measure_reader(const char *archive, uint64_t size)
{
    struct failure failure;
    struct reader *reader = reader_open(archive, &failure);
    struct latency *latency = latency_new();
    verdict_holds("the archive cannot be read", reader != NULL);
    for (int i = 0; reader && i < TIMES; i++)
        latency_add(latency, group(reader, LIST_BY_QUEUE, false, size));
    table_latency("all of it by queue, out of the archive", latency, &table_milliseconds, budget_of(size));
    latency_free(&latency);
    reader_close(&reader);
}

/* The budget is for the processor; others may take it away meanwhile. */
static void measure_command(struct workspace *workspace, const char *url, enum list_grouping grouping,
                            double budget)
{
    char figure[64];
    struct latency *busy = latency_new(), *taken = latency_new();
    for (int i = 0; i < COMMAND_TIMES; i++) {
        int64_t begun = clock_busy_children();
        int64_t whole = sitting_stats(workspace, url, names[grouping]);
        verdict_holds("stats fails", whole > 0);
        latency_add(busy, clock_busy_children() - begun);
        latency_add(taken, whole);
    }
    snprintf(figure, sizeof figure, "stats --by %s, processor", names[grouping]);
    table_latency(figure, busy, &table_milliseconds, budget);
    snprintf(figure, sizeof figure, "stats --by %s, p50", names[grouping]);
    table_value(figure, (double)latency_percentile(taken, 0.5) / 1e6, "ms", "from its start to its end");
    latency_free(&busy);
    latency_free(&taken);
}

void grouping_measure_archive(struct workspace *workspace, const char *url, uint64_t size)
{
    measure_reader(sitting_archive(workspace), size);
    sitting_stats(workspace, url, names[0]); /* what has been started before is waited for with it */
    for (enum list_grouping grouping = 0; grouping < LIST_GROUPINGS; grouping++)
        measure_command(workspace, url, grouping, budget_of(size));
}
