#include "model/account/account_known.h"

#include "model/time/timestamp.h"
#include "net/base/log.h"

struct plan_known account_known_of(const struct account_known *known, const struct roster_agent *agent)
{
    return (struct plan_known){
        .coverage = &agent->filed.coverage,
        .times = &agent->filed.times,
        .seen = &agent->filed.seen,
        .recordings = agent->filed.recordings,
        .head_from = agent->filed.head_from,
        .as_of = agent->filed.as_of,
        .newest_final = agent->filed.newest_final,
        .newest = agent->filed.newest,
        .has_lost = agent->filed.lost > 0,
        .traits = known->traits,
        .chronology = &known->chronology,
        .now = timestamp_now(),
        .settle = known->config->settle_seconds * TIMESTAMP_SECOND,
        .verify = known->config->verify_seconds * TIMESTAMP_SECOND,
        .opened = known->opened,
    };
}

void account_known_learn(struct account_known *known, const struct fetch *fetch)
{
    const struct chronology *learnt = fetch_job_chronology(fetch_current_job(fetch));
    for (size_t i = 0; i < learnt->count; i++)
        chronology_add(&known->chronology, learnt->moments[i].id, learnt->moments[i].time);
    struct moment reached = fetch_reached(fetch);
    chronology_add(&known->chronology, reached.id, reached.time);
    if (!fetch_job_gave_up_order(fetch_current_job(fetch)) || known->traits.unordered)
        return;
    known->traits.unordered = true;
    log_line("the server's answers are not in the order of their ids: whole answers are read instead");
}

void account_known_take_traits(struct account_known *known, const struct server_traits *traits)
{
    bool unordered = known->traits.unordered || traits->unordered;
    known->traits = *traits;
    known->traits.unordered = unordered;
}
