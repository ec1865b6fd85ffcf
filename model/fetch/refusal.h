/* Limits requests after the server has refused the secret, since some servers lock an account after a few refusals:
 * until a response has shown that the secret is accepted, only one request is made at a time. Pure. */
#ifndef MODEL_FETCH_REFUSAL_H
#define MODEL_FETCH_REFUSAL_H

#include "net/base/failure.h"

#include <stdbool.h>

/* Plain data; starts zeroed. */
struct refusal {
    bool accepted; /* the last conclusive response accepted the secret */
    unsigned in_a_row;
};

/* Whether another request may be made; others_under_way: some are running. */
bool refusal_may_ask(const struct refusal *refusal, bool others_under_way);

/* Takes the result of a request: NULL or FAILURE_NONE for success. True if no more requests should be made until
 * the user changes something or much time has passed. */
bool refusal_take(struct refusal *refusal, const struct failure *failure);

#endif
