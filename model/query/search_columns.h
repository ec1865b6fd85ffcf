/* One agent's recordings in the search index: packed columns in the order of ids, in blocks that can be replaced
 * one by one. Pure. */
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

/* Replaces the rows with ids from first to last by others, in descending order of ids. False if they exceed what
 * the columns can hold; their content is undefined then. */
bool search_columns_replace(struct search_columns *columns, int64_t first, int64_t last,
                            const struct search_row *rows, size_t count);

/* Cached results of a search in one agent's columns. Starts zeroed. Valid for one set of terms and for those that
 * match no more. */
struct search_test {
    struct bits numbers; /* combinations that match */
    size_t known;        /* combinations tested so far */
    uint16_t *most;      /* owned; upper bound of matching rows per block */
    uint64_t version;    /* version of the columns that `most` is valid for */
};
void search_test_clear(struct search_test *test);

/* Finds the seconds nearest to seconds->from with matching rows. */
void search_columns_next(const struct search_columns *columns, const struct search_terms *terms,
                         struct search_test *test, struct search_seconds *seconds);

/* Counts matching rows, except those of terms->but. Stops early with any count when *stop. */
uint64_t search_columns_count(const struct search_columns *columns, const struct search_terms *terms,
                              struct search_test *test, const atomic_bool *stop);

/* A recording as stored in the columns; its length is not clamped. */
struct search_call {
    int64_t agent;
    int64_t call;
    int64_t caller;
    int64_t queue;
    uint32_t started;
    uint32_t place;
    uint32_t length;
};

/* Visits the same rows in batches. Stops early when *stop. */
typedef void search_visit(void *context, const struct search_call *calls, size_t count);
void search_columns_visit(const struct search_columns *columns, const struct search_terms *terms,
                          struct search_test *test, const atomic_bool *stop, search_visit *visit,
                          void *context);

/* Whether some starts are clamped (see search_terms_is_cut). */
bool search_columns_are_cut(const struct search_columns *columns);

uint64_t search_columns_rows(const struct search_columns *columns);
size_t search_columns_memory(const struct search_columns *columns); /* bytes */

#endif
