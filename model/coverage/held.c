#include "model/coverage/held.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void held_clear(struct held *held)
{
    free(held->ranges);
    memset(held, 0, sizeof *held);
}

void held_copy(struct held *to, const struct held *from)
{
    to->ranges = memory_grow(to->ranges, &to->capacity, from->count, sizeof *to->ranges);
    if (from->count)
        memcpy(to->ranges, from->ranges, from->count * sizeof *to->ranges);
    to->count = from->count;
}

static bool begins_by(const struct held_range *range, int64_t begin)
{
    if (range->first == INT64_MIN)
        return true;
    return begin != INT64_MIN && range->first <= begin - HELD_WAIT;
}

static bool reaches(const struct held_range *range, int64_t begin, int64_t end)
{
    if (range->hi == INT64_MAX)
        return range->last >= begin && (end == INT64_MAX || range->last >= end);
    return end != INT64_MAX && range->last >= end && range->last - end >= HELD_WAIT;
}

bool held_contains(const struct held *held, int64_t begin, int64_t end)
{
    for (size_t i = 0; i < held->count; i++) {
        if (begins_by(&held->ranges[i], begin) && reaches(&held->ranges[i], begin, end))
            return true;
    }
    return false;
}

/* The range that reaches the newest recording. */
static const struct held_range *newest_range(const struct held *held)
{
    const struct held_range *last = held->count ? &held->ranges[held->count - 1] : NULL;
    return last && last->hi == INT64_MAX ? last : NULL;
}

bool held_since(const struct held *held, int64_t begin)
{
    const struct held_range *newest = newest_range(held);
    return newest && begins_by(newest, begin);
}

int64_t held_complete_from(const struct held *held)
{
    const struct held_range *newest = newest_range(held);
    if (newest && newest->first == INT64_MIN)
        return newest->begin;
    bool is_deep = newest && newest->first != INT64_MAX && newest->first + HELD_WAIT <= newest->last;
    return is_deep ? newest->first + HELD_WAIT : TIMESTAMP_NONE;
}

int64_t held_fetched_from(const struct held *held)
{
    const struct held_range *newest = newest_range(held);
    return newest ? newest->begin : TIMESTAMP_NONE;
}

int64_t held_complete_until(const struct held *held)
{
    const struct held_range *first = held->count ? held->ranges : NULL;
    bool is_bounded =
        first && first->first == INT64_MIN && first->hi != INT64_MAX && first->last != INT64_MIN;
    return is_bounded ? first->last - HELD_WAIT : TIMESTAMP_NONE;
}
