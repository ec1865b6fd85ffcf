/* By what a list goes, in words. Pure. */
#ifndef TUI_WORDS_SORT_WORDS_H
#define TUI_WORDS_SORT_WORDS_H

#include "model/query/list_sort.h"

/* What a list can be sorted by; texts are for tr(). */
struct sort_words {
    char key; /* by which it is chosen */
    const char *name;
    bool begins_descending; /* when it is chosen */
    const char *ascending, *descending;
};

const struct sort_words *sort_words_of(enum list_sort by);

/* "newest first", "longest first", "by agent, A to Z". */
const char *sort_words_order(const struct list_sorting *sorting, bool oldest_first);

enum { SORT_WORDS_SIZE = 40 };

/* "length↓", where there is little room. Returns buffer. */
const char *sort_words_brief(char buffer[SORT_WORDS_SIZE], const struct list_sorting *sorting,
                             bool oldest_first);

#endif
