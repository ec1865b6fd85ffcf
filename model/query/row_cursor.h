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
    sqlite3_stmt *statement; /* stands on the cursor's next row */
    bool doubtful;           /* rows up to the id `far` are looked at one by one */
    int64_t far;
};

struct row_place row_place_make(const struct recording_key *key, bool down, bool strict);

/* The statement for places of this kind; it gives ROW_COLUMNS. */
const char *row_cursor_sql(const struct row_place *place);

/* Sets the cursor's statement, which has been reset, to the agent's rows from the place on. */
void row_cursor_bind(const struct row_cursor *cursor, const struct row_place *place);

/* From a row that does not match to where the next step gives one that may, as the index knows; false if none
 * does. */
bool row_cursor_skip(struct row_cursor *cursor, struct row_filter *filter, bool down);

#endif
