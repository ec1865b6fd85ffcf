/* A cursor over the rows of one agent in list order, from a place on. */
#ifndef MODEL_QUERY_ROW_CURSOR_H
#define MODEL_QUERY_ROW_CURSOR_H

#include "model/archive/file_key.h"
#include "model/query/row_filter.h"

/* The start and direction of reading a list. Must outlive the bindings made from it. */
struct row_place {
    const struct recording_key *key; /* NULL: from the end of the list opposite to the direction */
    struct file_key file;            /* of the key */
    bool down;
    bool strict; /* excludes the key itself */
};

struct row_cursor {
    int64_t agent;
    sqlite3_stmt *statement;       /* its current row is the cursor's next row */
    struct search_seconds seconds; /* known seconds with matches */
    size_t next;                   /* index of the first one not passed yet */
};

struct row_place row_place_make(const struct recording_key *key, bool down, bool strict);

/* The statement `sql`, bound to the recording of a place: "... ROW_OF_AGENT AND call = ?2 AND file = ?3". NULL with
 * *failure filled. */
sqlite3_stmt *row_place_find(const struct row_place *place, struct reader_connection *connection,
                             const char *sql, struct failure *failure);

enum { ROW_CURSOR_FORMS = 8 }; /* variants of the statement */

/* The SQL for this kind of place and filter; it selects ROW_COLUMNS. */
const char *row_cursor_sql(const struct row_place *place, const struct row_filter *filter);

/* Binds the cursor's statement, which must be reset, to the agent's rows from the place on. */
void row_cursor_bind(const struct row_cursor *cursor, const struct row_place *place,
                     const struct row_filter *filter);

/* After a row that does not match: repositions the statement to the next candidate that the index knows; false if
 * there is none. */
bool row_cursor_skip(struct row_cursor *cursor, struct row_filter *filter, bool down);

#endif
