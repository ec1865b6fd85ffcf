/* What follows when the server refuses the secret: sites lock an account after a few refusals, so nothing is
 * asked once for each agent. Until an answer has shown that the secret is good, one question is asked at a
 * time. Pure. */
#ifndef MODEL_FETCH_REFUSAL_H
#define MODEL_FETCH_REFUSAL_H

#include "net/base/failure.h"

#include <stdbool.h>

/* Plain data; all zero at the start. */
struct refusal {
    bool accepted; /* the last answer that tells was a good one */
    unsigned in_a_row;
};

/* Whether one more question may be asked while others are under way. */
bool refusal_may_ask(const struct refusal *refusal, bool others_under_way);

/* Takes what became of a question: NULL or FAILURE_NONE for a good answer. True if nothing more is to be
 * asked before the user, or much time, has changed something. */
bool refusal_take(struct refusal *refusal, const struct failure *failure);

#endif
