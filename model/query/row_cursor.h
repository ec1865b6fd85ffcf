/* The rows of one agent in the order of a list, which the archive gives from a place on. */
#ifndef MODEL_QUERY_ROW_CURSOR_H
#define MODEL_QUERY_ROW_CURSOR_H

#include "model/archive/file_key.h"
#include "model/query/row_filter.h"

/* Where a list is read from, and where to. It must live until what it was bound to is reset. */
struct row_place {
    const struct recording_key *key; /* NULL: at the list's end that lies behind the direction */
    struct file_key file;            /* of the key */
    bool down;
    bool strict; /* without the key itself */
};

struct row_cursor {
    int64_t agent;
    sqlite3_stmt *statement;       /* stands on the cursor's next row */
    struct search_seconds seconds; /* in which there are matches, as far as they were asked for */
    size_t next;                   /* of them: those before have been passed */
};

struct row_place row_place_make(const struct recording_key *key, bool down, bool strict);

/* The statement `sql` of a connection, bound to the one recording of a place: "... ROW_OF_AGENT AND call = ?2 AND file = ?3".
 * NULL with *failure filled. */
sqlite3_stmt *row_place_find(const struct row_place *place, struct reader_connection *connection,
                             const char *sql, struct failure *failure);

enum { ROW_CURSOR_FORMS = 8 }; /* of the statement */

/* The statement for places of this kind and such a filter; it gives ROW_COLUMNS. */
const char *row_cursor_sql(const struct row_place *place, const struct row_filter *filter);

/* Sets the cursor's statement, which has been reset, to the agent's rows from the place on. */
void row_cursor_bind(const struct row_cursor *cursor, const struct row_place *place,
                     const struct row_filter *filter);

/* From a row that does not match to where the next step gives one that may, as the index knows; false if none
 * does. */
bool row_cursor_skip(struct row_cursor *cursor, struct row_filter *filter, bool down);

#endif
