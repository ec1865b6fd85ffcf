/* Which errand runs when: what somebody waits for first, then news, then history, a few at a time. */
#include "model/account/account_state.h"
#include "model/time/timestamp.h"
#include "net/base/log.h"
#include "net/base/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static double spacing_of_others(const struct account *account)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; i < account->roster.count; i++) {
        double spacing = account->roster.agents[i]->plan.spacing;
        sum += spacing;
        count += spacing > 0;
    }
    return count ? sum / (double)count : 0;
}

struct plan_known account_known(const struct account *account, const struct roster_agent *agent)
{
    return (struct plan_known){
        .coverage = &agent->filed.coverage,
        .held = &agent->filed.held,
        .seen = &agent->filed.seen,
        .recordings = agent->filed.recordings,
        .tail = agent->filed.tail,
        .as_of = agent->filed.as_of,
        .anchor = agent->filed.anchor,
        .newest = agent->filed.newest,
        .has_lost = agent->filed.lost > 0,
        .traits = account->traits,
        .chronology = &account->chronology,
        .now = timestamp_now(),
        .settle = account->config->settle_seconds * TIMESTAMP_SECOND,
        .verify = account->config->verify_seconds * TIMESTAMP_SECOND,
        .opened = account->opened_at,
    };
}

/* What is fetched in long stretches goes on beside what is not, of the same agent, too. */
static bool is_long(enum plan_urgency urgency)
{
    return urgency == PLAN_SOUGHT || urgency == PLAN_HISTORY || urgency == PLAN_LOOK;
}

/* What goes on by itself, and whose end nobody waits for. */
static bool is_quiet(enum plan_urgency urgency)
{
    return urgency == PLAN_REFRESH || urgency == PLAN_LOOK;
}

static bool is_walking(const struct account *account, int64_t agent, bool in_length)
{
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        const struct account_walk *walk = &account->walks[i];
        if (walk->walk && walk->agent == agent && is_long(walk->urgency) == in_length)
            return true;
    }
    return false;
}

static unsigned walks_of_urgency(const struct account *account, enum plan_urgency urgency)
{
    unsigned count = 0;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++)
        count += account->walks[i].walk && account->walks[i].urgency == urgency;
    return count;
}

/* What the agent could go on with now: PLAN_NOTHING also while it is being done. */
static enum plan_urgency urgency_of(const struct account *account, const struct roster_agent *agent)
{
    if (account->is_refused || agent->halted || agent->forgetting || agent->purge_before != TIMESTAMP_NONE)
        return PLAN_NOTHING;
    struct plan_known known = account_known(account, agent);
    enum plan_urgency urgency = plan_urgency(&agent->plan, &known);
    if (urgency == PLAN_NOTHING || is_walking(account, agent->filed.agent, is_long(urgency)))
        return PLAN_NOTHING;
    return urgency;
}

/* Whether another errand of that urgency may begin: some are left for histories, beside a refresh, too. */
static bool has_room(const struct account *account, enum plan_urgency urgency)
{
    unsigned sought = walks_of_urgency(account, PLAN_SOUGHT);
    switch (urgency) {
    case PLAN_SOUGHT:
        return sought < ACCOUNT_SOUGHT;
    case PLAN_HISTORY:
        return sought + walks_of_urgency(account, PLAN_HISTORY) < ACCOUNT_HISTORY;
    case PLAN_REFRESH:
        return walks_of_urgency(account, PLAN_REFRESH) < ACCOUNT_REFRESHES;
    default:
        return true;
    }
}

/* Whose turn comes first of two that are as urgent: by a command that of whom the last days were seen longest
 * ago, since not all may have room. */
static bool goes_before(const struct account *account, const struct roster_agent *agent,
                        const struct roster_agent *other)
{
    if (account->live)
        return agent->asked > other->asked;
    const struct plan_known known = account_known(account, agent), of_other = account_known(account, other);
    int64_t seen = plan_days_seen(&known), other_seen = plan_days_seen(&of_other);
    return seen < other_seen || (seen == other_seen && agent->asked > other->asked);
}

