#include "model/query/search_block.h"

#include "net/base/memory.h"

size_t search_block_find(const struct search_block *block, int64_t call, bool included)
{
    size_t low = 0, high = block->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int64_t id = block->base + block->offsets[middle];
        if (id < call || (included && id == call))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether the places of all rows are their starts, so that they need no column of their own. */
static bool stand_at_starts(const struct search_block_row *rows, size_t count)
{
    size_t row = 0;
    while (row < count && rows[row].place == rows[row].started)
        row++;
    return row == count;
}

/* Whether a length is clamped, so that whole lengths need a column of their own. */
static bool has_cut_length(const struct search_block_row *rows, size_t count)
{
    size_t row = 0;
    while (row < count && !search_terms_is_length_cut(search_terms_cut_length(rows[row].length)))
        row++;
    return row < count;
}

static struct search_block block_for(const struct search_block_row *rows, size_t count)
{
    struct search_block block = {.base = rows[0].call, .count = (uint32_t)count, .first = UINT32_MAX};
    bool has_places = !stand_at_starts(rows, count), has_lengths = has_cut_length(rows, count);
    size_t numbers = 3 + (size_t)has_places + has_lengths;
    block.offsets = memory_array(count, numbers * sizeof(uint32_t) + 2 * sizeof(uint16_t));
    block.callers = block.offsets + count;
    block.started = block.callers + count;
    block.places = has_places ? block.started + count : block.started;
    block.whole_lengths = has_lengths ? block.places + count : NULL;
    block.lengths = (uint16_t *)(block.offsets + numbers * count);
    block.numbers = block.lengths + count;
    return block;
}

struct search_block search_block_make(const struct search_block_row *rows, size_t count)
{
    struct search_block block = block_for(rows, count);
    for (size_t i = 0; i < count; i++) {
        block.offsets[i] = (uint32_t)((uint64_t)rows[i].call - (uint64_t)block.base);
        block.callers[i] = rows[i].caller;
        block.started[i] = rows[i].started;
        block.cut += search_terms_is_cut(rows[i].started);
        block.places[i] = rows[i].place;
        block.first = rows[i].place < block.first ? rows[i].place : block.first;
        block.last = rows[i].place > block.last ? rows[i].place : block.last;
        block.lengths[i] = search_terms_cut_length(rows[i].length);
        if (block.whole_lengths)
            block.whole_lengths[i] = rows[i].length;
        block.numbers[i] = rows[i].numbers;
    }
    return block;
}
