/* A block of an agent's rows in the search index: packed columns in the order of ids. Pure. */
#ifndef MODEL_QUERY_SEARCH_BLOCK_H
#define MODEL_QUERY_SEARCH_BLOCK_H

#include "model/query/search_terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEARCH_BLOCK_ROWS 1024 /* at most */

/* An unpacked row. Starts are whole seconds, lengths whole half seconds, both clamped to the column's type. */
struct search_block_row {
    int64_t call;
    uint32_t caller;
    uint32_t started;
    uint32_t place;
    uint32_t length; /* not clamped */
    uint16_t numbers;
};

/* Rows in ascending order of ids. All columns are in one allocation, which starts with the offsets. */
struct search_block {
    int64_t base; /* the id of the first row */
    uint32_t count;
    uint32_t first; /* range of their places */
    uint32_t last;
    uint32_t cut;      /* number of clamped starts, see search_terms_is_cut */
    uint32_t *places;  /* shared with `started` if all rows have a start */
    uint32_t *offsets; /* owned; ids minus base */
    uint32_t *callers;
    uint32_t *started;
    uint32_t *whole_lengths; /* NULL: no length is clamped */
    uint16_t *lengths;
    uint16_t *numbers;
};

/* Packs at least one row, in ascending order, with ids within 2^32. The caller frees block.offsets. */
struct search_block search_block_make(const struct search_block_row *rows, size_t count);

/* The number of rows with ids below `call`, or at most `call` if `included`. */
size_t search_block_find(const struct search_block *block, int64_t call, bool included);

static inline int64_t search_block_call(const struct search_block *block, size_t row)
{
    return block->base + block->offsets[row];
}

static inline int64_t search_block_last(const struct search_block *block)
{
    return search_block_call(block, block->count - 1);
}

/* The length, not clamped. */
static inline uint32_t search_block_length(const struct search_block *block, size_t row)
{
    if (block->lengths[row] == SEARCH_NO_LENGTH)
        return SEARCH_NO_WHOLE_LENGTH;
    return block->whole_lengths ? block->whole_lengths[row] : block->lengths[row];
}

#endif
