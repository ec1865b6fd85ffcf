#include "model/coverage/coverage.h"

#include "net/base/memory.h"
#include "net/base/sorted.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

void coverage_clear(struct coverage *coverage)
{
    free(coverage->ranges);
    memset(coverage, 0, sizeof *coverage);
}

void coverage_copy(struct coverage *to, const struct coverage *from)
{
    to->ranges = memory_grow(to->ranges, &to->capacity, from->count, sizeof *to->ranges);
    if (from->count)
        memcpy(to->ranges, from->ranges, from->count * sizeof *to->ranges);
    to->count = from->count;
}

/* Index of the first range whose hi is at or above id; count if there is none. */
static size_t first_reaching(const struct coverage *coverage, int64_t id)
{
    const struct sorted ends = {coverage->ranges, coverage->count, sizeof(struct coverage_range),
                                offsetof(struct coverage_range, hi)};
    return sorted_below(&ends, id);
}

/* Puts `count` ranges in the place of ranges[first..last). */
static void splice(struct coverage *coverage, size_t first, size_t last, const struct coverage_range *ranges,
                   size_t count)
{
    size_t behind = coverage->count - last;
    size_t grown = first + count + behind;
    coverage->ranges = memory_grow(coverage->ranges, &coverage->capacity, grown, sizeof *coverage->ranges);
    if (behind)
        memmove(coverage->ranges + first + count, coverage->ranges + last, behind * sizeof *coverage->ranges);
    if (count)
        memcpy(coverage->ranges + first, ranges, count * sizeof *ranges);
    coverage->count = grown;
}

void coverage_add(struct coverage *coverage, int64_t lo, int64_t hi)
{
    if (hi <= lo)
        return;
    size_t first = first_reaching(coverage, lo); /* touching counts: its hi may equal lo */
    size_t last = first;
    struct coverage_range merged = {lo, hi};
    while (last < coverage->count && coverage->ranges[last].lo <= hi) {
        if (coverage->ranges[last].lo < merged.lo)
            merged.lo = coverage->ranges[last].lo;
        if (coverage->ranges[last].hi > merged.hi)
            merged.hi = coverage->ranges[last].hi;
        last++;
    }
    splice(coverage, first, last, &merged, 1);
}

void coverage_remove(struct coverage *coverage, int64_t lo, int64_t hi)
{
    if (hi <= lo)
        return;
    size_t first = first_reaching(coverage, lo);
    while (first < coverage->count && coverage->ranges[first].hi <= lo)
        first++;
    struct coverage_range kept[2];
    size_t kept_count = 0;
    size_t last = first;
    while (last < coverage->count && coverage->ranges[last].lo < hi) {
        const struct coverage_range *range = &coverage->ranges[last++];
        if (range->lo < lo)
            kept[kept_count++] = (struct coverage_range){range->lo, lo};
        if (range->hi > hi)
            kept[kept_count++] = (struct coverage_range){hi, range->hi};
    }
    splice(coverage, first, last, kept, kept_count);
}

bool coverage_contains(const struct coverage *coverage, int64_t id)
{
    size_t index = first_reaching(coverage, id);
    return index < coverage->count && coverage->ranges[index].lo < id;
}

int64_t coverage_reaches_up(const struct coverage *coverage, int64_t lo)
{
    size_t index = first_reaching(coverage, lo);
    while (index < coverage->count && coverage->ranges[index].hi <= lo)
        index++;
    bool inside = index < coverage->count && coverage->ranges[index].lo <= lo;
    return inside ? coverage->ranges[index].hi : lo;
}

int64_t coverage_reaches_down(const struct coverage *coverage, int64_t hi)
{
    size_t index = first_reaching(coverage, hi);
    bool inside = index < coverage->count && coverage->ranges[index].lo < hi;
    return inside ? coverage->ranges[index].lo : hi;
}
