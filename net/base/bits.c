#include "net/base/bits.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

void bits_clear(struct bits *bits)
{
    free(bits->words);
    memset(bits, 0, sizeof *bits);
}

void bits_reserve(struct bits *bits, size_t count)
{
    size_t words = bits->count / 64, needed = (count + 63) / 64;
    if (needed <= words)
        return;
    bits->words = memory_resize(bits->words, needed, sizeof *bits->words);
    memset(bits->words + words, 0, (needed - words) * sizeof *bits->words);
    bits->count = needed * 64;
}

void bits_set(struct bits *bits, int64_t index)
{
    if (index < 0)
        return;
    if ((size_t)index >= bits->count)
        bits_reserve(bits, ((size_t)index + 1) * 2);
    bits->words[(size_t)index / 64] |= (uint64_t)1 << (index % 64);
}

void bits_add(struct bits *bits, const struct bits *other)
{
    bits_reserve(bits, other->count);
    for (size_t i = 0; i < other->count / 64; i++)
        bits->words[i] |= other->words[i];
}

size_t bits_total(const struct bits *bits)
{
    size_t total = 0;
    for (size_t i = 0; i < bits->count / 64; i++)
        total += (size_t)__builtin_popcountll(bits->words[i]);
    return total;
}
