#include "model/query/list_summary.h"

#include "model/query/search_columns.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { QUARTER = 900, DAY = 86400, QUARTERS = DAY / QUARTER };

#define EARLIEST (TIMESTAMP_EARLIEST / TIMESTAMP_SECOND)
#define HALF_SECOND (TIMESTAMP_SECOND / 2)

struct list_summary *list_summary_new(int64_t now)
{
    struct list_summary *summary = memory_new(sizeof *summary);
    summary->latest = now + DAY * TIMESTAMP_SECOND;
    summary->begin = INT64_MIN;
    summary->end = summary->listed_at = INT64_MAX;
    summary->first = summary->last = summary->median = TIMESTAMP_NONE;
    summary->lengths = memory_array(LIST_SUMMARY_LENGTHS, sizeof *summary->lengths);
    return summary;
}

void list_summary_free(struct list_summary **summary)
{
    struct list_summary *freed = *summary;
    if (!freed)
        return;
    for (size_t i = 0; i < freed->day_count; i++)
        free(freed->days[i]);
    for (size_t i = 0; i < freed->agent_count; i++)
        time_coverage_clear(&freed->agents[i].times);
    free(freed->days);
    free(freed->lengths);
    free(freed->agents);
    free(freed);
    *summary = NULL;
}

/* The counts of the quarters of an hour of a day, allocated with its first call. */
static uint32_t *quarters_of(struct list_summary *summary, size_t day)
{
    if (day >= summary->day_count) {
        summary->days = memory_grow(summary->days, &summary->day_capacity, day + 1, sizeof *summary->days);
        memset(summary->days + summary->day_count, 0, (day + 1 - summary->day_count) * sizeof *summary->days);
        summary->day_count = day + 1;
    }
    if (!summary->days[day])
        summary->days[day] = memory_array(QUARTERS, sizeof **summary->days);
    return summary->days[day];
}

static void add_start(struct list_summary *summary, int64_t started)
{
    int64_t ticks = started * TIMESTAMP_SECOND;
    size_t since = (size_t)(started - EARLIEST);
    quarters_of(summary, since / DAY)[since % DAY / QUARTER]++;
    if (summary->first == TIMESTAMP_NONE || ticks < summary->first)
        summary->first = ticks;
    if (summary->last == TIMESTAMP_NONE || ticks > summary->last)
        summary->last = ticks;
}

void list_summary_add(void *adding, const struct search_call *calls, size_t count)
{
    struct list_summary *summary = adding;
    int64_t latest = summary->latest / TIMESTAMP_SECOND;
    summary->calls += count;
    for (const struct search_call *call = calls; call < calls + count; call++) {
        if (call->started != SEARCH_NO_START && call->started >= EARLIEST && call->started <= latest)
            add_start(summary, call->started);
        else
            summary->undated++;
        if (call->length < LIST_SUMMARY_LENGTHS) {
            summary->measured++;
            summary->half_seconds += call->length;
            summary->lengths[call->length]++;
        }
    }
}

/* The length, in ticks, at an index, from 0 on, of the sorted lengths. */
static int64_t length_at(const struct list_summary *summary, uint64_t place)
{
    size_t length = 0;
    for (uint64_t before = summary->lengths[0]; before <= place; before += summary->lengths[length])
        length++;
    return (int64_t)length * HALF_SECOND;
}

void list_summary_finish(struct list_summary *summary)
{
    uint64_t measured = summary->measured;
    if (measured)
        summary->median = (length_at(summary, (measured - 1) / 2) + length_at(summary, measured / 2)) / 2;
    free(summary->lengths);
    summary->lengths = NULL;
}

struct time_coverage *list_summary_add_agent(struct list_summary *summary, int64_t agent)
{
    summary->agents = memory_grow(summary->agents, &summary->agent_capacity, summary->agent_count + 1,
                                  sizeof *summary->agents);
    struct list_summary_agent *added = &summary->agents[summary->agent_count++];
    *added = (struct list_summary_agent){.agent = agent};
    return &added->times;
}

/* The index of the first quarter that starts at a time or later; one past the last if there is none. */
static size_t quarter_at(const struct list_summary *summary, int64_t time)
{
    const int64_t quarter = QUARTER * TIMESTAMP_SECOND;
    size_t most = summary->day_count * QUARTERS;
    if (time <= TIMESTAMP_EARLIEST)
        return 0;
    int64_t since = time - TIMESTAMP_EARLIEST;
    size_t number = (size_t)(since / quarter) + (since % quarter > 0);
    return number < most ? number : most;
}

static int64_t quarter_begin(size_t number)
{
    return TIMESTAMP_EARLIEST + (int64_t)number * QUARTER * TIMESTAMP_SECOND;
}

uint64_t list_summary_count(const struct list_summary *summary, int64_t begin, int64_t end)
{
    uint64_t count = 0;
    size_t after = quarter_at(summary, end);
    for (size_t at = quarter_at(summary, begin); at < after; at++) {
        const uint32_t *quarters = summary->days[at / QUARTERS];
        if (quarters)
            count += quarters[at % QUARTERS];
        else
            at += QUARTERS - 1 - at % QUARTERS; /* to the last one of the day */
    }
    return count;
}

int64_t list_summary_before(const struct list_summary *summary, int64_t time)
{
    for (size_t at = quarter_at(summary, time); at-- > 0;) {
        const uint32_t *quarters = summary->days[at / QUARTERS];
        if (quarters && quarters[at % QUARTERS])
            return quarter_begin(at);
        if (!quarters)
            at -= at % QUARTERS;
    }
    return TIMESTAMP_NONE;
}

int64_t list_summary_after(const struct list_summary *summary, int64_t time)
{
    for (size_t at = quarter_at(summary, time); at < summary->day_count * QUARTERS; at++) {
        const uint32_t *quarters = summary->days[at / QUARTERS];
        if (quarters && quarters[at % QUARTERS])
            return quarter_begin(at);
        if (!quarters)
            at += QUARTERS - 1 - at % QUARTERS;
    }
    return TIMESTAMP_NONE;
}

bool list_summary_holds(const struct list_summary *summary, int64_t begin, int64_t end, int64_t now)
{
    size_t agents = 0;
    begin = begin > summary->begin ? begin : summary->begin;
    end = end < summary->end ? end : summary->end;
    if (begin >= end)
        return true;
    if (summary->listed_at == TIMESTAMP_NONE || summary->listed_at < (end > now ? begin : end))
        return false;
    for (size_t i = 0; i < summary->agent_count; i++) {
        const struct list_summary_agent *agent = &summary->agents[i];
        if (agent->is_left_out)
            continue;
        if (!time_coverage_contains(&agent->times, begin, end > now ? INT64_MAX : end))
            return false;
        agents++;
    }
    return agents > 0;
}
