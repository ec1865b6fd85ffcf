#include "model/query/overview.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { QUARTER = 900, DAY = 86400, QUARTERS = DAY / QUARTER };

#define EARLIEST (TIMESTAMP_EARLIEST / TIMESTAMP_SECOND)
#define HALF_SECOND (TIMESTAMP_SECOND / 2)

struct overview *overview_new(int64_t now)
{
    struct overview *overview = memory_new(sizeof *overview);
    overview->latest = now + DAY * TIMESTAMP_SECOND;
    overview->begin = INT64_MIN;
    overview->end = overview->listed_at = INT64_MAX;
    overview->first = overview->last = overview->median = TIMESTAMP_NONE;
    overview->lengths = memory_array(OVERVIEW_LENGTHS, sizeof *overview->lengths);
    return overview;
}

void overview_free(struct overview **overview)
{
    struct overview *freed = *overview;
    if (!freed)
        return;
    for (size_t i = 0; i < freed->day_count; i++)
        free(freed->days[i]);
    for (size_t i = 0; i < freed->agent_count; i++)
        held_clear(&freed->agents[i].held);
    free(freed->days);
    free(freed->lengths);
    free(freed->agents);
    free(freed);
    *overview = NULL;
}

/* The quarters of a day, made when they are needed first. */
static uint32_t *quarters_of(struct overview *overview, size_t day)
{
    if (day >= overview->day_count) {
        overview->days =
            memory_grow(overview->days, &overview->day_capacity, day + 1, sizeof *overview->days);
        memset(overview->days + overview->day_count, 0,
               (day + 1 - overview->day_count) * sizeof *overview->days);
        overview->day_count = day + 1;
    }
    if (!overview->days[day])
        overview->days[day] = memory_array(QUARTERS, sizeof **overview->days);
    return overview->days[day];
}

static void add_start(struct overview *overview, int64_t started)
{
    int64_t ticks = started * TIMESTAMP_SECOND;
    size_t since = (size_t)(started - EARLIEST);
    quarters_of(overview, since / DAY)[since % DAY / QUARTER]++;
    if (overview->first == TIMESTAMP_NONE || ticks < overview->first)
        overview->first = ticks;
    if (overview->last == TIMESTAMP_NONE || ticks > overview->last)
        overview->last = ticks;
}

void overview_add(struct overview *overview, int64_t started, uint32_t length)
{
    overview->calls++;
    if (started >= EARLIEST && started <= overview->latest / TIMESTAMP_SECOND)
        add_start(overview, started);
    else
        overview->undated++;
    if (length >= OVERVIEW_LENGTHS)
        return;
    overview->measured++;
    overview->half_seconds += length;
    overview->lengths[length]++;
}

/* The length that comes in that place, from 0 on, when they are in order. */
static int64_t length_at(const struct overview *overview, uint64_t place)
{
    size_t length = 0;
    for (uint64_t before = overview->lengths[0]; before <= place; before += overview->lengths[length])
        length++;
    return (int64_t)length * HALF_SECOND;
}

void overview_finish(struct overview *overview)
{
    uint64_t measured = overview->measured;
    if (measured)
        overview->median = (length_at(overview, (measured - 1) / 2) + length_at(overview, measured / 2)) / 2;
    free(overview->lengths);
    overview->lengths = NULL;
}

struct held *overview_add_agent(struct overview *overview, int64_t agent)
{
    overview->agents = memory_grow(overview->agents, &overview->agent_capacity, overview->agent_count + 1,
                                   sizeof *overview->agents);
    struct overview_agent *added = &overview->agents[overview->agent_count++];
    *added = (struct overview_agent){.agent = agent};
    return &added->held;
}

/* The number of the first quarter that begins at a time or later; one beyond all if there is none. */
static size_t quarter_at(const struct overview *overview, int64_t time)
{
    const int64_t quarter = QUARTER * TIMESTAMP_SECOND;
    size_t most = overview->day_count * QUARTERS;
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

uint64_t overview_count(const struct overview *overview, int64_t begin, int64_t end)
{
    uint64_t count = 0;
    size_t after = quarter_at(overview, end);
    for (size_t at = quarter_at(overview, begin); at < after; at++) {
        const uint32_t *quarters = overview->days[at / QUARTERS];
        if (quarters)
            count += quarters[at % QUARTERS];
        else
            at += QUARTERS - 1 - at % QUARTERS; /* to the day's last */
    }
    return count;
}

int64_t overview_before(const struct overview *overview, int64_t time)
{
    for (size_t at = quarter_at(overview, time); at-- > 0;) {
        const uint32_t *quarters = overview->days[at / QUARTERS];
        if (quarters && quarters[at % QUARTERS])
            return quarter_begin(at);
        if (!quarters)
            at -= at % QUARTERS;
    }
    return TIMESTAMP_NONE;
}

int64_t overview_after(const struct overview *overview, int64_t time)
{
    for (size_t at = quarter_at(overview, time); at < overview->day_count * QUARTERS; at++) {
        const uint32_t *quarters = overview->days[at / QUARTERS];
        if (quarters && quarters[at % QUARTERS])
            return quarter_begin(at);
        if (!quarters)
            at += QUARTERS - 1 - at % QUARTERS;
    }
    return TIMESTAMP_NONE;
}

bool overview_holds(const struct overview *overview, int64_t begin, int64_t end, int64_t now)
{
    size_t agents = 0;
    begin = begin > overview->begin ? begin : overview->begin;
    end = end < overview->end ? end : overview->end;
    if (begin >= end)
        return true;
    if (overview->listed_at == TIMESTAMP_NONE || overview->listed_at < (end > now ? begin : end))
        return false;
    for (size_t i = 0; i < overview->agent_count; i++) {
        const struct overview_agent *agent = &overview->agents[i];
        if (agent->is_left_out)
            continue;
        if (!held_contains(&agent->held, begin, end > now ? INT64_MAX : end))
            return false;
        agents++;
    }
    return agents > 0;
}
