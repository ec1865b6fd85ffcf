/* What a search compares of one agent's recordings, in memory: a few bytes of each in the order of their ids,
 * in blocks of which single ones can be replaced. Pure. */
#ifndef MODEL_QUERY_SEARCH_COLUMNS_H
#define MODEL_QUERY_SEARCH_COLUMNS_H

#include "model/query/search_seconds.h"
#include "model/query/search_terms.h"
#include "net/base/bits.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct search_columns;

struct search_columns *search_columns_new(int64_t agent);
void search_columns_free(struct search_columns **columns);

/* Puts rows (in descending order of their ids) in the place of those with ids from first to last. False if
 * they are beyond what the columns can hold, and then their content is undefined. */
bool search_columns_replace(struct search_columns *columns, int64_t first, int64_t last,
                            const struct search_row *rows, size_t count);

/* What is sought, worked out for the columns of one agent. Zeroed at first. It belongs to one set of terms
 * and to those that match nothing else. */
struct search_test {
    struct bits numbers; /* of the combinations of numbers that match */
    size_t known;        /* combinations looked at so far */
    uint16_t *most;      /* owned; how many rows of each block match at most */
    uint64_t version;    /* of the columns, when they were counted */
};
void search_test_clear(struct search_test *test);

/* The seconds that are nearest to seconds->from in which matching rows stand. */
void search_columns_next(const struct search_columns *columns, const struct search_terms *terms,
                         struct search_test *test, struct search_seconds *seconds);

/* How many rows match, but for those of `but`; ends early, with any number, when *stop. */
uint64_t search_columns_count(const struct search_columns *columns, const struct search_terms *terms,
                              struct search_test *test, const atomic_bool *stop);

/* A recording as it stands in the columns, its length in whole. */
struct search_call {
    int64_t agent;
    int64_t call;
    int64_t caller;
    int64_t queue;
    uint32_t started;
    uint32_t place;
    uint32_t length;
};

/* Visits all rows that match, likewise, some at a time; ends early when *stop. */
typedef void search_visit(void *context, const struct search_call *calls, size_t count);
void search_columns_visit(const struct search_columns *columns, const struct search_terms *terms,
                          struct search_test *test, const atomic_bool *stop, search_visit *visit,
                          void *context);

/* Whether there are starts that had to be cut (see search_terms_is_cut). */
bool search_columns_are_cut(const struct search_columns *columns);

uint64_t search_columns_rows(const struct search_columns *columns);
size_t search_columns_memory(const struct search_columns *columns); /* bytes */

#endif
