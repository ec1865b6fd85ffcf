/* The inside of a reader, shared by reader.c (pages and counts), reader_merge.c (walking the agents' rows as
 * one list), reader_filter.c (which rows match), reader_gaps.c (where recordings may be missing),
 * reader_time.c (where a time is) and reader_summary.c (a list at a glance). Nobody else includes this. */
#ifndef MODEL_QUERY_READER_STATE_H
#define MODEL_QUERY_READER_STATE_H

#include "model/archive/file_key.h"
#include "model/filter/filter.h"
#include "model/query/reader.h"
#include "net/base/bits.h"

#include <sqlite3.h>
#include <stdatomic.h>

/* Columns of the statements that fetch an agent's rows. */
enum row_column {
    ROW_CALL,
    ROW_FILE,
    ROW_STARTED,
    ROW_ENDED,
    ROW_CALLER,
    ROW_PERSON,
    ROW_QUEUE,
    ROW_KIND,
};

/* A filter worked out over the small tables, so that a row is decided by its numbers. */
struct row_filter {
    char text[FILTER_SIZE];
    char caller[FILTER_CALLER_SIZE]; /* of the query */
    int64_t data_version;
    int64_t now;
    bool utc;
    bool known;
    struct filter parsed;
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
    struct search_question question; /* the same filter, for the index */
};

/* What a filter asks of a row; a number is 0 and a time TIMESTAMP_NONE where there is none. */
struct row_facts {
    int64_t agent;
    int64_t caller;
    int64_t person;
    int64_t queue;
    int64_t kind;
    int64_t started;
    int64_t ended;
};

enum merge_form { MERGE_UP, MERGE_UP_STRICT, MERGE_DOWN, MERGE_DOWN_STRICT, MERGE_FORMS };

struct source {
    int64_t agent;
    sqlite3_stmt *statement; /* stands on the source's next row */
    bool doubtful;           /* rows up to the id `far` are looked at one by one */
    int64_t far;
};

/* The start of a row as it counts in the order of a list; without one a row comes before all others. */
#define MERGE_START "CASE typeof(started) WHEN 'integer' THEN started ELSE -9223372036854775808 END"

/* The rows of one or all agents in the order (call, start, agent, file), upwards or downwards. */
struct merge {
    struct source *heap;
    size_t count;
    struct file_key file; /* of the key: bound to the statements until merge_end */
    bool down;
    bool failed;
};

enum reader_lookup {
    LOOKUP_CALLER,
    LOOKUP_PERSON,
    LOOKUP_QUEUE,
    LOOKUP_KIND,     /* the values of rows come up to here */
    LOOKUP_COVERAGE, /* of an agent */
    LOOKUP_TAIL,     /* of an agent whose end has been read */
    LOOKUPS_OF_A_PAGE,
    LOOKUP_BEFORE = LOOKUPS_OF_A_PAGE, /* the rows of an agent before one of them, downwards */
    LOOKUP_TIMES_UP,                   /* times of an agent's rows from an id on */
    LOOKUP_TIMES_DOWN,
    LOOKUP_LOAD, /* rows of an agent between two ids, downwards */
    LOOKUP_FIRST_CHANGE,
    LOOKUP_LAST_CHANGE,
    LOOKUP_CHANGES, /* after one */
    LOOKUP_AGENTS,
    LOOKUP_CALLERS, /* after one */
    LOOKUPS
};

/* A value that rows of a page share; the texts live in the page. */
struct listed_value {
    int64_t key;
    bool is_read;
    int64_t number;
    const char *text;
    const char *second;
};
#define LISTED_VALUES 64 /* of each lookup that are at hand, by their keys */

