/* What is known of the server by now, and with it of each agent. */
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
    struct chronology chronology; /* owned: ids and times of the server */
    struct server_traits traits;
    int64_t opened; /* the account, ticks */
};

struct plan_known account_known_of(const struct account_known *known, const struct roster_agent *agent);

/* What a fetch that has ended has shown, and an answer that was filed. */
void account_known_learn(struct account_known *known, const struct fetch *fetch);
void account_known_take_traits(struct account_known *known, const struct server_traits *traits);

#endif
