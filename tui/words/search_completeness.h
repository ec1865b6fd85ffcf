/* What a filtered list has been searched in, in words: of how many agents everything is there, who lacks
 * what, and which key fetches it. */
#ifndef TUI_WORDS_SEARCH_COMPLETENESS_H
#define TUI_WORDS_SEARCH_COMPLETENESS_H

#include "model/account/scope.h"
#include "tui/words/completeness.h"

#include <stdbool.h>

struct search_completeness {
    struct scope scope;
    bool is_read; /* the scope is of a list */
    struct scope_tally tally;
    size_t known;          /* agents in all */
    const char *fetch_key; /* name of the key; NULL where nothing can be fetched */
    bool utc;
};

/* Of the list that `query` asks for; *searched is zero at first, and the filter of the same list is not read
 * again. The tally is valid until the next return to the loop. */
void search_completeness_of(struct search_completeness *searched, const struct account *account,
                            const struct list_query *query);

/* "38 of 40 agents complete · Ida Madsen only back to 2024-06-01 · f fetches the rest"; where that takes more
 * columns than there are "38 of 40 complete · f: fetch". Returns buffer. */
const char *search_completeness_text(char buffer[COMPLETENESS_SIZE],
                                     const struct search_completeness *searched, unsigned columns);

/* " so far" where more may be found, "" else. */
const char *search_completeness_so_far(const struct search_completeness *searched);

#endif