/* The agent whose turn it is, NULL if nobody's. Counts those that could go on. */
static struct roster_agent *next_agent(struct account *account, enum plan_urgency *urgency)
{
    struct roster_agent *next = NULL;
    *urgency = PLAN_NOTHING;
    account->waiting = 0;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        enum plan_urgency own = urgency_of(account, agent);
        agent->summary.waiting = own != PLAN_NOTHING && !is_quiet(own);
        account->waiting += agent->summary.waiting;
        if (own == PLAN_NOTHING || !has_room(account, own))
            continue;
        if (!next || own < *urgency || (own == *urgency && goes_before(account, agent, next))) {
            next = agent;
            *urgency = own;
        }
    }
    if (*urgency == PLAN_LOOK && !account_may_look(account))
        next = NULL;
    return next;
}

/* What was left out of the answers, or is kept as text. */
static void tell_unread(struct account *account, const char *name, const struct filer_unread *unread)
{
    if (unread->elements)
        account_say(account, ACCOUNT_WARNING, "%s: %llu of the answer's recordings left out: %s %s", name,
                    (unsigned long long)unread->elements, unread->elements == 1 ? "it" : "the first",
                    unread->reason);
    if (unread->starts)
        account_say(account, ACCOUNT_WARNING, "%s: %llu %s cannot be read: %s", name,
                    (unsigned long long)unread->starts, unread->starts == 1 ? "start" : "starts",
                    unread->start);
    if (unread->ends)
        account_say(account, ACCOUNT_WARNING, "%s: %llu %s cannot be read: %s", name,
                    (unsigned long long)unread->ends, unread->ends == 1 ? "end" : "ends", unread->end);
}

static void tell_outcome(struct account *account, struct roster_agent *agent, const struct walk *walk,
                         const struct failure *failure)
{
    char name[100];
    failure_quote(name, sizeof name, agent->label);
    if (failure->kind != FAILURE_NONE)
        account_say_failure(account, failure);
    tell_unread(account, name, walk_unread(walk));
    bool is_told = agent->told_lost == agent->filed.lost;
    agent->told_lost = agent->filed.lost;
    if (agent->filed.lost > agent->summary.lost)
        agent->summary.lost = agent->filed.lost;
    if (!is_told && agent->filed.lost && account->live)
        account_say(
            account, ACCOUNT_WARNING,
            "%s: the server no longer gives %llu recordings, too many to believe; they are kept. R fetches"
            " everything anew and accepts the loss.",
            name, (unsigned long long)agent->filed.lost);
}

static void learn(struct account *account, const struct walk *walk)
{
    const struct chronology *learnt = errand_chronology(walk_errand(walk));
    for (size_t i = 0; i < learnt->count; i++)
        chronology_add(&account->chronology, learnt->moments[i].id, learnt->moments[i].time);
    struct moment reached = walk_reached(walk);
    chronology_add(&account->chronology, reached.id, reached.time);
    if (!errand_gave_up_order(walk_errand(walk)) || account->traits.unordered)
        return;
    account->traits.unordered = true;
    log_line("the server's answers are not in the order of their ids: whole answers are read instead");
}

static void on_walk_ended(void *context, struct walk *walk, const struct failure *failure)
{
    struct account *account = context;
    bool failed = failure->kind != FAILURE_NONE, is_news = failed || walk_rows(walk) > 0;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i].walk != walk)
            continue;
        account->walks[i].walk = NULL;
        account_looked(account, walk, account->walks[i].urgency);
        is_news = is_news || !is_quiet(account->walks[i].urgency);
    }
    struct roster_agent *agent = roster_find(&account->roster, walk_agent(walk));
    learn(account, walk);
    if (agent) {
        plan_done(&agent->plan, walk_order(walk), walk_errand(walk), failed);
        agent->halted = failed;
        agent->failures = failed && walk_rows(walk) == 0 ? agent->failures + 1 : failed;
        agent->summary.failure = *failure;
        tell_outcome(account, agent, walk, failure);
        account_purge_after(account, agent, walk_order(walk)->kind);
    }
    if (walk_rows(walk) && !account->live)
        account->failures = 0;
    account_mind_refusal(account, failure);
    account_heard(account, failure);
    account_schedule(account);
    account_live_go_on(account);
    if (is_news)
        account_changed(account, ACCOUNT_ROSTER | ACCOUNT_CONNECTION | ACCOUNT_ROWS);
}

