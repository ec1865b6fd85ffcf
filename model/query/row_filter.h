/* A query's filter evaluated against the interned tables (callers, people, queues, kinds), so that a row is matched
 * by its numbers and times, here or in the search index. */
#ifndef MODEL_QUERY_ROW_FILTER_H
#define MODEL_QUERY_ROW_FILTER_H

#include "model/query/noted.h"
#include "model/query/page.h"
#include "model/query/reader_connection.h"
#include "model/query/search_index.h"
#include "net/base/bits.h"

struct row_filter {
    struct reader_connection *connection; /* set once */
    struct list_query query;              /* that is prepared */
    struct search_index *index;           /* not owned; pinned at the state that is read. NULL: none is */
    int64_t data_version;
    uint64_t number; /* another one whenever others may match, or the rows may be others */
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
    struct noted noted;              /* read when it is asked for */
    uint64_t notes_version;          /* of it, with which this was worked out */
    uint64_t holds_version;
    bool noted_is_all;               /* what is not noted, heard or held does not match */
    struct bits notes_match;         /* what is noted, by its place, if it is not held; */
    bool heard_matches;              /* what is heard, and nothing else */
    bool is_more_asked;              /* than the index knows, but for what is noted */
    struct search_question question; /* the same filter, for the index */
};

/* Zeroed at first but for its connection. Works the query out, unless it is the one that is there already. */
bool row_filter_prepare(struct row_filter *filter, struct search_index *index, const struct list_query *query,
                        struct failure *failure);
void row_filter_clear(struct row_filter *filter);

/* Whether a row of an agent, with the columns that are compared, matches. */
bool row_filter_matches(const struct row_filter *filter, int64_t agent, sqlite3_stmt *row);

/* The same of a row in memory. */
bool row_filter_matches_noted(const struct row_filter *filter, const struct noted_row *row);

/* Reads what is noted, heard or held while nothing is asked, a step at a time; *more: there may be another one. Whether
 * it could be. */
bool row_filter_keep_noted(struct row_filter *filter, struct search_index *index, bool *more,
                           struct failure *failure);

#endif
