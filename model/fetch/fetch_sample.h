/* The first recordings of an answer, held until it is known whether they are to be filed. Part of fetch.c. */
#ifndef MODEL_FETCH_FETCH_SAMPLE_H
#define MODEL_FETCH_FETCH_SAMPLE_H

#include "model/coverage/chronology.h"

#include <stddef.h>

struct fetch_sample;

struct fetch_sample *fetch_sample_new(void);
void fetch_sample_free(struct fetch_sample **look);

/* Takes an element; returns how many there are now. */
size_t fetch_sample_take(struct fetch_sample *look, const char *text, size_t length);
size_t fetch_sample_count(const struct fetch_sample *look); /* also those that could not be read */

/* How many came in a second, since the first. */
double fetch_sample_pace(const struct fetch_sample *look);

/* Their ids and times, without those that could not be read or have no id. */
const struct moment *fetch_sample_moments(const struct fetch_sample *look, size_t *count);

/* Hands them on in the order in which they came. */
void fetch_sample_each(const struct fetch_sample *look,
                       void (*take)(void *context, const char *text, size_t length), void *context);

#endif
