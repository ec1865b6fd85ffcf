/* The server's listing of agents, read as it arrives. */
#ifndef MODEL_FETCH_ROSTER_FETCH_H
#define MODEL_FETCH_ROSTER_FETCH_H

#include "model/recording/agent.h"
#include "net/http/http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What of a listing is taken, so that no server fills the memory. */
#define ROSTER_LIMIT 30000
#define ROSTER_BYTES ((uint64_t)256 << 20)

struct roster_listing {
    struct agent_entry *entries; /* owned */
    size_t count;
    size_t unreadable;
    size_t shortened; /* of them a text was longer than AGENT_TEXT_LIMIT */
    bool is_too_long; /* there are more than ROSTER_LIMIT agents, or the list is too large: what follows is
                         left out */
    bool is_whole;    /* these are all agents: there are some, and each element of the list could be read */
    int64_t asked_at; /* ticks */
    struct http_head head; /* of the answer, whatever came of it */
};

/* Fetches the server's listing; `done` exactly once, with a failure or NULL. The entries are the receiver's.
 */
struct roster_fetch;
typedef void roster_done(void *context, const struct roster_listing *listing, const struct failure *failure);
struct roster_fetch *roster_fetch_start(struct http *http, const char *base, roster_done *done,
                                        void *context);
void roster_fetch_cancel(struct roster_fetch **fetch);

#endif
