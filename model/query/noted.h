/* The notes, heard marks and holds as seen by one reader thread, and the archive's rows of their calls, in memory:
 * a filter for them looks at no other rows. Blocks. */
#ifndef MODEL_QUERY_NOTED_H
#define MODEL_QUERY_NOTED_H

#include "model/hold/hold_watch.h"
#include "model/notes/notes_peek.h"
#include "model/query/reader_connection.h"
#include "model/query/search_index.h"

struct noted_row {
    int64_t agent;
    struct search_row compared;
    char *file; /* its name; owned. "" where it has none */
};

/* Zeroed at first. */
struct noted {
    struct notes_peek *peek; /* owned, as is the watch; NULL until notes are asked for */
    struct hold_watch *watch;
    const struct note_table *notes; /* never NULL once they were read */
    const struct hold_table *holds;
    uint64_t notes_version;
    uint64_t holds_version;
    struct search_calls calls; /* calls with a note, heard mark or hold; owned, as is all below */
    bool is_listed;            /* `calls` is up to date with notes and holds */
    struct noted_row *rows;    /* the archive's rows of the calls in `found` */
    size_t count;
    size_t capacity;
    struct search_calls found;
    bool are_all_found; /* `found` has all of `calls` */
    int64_t state;      /* the state of the archive that the rows are of, see reader_connection_state */
};

/* Brings notes and holds up to date; with `is_asked` unset there are none. False with *failure filled. */
bool noted_read(struct noted *noted, struct reader_connection *connection, bool is_asked,
                struct failure *failure);

/* Reads the rows of up to `most` further calls, which the index finds; it must be pinned at the state that is read.
 * *more: further calls are left. False if the index cannot tell, or with *failure filled. */
bool noted_find_rows(struct noted *noted, struct reader_connection *connection, struct search_index *index,
                     size_t most, bool *more, struct failure *failure);

void noted_clear(struct noted *noted);

#endif
