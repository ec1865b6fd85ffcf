/* A growable list of strings in insertion order. Plain data; empty when zeroed. */
#ifndef NET_BASE_NAME_LIST_H
#define NET_BASE_NAME_LIST_H

#include <stddef.h>

struct name_list {
    char **names; /* owned, as are the names */
    size_t count;
    size_t capacity;
};

void name_list_add(struct name_list *list, const char *name); /* copies name */
void name_list_clear(struct name_list *list);

#endif