struct reader {
    sqlite3 *database;
    atomic_bool interrupted;
    sqlite3_stmt **pool[MERGE_FORMS]; /* statements of merges, made once */
    size_t pool_count[MERGE_FORMS];
    size_t pool_capacity[MERGE_FORMS];
    struct merge merge;
    size_t merge_capacity;
    int64_t *agents; /* those that the query is about */
    size_t agent_count;
    size_t agent_capacity;
    sqlite3_stmt *lookups[LOOKUPS]; /* those of a page from the start, NULL until the others are wanted */
    struct listed_value listed[LOOKUP_KIND + 1][LISTED_VALUES]; /* of the page that is read */
    struct row_filter filter;
    struct search_index *index; /* not owned; NULL: none */
    bool fills_index;
    bool pinned;   /* it shows the state that is read, until it is unpinned */
    int64_t since; /* of the query, as in struct list_query */
    int64_t until;
};

bool reader_failed(struct reader *reader, struct failure *failure);

/* The statement of a lookup, made when it is first wanted; NULL with *failure filled. */
sqlite3_stmt *reader_lookup(struct reader *reader, enum reader_lookup which, struct failure *failure);

/* Begins to read one state of the archive, and ends it; whatever an interrupt has left open is ended before.
 */
bool reader_begin_transaction(struct reader *reader, struct failure *failure);
void reader_end_transaction(struct reader *reader);

/* One state of the archive from here to the end; with `is_search` the index is made to show it, too. */
bool reader_begin(struct reader *reader, bool is_search, struct failure *failure);
void reader_end(struct reader *reader);

/* Chooses the agents whom a query is about (PAGE_ALL_AGENTS: all), and sets what does not depend on single
 * rows. */
bool reader_choose_agents(struct reader *reader, int64_t agent, struct failure *failure);
bool reader_prepare(struct reader *reader, const struct list_query *query, struct failure *failure);

/* Walks through all rows of the query that is prepared, in any order; they have the columns of enum
 * row_column. Chooses the agents. */
typedef void reader_take(void *context, sqlite3_stmt *row);
bool reader_each_match(struct reader *reader, const struct list_query *query, reader_take *take,
                       void *context, struct failure *failure);

/* Begins to read at `key` (NULL: at the list's end that lies behind the direction), with or without the key
 * itself. reader->agents says whose rows. The key's file name must live until merge_end. */
bool merge_begin(struct reader *reader, const struct recording_key *key, bool down, bool strict,
                 struct failure *failure);
/* The source whose row is next, or NULL at the end or on failure (then merge->failed). */
const struct source *merge_row(const struct reader *reader);
void merge_advance(struct reader *reader);
void merge_end(struct reader *reader);

/* Binds, as ?2 to ?4, the place before or behind all rows of an id; `high`: the one with the greater starts.
 */
void merge_bind_place(sqlite3_stmt *statement, int64_t call, bool high);

/* Lets the index show the state of the transaction under way, which may be begun anew. reader->pinned says
 * whether it does. */
bool reader_pin_index(struct reader *reader, struct failure *failure);
void reader_unpin_index(struct reader *reader);

/* Fills it altogether. While pinned. */
bool reader_fill_index(struct reader *reader, struct failure *failure);

/* Where in an agent's list the next match can be; see search_index_next. While pinned. */
bool reader_next_match(struct reader *reader, int64_t agent, int64_t call, bool down,
                       struct search_hint *hint);

/* Works the filter out, unless it is the one that is there already. */
bool row_filter_prepare(struct reader *reader, const struct list_query *query, struct failure *failure);
bool row_filter_matches(const struct row_filter *filter, const struct row_facts *facts);
void row_filter_clear(struct row_filter *filter);

/* Whether a row of an agent, with the columns of enum row_column, matches the filter that is prepared. */
bool reader_row_matches(const struct reader *reader, int64_t agent, sqlite3_stmt *row);

/* Finds the newest matching row that had started by `time`; *found is false if there is none. *key is the
 * caller's to clear. The filter is prepared and the agents are chosen. */
bool reader_find_time(struct reader *reader, int64_t time, struct recording_key *key, bool *found,
                      struct failure *failure);

/* Sets gap_before of the page's rows, once all of them are there. The filter is prepared. */
bool reader_mark_gaps(struct reader *reader, const struct list_query *query, struct page *page,
                      struct failure *failure);

#endif
