#include "model/account/scope.h"

#include "model/coverage/time_coverage.h"
#include "model/time/timestamp.h"

static void narrow(struct scope *scope, int64_t begin, int64_t end)
{
    scope->begin = begin > scope->begin ? begin : scope->begin;
    scope->end = end < scope->end ? end : scope->end;
}

void scope_of(struct scope *scope, const struct list_query *query)
{
    const struct filter *filter = &query->filter;
    scope->query = *query;
    scope->is_chosen = query->agent != PAGE_ALL_AGENTS;
    scope->begin = INT64_MIN;
    scope->end = INT64_MAX;
    for (size_t i = 0; i < filter->term_count; i++) {
        const struct filter_term *term = &filter->terms[i];
        if (term->subject == FILTER_START && !term->negated)
            narrow(scope, term->least, term->less_than);
        if (term->subject == FILTER_NEW && !term->negated)
            narrow(scope, filter_new_starts(term), INT64_MAX);
    }
    if (scope->begin < scope->end && scope->end > filter->now)
        scope->end = INT64_MAX; /* nothing has started later */
    scope->is_to_come = scope->begin < scope->end && scope->begin > filter->now;
}

bool scope_asks_for_notes(const struct scope *scope)
{
    for (size_t i = 0; i < scope->query.filter.term_count; i++) {
        enum filter_subject subject = scope->query.filter.terms[i].subject;
        if (subject == FILTER_MARK || subject == FILTER_TAG || subject == FILTER_NOTE ||
            subject == FILTER_HEARD)
            return true;
    }
    return false;
}

bool scope_has_dates(const struct scope *scope)
{
    return scope->begin != INT64_MIN || scope->end != INT64_MAX;
}

/* Whether starts or lengths decide what is in the list: then what has one that cannot be read may be. */
static bool asks_for_times(const struct scope *scope)
{
    return scope_has_dates(scope) || scope->query.filter.by_time;
}

/* By one word of the filter. */
static enum scope_relation relation_by(const struct scope *scope, size_t place,
                                       const struct agent_summary *agent)
{
    const struct filter_term *word = &scope->query.filter.words[place];
    const char *name = agent->is_nameless ? "" : agent->name;
    int64_t number = agent_reference_number(&agent->reference);
    bool names = filter_word_names(&scope->query.filter, place, FILTER_NAME_OF_AGENT, name, number);
    bool is_unknown = (word->by_id && number == RECORDING_NO_NUMBER) || (word->by_name && agent->is_nameless);
    if (word->negated)
        return names ? SCOPE_LEFT_OUT : SCOPE_CONCERNED;
    if (word->subject != FILTER_AGENT || names || is_unknown)
        return SCOPE_CONCERNED;
    return !word->by_name && !agent->mixes_agents ? SCOPE_LEFT_OUT : SCOPE_BY_OTHER_NAME;
}

enum scope_relation scope_relation(const struct scope *scope, const struct agent_summary *agent)
{
    enum scope_relation least = SCOPE_CONCERNED;
    if (scope->is_chosen)
        return scope->query.agent == PAGE_ALL_AGENTS || scope->query.agent == agent->agent ? least
                                                                                           : SCOPE_LEFT_OUT;
    for (size_t i = 0; i < scope->query.filter.word_count; i++) {
        enum scope_relation relation = relation_by(scope, i, agent);
        least = relation < least ? relation : least;
    }
    return least;
}

bool scope_concerns(const struct scope *scope, const struct agent_summary *agent)
{
    return scope_relation(scope, agent) == SCOPE_CONCERNED;
}

/* Whether agents that nobody has listed can be meant. */
static bool concerns_others(const struct scope *scope, const struct scope_tally *tally)
{
    if (scope->begin >= scope->end)
        return false;
    for (size_t i = 0; i < scope->query.filter.word_count; i++) {
        const struct filter_term *word = &scope->query.filter.words[i];
        if (word->subject == FILTER_AGENT && word->by_id && word->count == 1 && !word->negated &&
            tally->is_numbered && !tally->mixes_agents)
            return false; /* the agent is known */
    }
    return !scope->is_chosen;
}

