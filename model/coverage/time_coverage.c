#include "model/coverage/time_coverage.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void time_coverage_clear(struct time_coverage *times)
{
    free(times->ranges);
    memset(times, 0, sizeof *times);
}

static bool begins_by(const struct time_range *range, int64_t begin)
{
    if (range->first == INT64_MIN)
        return true;
    return begin != INT64_MIN && range->first <= begin - LONGEST_WAIT;
}

static bool reaches(const struct time_range *range, int64_t begin, int64_t end)
{
    if (range->hi == INT64_MAX)
        return range->last >= begin && (end == INT64_MAX || range->last >= end);
    return end != INT64_MAX && range->last >= end && range->last - end >= LONGEST_WAIT;
}

bool time_coverage_contains(const struct time_coverage *times, int64_t begin, int64_t end)
{
    for (size_t i = 0; i < times->count; i++) {
        if (begins_by(&times->ranges[i], begin) && reaches(&times->ranges[i], begin, end))
            return true;
    }
    return false;
}

/* The earliest begin of which begins_by is true; INT64_MAX if it is true of none. */
static int64_t earliest_begin(const struct time_range *range)
{
    bool is_known = range->first <= INT64_MAX - LONGEST_WAIT;
    return range->first == INT64_MIN ? INT64_MIN : is_known ? range->first + LONGEST_WAIT : INT64_MAX;
}

int64_t time_coverage_reaches_down(const struct time_coverage *times, int64_t time)
{
    int64_t reached = INT64_MAX, end = time < INT64_MAX - 1 ? time + 1 : time;
    for (size_t i = 0; i < times->count; i++) {
        int64_t begin = earliest_begin(&times->ranges[i]);
        if (begin <= time && begin < reached && reaches(&times->ranges[i], time, end))
            reached = begin;
    }
    return reached;
}

/* The range that reaches the newest recording. */
static const struct time_range *newest_range(const struct time_coverage *times)
{
    const struct time_range *last = times->count ? &times->ranges[times->count - 1] : NULL;
    return last && last->hi == INT64_MAX ? last : NULL;
}

bool time_coverage_since(const struct time_coverage *times, int64_t begin)
{
    const struct time_range *newest = newest_range(times);
    return newest && begins_by(newest, begin);
}

int64_t time_coverage_complete_from(const struct time_coverage *times)
{
    const struct time_range *newest = newest_range(times);
    if (newest && newest->first == INT64_MIN)
        return newest->begin;
    bool is_deep = newest && newest->first != INT64_MAX && newest->first + LONGEST_WAIT <= newest->last;
    return is_deep ? newest->first + LONGEST_WAIT : TIMESTAMP_NONE;
}

int64_t time_coverage_fetched_from(const struct time_coverage *times)
{
    const struct time_range *newest = newest_range(times);
    return newest ? newest->begin : TIMESTAMP_NONE;
}

int64_t time_coverage_complete_until(const struct time_coverage *times)
{
    const struct time_range *first = times->count ? times->ranges : NULL;
    bool is_bounded =
        first && first->first == INT64_MIN && first->hi != INT64_MAX && first->last != INT64_MIN;
    return is_bounded ? first->last - LONGEST_WAIT : TIMESTAMP_NONE;
}
