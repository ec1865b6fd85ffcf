/* The search index as used by a reader: brought to the state of its snapshot and filled step by step. */
#ifndef MODEL_QUERY_READER_INDEX_H
#define MODEL_QUERY_READER_INDEX_H

#include "model/query/reader_connection.h"
#include "model/query/search_index.h"

struct reader_index {
    struct reader_connection *connection;
    struct search_index *index;  /* not owned; NULL: none */
    struct search_index *pinned; /* the same while it shows the snapshot's state, else NULL */
    bool fills;                  /* fills it before searching */
};

/* Pins the index at the state of the current transaction, which may be restarted; index->pinned says whether that
 * succeeded. False with *failure filled. */
bool reader_index_pin(struct reader_index *index, struct failure *failure);
void reader_index_unpin(struct reader_index *index);

/* While pinned, by a reader that fills it (else no-ops): fills it completely, or does one step; *more: another step
 * is needed. */
bool reader_index_fill(struct reader_index *index, struct failure *failure);
bool reader_index_step(struct reader_index *index, bool *more, struct failure *failure);

#endif
