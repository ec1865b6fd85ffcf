/* Names, or other texts, in the order in which they were added. Plain data. */
#ifndef NET_BASE_NAME_LIST_H
#define NET_BASE_NAME_LIST_H

#include <stddef.h>

struct name_list {
    char **names; /* owned, as are the names */
    size_t count;
    size_t capacity;
};

void name_list_add(struct name_list *list, const char *name); /* a copy */
void name_list_clear(struct name_list *list);

#endif
