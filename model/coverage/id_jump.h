/* Ids far above those before them. A server gives its ids one after the other, so a single recording far
 * above all others of its agent has a wrong id, and more with right ones follow below it: what lies in
 * between is never final. Where many lie above a jump, the server has come to give other ids. */
#ifndef MODEL_COVERAGE_ID_JUMP_H
#define MODEL_COVERAGE_ID_JUMP_H

#include <stdbool.h>
#include <stdint.h>

#define ID_JUMP_IDS (INT64_C(1) << 31) /* further than this is far above, */
#define ID_JUMP_SHARE 64               /* if it is also more than this part of the id below */
#define ID_JUMP_RECORDINGS 16          /* more than this many above it are no mistake */

struct id_jump {
    int64_t greatest; /* id that is in line with those before it */
    int64_t least;    /* of those above a jump; INT64_MAX if there was none */
    unsigned count;   /* of those */
};

/* The ids to come follow on `from`. */
void id_jump_begin(struct id_jump *jump, int64_t from);

/* Whether an id is in line with those that came before it. They may come in any order. */
bool id_jump_take(struct id_jump *jump, int64_t id);

/* Ids from some place down, in this order. */
struct id_jump_down {
    int64_t least;  /* the last one, or the place */
    unsigned count; /* of them, from the last jump down */
};

/* True if there is a jump above an id, with few above that; those are what *jump then has seen, if it is not
 * NULL, from that id up to the place. 0 stands for what comes below the last id. */
bool id_jump_down_take(struct id_jump_down *down, int64_t id, struct id_jump *jump);

#endif
