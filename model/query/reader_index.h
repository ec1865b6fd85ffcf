/* The search index as a reader uses it: made to show the state that is read, and filled step by step. */
#ifndef MODEL_QUERY_READER_INDEX_H
#define MODEL_QUERY_READER_INDEX_H

#include "model/query/reader_connection.h"
#include "model/query/search_index.h"

struct reader_index {
    struct reader_connection *connection;
    struct search_index *index;  /* not owned; NULL: none */
    struct search_index *pinned; /* the same, while it shows the state that is read; else NULL */
    bool fills;                  /* before it searches */
};

/* Lets it show the state of the transaction under way, which may be begun anew: ->pinned says whether. */
bool reader_index_pin(struct reader_index *index, struct failure *failure);
void reader_index_unpin(struct reader_index *index);

/* Fills it altogether, or brings it a step nearer (*more: there may be another one). While pinned; by a
 * reader that fills it, else nothing happens. */
bool reader_index_fill(struct reader_index *index, struct failure *failure);
bool reader_index_step(struct reader_index *index, bool *more, struct failure *failure);

#endif
