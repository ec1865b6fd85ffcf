/* An in-memory index of all recordings: a few bytes per recording and the callers' digits. It shows one state of
 * the archive and knows the ranges of ids that it has not read yet or that have changed. Shared by the reader
 * threads, which fill it; it does not read by itself. */
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

/* A state is the number of the last entry of the archive's change log. Pins the index if it shows the state
 * `wanted`: it keeps showing it until unpinned. False, and not pinned, if it shows *state instead. Blocks while the
 * index follows the archive. */
#define SEARCH_INDEX_NO_STATE INT64_C(-1)
bool search_index_pin(struct search_index *index, int64_t wanted, int64_t *state);
void search_index_unpin(struct search_index *index);

/* Brackets an update to another state: begin blocks until nobody has the index pinned and returns the state that it
 * shows; all differences are then noted; end sets the new state. If the differences are not all known, end with the
 * old state. */
int64_t search_index_begin_following(struct search_index *index);
void search_index_end_following(struct search_index *index, int64_t state);

/* While following: recordings of an agent in a range of ids have changed; INT64_MIN to INT64_MAX: all of them. */
void search_index_note(struct search_index *index, const struct change *change);

/* While following: adds callers in ascending order of their numbers, after the last one or after all were
 * forgotten. */
void search_index_forget_callers(struct search_index *index);
int64_t search_index_last_caller(const struct search_index *index);
void search_index_add_caller(struct search_index *index, int64_t caller, const char *number);

/* Filling, by a thread that has the index pinned and holds the filling lock. search_index_gap gives a range of
 * unread ids, which is to be read from its end on; false if there is none. search_index_fill takes the rows read,
 * in descending order, for all ids from `first` to the end of the range. */
void search_index_hold_filling(struct search_index *index);
void search_index_release_filling(struct search_index *index);
bool search_index_gap(struct search_index *index, struct change *range);
void search_index_fill(struct search_index *index, int64_t agent, int64_t first, int64_t last,
                       const struct search_row *rows, size_t count);

/* A search of one thread, with cached results per agent. Starts zeroed. Must be cleared when the terms change to
 * anything that may match a recording that did not match before. */
struct search_question {
    struct search_terms terms; /* its pointers belong to the thread */
    bool takes_candidates;     /* the caller verifies matches itself: false positives are allowed */
    struct search_test *tests; /* owned; one per agent */
    size_t count;
};
void search_question_clear(struct search_question *question);

/* While pinned: fills in the seconds with matching recordings of an agent, see search_columns_next; sets is_unknown
 * if the index cannot tell. */
void search_index_next(struct search_index *index, struct search_question *question, int64_t agent,
                       struct search_seconds *seconds);

/* While pinned: counts matching recordings of an agent (0: of all). False if the index cannot tell exactly. Stops
 * early with any count when *stop. */
bool search_index_count(struct search_index *index, struct search_question *question, int64_t agent,
                        const atomic_bool *stop, uint64_t *count);

/* While pinned: visits all matching recordings. False, with none visited, if the index cannot tell exactly. Stops
 * early when *stop. */
bool search_index_visit(struct search_index *index, struct search_question *question, int64_t agent,
                        const atomic_bool *stop, search_visit *visit, void *context);

/* While pinned: the text of a caller; NULL if it is not known. */
const char *search_index_caller(const struct search_index *index, int64_t caller);

/* While pinned: see search_callers_find. False if the callers are not known. */
bool search_index_find_callers(const struct search_index *index, const struct filter *filter,
                               const char *needle, const struct bits *within, struct bits *candidates,
                               struct bits *found);

/* While pinned: see search_callers_find_named. False if the callers are not known. */
bool search_index_find_named(const struct search_index *index, const struct filter *filter, size_t word,
                             struct bits *found);

uint64_t search_index_rows(struct search_index *index);
size_t search_index_memory(struct search_index *index); /* bytes */

#endif
