/* The distinct combinations of person, queue and kind of an agent's recordings: few, so that two bytes per
 * recording identify one. Pure. */
#ifndef MODEL_QUERY_SEARCH_NUMBERS_H
#define MODEL_QUERY_SEARCH_NUMBERS_H

#include <stddef.h>
#include <stdint.h>

#define SEARCH_NUMBERS_MOST UINT16_MAX /* combinations */

/* The archive's numbers, 0: none. */
struct search_combination {
    int64_t person;
    int64_t queue;
    int64_t kind;
};

struct search_numbers {
    struct search_combination *combinations; /* owned */
    size_t count;
    size_t capacity;
    uint16_t *places; /* owned; open addressing: 1 + an index, or 0 */
    size_t size;      /* a power of two, or 0 */
};

void search_numbers_clear(struct search_numbers *numbers);

/* The index of a combination, which is added if it is new; SEARCH_NUMBERS_MOST if there are too many. */
size_t search_numbers_get(struct search_numbers *numbers, const struct search_combination *combination);

size_t search_numbers_memory(const struct search_numbers *numbers); /* bytes */

#endif
