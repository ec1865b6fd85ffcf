#include "model/query/sorted_window.h"

#include "net/base/memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

int sorted_entry_compare(const struct sorted_entry *a, const struct sorted_entry *b)
{
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    if (a->second != b->second)
        return a->second < b->second ? -1 : 1;
    if (a->call != b->call)
        return a->call < b->call ? -1 : 1;
    return (a->agent > b->agent) - (a->agent < b->agent);
}

static int compare(const void *left, const void *right)
{
    return sorted_entry_compare(left, right);
}

static void clear_side(struct sorted_side *side)
{
    free(side->entries);
    *side = (struct sorted_side){.entries = NULL};
}

void sorted_window_clear(struct sorted_window *window)
{
    free(window->entries);
    clear_side(&window->above);
    clear_side(&window->below);
    *window = (struct sorted_window){.entries = NULL};
}

void sorted_window_begin(struct sorted_window *window, const struct sorted_entry *place, size_t wanted)
{
    const struct sorted_entry at = *place; /* a copy, since `place` may point into the window */
    sorted_window_clear(window);
    window->wanted = wanted;
    window->place = at;
    window->above.entries = memory_array(2 * wanted, sizeof *window->above.entries);
    window->below.entries = memory_array(2 * wanted, sizeof *window->below.entries);
}

static void swap(struct sorted_entry *a, struct sorted_entry *b)
{
    struct sorted_entry kept = *a;
    *a = *b;
    *b = kept;
}

/* The median of the first, the middle and the last entry. */
static struct sorted_entry pivot_of(const struct sorted_entry *entries, ptrdiff_t low, ptrdiff_t high)
{
    const struct sorted_entry *a = &entries[low], *b = &entries[low + (high - low) / 2], *c = &entries[high];
    const struct sorted_entry *less = compare(a, b) < 0 ? a : b, *more = less == a ? b : a;
    return compare(c, less) < 0 ? *less : compare(c, more) > 0 ? *more : *c;
}

/* Partitions the entries so that the one at index `wanted` is where sorting would put it, none greater before it and
 * none less behind it (quickselect: C. A. R. Hoare, Algorithm 65: Find, CACM 1961). */
static void select_place(struct sorted_entry *entries, size_t count, size_t wanted)
{
    ptrdiff_t low = 0, high = (ptrdiff_t)count - 1, place = (ptrdiff_t)wanted;
    while (low < high) {
        const struct sorted_entry pivot = pivot_of(entries, low, high);
        ptrdiff_t left = low, right = high;
        while (left <= right) {
            while (compare(&entries[left], &pivot) < 0)
                left++;
            while (compare(&pivot, &entries[right]) < 0)
                right--;
            if (left <= right)
                swap(&entries[left++], &entries[right--]);
        }
        if (place <= right)
            high = right;
        else if (place >= left)
            low = left;
        else
            return;
    }
}

/* Keeps the `wanted` entries nearest to the place; called with twice as many. */
static void drop_half(struct sorted_side *side, size_t wanted, bool is_above)
{
    struct sorted_entry *entries = side->entries;
    select_place(entries, side->count, is_above ? wanted : wanted - 1);
    if (is_above)
        memmove(entries, entries + wanted, wanted * sizeof *entries);
    side->count = wanted;
    side->has_more = true;
    side->farthest = entries[is_above ? 0 : wanted - 1];
}

void sorted_window_put(struct sorted_window *window, const struct sorted_entry *entry)
{
    bool is_above = sorted_entry_compare(entry, &window->place) < 0;
    struct sorted_side *side = is_above ? &window->above : &window->below;
    if (side->has_more) {
        int order = sorted_entry_compare(entry, &side->farthest);
        if (is_above ? order < 0 : order > 0)
            return;
    }
    side->entries[side->count++] = *entry;
    if (side->count == 2 * window->wanted)
        drop_half(side, window->wanted, is_above);
}

static void finish_side(struct sorted_window *window, struct sorted_side *side)
{
    if (!side->count)
        return;
    qsort(side->entries, side->count, sizeof *side->entries, compare);
    memcpy(window->entries + window->count, side->entries, side->count * sizeof *side->entries);
    window->count += side->count;
}

void sorted_window_finish(struct sorted_window *window)
{
    window->entries = memory_array(window->above.count + window->below.count + 1, sizeof *window->entries);
    window->has_more_above = window->above.has_more;
    window->has_more_below = window->below.has_more;
    finish_side(window, &window->above);
    finish_side(window, &window->below);
    clear_side(&window->above);
    clear_side(&window->below);
}

size_t sorted_window_find(const struct sorted_window *window, const struct sorted_entry *entry,
                          bool *is_known)
{
    size_t low = 0, high = window->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (sorted_entry_compare(&window->entries[middle], entry) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *is_known = (low > 0 || !window->has_more_above) && (low < window->count || !window->has_more_below);
    return low;
}
