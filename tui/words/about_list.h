/* What a list that is written into a file is, and how complete: what the second sheet of a workbook says. */
#ifndef TUI_WORDS_ABOUT_LIST_H
#define TUI_WORDS_ABOUT_LIST_H

#include "net/base/name_list.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct about_list {
    const char *agents;        /* whose recordings; NULL: everybody's */
    const char *filter;        /* as it was typed, "" for none */
    const char *since, *until; /* as they were typed; NULL where they were not */
    const char *limit;         /* of the number of recordings; NULL: there is none */
    const char *order;         /* in words */
    bool is_sorted;            /* by something else than the start */
    bool is_whole;             /* all that belongs into it has been fetched */
    const char *coverage;      /* the same in words */
    int64_t as_of;             /* when it was so; TIMESTAMP_NONE: the words say it */
    bool utc;
};

/* Adds a name and a text for each thing that is to be said, in turn. */
void about_list(struct name_list *lines, const struct about_list *about);

#endif
