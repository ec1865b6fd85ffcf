/* The first recordings of an answer, held until it is known whether they are to be filed. Part of walk.c. */
#ifndef MODEL_FETCH_WALK_LOOK_H
#define MODEL_FETCH_WALK_LOOK_H

#include "model/coverage/chronology.h"

#include <stddef.h>

struct walk_look;

struct walk_look *walk_look_new(void);
void walk_look_free(struct walk_look **look);

/* Takes an element; returns how many there are now. */
size_t walk_look_take(struct walk_look *look, const char *text, size_t length);
size_t walk_look_count(const struct walk_look *look); /* also those that could not be read */

/* How many came in a second, since the first. */
double walk_look_pace(const struct walk_look *look);

/* Their ids and times, without those that could not be read or have no id. */
const struct moment *walk_look_moments(const struct walk_look *look, size_t *count);

/* Hands them on in the order in which they came. */
void walk_look_each(const struct walk_look *look,
                    void (*take)(void *context, const char *text, size_t length), void *context);

#endif
