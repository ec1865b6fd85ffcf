/* A hash map from int64_t to pointer (open addressing, no removal). */
#ifndef NET_BASE_NUMBER_MAP_H
#define NET_BASE_NUMBER_MAP_H

#include <stddef.h>
#include <stdint.h>

struct number_entry {
    int64_t number;
    void *value; /* NULL: the slot is free */
};

/* Empty when zeroed. */
struct number_map {
    struct number_entry *entries; /* owned; `capacity` slots, a power of two, at most three quarters used */
    size_t capacity;
    size_t count;
};

/* Adds a value (not NULL, not owned) under a number that must not be in the map yet. */
void number_map_add(struct number_map *map, int64_t number, void *value);
void *number_map_find(const struct number_map *map, int64_t number); /* NULL if it is not in the map */
void number_map_clear(struct number_map *map);

#endif
