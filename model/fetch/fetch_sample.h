/* The first recordings of an answer, held until it is known whether they are to be filed. */
#ifndef MODEL_FETCH_FETCH_SAMPLE_H
#define MODEL_FETCH_FETCH_SAMPLE_H

#include "model/coverage/chronology.h"

#include <stddef.h>
#include <stdint.h>

enum { FETCH_SAMPLE_LEAST = 8 }; /* recordings that are looked at however slowly they come */

struct fetch_sample;

/* `clock`: ns. */
struct fetch_sample *fetch_sample_new(uint64_t (*clock)(void));
void fetch_sample_free(struct fetch_sample **sample);

/* Takes an element; returns how many there are now. */
size_t fetch_sample_take(struct fetch_sample *sample, const char *text, size_t length);
size_t fetch_sample_count(const struct fetch_sample *sample); /* also those that could not be read */

/* How many came in a second, since the first. */
double fetch_sample_pace(const struct fetch_sample *sample);

/* Their ids and times, without those that could not be read or have no id. */
const struct moment *fetch_sample_moments(const struct fetch_sample *sample, size_t *count);

/* Hands them on in the order in which they came. */
void fetch_sample_each(const struct fetch_sample *sample,
                       void (*take)(void *context, const char *text, size_t length), void *context);

#endif
