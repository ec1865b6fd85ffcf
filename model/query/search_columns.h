/* What a search compares of one agent's recordings, in memory: a few bytes of each in the order of the list,
 * in blocks of which single ones can be replaced. Pure. */
#ifndef MODEL_QUERY_SEARCH_COLUMNS_H
#define MODEL_QUERY_SEARCH_COLUMNS_H

#include "net/base/bits.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A recording: its QueueCallId, the archive's numbers (0: none), ticks or TIMESTAMP_NONE. */
struct search_row {
    int64_t call;
    int64_t caller;
    int64_t person;
    int64_t queue;
    int64_t kind;
    int64_t started;
    int64_t ended;
};

/* From `least` up to, not including, `end`, both ticks. A least of INT64_MIN or an end of INT64_MAX is no
 * bound.
 */
struct search_span {
    int64_t least;
    int64_t end;
};
#define SEARCH_SPAN_ANY ((struct search_span){INT64_MIN, INT64_MAX})

/* How starts and lengths stand in the columns: whole seconds since 1970 and whole half seconds, cut at what
 * their types hold. */
#define SEARCH_NO_START UINT32_MAX
#define SEARCH_NO_LENGTH UINT16_MAX
uint32_t search_columns_start(int64_t ticks);
uint16_t search_columns_length(int64_t started, int64_t ended);

/* What is sought. Recordings without a start or length are in no span but SEARCH_SPAN_ANY. */
struct search_terms {
    const struct bits *callers; /* NULL: any; number 0 stands for none */
    /* Whether the numbers will do; NULL: any. The answer must be the same for the same numbers, whoever
       calls, but for the callers in `named` (NULL: none). */
    bool (*numbers_match)(const void *context, int64_t agent, const struct search_row *row);
    const struct bits *named;
    const void *context;
    struct search_span started;
    struct search_span length;
    bool is_more_asked; /* than stands here: matches may be none */
};

/* Whether the columns are fine enough for the spans: then they give the same answer as the ticks. */
bool search_terms_are_exact(const struct search_terms *terms);

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

/* The id of the matching row that is nearest to `call`, itself included, downwards or upwards. */
bool search_columns_next(const struct search_columns *columns, const struct search_terms *terms,
                         struct search_test *test, int64_t call, bool down, int64_t *next);

/* How many rows match; ends early, with any number, when *stop. */
uint64_t search_columns_count(const struct search_columns *columns, const struct search_terms *terms,
                              struct search_test *test, const atomic_bool *stop);

/* Visits all rows that match; ends early when *stop. */
typedef void search_visit(void *context, uint32_t started, uint16_t length);
void search_columns_visit(const struct search_columns *columns, const struct search_terms *terms,
                          struct search_test *test, const atomic_bool *stop, search_visit *visit,
                          void *context);

uint64_t search_columns_rows(const struct search_columns *columns);
size_t search_columns_memory(const struct search_columns *columns); /* bytes */

#endif
