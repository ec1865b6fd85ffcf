/* Whether an account can be used: its server is asked once for its agents, and for the recordings of one of
 * them above every id, which costs next to nothing. Without an archive; nothing is kept. */
#ifndef MODEL_ACCOUNT_ACCOUNT_PROBE_H
#define MODEL_ACCOUNT_ACCOUNT_PROBE_H

#include "model/config/config.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"
#include "net/http/http_head.h"

#include <stdbool.h>
#include <stddef.h>

struct account_probe {
    struct failure agents;     /* why they could not be had; kind FAILURE_NONE if they could */
    struct failure recordings; /* likewise */
    bool is_late;              /* the time was over before they were known: nobody knows what it waited for */
    bool asked_recordings;     /* there is an agent, and the secret was not refused before */
    struct http_head head;     /* of the answer for the agents */
    struct agent_entry *entries; /* owned, as is each */
    size_t count;
};

/* Asks, and returns when all has been answered or `limit_ms` has passed. The configuration has an address that
 * api_base takes, and its secret has been found. */
void account_probe_run(struct account_probe *probe, const struct config *config, unsigned limit_ms);
void account_probe_clear(struct account_probe *probe);

#endif
