/* The dates and lengths of a filter, which of them may still become one, and what is wrong in a filter. */
#ifndef MODEL_FILTER_FILTER_VALUES_H
#define MODEL_FILTER_FILTER_VALUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct when;

enum filter_verdict {
    FILTER_GOOD,
    FILTER_UNFINISHED, /* the last term is being typed: it is left out so far */
    FILTER_WRONG,      /* a term cannot be understood: it is left out, too */
};

/* What is wrong or unfinished, the first of it: the bytes [begin, end) of the text, and words for the user
 * ("" only for FILTER_GOOD). */
struct filter_error {
    enum filter_verdict verdict;
    size_t begin;
    size_t end;
    char what[240];
};

/* What dates are read by. */
struct filter_clock {
    int64_t now;
    bool utc;
};

#define FILTER_WHAT_SIZE 232 /* of struct filter_error, less the name of a term */

/* Read a date, a period ("1/5..3/5" or a date) or a length. What is not understood but may become such a
 * value when more is typed is FILTER_UNFINISHED; `what` says what is wanted. */
enum filter_verdict filter_read_date(const char *text, const struct filter_clock *clock, struct when *when,
                                     char what[FILTER_WHAT_SIZE]);
enum filter_verdict filter_read_period(const char *text, const struct filter_clock *clock, struct when *when,
                                       char what[FILTER_WHAT_SIZE]);
enum filter_verdict filter_read_length(const char *text, int64_t *seconds, char *what, size_t size);

/* How many bytes at `text` are a word that is a unit of length; 0 if none is. */
size_t filter_unit(const char *text);

#endif
