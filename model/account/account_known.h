/* What has been learnt of the server, and the input of an agent's plan. */
#ifndef MODEL_ACCOUNT_ACCOUNT_KNOWN_H
#define MODEL_ACCOUNT_ACCOUNT_KNOWN_H

#include "model/account/roster.h"
#include "model/config/config.h"
#include "model/coverage/answer.h"
#include "model/coverage/chronology.h"
#include "model/fetch/fetch.h"
#include "model/fetch/plan.h"

#include <stdint.h>

struct account_known {
    const struct config *config;
    struct chronology chronology; /* ids and times of the server; owned */
    struct server_traits traits;
    int64_t opened; /* when the account was opened, ticks */
};

struct plan_known account_known_of(const struct account_known *known, const struct roster_agent *agent);

/* Learns from a finished fetch, and from an answer that was written. */
void account_known_learn(struct account_known *known, const struct fetch *fetch);
void account_known_take_traits(struct account_known *known, const struct server_traits *traits);

#endif
