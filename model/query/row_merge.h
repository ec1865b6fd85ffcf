/* Merges the rows of the selected agents into one list, ordered by (position in time, call, agent, file), ascending
 * or descending: a binary heap of one cursor per agent. Rows that the search index excludes are skipped; other rows
 * may or may not match. */
#ifndef MODEL_QUERY_ROW_MERGE_H
#define MODEL_QUERY_ROW_MERGE_H

#include "model/query/row_cursor.h"

struct row_statements {
    const char *sql;           /* NULL: not used yet */
    sqlite3_stmt **statements; /* the list is owned, they are the connection's */
    size_t count;
    size_t capacity;
};

struct row_merge {
    struct row_filter *filter;                     /* set once, with its connection */
    struct row_statements pools[ROW_CURSOR_FORMS]; /* made once */
    struct row_cursor *heap;                       /* owned */
    size_t count;
    size_t capacity;
    bool down;
    bool failed;
};

void row_merge_clear(struct row_merge *merge);

/* Prepares the statements of the first page. */
void row_merge_prepare(struct row_merge *merge);

/* Starts reading at a place, until the end of the list or row_merge_end. */
bool row_merge_begin(struct row_merge *merge, const struct row_place *place, struct failure *failure);
/* Ends reading. False with *failure filled if it failed or was interrupted. */
bool row_merge_end(struct row_merge *merge, struct failure *failure);

/* The cursor with the next row; NULL at the end or on failure. */
const struct row_cursor *row_merge_row(const struct row_merge *merge);
void row_merge_advance(struct row_merge *merge);

#endif
