/* A set of small non-negative integers, one bit each (a bitmap). Pure. Empty when zeroed. */
#ifndef NET_BASE_BITS_H
#define NET_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bits {
    uint64_t *words; /* owned */
    size_t count;    /* capacity in bits; any number at or above it is not in the set */
};

void bits_clear(struct bits *bits);
void bits_reserve(struct bits *bits, size_t count);         /* makes room for all numbers below count */
void bits_set(struct bits *bits, int64_t index);            /* a negative index is ignored */
void bits_add(struct bits *bits, const struct bits *other); /* union: adds all members of other */
size_t bits_total(const struct bits *bits);                 /* number of members */

static inline bool bits_has(const struct bits *bits, int64_t index)
{
    return index >= 0 && (size_t)index < bits->count && bits->words[(size_t)index / 64] >> (index % 64) & 1;
}

#endif
