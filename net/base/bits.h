/* A set of small numbers, one bit each. Pure. */
#ifndef NET_BASE_BITS_H
#define NET_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct bits {
    uint64_t *words; /* owned */
    size_t count;    /* of bits; above it all are 0 */
};

void bits_clear(struct bits *bits);
void bits_reserve(struct bits *bits, size_t count);         /* room for the numbers below count */
void bits_set(struct bits *bits, int64_t index);            /* a negative one is ignored */
void bits_add(struct bits *bits, const struct bits *other); /* all of the other's */
size_t bits_total(const struct bits *bits);                 /* how many are set */

static inline bool bits_has(const struct bits *bits, int64_t index)
{
    return index >= 0 && (size_t)index < bits->count && bits->words[(size_t)index / 64] >> (index % 64) & 1;
}

#endif
