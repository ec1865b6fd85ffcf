/* The inside of a filter, shared by filter.c (what matches), filter_parse.c (what is typed) and
 * filter_values.c (dates and lengths). Nobody else includes this. */
#ifndef MODEL_FILTER_FILTER_STATE_H
#define MODEL_FILTER_FILTER_STATE_H

#include "model/filter/filter.h"
#include "model/time/when.h"

/* Folds UTF-8 to wide characters without case and marks of their own, as many as fit; bytes that are no UTF-8
 * are left out. Returns how many. */
size_t filter_fold(wchar_t *folded, size_t size, const char *text, size_t length);

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
