/* Binary search in an array of structs sorted ascending by an int64_t member. */
#ifndef NET_BASE_SORTED_H
#define NET_BASE_SORTED_H

#include <stddef.h>
#include <stdint.h>

struct sorted {
    const void *elements; /* not owned; NULL if count is 0 */
    size_t count;
    size_t size; /* of an element, in bytes */
    size_t key;  /* offset of the int64_t key in an element */
};

/* The number of elements with a key below `limit`, which is the index of the first other one. */
size_t sorted_below(const struct sorted *sorted, int64_t limit);

/* The number of elements with a key of at most `most`. */
size_t sorted_up_to(const struct sorted *sorted, int64_t most);

#endif
