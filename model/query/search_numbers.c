#include "model/query/search_numbers.h"

#include "net/base/memory.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

void search_numbers_clear(struct search_numbers *numbers)
{
    free(numbers->combinations);
    free(numbers->places);
    memset(numbers, 0, sizeof *numbers);
}

size_t search_numbers_memory(const struct search_numbers *numbers)
{
    return numbers->capacity * sizeof *numbers->combinations + numbers->size * sizeof *numbers->places;
}

static size_t hash_of(const struct search_combination *combination)
{
    uint64_t hash = (uint64_t)combination->person * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ hash >> 32 ^ (uint64_t)combination->queue) * UINT64_C(0x9e3779b97f4a7c15);
    hash = (hash ^ hash >> 32 ^ (uint64_t)combination->kind) * UINT64_C(0x9e3779b97f4a7c15);
    return (size_t)(hash >> 32);
}

static bool is_same(const struct search_combination *a, const struct search_combination *b)
{
    return a->person == b->person && a->queue == b->queue && a->kind == b->kind;
}

static uint16_t *place_of(const struct search_numbers *numbers, const struct search_combination *combination)
{
    size_t mask = numbers->size - 1;
    size_t at = hash_of(combination) & mask;
    while (numbers->places[at] && !is_same(&numbers->combinations[numbers->places[at] - 1], combination))
        at = (at + 1) & mask;
    return &numbers->places[at];
}

static void make_room(struct search_numbers *numbers)
{
    if (numbers->count * 4 < numbers->size * 3)
        return;
    free(numbers->places);
    numbers->size = numbers->size ? numbers->size * 2 : 16;
    numbers->places = memory_array(numbers->size, sizeof *numbers->places);
    for (size_t i = 0; i < numbers->count; i++)
        *place_of(numbers, &numbers->combinations[i]) = (uint16_t)(i + 1);
}

size_t search_numbers_get(struct search_numbers *numbers, const struct search_combination *combination)
{
    make_room(numbers);
    uint16_t *place = place_of(numbers, combination);
    if (*place)
        return (size_t)*place - 1;
    if (numbers->count == SEARCH_NUMBERS_MOST)
        return SEARCH_NUMBERS_MOST;
    numbers->combinations = memory_grow(numbers->combinations, &numbers->capacity, numbers->count + 1,
                                        sizeof *numbers->combinations);
    numbers->combinations[numbers->count++] = *combination;
    *place = (uint16_t)numbers->count;
    return numbers->count - 1;
}
