/* What searches compare, of all recordings of the archive, in memory: columns of a few bytes each and the
 * callers' digits. It knows which state of the archive it shows, and of which recordings it knows nothing
 * because they have not been read yet or have changed since. Used and filled by the threads that read; it does not
 * read by itself. */
#ifndef MODEL_QUERY_SEARCH_INDEX_H
#define MODEL_QUERY_SEARCH_INDEX_H

#include "model/archive/change_log.h"
#include "model/query/search_callers.h"
#include "model/query/search_columns.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct search_index;

struct search_index *search_index_new(void);
void search_index_free(struct search_index **index);

/* States are the numbers of the last entries of the log of changes. While a thread has the index pinned it
 * goes on showing that state. False, and it is not pinned, if it shows another one: *state says which. */
#define SEARCH_INDEX_NO_STATE INT64_C(-1)
bool search_index_pin(struct search_index *index, int64_t wanted, int64_t *state);
void search_index_unpin(struct search_index *index);

/* To let it follow: from begin, which returns the state that it shows, to end, which sets the next one,
 * nobody has it pinned, and all that differs is noted. Who cannot tell all of it ends with the state that it
 * was. */
int64_t search_index_begin_following(struct search_index *index);
void search_index_end_following(struct search_index *index, int64_t state);

/* Recordings of an agent have changed, or all of them: INT64_MIN to INT64_MAX. While following. */
void search_index_note(struct search_index *index, const struct change *change);

/* The callers, in the order of their numbers: the next ones, after all are forgotten or the last one. While
 * following. */
void search_index_forget_callers(struct search_index *index);
int64_t search_index_last_caller(const struct search_index *index);
void search_index_add_caller(struct search_index *index, int64_t caller, const char *number);

/* Filling, by who has it pinned and holds the filling. A range of which nothing is known, to be read from its end on;
 * false if there is none. What has been read, in descending order, is then put in the place of all from
 * `first` up to the range's end. */
void search_index_hold_filling(struct search_index *index);
void search_index_release_filling(struct search_index *index);
bool search_index_gap(struct search_index *index, struct change *range);
void search_index_fill(struct search_index *index, int64_t agent, int64_t first, int64_t last,
                       const struct search_row *rows, size_t count);

/* What a thread seeks. Zeroed at first. To be cleared when the terms, or what they stand for, change to
 * anything that may match what did not match before. */
struct search_question {
    struct search_terms terms; /* what they point to is the thread's own */
    bool takes_candidates;     /* who asks looks at the matches: they may be none, for what else is asked */
    struct search_test *tests; /* owned; one of each agent */
    size_t count;
};
void search_question_clear(struct search_question *question);

/* While pinned. Fills in the seconds in which recordings of an agent match, see search_columns_next; where that cannot
 * be told they are unknown. */
void search_index_next(struct search_index *index, struct search_question *question, int64_t agent,
                       struct search_seconds *seconds);

/* While pinned. How many recordings of an agent (0: of all) match; false if that
 * cannot be told exactly. Any number when *stop. */
bool search_index_count(struct search_index *index, struct search_question *question, int64_t agent,
                        const atomic_bool *stop, uint64_t *count);

/* While pinned. Visits all that match, likewise; false, and none has been visited, if they cannot be told
 * exactly. */
bool search_index_visit(struct search_index *index, struct search_question *question, int64_t agent,
                        const atomic_bool *stop, search_visit *visit, void *context);

/* While pinned. Of a caller; NULL if it is not known. */
const char *search_index_caller(const struct search_index *index, int64_t caller);

/* While pinned. See search_callers_find. False if the callers are not known. */
bool search_index_find_callers(const struct search_index *index, const struct filter *filter,
                               const char *needle, const struct bits *within, struct bits *candidates,
                               struct bits *found);

/* While pinned. See search_callers_find_named. Likewise. */
bool search_index_find_named(const struct search_index *index, const struct filter *filter, size_t word,
                             struct bits *found);

uint64_t search_index_rows(struct search_index *index);
size_t search_index_memory(struct search_index *index); /* bytes */

#endif