void account_mind_refusal(struct account *account, const struct failure *failure)
{
    if (!refusal_take(&account->refusal, failure))
        return;
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        if (urgency_of(account, agent) == PLAN_NOTHING)
            continue;
        agent->halted = true;
        agent->summary.failure = *failure;
    }
    account->is_refused = true;
}

static bool may_ask(const struct account *account)
{
    bool under_way = account->roster_fetch != NULL;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++)
        under_way = under_way || account->walks[i].walk;
    bool is_left_alone = !account->live && account_awaits_retry(account);
    return !is_left_alone && refusal_may_ask(&account->refusal, under_way);
}

/* Histories wait while somebody does; what is looked at again waits for them, too. */
static void hold_back_histories(struct account *account)
{
    bool hurried = walks_of_urgency(account, PLAN_AWAITED) || walks_of_urgency(account, PLAN_NEWS) ||
                   walks_of_urgency(account, PLAN_SOUGHT);
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        const struct account_walk *walk = &account->walks[i];
        if (walk->walk && walk->urgency == PLAN_HISTORY)
            walk_hold_back(walk->walk, hurried);
        if (walk->walk && walk->urgency == PLAN_LOOK)
            walk_hold_back(walk->walk, hurried || account->waiting);
    }
}

static void start_walk(struct account *account, size_t slot, struct roster_agent *agent,
                       enum plan_urgency urgency)
{
    char quoted[200];
    char subject[240];
    int64_t kept_since = account_kept_since(account);
    snprintf(subject, sizeof subject, "the recordings of %s",
             failure_quote(quoted, sizeof quoted, agent->label));
    struct walk_options options = {
        .loop = account->loop,
        .http = account->http,
        .filing = account->filing,
        .base = account->base,
        .number = (unsigned)slot,
        .agent = agent->filed.agent,
        .reference = agent->filed.reference,
        .subject = subject,
        .accept_losses = agent->accept_losses,
        .kept_since = kept_since > 0 && !account->keep_old ? kept_since : 0,
        .ended = on_walk_ended,
        .context = account,
    };
    account_spare_look(account, agent);
    struct plan_known known = account_known(account, agent);
    known.spacing = spacing_of_others(account);
    plan_next(&agent->plan, &known, &options.order);
    account->walks[slot] =
        (struct account_walk){.walk = walk_start(&options), .agent = options.agent, .urgency = urgency};
}

/* What was asked for anew is over when everything has been read, a period when it is there. */
static void settle(struct account *account)
{
    for (size_t i = 0; i < account->roster.count; i++) {
        struct roster_agent *agent = account->roster.agents[i];
        struct plan_known known = account_known(account, agent);
        plan_let_go(&agent->plan, agent->filed.purged);
        plan_settle(&agent->plan, &known);
        if (agent->accept_losses && plan_urgency(&agent->plan, &known) == PLAN_NOTHING)
            agent->accept_losses = false;
    }
}

void account_schedule(struct account *account)
{
    enum plan_urgency urgency;
    if (account->on_hold)
        return;
    settle(account);
    account_purge_go_on(account);
    for (size_t i = 0; i < ACCOUNT_WALKS && !account->closed && !account->offline; i++) {
        if (account->walks[i].walk || !may_ask(account))
            continue;
        struct roster_agent *agent = next_agent(account, &urgency);
        if (agent)
            start_walk(account, i, agent, urgency);
    }
    next_agent(account, &urgency);
    hold_back_histories(account);
    account_live_go_on(account);
    account_progress(account);
}

