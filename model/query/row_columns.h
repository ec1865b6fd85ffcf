/* The columns of a recording's row in queries: those that are compared, then the file. */
#ifndef MODEL_QUERY_ROW_COLUMNS_H
#define MODEL_QUERY_ROW_COLUMNS_H

#include "model/archive/database.h"
#include "model/archive/row_order.h"
#include "model/query/search_columns.h"
#include "model/time/timestamp.h"

enum row_column {
    ROW_CALL,
    ROW_CALLER,
    ROW_PERSON,
    ROW_QUEUE,
    ROW_KIND,
    ROW_STARTED,
    ROW_ENDED,
    ROW_PLACE, /* ticks, its position in time */
    ROW_FILE,
};

/* For SELECT: ROW_COLUMNS, or ROW_STORED, which reads faster (the compared columns as stored, with a place only if
 * there is no start); ROW_OF_AGENT (?1), and further conditions. */
#define ROW_STORED "call, caller, person, queue, kind, started, ended, place"
#define ROW_COLUMNS "call, caller, person, queue, kind, started, ended, " ROW_ORDER_PLACE ", file"
#define ROW_OF_AGENT " FROM recordings WHERE agent = ?1"

/* The server's number of a row of `agents`, or NULL. */
#define ROW_AGENT_NUMBER                                                                                     \
    "CASE WHEN reference GLOB 'id:[0-9]*' AND substr(reference, 4) NOT GLOB '*[^0-9]*'"                      \
    " THEN CAST(substr(reference, 4) AS INTEGER) END"

static inline struct search_row row_columns_read(sqlite3_stmt *row)
{
    int64_t started = database_column_integer(row, ROW_STARTED, TIMESTAMP_NONE);
    return (struct search_row){
        .call = sqlite3_column_int64(row, ROW_CALL),
        .caller = sqlite3_column_int64(row, ROW_CALLER),
        .person = sqlite3_column_int64(row, ROW_PERSON),
        .queue = sqlite3_column_int64(row, ROW_QUEUE),
        .kind = sqlite3_column_int64(row, ROW_KIND),
        .started = started,
        .ended = database_column_integer(row, ROW_ENDED, TIMESTAMP_NONE),
        .place =
            started != TIMESTAMP_NONE ? started : database_column_integer(row, ROW_PLACE, TIMESTAMP_NONE),
    };
}

/* The recording as the search index stores it. */
static inline struct search_call row_columns_call(int64_t agent, const struct search_row *row)
{
    return (struct search_call){.agent = agent,
                                .call = row->call,
                                .caller = row->caller,
                                .queue = row->queue,
                                .started = search_terms_start(row->started),
                                .place = search_terms_second(row->place),
                                .length = search_terms_whole_length(row->started, row->ended)};
}

#endif
