/* Some rows of an agent as a search compares them, packed: a few bytes of each, in the order of their ids. Pure. */
#ifndef MODEL_QUERY_SEARCH_BLOCK_H
#define MODEL_QUERY_SEARCH_BLOCK_H

#include "model/query/search_terms.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SEARCH_BLOCK_ROWS 1024 /* at most */

/* A row as it stands in the columns. Starts are whole seconds, lengths whole half seconds, both cut at the
 * ends of what the types of the columns hold. */
struct search_block_row {
    int64_t call;
    uint32_t caller;
    uint32_t started;
    uint32_t place;
    uint32_t length; /* in whole */
    uint16_t numbers;
};

/* Rows in ascending order of their ids. The columns lie in one piece, that of the offsets first. */
struct search_block {
    int64_t base; /* the id of the first row */
    uint32_t count;
    uint32_t first; /* of their places */
    uint32_t last;
    uint32_t cut;      /* starts, see search_terms_is_cut */
    uint32_t *places;  /* the starts, where all rows have one */
    uint32_t *offsets; /* owned; ids, less the base */
    uint32_t *callers;
    uint32_t *started;
    uint32_t *whole_lengths; /* NULL: none is cut */
    uint16_t *lengths;
    uint16_t *numbers;
};

/* Of rows that ascend, at least one, with ids not too far apart. Its offsets are the caller's to free. */
struct search_block search_block_make(const struct search_block_row *rows, size_t count);

/* How many rows have ids below `call`; or also those that have it. */
size_t search_block_find(const struct search_block *block, int64_t call, bool included);

static inline int64_t search_block_call(const struct search_block *block, size_t row)
{
    return block->base + block->offsets[row];
}

static inline int64_t search_block_last(const struct search_block *block)
{
    return search_block_call(block, block->count - 1);
}

/* In whole. */
static inline uint32_t search_block_length(const struct search_block *block, size_t row)
{
    if (block->lengths[row] == SEARCH_NO_LENGTH)
        return SEARCH_NO_WHOLE_LENGTH;
    return block->whole_lengths ? block->whole_lengths[row] : block->lengths[row];
}

#endif
