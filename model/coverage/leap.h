/* Ids far above those before them. A server gives its ids one after the other, so a single recording far
 * above all others of its agent has a wrong id, and more with right ones follow below it: what lies in
 * between is never final. Where many lie above a leap, the server has come to give other ids. */
#ifndef MODEL_COVERAGE_LEAP_H
#define MODEL_COVERAGE_LEAP_H

#include <stdbool.h>
#include <stdint.h>

#define LEAP_IDS (INT64_C(1) << 31) /* further than this is far above, */
#define LEAP_SHARE 64               /* if it is also more than this part of the id below */
#define LEAP_RECORDINGS 16          /* more than this many above it are no mistake */

struct leap {
    int64_t greatest; /* id that is in line with those before it */
    int64_t least;    /* of those above a leap; INT64_MAX if there was none */
    unsigned count;   /* of those */
};

/* The ids to come follow on `from`. */
void leap_begin(struct leap *leap, int64_t from);

/* Whether an id is in line with those that came before it. They may come in any order. */
bool leap_take(struct leap *leap, int64_t id);

/* Ids from some place down, in this order. */
struct leap_down {
    int64_t least;  /* the last one, or the place */
    unsigned count; /* of them, from the last leap down */
};

/* True if there is a leap above an id, with few above that; those are what *leap then has seen, if it is not
 * NULL, from that id up to the place. 0 stands for what comes below the last id. */
bool leap_down_take(struct leap_down *down, int64_t id, struct leap *leap);

#endif
