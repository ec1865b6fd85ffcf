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
    struct notes_peek *peek; /* owned, as is the watch; NULL: nobody has asked for notes */
    struct hold_watch *watch;
    const struct note_table *notes; /* never NULL once they were read */
    const struct hold_table *holds;
    uint64_t notes_version;
    uint64_t holds_version;
    struct search_calls calls; /* of which there is something; owned, as is all below */
    bool is_listed;            /* these are all */
    struct noted_row *rows;    /* all that the archive has of some of these calls: */
    size_t count;
    size_t capacity;
    struct search_calls found;
    bool are_all_found;
    int64_t state; /* of the archive's log of changes, which the rows are of */
};

/* Looks at what there is now; with `is_asked` unset, at nothing. False with *failure filled. */
bool noted_read(struct noted *noted, struct reader_connection *connection, bool is_asked,
                struct failure *failure);

/* Finds the rows of at most so many calls more, by the index, which is pinned at the state that is read; *more: of some
 * they have not been found yet. False if the index cannot tell where they are, or with *failure filled. */
bool noted_find_rows(struct noted *noted, struct reader_connection *connection, struct search_index *index,
                     size_t most, bool *more, struct failure *failure);

void noted_clear(struct noted *noted);

#endif
