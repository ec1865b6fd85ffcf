/* What a filtered list was searched in, in words: how many agents are complete, what the others lack, and which key
 * fetches it. */
#ifndef TUI_WORDS_SEARCH_COMPLETENESS_H
#define TUI_WORDS_SEARCH_COMPLETENESS_H

#include "model/account/scope.h"
#include "tui/words/completeness.h"

#include <stdbool.h>

struct search_completeness {
    struct scope scope;
    bool is_read; /* `scope` is set */
    struct scope_tally tally;
    size_t known;          /* number of all agents */
    const char *fetch_key; /* name of the key, not owned; NULL if nothing can be fetched */
    bool utc;
};

/* Fills *searched for the list of `query`, with `fetch_key` NULL. It has to be zeroed at first; for the same list the
 * filter is not analysed again. The tally is valid until the next return to the loop. */
void search_completeness_of(struct search_completeness *searched, const struct account *account,
                            const struct list_query *query);

/* "38 of 40 agents complete · Ida Madsen only back to 2024-06-01 · f fetches the rest"; if that is wider than
 * `columns`, "38 of 40 complete · f: fetch". Returns buffer. */
const char *search_completeness_text(char buffer[COMPLETENESS_SIZE],
                                     const struct search_completeness *searched, unsigned columns);

/* " so far" if more may match than is there, else "". Static. */
const char *search_completeness_so_far(const struct search_completeness *searched);

#endif
