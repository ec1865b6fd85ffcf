#include "model/query/list_sort.h"

#include <stdio.h>
#include <string.h>

static const char *const names[LIST_SORTS] = {"start", "length", "caller", "agent", "queue"};

const char *list_sorting_text(char text[LIST_SORTING_SIZE], const struct list_sorting *sorting)
{
    snprintf(text, LIST_SORTING_SIZE, "%s%s", sorting->is_descending ? "-" : "", names[sorting->by]);
    return text;
}

bool list_sorting_read(struct list_sorting *sorting, const char *text)
{
    bool is_descending = *text == '-';
    for (enum list_sort by = 0; by < LIST_SORTS; by++) {
        if (strcmp(text + is_descending, names[by]) != 0)
            continue;
        *sorting = (struct list_sorting){by, is_descending};
        return true;
    }
    return false;
}