/* Estimated by ids: which part of those from the server's first known one up to the tail is covered. */
static double share_of(const struct account *account, const struct roster_agent *agent,
                       const struct walk *walk)
{
    const struct filer_agent *filed = &agent->filed;
    if (account->chronology.count < 2 || filed->as_of == TIMESTAMP_NONE)
        return -1;
    int64_t first = account->chronology.moments[0].id;
    int64_t covered = 0;
    for (size_t i = 0; i < filed->coverage.count; i++) {
        const struct coverage_range *range = &filed->coverage.ranges[i];
        if (range->hi > first)
            covered += range->hi - (range->lo > first ? range->lo : first);
    }
    int64_t from = walk_order(walk)->from;
    int64_t reached = walk_reached(walk).time == TIMESTAMP_NONE ? from : walk_reached(walk).id;
    if (reached < first)
        reached = first;
    if (walk_order(walk)->kind == ERRAND_STRETCH && reached < filed->tail && reached > from &&
        !coverage_contains(&filed->coverage, reached))
        covered += reached - (from > first ? from : first);
    double share = filed->tail > first ? (double)covered / (double)(filed->tail - first) : -1;
    return share > 1 ? 1 : share;
}

/* The walk whose progress is shown: one of the agent asked for last, if there is any. */
static const struct account_walk *shown_walk(const struct account *account)
{
    const struct account_walk *shown = NULL;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        const struct account_walk *walk = &account->walks[i];
        if (walk->walk && !is_quiet(walk->urgency) && (!shown || walk->agent == account->opened))
            shown = walk;
    }
    return shown;
}

void account_progress(struct account *account)
{
    struct account_status *status = &account->status;
    const struct account_walk *shown = shown_walk(account);
    status->fetching = 0;
    for (size_t i = 0; i < account->roster.count; i++)
        account->roster.agents[i]->summary.fetching = false;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        bool is_shown = account->walks[i].walk && !is_quiet(account->walks[i].urgency);
        struct roster_agent *agent = is_shown ? roster_find(&account->roster, account->walks[i].agent) : NULL;
        if (agent && !agent->summary.fetching)
            status->fetching++;
        if (agent)
            agent->summary.fetching = true;
    }
    status->waiting = account->waiting;
    status->fetching_agent = shown ? shown->agent : 0;
    status->fetched_rows = shown ? walk_rows(shown->walk) : 0;
    status->fetched_bytes = shown ? walk_bytes(shown->walk) : 0;
    status->reached = shown ? walk_reached(shown->walk).time : TIMESTAMP_NONE;
    const struct roster_agent *agent = shown ? roster_find(&account->roster, shown->agent) : NULL;
    status->fetched_share = agent ? share_of(account, agent, shown->walk) : -1;
}

void account_cancel_walks(struct account *account, int64_t agent)
{
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i].walk && (agent == 0 || account->walks[i].agent == agent))
            walk_cancel(&account->walks[i].walk);
    }
}

void account_on_filed(void *context, const struct filing_report *report)
{
    struct account *account = context;
    bool rows = report->rows_changed;
    account_archive_went_well(account);
    account_purge_note(account, report->oldest);
    bool unordered = account->traits.unordered;
    account->traits = report->traits;
    account->traits.unordered = account->traits.unordered || unordered;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i].walk && walk_take_report(account->walks[i].walk, report))
            break;
    }
    account_progress(account);
    if (!account->refusal.accepted) { /* what is filed was no refusal: others need not wait any more */
        account_mind_refusal(account, NULL);
        account_schedule(account);
    }
    account_changed(account, ACCOUNT_CONNECTION | (rows ? ACCOUNT_ROWS : 0));
}

void account_on_filing_failed(void *context, const struct failure *failure)
{
    struct account *account = context;
    account->agents_filed_pending = 0;
    for (size_t i = 0; i < account->roster.count; i++)
        account->roster.agents[i]->forgetting = false;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i].walk)
            walk_fail(account->walks[i].walk, failure);
    }
    account_purge_failed(account, failure);
    account_archive_failed(account, failure);
}

void account_on_drained(void *context)
{
    struct account *account = context;
    for (size_t i = 0; i < ACCOUNT_WALKS; i++) {
        if (account->walks[i].walk)
            walk_resume(account->walks[i].walk);
    }
}
