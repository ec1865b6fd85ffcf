/* What a filtered list has been searched in, in words: of how many agents everything is there, who lacks
 * what, and which key fetches it. */
#ifndef TUI_WORDS_SEARCHED_H
#define TUI_WORDS_SEARCHED_H

#include "model/account/scope.h"
#include "tui/words/extent.h"

#include <stdbool.h>

struct searched {
    struct scope scope;
    struct scope_tally tally;
    size_t known;          /* agents in all */
    const char *fetch_key; /* name of the key; NULL where nothing can be fetched */
    bool utc;
};

/* Of the list that `query` asks for. Valid until the next return to the loop. */
void searched_of(struct searched *searched, const struct account *account, const struct list_query *query);

/* "38 of 40 agents complete · Ida Madsen only back to 2024-06-01 · f fetches the rest"; where that takes more
 * columns than there are "38 of 40 complete · f: fetch". Returns buffer. */
const char *searched_text(char buffer[EXTENT_SIZE], const struct searched *searched, unsigned columns);

/* " so far" where more may be found, "" else. */
const char *searched_so_far(const struct searched *searched);

#endif
