#include "model/coverage/seen.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void seen_clear(struct seen *seen)
{
    free(seen->ranges);
    memset(seen, 0, sizeof *seen);
}

static bool is_together(const struct seen_range *range, const struct seen_range *next)
{
    int64_t apart = next->at - range->at;
    return range->hi == next->lo && apart <= SEEN_TOGETHER && apart >= -SEEN_TOGETHER;
}

/* Behind all that is there. */
static void append(struct seen *seen, int64_t lo, int64_t hi, int64_t at)
{
    const struct seen_range range = {lo, hi, at};
    struct seen_range *last = seen->count ? &seen->ranges[seen->count - 1] : NULL;
    if (hi <= lo)
        return;
    if (last && is_together(last, &range)) {
        last->hi = hi;
        last->at = last->at < at ? last->at : at;
        return;
    }
    seen->ranges = memory_grow(seen->ranges, &seen->capacity, seen->count + 1, sizeof *seen->ranges);
    seen->ranges[seen->count++] = range;
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

static int64_t greatest(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* A new set in the place of the old one: its ranges, and in (lo, hi] what `at` makes of it; without `is_kept`
 * nothing of that stays. */
static void lay_over(struct seen *seen, const struct seen_range *over, bool is_kept)
{
    struct seen laid = {0};
    int64_t done = over->lo;
    for (size_t i = 0; i < seen->count; i++) {
        const struct seen_range *range = &seen->ranges[i];
        int64_t from = greatest(range->lo, over->lo), to = least(range->hi, over->hi);
        append(&laid, range->lo, least(range->hi, over->lo), range->at);
        if (is_kept && to > from) {
            append(&laid, done, from, over->at);
            append(&laid, from, to, greatest(range->at, over->at));
            done = to;
        }
        if (is_kept && range->hi > over->hi) {
            append(&laid, done, over->hi, over->at);
            done = over->hi;
        }
        append(&laid, greatest(range->lo, over->hi), range->hi, range->at);
    }
    if (is_kept)
        append(&laid, done, over->hi, over->at);
    free(seen->ranges);
    *seen = laid;
}

void seen_add(struct seen *seen, int64_t lo, int64_t hi, int64_t at)
{
    const struct seen_range over = {lo, hi, at};
    if (hi > lo)
        lay_over(seen, &over, true);
}

void seen_add_all(struct seen *seen, const struct seen *other)
{
    for (size_t i = 0; i < other->count; i++)
        seen_add(seen, other->ranges[i].lo, other->ranges[i].hi, other->ranges[i].at);
}

void seen_remove(struct seen *seen, int64_t lo, int64_t hi)
{
    const struct seen_range over = {lo, hi, SEEN_UNKNOWN};
    if (hi > lo)
        lay_over(seen, &over, false);
}

void seen_cover(const struct seen *seen, struct coverage *coverage)
{
    for (size_t i = 0; i < seen->count; i++)
        coverage_add(coverage, seen->ranges[i].lo, seen->ranges[i].hi);
}

bool seen_between(const struct seen *seen, int64_t *first, int64_t *last)
{
    *first = INT64_MAX;
    *last = SEEN_UNKNOWN;
    for (size_t i = 0; i < seen->count; i++) {
        *first = least(*first, seen->ranges[i].at);
        *last = greatest(*last, seen->ranges[i].at);
    }
    return seen->count > 0 && *first > SEEN_UNKNOWN;
}
