#include "model/query/search_terms.h"

#include "model/time/timestamp.h"
#include "net/base/sorted.h"

#include <stdlib.h>

#define STARTS_END ((int64_t)UINT32_MAX - 1)  /* greatest stored start, seconds since 1970 */
#define LENGTHS_END ((int64_t)UINT16_MAX - 1) /* greatest stored length, half seconds */
#define HALF_SECOND (TIMESTAMP_SECOND / 2)    /* the unit of lengths: they are shown rounded to seconds */

static int64_t floor_second(int64_t ticks)
{
    int64_t seconds = ticks / TIMESTAMP_SECOND;
    return seconds - (ticks % TIMESTAMP_SECOND < 0);
}

uint32_t search_terms_second(int64_t ticks)
{
    int64_t seconds = floor_second(ticks);
    return (uint32_t)(seconds < 0 ? 0 : seconds < STARTS_END ? seconds : STARTS_END);
}

uint32_t search_terms_start(int64_t ticks)
{
    return ticks == TIMESTAMP_NONE ? SEARCH_NO_START : search_terms_second(ticks);
}

int64_t search_terms_bound(uint32_t second, bool last)
{
    if (last)
        return second == STARTS_END ? INT64_MAX : ((int64_t)second + 1) * TIMESTAMP_SECOND - 1;
    return second == 0 ? INT64_MIN : (int64_t)second * TIMESTAMP_SECOND;
}

uint32_t search_terms_whole_length(int64_t started, int64_t ended)
{
    int64_t ticks;
    const uint32_t most = SEARCH_NO_WHOLE_LENGTH - 1;
    if (started == TIMESTAMP_NONE || ended == TIMESTAMP_NONE || ended < started)
        return SEARCH_NO_WHOLE_LENGTH;
    if (__builtin_sub_overflow(ended, started, &ticks) || ticks / HALF_SECOND >= most)
        return most;
    return (uint32_t)(ticks / HALF_SECOND);
}

uint16_t search_terms_cut_length(uint32_t whole)
{
    if (whole == SEARCH_NO_WHOLE_LENGTH)
        return SEARCH_NO_LENGTH;
    return (uint16_t)(whole < LENGTHS_END ? whole : LENGTHS_END);
}

static uint16_t column_length(int64_t started, int64_t ended)
{
    return search_terms_cut_length(search_terms_whole_length(started, ended));
}

static bool is_any(const struct search_span *span)
{
    return span->least == INT64_MIN && span->end == INT64_MAX;
}

/* Whether a bound of starts, in ticks, lies between two values of the column, so that comparing these is exact. */
static bool is_start_exact(int64_t bound)
{
    return bound % TIMESTAMP_SECOND == 0 && bound > 0 && bound / TIMESTAMP_SECOND < STARTS_END;
}

/* The same for a bound of lengths. */
static bool is_length_exact(int64_t bound)
{
    return bound <= 0 || (bound % HALF_SECOND == 0 && bound / HALF_SECOND < LENGTHS_END);
}

bool search_terms_are_exact(const struct search_terms *terms)
{
    const struct search_span *started = &terms->started, *length = &terms->length;
    return !terms->is_more_asked && (started->least == INT64_MIN || is_start_exact(started->least)) &&
           (started->end == INT64_MAX || is_start_exact(started->end)) &&
           (length->least == INT64_MIN || is_length_exact(length->least)) &&
           (length->end == INT64_MAX || is_length_exact(length->end));
}

struct search_bounds search_bounds_of(const struct search_terms *terms)
{
    const struct search_span *started = &terms->started, *length = &terms->length;
    struct search_bounds bounds = {0, SEARCH_NO_START, 0, SEARCH_NO_LENGTH, false, false, terms->week, {0}};
    if (!is_any(started)) {
        bounds.started_least = started->least == INT64_MIN ? 0 : search_terms_start(started->least);
        bounds.started_most = SEARCH_NO_START - 1;
        if (started->end != INT64_MAX)
            bounds.started_most = search_terms_start(started->end) - is_start_exact(started->end);
    }
    if (!is_any(length)) {
        bounds.length_least = length->least <= 0 ? 0 : column_length(0, length->least);
        bounds.length_most = SEARCH_NO_LENGTH - 1;
        if (length->end > 0 && length->end != INT64_MAX)
            bounds.length_most = (uint16_t)(column_length(0, length->end) - is_length_exact(length->end));
    }
    bounds.spans = !is_any(started) || !is_any(length) || terms->week;
    bounds.nothing = length->end <= 0;
    return bounds;
}

static int compare_ids(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one, b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

void search_calls_sort(struct search_calls *calls)
{
    size_t kept = 0;
    if (calls->count)
        qsort(calls->ids, calls->count, sizeof *calls->ids, compare_ids);
    for (size_t i = 0; i < calls->count; i++)
        if (kept == 0 || calls->ids[i] != calls->ids[kept - 1])
            calls->ids[kept++] = calls->ids[i];
    calls->count = kept;
}

bool search_calls_has(const struct search_calls *calls, int64_t first, int64_t last)
{
    const struct sorted ids = {calls->ids, calls->count, sizeof *calls->ids, 0};
    return sorted_below(&ids, first) < sorted_up_to(&ids, last);
}

bool search_terms_is_cut(uint32_t second)
{
    return second == 0 || second == STARTS_END;
}

bool search_terms_is_length_cut(uint16_t length)
{
    return length == LENGTHS_END;
}

bool search_bounds_match(struct search_bounds *bounds, uint32_t started, uint16_t length)
{
    if (started < bounds->started_least || started > bounds->started_most || length < bounds->length_least ||
        length > bounds->length_most)
        return false;
    return !bounds->week || search_terms_is_cut(started) ||
           (started != SEARCH_NO_START && week_hours_has(bounds->week, &bounds->zone, started));
}
