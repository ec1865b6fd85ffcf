/* What a list is that is written to a file, and how complete it is: the second sheet of a workbook. */
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
    const char *limit;         /* the most recordings that were asked for; NULL: no limit */
    const char *order;         /* in words */
    bool is_sorted;            /* by something other than the start */
    bool is_whole;             /* everything that belongs in it has been fetched */
    const char *coverage;      /* the same in words */
    int64_t as_of;             /* when that was true, ticks; TIMESTAMP_NONE: `coverage` says it */
    bool utc;                  /* writes times in UTC, else in local time */
};

/* Adds two names for each line: its label and its text. */
void about_list(struct name_list *lines, const struct about_list *about);

#endif
