/* The terms of a search in memory, and how starts and lengths are compared with their packed form. Pure. */
#ifndef MODEL_QUERY_SEARCH_TERMS_H
#define MODEL_QUERY_SEARCH_TERMS_H

#include "model/time/week_hours.h"
#include "net/base/bits.h"

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
    int64_t place; /* its position in time, ticks */
};

/* From `least` up to, not including, `end`, both ticks. A least of INT64_MIN or an end of INT64_MAX is no
 * bound.
 */
struct search_span {
    int64_t least;
    int64_t end;
};
#define SEARCH_SPAN_ANY ((struct search_span){INT64_MIN, INT64_MAX})

/* Starts and lengths in the columns: whole seconds since 1970 and whole half seconds, clamped to their types. */
#define SEARCH_NO_START UINT32_MAX
#define SEARCH_NO_LENGTH UINT16_MAX
uint32_t search_terms_second(int64_t ticks);
uint32_t search_terms_start(int64_t ticks); /* SEARCH_NO_START for TIMESTAMP_NONE */

/* Lengths in half seconds, not clamped; SEARCH_NO_WHOLE_LENGTH for none. */
#define SEARCH_NO_WHOLE_LENGTH UINT32_MAX
uint32_t search_terms_whole_length(int64_t started, int64_t ended);
uint16_t search_terms_cut_length(uint32_t whole);

/* The first or last tick that is stored as a given second. */
int64_t search_terms_bound(uint32_t second, bool last);

/* A set of calls by id. */
struct search_calls {
    int64_t *ids; /* ascending */
    size_t count;
};

/* Sorts the ids and removes duplicates. */
void search_calls_sort(struct search_calls *calls);

/* Whether the set has an id in [first, last]. */
bool search_calls_has(const struct search_calls *calls, int64_t first, int64_t last);

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
    const struct week_hours *week;    /* NULL: any; recordings without a start are in none */
    const struct search_calls *calls; /* NULL: any */
    const struct search_calls
        *but;           /* calls not to be counted or visited (search_columns_next finds them); NULL: none */
    bool is_more_asked; /* the filter has further terms: matches are only candidates */
};

/* Whether a stored start is clamped: its hour is unknown. */
bool search_terms_is_cut(uint32_t second);

/* Whether a stored length is clamped. */
bool search_terms_is_length_cut(uint16_t length);

/* Whether comparing the packed columns gives exact results for the spans. For terms with a week clamped starts must
 * be ruled out, too. */
bool search_terms_are_exact(const struct search_terms *terms);

/* The terms in the units of the columns, with inclusive bounds. */
struct search_bounds {
    uint32_t started_least, started_most;
    uint16_t length_least, length_most;
    bool spans;   /* there are any, or a week */
    bool nothing; /* nothing can match */
    const struct week_hours *week;
    struct calendar_zone zone;
};

/* Inexact bounds have false positives, but no false negatives. */
struct search_bounds search_bounds_of(const struct search_terms *terms);

/* Whether a start and a length, as they stand in the columns, lie within them. */
bool search_bounds_match(struct search_bounds *bounds, uint32_t started, uint16_t length);

#endif
