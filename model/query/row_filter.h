/* Which rows a query asks for: its filter is worked out over the small tables, so that a row is decided by
 * its numbers and times, here or in the search index. */
#ifndef MODEL_QUERY_ROW_FILTER_H
#define MODEL_QUERY_ROW_FILTER_H

#include "model/hold/hold_watch.h"
#include "model/notes/notes_peek.h"
#include "model/query/page.h"
#include "model/query/reader_connection.h"
#include "model/query/search_index.h"
#include "net/base/bits.h"

struct row_filter {
    struct reader_connection *connection; /* set once */
    struct list_query query;              /* that is prepared */
    struct search_index *index;           /* not owned; pinned at the state that is read. NULL: none is */
    int64_t data_version;
    bool known;
    struct bits callers;              /* that match; 0 stands for none */
    struct bits kinds;                /* likewise */
    struct bits people[FILTER_TERMS]; /* whom a word names */
    struct bits queues[FILTER_TERMS];
    struct bits agents[FILTER_TERMS];
    struct bits named[FILTER_TERMS]; /* callers */
    struct bits all_named;           /* by any word */
    char needle[SEARCH_NEEDLE_SIZE]; /* by which callers were sought in the index; "": they were not */
    struct bits candidates;          /* those that have it */
    bool is_needle;                  /* nothing else is asked */
    struct search_calls calls;       /* owned; by number or file, */
    bool has_calls;                  /* if they are asked for, */
    bool calls_are_all;              /* and nothing else of call or file */
    struct notes_peek *peek;         /* owned; at what is noted, once it was asked about */
    const struct note_table *notes;  /* all of it, if it is */
    uint64_t notes_version;
    struct hold_watch *hold_watch; /* owned, likewise */
    const struct hold_table *holds;
    uint64_t holds_version;
    struct search_calls
        noted;          /* owned, if it is: calls that only their rows, and what is noted of them, decide */
    bool noted_is_all;  /* no others match */
    bool is_more_asked; /* than the index knows, but for what is noted */
    struct search_question question; /* the same filter, for the index */
};

/* Zeroed at first but for its connection. Works the query out, unless it is the one that is there already. */
bool row_filter_prepare(struct row_filter *filter, struct search_index *index, const struct list_query *query,
                        struct failure *failure);
void row_filter_clear(struct row_filter *filter);

/* Whether a row of an agent, with the columns that are compared, matches. */
bool row_filter_matches(const struct row_filter *filter, int64_t agent, sqlite3_stmt *row);

#endif
