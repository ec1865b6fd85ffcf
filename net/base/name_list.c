#include "net/base/name_list.h"

#include "net/base/memory.h"

#include <stdlib.h>

void name_list_add(struct name_list *list, const char *name)
{
    list->names = memory_grow(list->names, &list->capacity, list->count + 1, sizeof *list->names);
    list->names[list->count++] = memory_text(name);
}

void name_list_clear(struct name_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->names[i]);
    free(list->names);
    *list = (struct name_list){NULL, 0, 0};
}
