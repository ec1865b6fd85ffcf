#include "model/scope.h"

#include "model/held.h"
#include "model/timestamp.h"

#include <stdlib.h>

static void narrow(struct scope *scope, int64_t begin, int64_t end)
{
    scope->begin = begin > scope->begin ? begin : scope->begin;
    scope->end = end < scope->end ? end : scope->end;
}

void scope_of(struct scope *scope, const struct list_query *query)
{
    const struct filter *filter = &scope->filter;
    scope->agent = query->agent;
    scope->is_chosen = query->agent != PAGE_ALL_AGENTS;
    scope->begin = INT64_MIN;
    scope->end = INT64_MAX;
    filter_parse(&scope->filter, query->filter, query->now, query->utc, NULL);
    narrow(scope, query->since ? query->since : INT64_MIN, query->until ? query->until : INT64_MAX);
    for (size_t i = 0; i < filter->term_count; i++) {
        const struct filter_term *term = &filter->terms[i];
        if (term->subject == FILTER_START && !term->negated)
            narrow(scope, term->least, term->less_than);
    }
    if (scope->begin < scope->end && scope->end > query->now)
        scope->end = INT64_MAX; /* nothing has started later */
}

bool scope_has_dates(const struct scope *scope)
{
    return scope->begin != INT64_MIN || scope->end != INT64_MAX;
}

/* The server's number of an agent; RECORDING_NO_NUMBER if it is known under another reference. */
static int64_t number_of(const struct agent_summary *agent)
{
    char *end = NULL;
    const char *text = agent->reference.identification;
    if (agent->reference.type != API_REFERENCE_ID)
        return RECORDING_NO_NUMBER;
    int64_t number = strtoll(text, &end, 10);
    return *text && !*end ? number : RECORDING_NO_NUMBER;
}

bool scope_concerns(const struct scope *scope, const struct agent_summary *agent)
{
    if (scope->is_chosen)
        return scope->agent == PAGE_ALL_AGENTS || scope->agent == agent->agent;
    int64_t number = number_of(agent);
    for (size_t i = 0; i < scope->filter.word_count; i++) {
        const struct filter_term *word = &scope->filter.words[i];
        const char *name = agent->is_nameless ? "" : agent->name;
        bool names = filter_word_names(&scope->filter, i, FILTER_NAME_OF_AGENT, name, number);
        bool is_unknown = word->by_id ? number == RECORDING_NO_NUMBER : agent->is_nameless;
        if (word->negated ? names : word->subject == FILTER_AGENT && !names && !is_unknown)
            return false;
    }
    return true;
}

bool scope_concerns_others(const struct scope *scope)
{
    for (size_t i = 0; i < scope->filter.word_count; i++) {
        const struct filter_term *word = &scope->filter.words[i];
        if (word->subject == FILTER_AGENT && word->by_id && !word->negated)
            return false;
    }
    return !scope->is_chosen;
}

enum agent_completeness scope_completeness(const struct scope *scope, const struct agent_summary *agent)
{
    if (scope->begin >= scope->end) /* nothing can match */
        return AGENT_COMPLETE;
    if (agent->held && held_contains(agent->held, scope->begin, scope->end))
        return AGENT_COMPLETE;
    return agent->completeness == AGENT_UNFETCHED ? AGENT_UNFETCHED : AGENT_PARTIAL;
}

void scope_count(const struct scope *scope, const struct agent_summary *agent, struct scope_tally *tally)
{
    if (!scope_concerns(scope, agent))
        return;
    enum agent_completeness completeness = scope_completeness(scope, agent);
    tally->agents++;
    tally->only = tally->agents == 1 ? agent : NULL;
    tally->counts[completeness]++;
    if (completeness == AGENT_COMPLETE) {
        bool is_earlier = tally->as_of == TIMESTAMP_NONE || agent->as_of < tally->as_of;
        if (agent->as_of != TIMESTAMP_NONE && is_earlier)
            tally->as_of = agent->as_of;
        return;
    }
    bool is_only = tally->agents - tally->counts[AGENT_COMPLETE] == 1;
    tally->incomplete = is_only ? agent : NULL;
    tally->fetching += agent->fetching || agent->waiting;
    tally->failing += agent->failure.kind != FAILURE_NONE && agent->failure.kind != FAILURE_CANCELLED;
}

void scope_count_all(const struct scope *scope, const struct account *account, struct scope_tally *tally)
{
    *tally = (struct scope_tally){.as_of = TIMESTAMP_NONE};
    tally->has_others = !account_knows_all_agents(account) && scope_concerns_others(scope);
    for (size_t i = 0; i < account_agent_count(account); i++)
        scope_count(scope, account_agent(account, i), tally);
}

bool scope_is_complete(const struct scope_tally *tally)
{
    return tally->agents > 0 && !tally->has_others && tally->counts[AGENT_COMPLETE] == tally->agents;
}
