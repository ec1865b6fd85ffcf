/* Things found by a number of theirs, in the same time however many they are: an open hash table. */
#ifndef NET_BASE_NUMBER_MAP_H
#define NET_BASE_NUMBER_MAP_H

#include <stddef.h>
#include <stdint.h>

struct number_entry {
    int64_t number;
    void *value; /* NULL: the place is free */
};

/* All zero at the start. */
struct number_map {
    struct number_entry
        *entries; /* owned; their number is a power of two, at most three quarters are taken */
    size_t capacity;
    size_t count;
};

/* Adds a value, not NULL and not owned, under a number that is not there yet. */
void number_map_add(struct number_map *map, int64_t number, void *value);
void *number_map_find(const struct number_map *map, int64_t number); /* NULL if there is none */
void number_map_clear(struct number_map *map);

#endif
