/* The rows of all agents that are chosen as one list, in the order (place in time, call, agent, file), upwards or
 * downwards: a binary heap over a cursor for each of them. Rows that the search index knows not to match are
 * passed over; others come whether they match or not. */
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

/* Parses what the first page wants. */
void row_merge_prepare(struct row_merge *merge);

/* From a place on, to the end of the list or until it is ended. */
bool row_merge_begin(struct row_merge *merge, const struct row_place *place, struct failure *failure);
/* False with *failure filled if reading has failed, or was interrupted. */
bool row_merge_end(struct row_merge *merge, struct failure *failure);

/* The cursor whose row is next, or NULL at the end or on failure. */
const struct row_cursor *row_merge_row(const struct row_merge *merge);
void row_merge_advance(struct row_merge *merge);

#endif
