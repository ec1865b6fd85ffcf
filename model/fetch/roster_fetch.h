/* Fetches the server's list of agents, decoded as it arrives. */
#ifndef MODEL_FETCH_ROSTER_FETCH_H
#define MODEL_FETCH_ROSTER_FETCH_H

#include "model/recording/agent.h"
#include "net/http/http.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Limits of a listing, so that a server cannot exhaust the memory. */
#define ROSTER_LIMIT 30000
#define ROSTER_BYTES ((uint64_t)256 << 20)

struct roster_listing {
    struct agent_entry *entries; /* owned */
    size_t count;
    size_t unreadable;
    size_t shortened;      /* entries with a text longer than AGENT_TEXT_LIMIT */
    bool is_too_long;      /* there are more than ROSTER_LIMIT entries or ROSTER_BYTES; the rest is ignored */
    bool is_whole;         /* the list is complete: not empty, and every element could be decoded */
    int64_t asked_at;      /* ticks */
    struct http_head head; /* of the response, also after a failure */
};

/* Starts fetching; `done` is called once with a failure or NULL. The receiver owns the entries. */
struct roster_fetch;
typedef void roster_done(void *context, const struct roster_listing *listing, const struct failure *failure);
struct roster_fetch *roster_fetch_start(struct http *http, const char *base, roster_done *done,
                                        void *context);
void roster_fetch_cancel(struct roster_fetch **fetch);

#endif
