/* The rows of a list that is sorted by another value than the start, from a place on, up or down. One pass over all
 * matching rows, in memory or if the index cannot tell in the archive (list_matches.h), selects the next ones; a
 * window of the result is kept. */
#ifndef MODEL_QUERY_SORTED_ROWS_H
#define MODEL_QUERY_SORTED_ROWS_H

#include "model/query/row_cursor.h"
#include "model/query/sort_ranks.h"
#include "model/query/sorted_window.h"

/* Zeroed at first but for the filter. */
struct sorted_rows {
    struct row_filter *filter; /* set once, with its connection */
    struct sort_ranks ranks;
    struct list_query *query; /* the list; owned */
    bool is_known;            /* the list and its ranks are prepared */
    uint64_t filter_number;   /* row_filter.number for that list */
    struct sorted_window window;
    bool has_window; /* the window is of that list */
    size_t wanted;   /* entries on each side of the next window */

    /* Between sorted_rows_begin and sorted_rows_end. */
    struct row_place place;
    struct sorted_entry at; /* the cursor's statement gives the rows of this entry */
    bool is_first;          /* `at` is still the entry of the place */
    struct row_cursor cursor;
    bool has_row;
    bool failed; /* as `failure` says */
    struct failure failure;
};

void sorted_rows_clear(struct sorted_rows *rows);

/* Prepares to read the list of the prepared filter, of pages of so many rows. */
bool sorted_rows_prepare(struct sorted_rows *rows, size_t page_rows, struct failure *failure);

/* Sets *entry to the recording's position in the list; to that in its key if it is gone, or with `keeps`. */
bool sorted_rows_find(struct sorted_rows *rows, const struct recording_key *key, bool keeps,
                      struct sorted_entry *entry, struct failure *failure);

/* Like row_merge_begin; place->down is down the list. `at` is the position of the place's key; NULL: no key. */
bool sorted_rows_begin(struct sorted_rows *rows, const struct row_place *place, const struct sorted_entry *at,
                       struct failure *failure);
bool sorted_rows_end(struct sorted_rows *rows, struct failure *failure);
const struct row_cursor *sorted_rows_row(const struct sorted_rows *rows);
void sorted_rows_advance(struct sorted_rows *rows);

#endif
