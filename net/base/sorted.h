/* Places in an array that is sorted by a number of its elements. */
#ifndef NET_BASE_SORTED_H
#define NET_BASE_SORTED_H

#include <stddef.h>
#include <stdint.h>

struct sorted {
    const void *elements; /* NULL if there are none */
    size_t count;
    size_t size; /* of an element */
    size_t key;  /* bytes in each to the int64_t by which they ascend */
};

/* How many elements have a key below `limit`: the place of the first that has not. */
size_t sorted_below(const struct sorted *sorted, int64_t limit);

/* How many have a key of at most `most`. */
size_t sorted_up_to(const struct sorted *sorted, int64_t most);

#endif
