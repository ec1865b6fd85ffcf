/* Tests whether an account works: requests the server's agents, and the recordings of one of them above every id,
 * which transfers next to nothing. Needs no archive and stores nothing. */
#ifndef MODEL_ACCOUNT_ACCOUNT_PROBE_H
#define MODEL_ACCOUNT_ACCOUNT_PROBE_H

#include "model/config/config.h"
#include "model/recording/agent.h"
#include "net/base/failure.h"
#include "net/http/http_head.h"

#include <stdbool.h>
#include <stddef.h>

struct account_probe {
    struct failure agents;     /* why the agents could not be fetched; FAILURE_NONE if they were */
    struct failure recordings; /* likewise */
    bool is_late;              /* the time limit passed first */
    bool asked_recordings;     /* `recordings` is valid: there is an agent, and the secret was not refused */
    struct http_head head;     /* of the response with the agents */
    struct agent_entry *entries; /* owned, with their contents */
    size_t count;
};

/* Runs a loop of its own until both are answered or `limit_ms` has passed. The configuration must have a valid
 * address (api_base) and its secret. */
void account_probe_run(struct account_probe *probe, const struct config *config, unsigned limit_ms);
void account_probe_clear(struct account_probe *probe);

#endif
