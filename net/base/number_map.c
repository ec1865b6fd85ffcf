#include "net/base/number_map.h"

#include "net/base/memory.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64

/* Where a number is, or the free place where it belongs. Numbers follow each other: Fibonacci hashing spreads
 * them. */
static struct number_entry *place_of(const struct number_map *map, int64_t number)
{
    uint64_t hash = (uint64_t)number * UINT64_C(0x9e3779b97f4a7c15);
    size_t at = (size_t)(hash >> 20) & (map->capacity - 1);
    while (map->entries[at].value && map->entries[at].number != number)
        at = (at + 1) & (map->capacity - 1);
    return &map->entries[at];
}

static void grow(struct number_map *map)
{
    struct number_map grown = {.capacity = map->capacity ? map->capacity * 2 : FIRST_CAPACITY,
                               .count = map->count};
    grown.entries = memory_array(grown.capacity, sizeof *grown.entries);
    for (size_t i = 0; i < map->capacity; i++) {
        if (map->entries[i].value)
            *place_of(&grown, map->entries[i].number) = map->entries[i];
    }
    free(map->entries);
    *map = grown;
}

void number_map_add(struct number_map *map, int64_t number, void *value)
{
    if ((map->count + 1) * 4 > map->capacity * 3)
        grow(map);
    *place_of(map, number) = (struct number_entry){number, value};
    map->count++;
}

void *number_map_find(const struct number_map *map, int64_t number)
{
    return map->capacity ? place_of(map, number)->value : NULL;
}

void number_map_clear(struct number_map *map)
{
    free(map->entries);
    memset(map, 0, sizeof *map);
}