enum agent_completeness scope_completeness(const struct scope *scope, const struct agent_summary *agent)
{
    if (scope->begin >= scope->end) /* nothing can match */
        return AGENT_COMPLETE;
    bool is_unread = agent->unread_times && asks_for_times(scope);
    bool is_asked_before = scope->is_to_come && agent->as_of != TIMESTAMP_NONE && agent->as_of < scope->begin;
    int64_t begin = is_asked_before ? agent->as_of : scope->begin;
    if (!is_unread && agent->times && time_coverage_contains(agent->times, begin, scope->end))
        return AGENT_COMPLETE;
    return agent->completeness == AGENT_UNFETCHED ? AGENT_UNFETCHED : AGENT_PARTIAL;
}

bool scope_has_what_is_kept(const struct scope *scope, const struct agent_summary *agent)
{
    if (agent->kept_from == TIMESTAMP_NONE || scope->begin >= agent->kept_from)
        return false;
    return scope->end <= agent->kept_from ||
           (agent->times && time_coverage_contains(agent->times, agent->kept_from, scope->end));
}

/* Of one that is not complete. */
static void count_lacking(const struct scope *scope, const struct agent_summary *agent,
                          struct scope_tally *tally)
{
    if (scope_has_what_is_kept(scope, agent)) {
        tally->purged++;
        tally->kept_from = agent->kept_from > tally->kept_from ? agent->kept_from : tally->kept_from;
        return;
    }
    tally->fetching += agent->fetching || agent->waiting;
    tally->failing += agent->failure.kind != FAILURE_NONE && agent->failure.kind != FAILURE_CANCELLED;
}

void scope_count(const struct scope *scope, const struct agent_summary *agent, struct scope_tally *tally)
{
    enum scope_relation relation = scope_relation(scope, agent);
    enum agent_completeness completeness = scope_completeness(scope, agent);
    bool is_complete = completeness == AGENT_COMPLETE;
    tally->mixes_agents = tally->mixes_agents || agent->mixes_agents;
    if (relation == SCOPE_LEFT_OUT || (relation == SCOPE_BY_OTHER_NAME && is_complete))
        return;
    if (!is_complete)
        count_lacking(scope, agent, tally);
    if (relation == SCOPE_BY_OTHER_NAME) {
        tally->by_other_name++;
        return;
    }
    tally->is_numbered =
        tally->is_numbered || agent_reference_number(&agent->reference) != RECORDING_NO_NUMBER;
    tally->unread_times += asks_for_times(scope) ? agent->unread_times : 0;
    tally->unreadable += is_complete ? 0 : agent->unreadable;
    tally->agents++;
    tally->only = tally->agents == 1 ? agent : NULL;
    tally->counts[completeness]++;
    bool is_earlier = tally->as_of == TIMESTAMP_NONE || agent->as_of < tally->as_of;
    if (is_complete && agent->as_of != TIMESTAMP_NONE && is_earlier)
        tally->as_of = agent->as_of;
    if (!is_complete)
        tally->incomplete = tally->agents - tally->counts[AGENT_COMPLETE] == 1 ? agent : NULL;
}

void scope_count_others(const struct scope *scope, int64_t listed_at, struct scope_tally *tally)
{
    int64_t needed = scope->is_to_come ? INT64_MIN : scope->end == INT64_MAX ? scope->begin : scope->end;
    tally->listed_at = concerns_others(scope, tally) ? listed_at : INT64_MAX;
    listed_at = tally->listed_at;
    tally->has_others = listed_at == TIMESTAMP_NONE || listed_at < needed;
    if (!tally->has_others && listed_at < tally->as_of)
        tally->as_of = listed_at;
}

void scope_count_notes(const struct scope *scope, const struct account *account, struct scope_tally *tally)
{
    const struct notes *notes = account_notes(account);
    tally->lacks_notes = scope_asks_for_notes(scope) && notes && notes_is_partial(notes);
}

void scope_count_all(const struct scope *scope, const struct account *account, struct scope_tally *tally)
{
    *tally = (struct scope_tally)SCOPE_TALLY_NONE;
    for (size_t i = 0; i < account_agent_count(account); i++)
        scope_count(scope, account_agent(account, i), tally);
    scope_count_others(scope, account_listed_at(account), tally);
    scope_count_notes(scope, account, tally);
}

bool scope_is_complete(const struct scope_tally *tally)
{
    return tally->agents > 0 && !tally->has_others && !tally->lacks_notes && tally->by_other_name == 0 &&
           tally->counts[AGENT_COMPLETE] == tally->agents;
}
