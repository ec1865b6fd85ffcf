/* The order of a list in words. Pure. */
#ifndef TUI_WORDS_SORT_WORDS_H
#define TUI_WORDS_SORT_WORDS_H

#include "model/query/list_sort.h"

/* Something that a list can be sorted by; the texts are untranslated. */
struct sort_words {
    char key; /* the key that chooses it */
    const char *name;
    bool begins_descending; /* the order when it is first chosen */
    const char *ascending, *descending;
};

const struct sort_words *sort_words_of(enum list_sort by);

/* "newest first", "longest first", "by agent, A to Z"; translated. `oldest_first` counts if it is sorted by start.
 * Static. */
const char *sort_words_order(const struct list_sorting *sorting, bool oldest_first);

enum { SORT_WORDS_SIZE = 40 };

/* "length↓", for little room. Returns buffer. */
const char *sort_words_brief(char buffer[SORT_WORDS_SIZE], const struct list_sorting *sorting,
                             bool oldest_first);

#endif
