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
    struct list_query query;              /* the prepared query */
    struct search_index *index;       /* pinned at the state that is read; not owned; NULL: none is pinned */
    int64_t data_version;             /* of the archive at the evaluation, as are the versions below */
    uint64_t number;                  /* changes with every evaluation */
    bool known;                       /* the evaluation has succeeded */
    struct bits callers;              /* that match; number 0 stands for none */
    struct bits kinds;                /* likewise */
    struct bits people[FILTER_TERMS]; /* people that each word names */
    struct bits queues[FILTER_TERMS];
    struct bits agents[FILTER_TERMS];
    struct bits named[FILTER_TERMS]; /* callers that each word names */
    struct bits all_named;           /* callers that any word names */
    char needle[SEARCH_NEEDLE_SIZE]; /* see search_needle */
    struct bits candidates;          /* callers that have the needle */
    bool is_needle;                  /* the filter asks for the needle only */
    struct search_calls calls;       /* the only calls that can match, if has_calls is set; owned */
    bool has_calls;
    bool calls_are_all; /* `calls` decides all terms about call and file */
    struct noted noted; /* read when a filter asks for notes */
    uint64_t notes_version;
    uint64_t holds_version;
    bool noted_is_all;               /* recordings without note, heard mark and hold do not match */
    struct bits notes_match;         /* notes, by index, that match if the recording is not held */
    bool heard_matches;              /* heard calls without note and hold match */
    bool is_more_asked;              /* a term, except those about notes, needs more than the index has */
    struct search_question question; /* the same filter, for the index */
};

/* *filter starts zeroed except for its connection. Evaluates the query unless it is prepared already and nothing has
 * changed. */
bool row_filter_prepare(struct row_filter *filter, struct search_index *index, const struct list_query *query,
                        struct failure *failure);
void row_filter_clear(struct row_filter *filter);

/* Whether a row of an agent, with the columns that are compared, matches. */
bool row_filter_matches(const struct row_filter *filter, int64_t agent, sqlite3_stmt *row);

/* The same of a row in memory. */
bool row_filter_matches_noted(const struct row_filter *filter, const struct noted_row *row);

/* Reads notes, heard marks and holds and the rows of their calls ahead of a query, in steps of a few milliseconds;
 * *more: another step may be needed. False with *failure filled. */
bool row_filter_keep_noted(struct row_filter *filter, struct search_index *index, bool *more,
                           struct failure *failure);

#endif
