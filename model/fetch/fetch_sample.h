/* Buffers the first recordings of an answer until it is decided whether to write them. */
#ifndef MODEL_FETCH_FETCH_SAMPLE_H
#define MODEL_FETCH_FETCH_SAMPLE_H

#include "model/coverage/chronology.h"

#include <stddef.h>
#include <stdint.h>

enum { FETCH_SAMPLE_LEAST = 8 }; /* minimum sample size, however slowly they arrive */

struct fetch_sample;

/* `clock`: ns. */
struct fetch_sample *fetch_sample_new(uint64_t (*clock)(void));
void fetch_sample_free(struct fetch_sample **sample);

/* Copies an element; returns the number of elements. */
size_t fetch_sample_take(struct fetch_sample *sample, const char *text, size_t length);
size_t fetch_sample_count(const struct fetch_sample *sample); /* including undecodable ones */

/* Elements per second since the first one. */
double fetch_sample_pace(const struct fetch_sample *sample);

/* Ids and starts of the decodable elements with an id. */
const struct moment *fetch_sample_moments(const struct fetch_sample *sample, size_t *count);

/* Delivers the elements in order of arrival. */
void fetch_sample_each(const struct fetch_sample *sample,
                       void (*take)(void *context, const char *text, size_t length), void *context);

#endif
