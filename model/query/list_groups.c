#include "model/query/list_groups.h"

#include "model/query/list_summary.h"
#include "model/query/search_columns.h"
#include "model/recording/recording.h"
#include "model/time/timestamp.h"
#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { DAY = 86400, HOUR = 3600, WEEK_DAYS = 7, FIRST_WEEKDAY = 3 /* 1970 began on a Thursday */ };

#define EARLIEST (TIMESTAMP_EARLIEST / TIMESTAMP_SECOND)
#define HALF_SECOND (TIMESTAMP_SECOND / 2)
/* Groups with keys below are found by an array, others by a linear search. All keys of a usual archive are below. */
#define SMALL_KEYS (INT64_C(1) << 20)

struct list_groups *list_groups_new(enum list_grouping grouping, bool utc, int64_t now)
{
    struct list_groups *groups = memory_new(sizeof *groups);
    groups->grouping = grouping;
    groups->utc = utc;
    groups->latest = now / TIMESTAMP_SECOND + DAY;
    groups->total = (struct list_group){.number = RECORDING_NO_NUMBER, .median = TIMESTAMP_NONE};
    return groups;
}

/* Frees what is needed only until list_groups_finish. */
static void clear_lengths(struct list_groups *groups)
{
    bits_clear(&groups->agents);
    free(groups->places);
    free(groups->lengths);
    free(groups->members);
    groups->places = groups->members = NULL;
    groups->lengths = NULL;
    groups->place_count = 0;
}

void list_groups_free(struct list_groups **groups)
{
    struct list_groups *freed = *groups;
    if (!freed)
        return;
    clear_lengths(freed);
    for (size_t i = 0; i < freed->count; i++)
        free(freed->groups[i].name);
    free(freed->groups);
    free(freed);
    *groups = NULL;
}

void list_groups_take_agent(struct list_groups *groups, int64_t agent)
{
    groups->is_of_some = true;
    bits_set(&groups->agents, agent);
}

static int64_t key_of_time(struct list_groups *groups, uint32_t start)
{
    int64_t started = start;
    if (start == SEARCH_NO_START || started < EARLIEST || started > groups->latest)
        return LIST_GROUP_NO_TIME;
    int64_t shown = started + (groups->utc ? 0 : calendar_ahead(&groups->zone, started));
    if (groups->grouping == LIST_BY_DAY)
        return shown / DAY;
    return groups->grouping == LIST_BY_HOUR ? shown % DAY / HOUR : (shown / DAY + FIRST_WEEKDAY) % WEEK_DAYS;
}

static int64_t key_of(struct list_groups *groups, const struct search_call *call)
{
    return groups->grouping == LIST_BY_AGENT   ? call->agent
           : groups->grouping == LIST_BY_QUEUE ? call->queue
                                               : key_of_time(groups, call->started);
}

static bool is_small(int64_t key)
{
    return key >= LIST_GROUP_NO_TIME && key < SMALL_KEYS;
}

/* The index of the group with that key; the count if there is none. */
static size_t find(const struct list_groups *groups, int64_t key)
{
    size_t small = (size_t)key + 1, place = 0; /* unsigned, as the key may be INT64_MAX */
    if (is_small(key))
        return small < groups->place_count && groups->places[small] ? groups->places[small] - 1
                                                                    : groups->count;
    while (place < groups->count && groups->groups[place].key != key)
        place++;
    return place;
}

struct list_group *list_groups_find(struct list_groups *groups, int64_t key)
{
    size_t place = find(groups, key);
    return place < groups->count ? &groups->groups[place] : NULL;
}

static void add_group(struct list_groups *groups, int64_t key)
{
    size_t needed = (size_t)key + 2;
    groups->groups =
        memory_grow(groups->groups, &groups->capacity, groups->count + 1, sizeof *groups->groups);
    groups->groups[groups->count++] =
        (struct list_group){.key = key, .number = RECORDING_NO_NUMBER, .median = TIMESTAMP_NONE};
    if (!is_small(key))
        return;
    if (needed > groups->place_count) {
        groups->places = memory_resize(groups->places, needed * 2, sizeof *groups->places);
        memset(groups->places + groups->place_count, 0,
               (needed * 2 - groups->place_count) * sizeof *groups->places);
        groups->place_count = needed * 2;
    }
    groups->places[key + 1] = (uint32_t)groups->count;
}

