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
    struct list_query *query; /* owned: the list, if it is known, */
    bool is_known;
    uint64_t filter_number; /* and its filter */
    struct sorted_window window;
    bool has_window; /* of that list */
    size_t wanted;   /* entries on each side of the next one */

    /* While it is read. */
    struct row_place place;
    struct sorted_entry at; /* whose rows are in the cursor's statement */
    bool is_first;          /* it is that of the place */
    struct row_cursor cursor;
    bool has_row;
    bool failed; /* and why: */
    struct failure failure;
};

void sorted_rows_clear(struct sorted_rows *rows);

/* Prepares to read the list of the prepared filter, of pages of so many rows. */
bool sorted_rows_prepare(struct sorted_rows *rows, size_t page_rows, struct failure *failure);

/* Where a recording stands in the list by now or, if it is gone or `keeps`, where its key says. */
bool sorted_rows_find(struct sorted_rows *rows, const struct recording_key *key, bool keeps,
                      struct sorted_entry *entry, struct failure *failure);

/* As row_merge has it; place->down is down the list. `at` is where the place's key stands, NULL if it has none. */
bool sorted_rows_begin(struct sorted_rows *rows, const struct row_place *place, const struct sorted_entry *at,
                       struct failure *failure);
bool sorted_rows_end(struct sorted_rows *rows, struct failure *failure);
const struct row_cursor *sorted_rows_row(const struct sorted_rows *rows);
void sorted_rows_advance(struct sorted_rows *rows);

#endif
