/* Parses dates and lengths of a filter, also unfinished ones; errors of a filter. */
#ifndef MODEL_FILTER_FILTER_VALUES_H
#define MODEL_FILTER_FILTER_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct when;

enum filter_verdict {
    FILTER_GOOD,
    FILTER_UNFINISHED, /* the last term is incomplete and ignored: it may be being typed */
    FILTER_WRONG,      /* a term is invalid and ignored */
};

/* The first error: the bytes [begin, end) of the text, and a message ("" for FILTER_GOOD). */
struct filter_error {
    enum filter_verdict verdict;
    size_t begin;
    size_t end;
    char what[240];
};

/* The present (ticks) and zone that dates refer to. */
struct filter_clock {
    int64_t now;
    bool utc;
};

#define FILTER_WHAT_SIZE 232 /* filter_error.what without the name of a term */

/* Parse a date, a period ("1/5..3/5", or a date) or a length. FILTER_UNFINISHED if the text may become valid when
 * more is typed; `what` is a message then, and for FILTER_WRONG. */
enum filter_verdict filter_read_date(const char *text, const struct filter_clock *clock, struct when *when,
                                     char what[FILTER_WHAT_SIZE]);
enum filter_verdict filter_read_period(const char *text, const struct filter_clock *clock, struct when *when,
                                       char what[FILTER_WHAT_SIZE]);
enum filter_verdict filter_read_length(const char *text, int64_t *seconds, char *what, size_t size);

/* The length in bytes of a unit of time that is the whole first word of a text; 0 if it is none. */
size_t filter_unit(const char *text);

#endif
