#include "net/base/sorted.h"

#include <string.h>

size_t sorted_below(const struct sorted *sorted, int64_t limit)
{
    size_t low = 0;
    size_t high = sorted->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int64_t key;
        memcpy(&key, (const char *)sorted->elements + middle * sorted->size + sorted->key, sizeof key);
        if (key < limit)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t sorted_up_to(const struct sorted *sorted, int64_t most)
{
    return most == INT64_MAX ? sorted->count : sorted_below(sorted, most + 1);
}