static void add_length(struct list_groups *groups, size_t place, uint32_t length)
{
    uint64_t measured = groups->total.measured++;
    groups->lengths =
        memory_grow(groups->lengths, &groups->length_capacity, measured + 1, sizeof *groups->lengths);
    groups->members =
        memory_grow(groups->members, &groups->member_capacity, measured + 1, sizeof *groups->members);
    groups->lengths[measured] = (uint16_t)length;
    groups->members[measured] = (uint32_t)place;
    groups->total.half_seconds += length;
    groups->groups[place].measured++;
    groups->groups[place].half_seconds += length;
}

static void add(struct list_groups *groups, const struct search_call *call)
{
    if (groups->is_of_some && !bits_has(&groups->agents, call->agent))
        return;
    int64_t key = key_of(groups, call);
    size_t place = find(groups, key);
    if (place == groups->count)
        add_group(groups, key);
    groups->groups[place].calls++;
    groups->total.calls++;
    if (call->length < LIST_SUMMARY_LENGTHS)
        add_length(groups, place, call->length);
}

void list_groups_add(void *groups, const struct search_call *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        add(groups, &calls[i]);
}

/* The length at an index, from 0 on, of the sorted lengths: a counting sort of the upper bytes, then of the lower
 * ones. */
static int64_t length_at(const uint16_t *lengths, size_t count, size_t place)
{
    enum { BYTES = 256 };
    size_t upper[BYTES] = {0}, lower[BYTES] = {0};
    unsigned high = 0, low = 0;
    for (size_t i = 0; i < count; i++)
        upper[lengths[i] / BYTES]++;
    for (; upper[high] <= place; high++)
        place -= upper[high];
    for (size_t i = 0; i < count; i++)
        lower[lengths[i] % BYTES] += lengths[i] / BYTES == high;
    for (; lower[low] <= place; low++)
        place -= lower[low];
    return (int64_t)(high * BYTES + low) * HALF_SECOND;
}

static int64_t median_of(const uint16_t *lengths, size_t count)
{
    if (count == 0)
        return TIMESTAMP_NONE;
    int64_t least = length_at(lengths, count, (count - 1) / 2);
    return count % 2 ? least : (least + length_at(lengths, count, count / 2)) / 2;
}

/* Sorts the lengths by their groups, and finds the median of each. */
static void find_medians(struct list_groups *groups)
{
    size_t count = groups->total.measured, begin = 0;
    uint16_t *sorted = memory_array(count + 1, sizeof *sorted);
    size_t *next = memory_array(groups->count + 1, sizeof *next);
    for (size_t i = 0; i < groups->count; begin += groups->groups[i++].measured)
        next[i] = begin;
    for (size_t i = 0; i < count; i++)
        sorted[next[groups->members[i]]++] = groups->lengths[i];
    for (size_t i = 0; i < groups->count; i++) {
        struct list_group *group = &groups->groups[i];
        group->median = median_of(sorted + next[i] - group->measured, group->measured);
    }
    groups->total.median = median_of(sorted, count);
    free(next);
    free(sorted);
}

static int compare_keys(const void *one, const void *other)
{
    int64_t a = ((const struct list_group *)one)->key, b = ((const struct list_group *)other)->key;
    return a == LIST_GROUP_NO_TIME || b == LIST_GROUP_NO_TIME ? (a < b) - (a > b) : (a > b) - (a < b);
}

static int compare_days(const void *one, const void *other)
{
    int64_t a = ((const struct list_group *)one)->key, b = ((const struct list_group *)other)->key;
    return (a < b) - (a > b);
}

static int compare_calls(const void *one, const void *other)
{
    uint64_t a = ((const struct list_group *)one)->calls, b = ((const struct list_group *)other)->calls;
    return a == b ? compare_keys(one, other) : (a < b) - (a > b);
}

void list_groups_finish(struct list_groups *groups)
{
    find_medians(groups);
    clear_lengths(groups);
    if (groups->count)
        qsort(groups->groups, groups->count, sizeof *groups->groups,
              groups->grouping <= LIST_BY_QUEUE ? compare_calls
              : groups->grouping == LIST_BY_DAY ? compare_days
                                                : compare_keys);
}
